//! Linear hypotheses Lβ = 0.

use nalgebra::{DMatrix, DVector};

use super::error::InferenceError;
use crate::fit::Fit;

/// ℓ rows of p weights of the fixed effects; the hypothesis says that every weighted sum is zero.
///
/// ```
/// use peil_stats::infer::Contrast;
/// let both = Contrast::rows(vec![vec![0.0, 1.0, 0.0], vec![0.0, 0.0, 1.0]]);
/// assert_eq!(both.weights().len(), 2);
/// ```
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Contrast {
    weights: Vec<Vec<f64>>,
}

impl Contrast {
    /// The hypothesis that one weighted sum of all p fixed effects is zero.
    #[must_use]
    pub fn row(weights: Vec<f64>) -> Self {
        Self { weights: vec![weights] }
    }

    /// The joint hypothesis that every row's sum is zero. Rows that follow from others do no harm.
    #[must_use]
    pub fn rows(weights: Vec<Vec<f64>>) -> Self {
        Self { weights }
    }

    /// One row by the names of its effects; effects not named weigh 0, an effect named twice adds up. An effect that was
    /// left out of the model as collinear counts as 0.
    ///
    /// # Errors
    /// [`InferenceError::UnknownFixed`].
    pub fn of_terms(fit: &Fit, weights: &[(&str, f64)]) -> Result<Self, InferenceError> {
        let parts = &fit.model.parts;
        let mut row = vec![0.0; parts.fixed.len()];
        for &(term, weight) in weights {
            match parts.fixed.iter().position(|known| known == term) {
                Some(at) => row[at] += weight,
                None if parts.fixed_dropped.iter().any(|known| known == term) => {}
                None => {
                    return Err(InferenceError::UnknownFixed { term: term.to_owned(), known: parts.fixed.join(", ") });
                }
            }
        }
        Ok(Self::row(row))
    }

    /// The ℓ rows.
    #[must_use]
    pub fn weights(&self) -> &[Vec<f64>] {
        &self.weights
    }

    /// The rows as weights of internal coefficients, ℓ × p.
    pub(super) fn internal(&self, fit: &Fit) -> Result<DMatrix<f64>, InferenceError> {
        let p = fit.model.parts.fixed.len();
        for (index, row) in self.weights.iter().enumerate() {
            if row.len() != p {
                return Err(InferenceError::ContrastLength { row: index + 1, expected: p, found: row.len() });
            }
            if row.iter().any(|weight| !weight.is_finite()) {
                return Err(InferenceError::ContrastNotFinite { row: index + 1 });
            }
        }
        if self.weights.iter().flatten().all(|&weight| weight == 0.0) {
            return Err(InferenceError::ContrastEmpty);
        }
        let rows: Vec<Vec<f64>> =
            self.weights.iter().map(|row| fit.model.parts.fixed_scaling.weights_to_internal(row)).collect();
        Ok(DMatrix::from_fn(rows.len(), p, |i, j| rows[i][j]))
    }

    /// The first row as weights of internal coefficients, p.
    pub(super) fn first_internal(&self, fit: &Fit) -> Result<DVector<f64>, InferenceError> {
        let rows = self.internal(fit)?;
        if self.weights[0].iter().all(|&weight| weight == 0.0) {
            return Err(InferenceError::ContrastEmpty);
        }
        Ok(rows.row(0).transpose())
    }

    /// The first row in words, `week + 2 week:armB`.
    pub(super) fn first_name(&self, fit: &Fit) -> String {
        let weights = self.weights.first().into_iter().flatten().zip(&fit.model.parts.fixed);
        let mut name = String::new();
        for (&weight, term) in weights.filter(|(weight, _)| **weight != 0.0) {
            name.push_str(match (name.is_empty(), weight < 0.0) {
                (true, false) => "",
                (true, true) => "-",
                (false, false) => " + ",
                (false, true) => " - ",
            });
            if weight.abs() != 1.0 {
                name.push_str(&format!("{} ", weight.abs()));
            }
            name.push_str(term);
        }
        name
    }

    /// Lβ̂, ℓ values.
    pub(super) fn estimates(&self, beta: &[f64]) -> DVector<f64> {
        let sum = |row: &Vec<f64>| row.iter().zip(beta).map(|(k, b)| k * b).sum();
        DVector::from_vec(self.weights.iter().map(sum).collect())
    }
}
