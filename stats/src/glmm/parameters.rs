//! The parameters that are searched: the free entries of Λ and, beside them, β, all in internal units.

use nalgebra::{DMatrix, SVD};

use super::design::Parts;
use super::error::GlmmError;
use crate::fit::{Place, TermFactor, factors, theta};
use crate::model::{RandomTerm, Scaling};

fn scalings(parts: &Parts) -> impl Iterator<Item = &Scaling> {
    parts.terms.iter().map(|term| &term.scaling)
}

/// From the user's θ (lme4's order) and β.
pub(super) fn from_user(parts: &Parts, theta: &[f64], beta: &[f64]) -> Result<Place, GlmmError> {
    let expected = parts.terms.iter().map(RandomTerm::parameters).sum();
    if theta.len() != expected {
        return Err(GlmmError::ThetaLength { expected, found: theta.len() });
    }
    if beta.len() != parts.p() {
        return Err(GlmmError::BetaLength { expected: parts.p(), found: beta.len() });
    }
    if let Some(at) = theta.iter().chain(beta).position(|value| !value.is_finite()) {
        return Err(GlmmError::NotFinite { index: at + 1 });
    }
    Ok(Place { factors: factors(scalings(parts), theta), others: parts.fixed_scaling.to_internal(beta) })
}

/// θ in lme4's order and the user's units.
pub(super) fn user_theta(parts: &Parts, place: &Place) -> Vec<f64> {
    theta(scalings(parts), &place.factors)
}

/// The singular value that is the smallest of the rank; infinite for rank 0.
pub(super) fn least_singular(factor: &TermFactor) -> f64 {
    let mut values: Vec<f64> = factor.matrix().singular_values().iter().copied().collect();
    values.sort_by(|a, b| b.total_cmp(a));
    factor.rank.checked_sub(1).map_or(f64::INFINITY, |last| values[last])
}

/// The factor without its smallest singular value; `None` when there is none left.
pub(super) fn reduced(factor: &TermFactor) -> Option<TermFactor> {
    let (q, rank) = (factor.order, factor.rank.checked_sub(1)?);
    let svd = SVD::new(factor.matrix(), true, false);
    let mut order: Vec<usize> = (0..q).collect();
    order.sort_by(|&a, &b| svd.singular_values[b].total_cmp(&svd.singular_values[a]));
    let left = svd.u?;
    let column = |row: usize, column: usize| left[(row, order[column])] * svd.singular_values[order[column]];
    Some(TermFactor::from_columns(&DMatrix::from_fn(q, rank, column)))
}

/// Full rank again, with `value` in the directions that had none.
pub(super) fn widened(factor: &TermFactor, value: f64) -> TermFactor {
    let q = factor.order;
    let matrix = factor.matrix();
    let square = &matrix * matrix.transpose() + DMatrix::identity(q, q) * (value * value);
    square.cholesky().map_or_else(|| TermFactor::scalar(q, value), |root| TermFactor::from_columns(&root.l()))
}
