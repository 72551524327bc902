//! Residuals that are not all alike: correlated in time within a client, or of another variance in each stratum.

use super::columns::{CompleteRows, Factor};
use super::error::ModelError;
use super::grouping::Grouping;
use super::labels::Labels;
use super::rows::{Membership, Whitening};

/// What a model assumes about its residuals; the default: independent, of one variance (over the prior weight).
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Residual {
    /// Correlation in time.
    pub correlation: Option<SerialCorrelation>,
    /// Columns whose combinations are strata with a variance of their own (nlme's `varIdent`); empty for one variance.
    pub strata: Vec<String>,
}

/// A residual correlation that fades with the distance in time between two rows of the same unit.
#[derive(Debug, Clone, PartialEq)]
pub struct SerialCorrelation {
    /// How it fades.
    pub decay: Decay,
    /// A number column of times; `None`: the order of the rows, one step each.
    pub time: Option<String>,
    /// Columns whose combinations are the units, outer first; rows of different units are independent.
    pub within: Vec<String>,
}

/// How a residual correlation fades.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Decay {
    /// First-order autoregressive: φ^lag, −1 < φ < 1, times are whole numbers (nlme's `corAR1`, `corARMA(p = 1)`).
    Ar1,
    /// The same in continuous time: φ^distance, 0 < φ < 1, φ per unit of time (nlme's `corCAR1`).
    Car1,
}

/// The residual parameters of a fit.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct ResidualEstimate {
    /// How the correlation fades, and φ per unit of time.
    pub correlation: Option<(Decay, f64)>,
    /// The median distance in time between neighbouring rows, and the correlation over it: readable also where φ, being for a
    /// whole unit of time, is too near to 0 or 1.
    pub median: Option<(f64, f64)>,
    /// Standard deviation of each stratum over that of the first.
    pub variance: Vec<(String, f64)>,
}

impl ResidualEstimate {
    /// Whether a correlation in continuous time is exactly zero, which is the end of its range, as it is for a variance.
    #[must_use]
    pub fn is_uncorrelated(&self) -> bool {
        let continuous = self.correlation.is_some_and(|(decay, _)| decay == Decay::Car1);
        continuous && self.median.is_some_and(|(_, correlation)| correlation == 0.0)
    }
}

/// The residual structure of a table's complete rows.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ResidualRows {
    /// √w, the prior weights; `None` for ones.
    pub(super) precision: Option<Vec<f64>>,
    pub(super) serial: Option<SerialRows>,
    pub(super) strata: Option<(Labels, Vec<u32>)>,
    rows: usize,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) struct SerialRows {
    decay: Decay,
    pub(super) units: Labels,
    /// The rows, unit by unit and in each by time; unit u has the places `starts[u]..starts[u + 1]`.
    pub(super) order: Vec<u32>,
    pub(super) starts: Vec<usize>,
    /// Of each row.
    pub(super) times: Vec<f64>,
    previous: Vec<u32>,
    /// Distance to the previous row; 0 where there is none.
    gap: Vec<f64>,
    /// The median distance.
    typical: f64,
}

/// Correlations nearer to ±1 than this leave no digits.
const NEAREST_TO_ONE: f64 = 1e-9;

/// The logarithm of a ratio that is the end of its range.
const FARTHEST_LOGARITHM: f64 = 40.0;

impl ResidualRows {
    pub(super) fn new(
        rows: &CompleteRows<'_>,
        residual: &Residual,
        weights: Option<&Whitening>,
    ) -> Result<Self, ModelError> {
        let serial = residual.correlation.as_ref().map(|serial| SerialRows::new(rows, serial)).transpose()?;
        let strata = if residual.strata.is_empty() { None } else { Some(strata(rows, &residual.strata)?) };
        Ok(Self { precision: weights.map(|weights| weights.scale.clone()), serial, strata, rows: rows.len() })
    }

    /// Whether all rows are independent, of one variance and of one weight.
    pub(crate) fn is_plain(&self) -> bool {
        self.precision.is_none() && self.serial.is_none() && self.strata.is_none()
    }

    /// Whether the first of ρ is a correlation.
    pub(crate) fn is_correlated(&self) -> bool {
        self.serial.is_some()
    }

