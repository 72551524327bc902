//! Centring and scaling of columns inside the crate, and the way back to the user's units.
//!
//! With design columns x (q of them) the internal columns are x̃_j = (x_j − c_j)/s_j, and 1 for the intercept, so
//! that x'b = x̃'b̃ with b̃ = T b: b̃_0 = b_0 + Σ c_j b_j and b̃_j = s_j b_j.

use std::collections::BTreeMap;

use super::design::{ColumnValues, DesignColumn, INTERCEPT};

/// How the columns of one term were centred and scaled.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Scaling {
    intercept: Option<usize>,
    centre: Vec<f64>,
    scale: Vec<f64>,
}

/// Values beyond these have squares that are no numbers, or sums of squares.
const LARGEST: f64 = 1e140;
const SMALLEST: f64 = 1e-140;
/// A slope without correlation to its intercept means nothing when zero lies this many standard deviations away.
const FAR: f64 = 1e3;

/// Where a column lies and how far it spreads.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Location {
    /// About the mean: a short binary fraction of the spread, so that whole numbers stay exact when it is taken off.
    pub(crate) centre: f64,
    /// The power of two nearest to the standard deviation; 1 for a constant column.
    pub(crate) spread: f64,
    /// The power of two nearest to the root mean square; 1 for a column of zeros.
    pub(crate) size: f64,
    /// Root mean square.
    pub(crate) root_mean_square: f64,
    /// Whether all values are the same but for rounding.
    pub(crate) constant: bool,
    /// Whether squares of the values are no numbers any more.
    pub(crate) extreme: bool,
}

impl Location {
    /// One pass; what is taken off before squaring is the first value, so nothing cancels for data of ordinary spread.
    pub(crate) fn of(values: &[f64]) -> Self {
        let Some(&first) = values.first() else {
            return Self { centre: 0.0, spread: 1.0, size: 1.0, root_mean_square: 0.0, constant: true, extreme: false };
        };
        let n = values.len() as f64;
        // Four sums side by side do not wait for each other.
        let (mut sums, mut squares, mut largest) = ([0.0; 4], [0.0; 4], [0.0_f64; 4]);
        let mut take = |at: usize, value: f64| {
            let from_first = value - first;
            sums[at] += from_first;
            squares[at] += from_first * from_first;
            let size = value.abs();
            largest[at] = if size > largest[at] { size } else { largest[at] };
        };
        let (fours, rest) = values.as_chunks::<4>();
        for four in fours {
            (0..4).for_each(|at| take(at, four[at]));
        }
        rest.iter().for_each(|&value| take(0, value));
        let (sum, squares) = (sums.iter().sum::<f64>(), squares.iter().sum::<f64>());
        let largest = largest.iter().fold(0.0_f64, |most, size| most.max(*size));
        let mean = first + sum / n;
        let variance = (squares / n - (sum / n).powi(2)).max(0.0);
        // A square may vanish: the largest value tells more than the moments.
        let extreme = largest > LARGEST || (largest > 0.0 && largest < SMALLEST);
        Self { extreme, ..Self::of_moments(mean, variance, variance.sqrt() <= 1e-12 * largest) }
    }

    /// From the mean and the variance (divisor n).
    pub(crate) fn of_moments(mean: f64, variance: f64, constant: bool) -> Self {
        let spread = if constant { 1.0 } else { Self::power_of_two(variance.sqrt()) };
        let root_mean_square = variance.sqrt().hypot(mean);
        let size = if root_mean_square > 0.0 { Self::power_of_two(root_mean_square) } else { 1.0 };
        let centre = (mean / spread * 16.0).round() / 16.0 * spread;
        let extreme = root_mean_square.is_nan() || root_mean_square > LARGEST;
        Self { centre, spread, size, root_mean_square, constant, extreme }
    }

    /// Whether zero lies far outside the values, and so far that their spread loses half its digits.
    pub(crate) fn is_far_from_zero(&self) -> bool {
        !self.constant && self.centre.abs() > FAR * self.spread
    }

    /// The power of two nearest to a positive number, in the logarithm.
    pub(crate) fn power_of_two(value: f64) -> f64 {
        2.0_f64.powi(value.log2().round().clamp(-1000.0, 1000.0) as i32)
    }
}

