//! Centring and scaling of columns inside the crate, and the way back to the user's units.
//!
//! With design columns x (q of them) the internal columns are x̃_j = (x_j − c_j)/s_j, and 1 for the intercept, so
//! that x'b = x̃'b̃ with b̃ = T b: b̃_0 = b_0 + Σ c_j b_j and b̃_j = s_j b_j.

use super::design::{DesignColumn, INTERCEPT};
use super::rank::dot;

/// How the columns of one term were centred and scaled.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Scaling {
    intercept: Option<usize>,
    centre: Vec<f64>,
    scale: Vec<f64>,
}

impl Scaling {
    /// Centres by the mean when the columns hold an intercept, and scales by the root mean square of what is left.
    pub(super) fn of(columns: &[DesignColumn]) -> Self {
        let intercept = columns.iter().position(|column| column.label == INTERCEPT);
        let mut centre = vec![0.0; columns.len()];
        let mut scale = vec![1.0; columns.len()];
        for (index, column) in columns.iter().enumerate() {
            if Some(index) == intercept {
                continue;
            }
            let n = column.values.len() as f64;
            if intercept.is_some() {
                centre[index] = mean(&column.values);
            }
            let centred: Vec<f64> = column.values.iter().map(|x| x - centre[index]).collect();
            let spread = (dot(&centred, &centred) / n).sqrt();
            // A constant column has only rounding left after centring; it is collinear and will be dropped or is a
            // random slope without information. Leave its scale alone.
            let largest = column.values.iter().fold(0.0_f64, |most, x| most.max(x.abs()));
            if spread > 1e-12 * largest {
                scale[index] = spread;
            }
        }
        Self { intercept, centre, scale }
    }

    /// The internal values of column `index`.
    pub(super) fn apply(&self, index: usize, values: &[f64]) -> Vec<f64> {
        values.iter().map(|x| (x - self.centre[index]) / self.scale[index]).collect()
    }

    /// The length of column `index` in internal units before any centring: the yardstick of collinearity.
    pub(super) fn raw_length(&self, index: usize, values: &[f64]) -> f64 {
        dot(values, values).sqrt() / self.scale[index]
    }

    /// Whether column `index` was centred.
    pub(super) fn is_centred(&self, index: usize) -> bool {
        self.intercept.is_some_and(|intercept| intercept != index)
    }

    /// The scaling of some of the columns.
    pub(super) fn select(&self, kept: &[usize]) -> Self {
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

/// The mean, with a second pass that removes the rounding of the first.
pub(super) fn mean(values: &[f64]) -> f64 {
    let n = values.len() as f64;
    let first = values.iter().sum::<f64>() / n;
    first + values.iter().map(|x| x - first).sum::<f64>() / n
}