    /// The place in ρ of the parameter of a row's stratum; `None` for the first stratum and where there is none.
    pub(crate) fn stratum_place(&self, row: usize) -> Option<usize> {
        let (_, codes) = self.strata.as_ref()?;
        Some((codes[row] as usize).checked_sub(1)? + usize::from(self.serial.is_some()))
    }

    /// Whether rows of different levels are correlated.
    pub(super) fn joins(&self, levels: &Membership) -> bool {
        let (Some(serial), Membership::One(codes)) = (&self.serial, levels) else { return false };
        let apart = |(row, &before): (usize, &u32)| before != u32::MAX && codes[before as usize] != codes[row];
        serial.previous.iter().enumerate().any(apart)
    }

    /// The prior weight of a row.
    pub(crate) fn weight(&self, row: usize) -> f64 {
        self.precision.as_ref().map_or(1.0, |precision| precision[row] * precision[row])
    }

    /// Where a search starts: a correlation of 0.2 at the typical distance, equal variances.
    pub(crate) fn start(&self) -> Vec<f64> {
        let serial = self.serial.as_ref().map(|serial| match serial.decay {
            Decay::Ar1 => 0.2_f64.atanh(),
            Decay::Car1 => (0.2_f64 / 0.8).ln(),
        });
        let strata = self.strata.as_ref().map_or(0, |(labels, _)| labels.len() - 1);
        serial.into_iter().chain(std::iter::repeat_n(0.0, strata)).collect()
    }

    /// What whitens the rows at ρ; `None` where a correlation is too near to ±1.
    pub(crate) fn whitening(&self, rho: &[f64]) -> Option<Whitening> {
        let mut rest = rho;
        let mut serial = None;
        if let Some(rows) = &self.serial {
            serial = Some((rows, rows.strength(*rest.first()?)?));
            rest = &rest[1..];
        }
        let precision = |row: usize| {
            let prior = self.precision.as_ref().map_or(1.0, |precision| precision[row]);
            let stratum = self.strata.as_ref().map_or(0, |(_, codes)| codes[row] as usize);
            prior * stratum.checked_sub(1).map_or(1.0, |at| (-rest[at]).exp())
        };
        let scale: Vec<f64> = (0..self.rows).map(precision).collect();
        if scale.iter().any(|scale| !(scale.is_finite() && *scale > 0.0)) {
            return None;
        }
        let plain = || (vec![0.0; self.rows], vec![u32::MAX; self.rows]);
        let Some((rows, strength)) = serial else {
            let (carry, previous) = plain();
            return Some(Whitening { scale, carry, previous });
        };
        let mut whitening = Whitening { carry: vec![0.0; self.rows], previous: rows.previous.clone(), scale };
        let precision = whitening.scale.clone();
        for (row, &before) in rows.previous.iter().enumerate() {
            if before != u32::MAX {
                let correlation = rows.correlation(strength, rows.gap[row]);
                let left = (1.0 - correlation * correlation).sqrt();
                whitening.scale[row] /= left;
                whitening.carry[row] = correlation * precision[before as usize] / left;
            }
        }
        Some(whitening)
    }

    /// The stratum of the smallest standard deviation, and the logarithm of the largest's ratio to it; `None` without strata.
    pub(crate) fn least_stratum(&self, rho: &[f64]) -> Option<(usize, f64)> {
        self.strata.as_ref()?;
        let logs = std::iter::once(0.0).chain(rho[usize::from(self.serial.is_some())..].iter().copied());
        let (mut least, mut low, mut high) = (0, 0.0, 0.0_f64);
        for (stratum, log) in logs.enumerate() {
            if log < low {
                (least, low) = (stratum, log);
            }
            high = high.max(log);
        }
        Some((least, high - low))
    }

    /// For each stratum its name and the places of its parameter in ρ: of the first, to which all others relate, all of them.
    pub(crate) fn stratum_parameters(&self) -> Vec<(String, Vec<usize>)> {
        let Some((labels, _)) = &self.strata else { return Vec::new() };
        let first = usize::from(self.serial.is_some());
        let places = |stratum: usize| match stratum {
            0 => (first..first + labels.len() - 1).collect(),
            _ => vec![first + stratum - 1],
        };
        labels.all().enumerate().map(|(stratum, name)| (name, places(stratum))).collect()
    }

