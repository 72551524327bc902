//! What the residuals of a unit say of its residual at another time.
//!
//! A first-order autoregression is a Markov chain: only the rows before and after count (the best linear predictor; Pinheiro
//! and Bates 2000, section 5.3, for the correlation).

use super::labels::Labels;
use super::residual::ResidualRows;

/// When a new row of a unit takes place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum When {
    /// At a time.
    At(f64),
    /// So many steps after the unit's last row.
    After(f64),
}

/// The residual of a new row as a sum of known ones.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct FromNeighbours {
    /// Rows and weights; both residuals over their standard deviations.
    pub(crate) rows: Vec<(usize, f64)>,
    /// The share of the variance that stays unknown, 0 to 1.
    pub(crate) left: f64,
}

impl ResidualRows {
    /// The units within which residuals are correlated; `None` where none are.
    pub(crate) fn units(&self) -> Option<&Labels> {
        self.serial.as_ref().map(|serial| &serial.units)
    }

    /// The strata of variance; `None` for one variance.
    pub(crate) fn strata(&self) -> Option<&Labels> {
        self.strata.as_ref().map(|(labels, _)| labels)
    }

    /// The standard deviation of a stratum over that of the first.
    pub(crate) fn stratum_ratio(&self, rho: &[f64], stratum: usize) -> f64 {
        let first = usize::from(self.serial.is_some());
        stratum.checked_sub(1).and_then(|at| rho.get(first + at)).map_or(1.0, |log| log.exp())
    }

    /// The standard deviation of a row's residual in units of σ, its prior weight included.
    pub(crate) fn deviation(&self, rho: &[f64], row: usize) -> f64 {
        let prior = self.precision.as_ref().map_or(1.0, |precision| precision[row]);
        self.strata.as_ref().map_or(1.0, |(_, codes)| self.stratum_ratio(rho, codes[row] as usize)) / prior
    }

    /// The mean over the rows of the squared ratios of the strata's standard deviations.
    pub(crate) fn mean_square_ratio(&self, rho: &[f64]) -> f64 {
        let Some((labels, codes)) = &self.strata else { return 1.0 };
        let squares: Vec<f64> = (0..labels.len()).map(|stratum| self.stratum_ratio(rho, stratum).powi(2)).collect();
        codes.iter().map(|&code| squares[code as usize]).sum::<f64>() / codes.len() as f64
    }

    /// What a unit's rows say of a new residual.
    pub(crate) fn said_by_neighbours(&self, rho: &[f64], unit: usize, when: When) -> FromNeighbours {
        let nothing = FromNeighbours { rows: Vec::new(), left: 1.0 };
        let Some((serial, strength)) = self.serial.as_ref().and_then(|s| Some((s, s.strength(*rho.first()?)?))) else {
            return nothing;
        };
        let rows = &serial.order[serial.starts[unit]..serial.starts[unit + 1]];
        let time = |row: u32| serial.times[row as usize];
        let next = match when {
            When::At(at) => rows.partition_point(|&row| time(row) <= at),
            When::After(_) => rows.len(),
        };
        let correlation = |row: u32| match when {
            When::At(at) => serial.correlation(strength, (at - time(row)).abs()),
            When::After(steps) => serial.correlation(strength, steps),
        };
        let before = next.checked_sub(1).map(|at| (rows[at] as usize, correlation(rows[at])));
        let after = rows.get(next).map(|&row| (row as usize, correlation(row)));
        match (before, after) {
            (Some((a, r)), Some((b, s))) => {
                let free = 1.0 - (r * s).powi(2);
                let (one, other) = (1.0 - r * r, 1.0 - s * s);
                FromNeighbours { rows: vec![(a, r * other / free), (b, s * one / free)], left: one * other / free }
            }
            (Some((row, r)), None) | (None, Some((row, r))) => {
                FromNeighbours { rows: vec![(row, r)], left: 1.0 - r * r }
            }
            (None, None) => nothing,
        }
    }

    /// Whether a new row may take place at that time: autoregression in steps knows whole distances only.
    pub(crate) fn is_reachable(&self, unit: usize, time: f64) -> bool {
        self.serial.as_ref().is_none_or(|serial| {
            let rows = &serial.order[serial.starts[unit]..serial.starts[unit + 1]];
            let whole = |row: &u32| (time - serial.times[*row as usize]).fract() == 0.0;
            !serial.in_steps() || rows.first().is_none_or(whole)
        })
    }
}
