//! The expected REML information of the covariance parameters, by differences of an exact gradient.
//!
//! With V₀ = I + Σ M_i V_i and f = log|V₀| + log|X'V₀⁻¹X|, ∂f/∂M_i = tr(P₀V_i) and ∂²f/∂M_i∂M_j = −tr(P₀V_iP₀V_j). M moves
//! only in directions vv' that keep it a covariance matrix, so a singular M is a point like any other.

use nalgebra::{DMatrix, DVector};

use super::entries::{Entry, widened};
use crate::fit::{Fit, Objective, RootWeights};

/// First and second derivatives of log|V₀| + log|X'V₀⁻¹X|.
pub(super) struct Traces {
    /// tr(P₀V_i), k.
    pub(super) first: DVector<f64>,
    /// tr(P₀V_iP₀V_j), k × k.
    pub(super) second: DMatrix<f64>,
}

/// A step of M changes the criterion's slope by about this share: forward differences then keep 7 digits.
const SHARE: f64 = 1e-7;

/// k + 1 gradients. `None` when the criterion cannot be computed beside the estimates.
pub(super) fn traces(fit: &Fit, entries: &[Entry]) -> Option<Traces> {
    let parts = &fit.model.parts;
    let mut objective = Objective::new(&fit.model, fit.criterion());
    let weights = RootWeights { log_determinant: 1.0, residual: 0.0, fixed: 1.0 };
    let base = objective.square_gradient(&fit.factors, weights)?;
    let k = entries.len();
    let first = DVector::from_iterator(k, entries.iter().map(|entry| slope(&base, entry)));
    let mut second = DMatrix::zeros(k, k);
    let mut diagonal = vec![0; parts.terms.iter().map(|term| term.labels.len()).max().unwrap_or_default()];
    for (j, entry) in entries.iter().enumerate() {
        let h = step(fit, &base, entry, SHARE);
        let towards = direction(entry, fit.factors[entry.term].order);
        let mut moved = fit.factors.clone();
        moved[entry.term] = widened(&fit.factors[entry.term], towards.as_slice(), h);
        let there = objective.square_gradient(&moved, weights)?;
        for (i, other) in entries.iter().enumerate() {
            second[(i, j)] = -(slope(&there, other) - first[i]) / h;
        }
        if entry.a == entry.b {
            diagonal[entry.a] = j;
        } else {
            // (e_a + e_b)(e_a + e_b)' holds both squares besides the entry that is meant.
            let squares = second.column(diagonal[entry.a]) + second.column(diagonal[entry.b]);
            let mut column = second.column_mut(j);
            column -= squares;
        }
    }
    Some(Traces { first, second: (&second + second.transpose()) * 0.5 })
}

/// v with vv' = E for a square, else E and both squares.
pub(super) fn direction(entry: &Entry, order: usize) -> DVector<f64> {
    let mut direction = DVector::zeros(order);
    (direction[entry.a], direction[entry.b]) = (1.0, 1.0);
    direction
}

/// How far M goes in that direction until the slope has changed by about `share`: v'Nv is about levels / (M + 1/S), the inverse
/// of the length on which it changes.
pub(super) fn step(fit: &Fit, by_square: &[DMatrix<f64>], entry: &Entry, share: f64) -> f64 {
    let direction = direction(entry, fit.factors[entry.term].order);
    let steepness = direction.dot(&(&by_square[entry.term] * &direction));
    let levels = fit.model.parts.stages[entry.stage].labels.len() as f64;
    share * levels / steepness.abs().max(f64::MIN_POSITIVE)
}

/// Derivative by one entry: tr(N E).
fn slope(by_square: &[DMatrix<f64>], entry: &Entry) -> f64 {
    let n = &by_square[entry.term];
    if entry.a == entry.b { n[(entry.a, entry.a)] } else { n[(entry.a, entry.b)] + n[(entry.b, entry.a)] }
}