    /// One parameter in the user's terms: φ first where there is a correlation, then the ratios but the first's.
    pub(crate) fn parameter(&self, rho: &[f64], index: usize) -> f64 {
        match (&self.serial, index) {
            (Some(rows), 0) => rows.phi(rho[0]).unwrap_or(1.0_f64.copysign(rho[0])),
            _ => rho[index].exp(),
        }
    }

    /// Whether a parameter of ρ is a correlation in continuous time: its range ends at zero, where ρ is −∞.
    pub(crate) fn ends_at_zero(&self, index: usize) -> bool {
        index == 0 && self.serial.as_ref().is_some_and(|rows| rows.decay == Decay::Car1)
    }

    /// One parameter on a scale where the likelihood is smooth up to the ends of its range, with that range: a correlation
    /// over one step, or over the median distance; the logarithm of a ratio.
    pub(crate) fn smooth(&self, rho: &[f64], index: usize) -> (f64, (f64, f64)) {
        match (&self.serial, index) {
            (Some(rows), 0) => match rows.decay {
                Decay::Ar1 => (rho[0].tanh(), (-1.0, 1.0)),
                Decay::Car1 => (1.0 / (1.0 + (-rho[0]).exp()), (0.0, 1.0)),
            },
            _ => (rho[index], (-FARTHEST_LOGARITHM, FARTHEST_LOGARITHM)),
        }
    }

    /// The parameter of ρ that belongs to such a value.
    pub(crate) fn place_of_smooth(&self, index: usize, value: f64) -> f64 {
        match (&self.serial, index) {
            (Some(rows), 0) => match rows.decay {
                Decay::Ar1 => value.atanh(),
                Decay::Car1 => (value / (1.0 - value)).ln(),
            },
            _ if value.abs() < FARTHEST_LOGARITHM => value,
            _ => value * f64::INFINITY,
        }
    }

    /// The parameters in the user's terms.
    pub(crate) fn estimate(&self, rho: &[f64]) -> ResidualEstimate {
        let serial = self.serial.as_ref().zip(rho.first());
        let correlation = serial.and_then(|(rows, &rho)| Some((rows.decay, rows.phi(rho)?)));
        let over = |rows: &SerialRows, rho| Some((rows.typical, rows.correlation(rows.strength(rho)?, rows.typical)));
        let median = serial.and_then(|(rows, &rho)| over(rows, rho));
        let rest = &rho[usize::from(self.serial.is_some())..];
        let ratios = std::iter::once(1.0).chain(rest.iter().map(|log| log.exp()));
        let variance = self.strata.iter().flat_map(|(labels, _)| labels.all()).zip(ratios).collect();
        ResidualEstimate { correlation, median, variance }
    }
}

impl SerialRows {
    fn new(rows: &CompleteRows<'_>, serial: &SerialCorrelation) -> Result<Self, ModelError> {
        let within: Vec<(String, usize)> = serial.within.iter().map(|name| (name.clone(), 1)).collect();
        let Factor { labels, codes: units } = Grouping::new(rows, &within)?.factor;
        let times = match &serial.time {
            None => (0..units.len()).map(|row| row as f64).collect::<Vec<f64>>(),
            Some(name) => {
                let times = rows.numbers(name).ok_or_else(|| ModelError::TimeNotNumbers { column: name.clone() })?;
                times.into_owned()
            }
        };
        let mut order: Vec<u32> = (0..units.len() as u32).collect();
        order.sort_by(|&a, &b| {
            let (a, b) = (a as usize, b as usize);
            units[a].cmp(&units[b]).then(times[a].total_cmp(&times[b]))
        });
        let (mut previous, mut gap) = (vec![u32::MAX; units.len()], vec![0.0; units.len()]);
        for pair in order.windows(2) {
            let (before, row) = (pair[0] as usize, pair[1] as usize);
            if units[before] != units[row] {
                continue;
            }
            let distance = if serial.time.is_none() { 1.0 } else { times[row] - times[before] };
            let column = || serial.time.clone().unwrap_or_default();
            if distance <= 0.0 {
                let (first, second) = (rows.row(before) + 1, rows.row(row) + 1);
                return Err(ModelError::SameTime { column: column(), first, second });
            }
            if serial.decay == Decay::Ar1 && distance.fract() != 0.0 {
                return Err(ModelError::TimeNotWhole { column: column(), row: rows.row(row) + 1 });
            }
            previous[row] = before as u32;
            gap[row] = distance;
        }
        let mut gaps: Vec<f64> = gap.iter().copied().filter(|gap| *gap > 0.0).collect();
        gaps.sort_by(f64::total_cmp);
        let Some(&typical) = gaps.get(gaps.len() / 2) else {
            return Err(ModelError::NothingToCorrelate { within: serial.within.join(":") });
        };
        let first = |unit: usize| order.partition_point(|&row| (units[row as usize] as usize) < unit);
        let starts = (0..=labels.len()).map(first).collect();
        Ok(Self { decay: serial.decay, units: labels, order, starts, times, previous, gap, typical })
    }