/// Locations of columns by their label, each worked out once.
#[derive(Debug, Default)]
pub(crate) struct Locations(BTreeMap<String, Location>);

impl Locations {
    /// Locations that are known without looking at values.
    pub(crate) fn known(locations: impl Iterator<Item = (String, Location)>) -> Self {
        Self(locations.collect())
    }

    /// The location of a column that is known; that of a column of zeros where it is not.
    pub(crate) fn named(&self, label: &str) -> Location {
        self.0.get(label).copied().unwrap_or_else(|| Location::of(&[]))
    }

    /// The location of a design column.
    pub(crate) fn of(&mut self, column: &DesignColumn<'_>) -> Location {
        match self.0.get(&column.label) {
            Some(known) => *known,
            None => {
                let found = match &column.values {
                    ColumnValues::Ones(_) => Location::of(&[1.0]),
                    ColumnValues::Numbers(values) => Location::of(values),
                };
                self.0.insert(column.label.clone(), found);
                found
            }
        }
    }
}

impl Scaling {
    /// Centres when the columns hold an intercept, and scales by the spread that is left.
    pub(crate) fn of(columns: &[DesignColumn<'_>], locations: &mut Locations) -> Self {
        let intercept = columns.iter().position(|column| column.label == INTERCEPT);
        let mut centre = vec![0.0; columns.len()];
        let mut scale = vec![1.0; columns.len()];
        for (index, column) in columns.iter().enumerate() {
            if Some(index) == intercept {
                continue;
            }
            let location = locations.of(column);
            if intercept.is_some() {
                // A constant column has only rounding left after centring; it is collinear and will be dropped or is a
                // random slope without information. Its scale is 1.
                (centre[index], scale[index]) = (location.centre, location.spread);
            } else {
                scale[index] = location.size;
            }
        }
        Self { intercept, centre, scale }
    }

    /// Number of columns.
    pub(crate) fn columns(&self) -> usize {
        self.scale.len()
    }

    /// The place of the column of ones.
    pub(crate) fn intercept(&self) -> Option<usize> {
        self.intercept
    }

    /// What is taken from column `index`, and what it is divided by.
    pub(crate) fn of_column(&self, index: usize) -> (f64, f64) {
        (self.centre[index], self.scale[index])
    }

    /// Whether column `index` was centred.
    pub(crate) fn is_centred(&self, index: usize) -> bool {
        self.intercept.is_some_and(|intercept| intercept != index)
    }

    /// The scaling of some of the columns.
    pub(crate) fn select(&self, kept: &[usize]) -> Self {
        Self {
            intercept: self.intercept.and_then(|i| kept.iter().position(|&k| k == i)),
            centre: kept.iter().map(|&k| self.centre[k]).collect(),
            scale: kept.iter().map(|&k| self.scale[k]).collect(),
        }
    }

    /// T·v: coefficients in the user's units to internal ones.
    pub(crate) fn to_internal(&self, user: &[f64]) -> Vec<f64> {
        let mut internal: Vec<f64> = user.iter().zip(&self.scale).map(|(b, s)| b * s).collect();
        if let Some(intercept) = self.intercept {
            internal[intercept] += user.iter().zip(&self.centre).map(|(b, c)| b * c).sum::<f64>();
        }
        internal
    }

    /// T⁻¹·v: internal coefficients to the user's units.
    pub(crate) fn to_user(&self, internal: &[f64]) -> Vec<f64> {
        let mut user: Vec<f64> = internal.iter().zip(&self.scale).map(|(b, s)| b / s).collect();
        if let Some(intercept) = self.intercept {
            user[intercept] -= user.iter().zip(&self.centre).map(|(b, c)| b * c).sum::<f64>();
        }
        user
    }

    /// T⁻ᵀ·k: the weights of a linear combination of user coefficients as weights of internal ones.
    pub(crate) fn weights_to_internal(&self, user: &[f64]) -> Vec<f64> {
        let shift = self.intercept.map_or(0.0, |intercept| user[intercept]);
        let parts = user.iter().zip(self.centre.iter().zip(&self.scale));
        parts.map(|(k, (c, s))| (k - c * shift) / s).collect()
    }

    /// log |det T|: what the REML criterion of internal columns lacks, half of it.
    pub(crate) fn log_determinant(&self) -> f64 {
        self.scale.iter().map(|s| s.ln()).sum()
    }
}