    /// Whether distances are whole numbers of steps.
    pub(super) fn in_steps(&self) -> bool {
        self.decay == Decay::Ar1
    }

    /// The correlation over one step, or over the median distance: per unit of time it may be too small a number to hold. In
    /// continuous time it is zero at −∞.
    pub(super) fn strength(&self, rho: f64) -> Option<f64> {
        match self.decay {
            Decay::Ar1 => Some(rho.tanh()).filter(|strength| strength.abs() < 1.0 - NEAREST_TO_ONE),
            Decay::Car1 => {
                let strength = 1.0 / (1.0 + (-rho).exp());
                (strength < 1.0 - NEAREST_TO_ONE).then_some(strength)
            }
        }
    }

    /// φ per unit of time; 0 where it is too small a number.
    fn phi(&self, rho: f64) -> Option<f64> {
        self.strength(rho).map(|strength| self.correlation(strength, 1.0))
    }

    /// Over a distance in time.
    pub(super) fn correlation(&self, strength: f64, gap: f64) -> f64 {
        match self.decay {
            // A whole number of any size; every number beyond 2⁵³ is even.
            Decay::Ar1 if strength < 0.0 && gap % 2.0 == 1.0 => -strength.abs().powf(gap),
            Decay::Ar1 => strength.abs().powf(gap),
            Decay::Car1 => strength.powf(gap / self.typical),
        }
    }
}

fn strata(rows: &CompleteRows<'_>, columns: &[String]) -> Result<(Labels, Vec<u32>), ModelError> {
    let named: Vec<(String, usize)> = columns.iter().map(|name| (name.clone(), 1)).collect();
    let grouping = Grouping::new(rows, &named)?;
    if grouping.factor.labels.len() < 2 {
        return Err(ModelError::OneStratum { columns: grouping.name });
    }
    let (strata, rows) = (grouping.factor.labels.len(), grouping.factor.codes.len());
    if 2 * strata >= rows {
        return Err(ModelError::TooManyStrata { columns: grouping.name, strata, rows });
    }
    Ok((grouping.factor.labels, grouping.factor.codes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_correlation_over_any_number_of_steps_keeps_its_sign_and_size() {
        let rows = SerialRows {
            decay: Decay::Ar1,
            units: Labels::Numbers(Vec::new()),
            order: Vec::new(),
            starts: Vec::new(),
            times: Vec::new(),
            previous: Vec::new(),
            gap: Vec::new(),
            typical: 1.0,
        };
        assert_eq!((rows.correlation(-0.5, 3.0), rows.correlation(-0.5, 2.0)), (-0.125, 0.25));
        assert_eq!((rows.correlation(0.5, 3.0), rows.correlation(0.0, 1.0)), (0.125, 0.0));
        // Beyond the whole numbers of 32 bits, as times in nanoseconds are.
        let (near_one, far) = (1.0 - 1e-9, 5e9);
        assert!((rows.correlation(near_one, far) / (-5.0_f64).exp() - 1.0).abs() < 1e-6);
        assert!((rows.correlation(-near_one, far) / (-5.0_f64).exp() - 1.0).abs() < 1e-6);
    }
}
