//! Optima on the boundary: covariance matrices without full rank.
//!
//! In Λ the boundary is smooth (the criterion is even in the last column), so descent runs into it as into any minimum.
//! What remains is to make the zeros exact, and to test that the boundary is not a saddle: at the optimum the derivative
//! N by ΛΛ' has no negative eigenvalue (Karush–Kuhn–Tucker), where a gradient of zero proves nothing.

use nalgebra::{DMatrix, SVD, SymmetricEigen};

use super::evidence::BoundaryTerm;
use super::minimise::{Minimum, minimise};
use super::relative::{TermFactor, lower_triangular, user_factor};
use super::search::{Objective, free_entries};
use crate::model::Model;

/// Singular values of Λ (columns scaled to 1) below this are tried as zero.
const SUSPECT: f64 = 0.05;
/// A smaller rank may cost this much of the criterion; the reference fits are no better known.
const NO_LOSS: f64 = 1e-8;
const MOST_RESTARTS: usize = 5;

/// The minimum over all ranks, from a start of full rank.
pub(super) fn minimise_over_ranks(objective: &mut Objective<'_>, start: &[TermFactor]) -> Option<Minimum> {
    let mut best = minimise(objective, start)?;
    for _ in 0..MOST_RESTARTS {
        best = with_exact_zeros(objective, best);
        match uphill_escape(&best) {
            None => return Some(best),
            Some(start) => match minimise(objective, &start) {
                Some(found) if found.point.value < best.point.value - NO_LOSS => best = found,
                _ => return Some(best),
            },
        }
    }
    Some(best)
}

/// Lowers the ranks one by one while that costs nothing.
fn with_exact_zeros(objective: &mut Objective<'_>, mut best: Minimum) -> Minimum {
    let mut term = 0;
    while term < best.point.factors.len() {
        let reduced = reduced_rank(&best.point.factors[term]).and_then(|factor| {
            let mut start = best.point.factors.clone();
            start[term] = factor;
            minimise(objective, &start)
        });
        match reduced {
            Some(found) if found.point.value <= best.point.value + NO_LOSS => best = found,
            _ => term += 1,
        }
    }
    best
}

/// The factor without its smallest singular value, when that is small.
fn reduced_rank(factor: &TermFactor) -> Option<TermFactor> {
    let rank = factor.rank.checked_sub(1)?;
    let q = factor.order;
    let svd = SVD::new(DMatrix::from_row_slice(q, q, &factor.lambda), true, false);
    let mut order: Vec<usize> = (0..q).collect();
    order.sort_by(|&a, &b| svd.singular_values[b].total_cmp(&svd.singular_values[a]));
    if svd.singular_values[order[rank]] > SUSPECT {
        return None;
    }
    let left = svd.u?;
    let mut lambda = vec![0.0; q * q];
    for (column, &at) in order[..rank].iter().enumerate() {
        for row in 0..q {
            lambda[row * q + column] = left[(row, at)] * svd.singular_values[at];
        }
    }
    let mut lambda = lower_triangular(q, lambda);
    // Exact zeros in the columns that are gone.
    lambda.chunks_exact_mut(q).for_each(|row| row[rank..].fill(0.0));
    Some(TermFactor { order: q, rank, lambda })
}

/// A start beyond a boundary that is a saddle; `None` when every term satisfies the conditions of an optimum.
fn uphill_escape(minimum: &Minimum) -> Option<Vec<TermFactor>> {
    let scale = free_entries(&minimum.point.factors).iter().fold(1.0_f64, |most, x| most.max(x.abs()));
    let mut escaped = None;
    for (index, factor) in minimum.point.factors.iter().enumerate() {
        if factor.rank == factor.order {
            continue;
        }
        let q = factor.order;
        let derivative = DMatrix::from_row_slice(q, q, &minimum.point.by_square[index]);
        let eigen = SymmetricEigen::new(derivative.clone());
        let (least, value) = eigen.eigenvalues.argmin();
        if value >= -1e-6 * derivative.amax().max(1.0) {
            continue;
        }
        let mut widened = minimum.point.factors.clone();
        let mut square = DMatrix::from_row_slice(q, q, &factor.square());
        let direction = eigen.eigenvectors.column(least).into_owned();
        square += &direction * direction.transpose() * (0.01 * scale * scale);
        square += DMatrix::identity(q, q) * 1e-6;
        let lower = square.cholesky()?.l();
        let lambda = (0..q * q).map(|at| lower[(at / q, at % q)]).collect();
        widened[index] = TermFactor { order: q, rank: q, lambda };
        escaped = Some(widened);
    }
    escaped
}

/// The terms without full rank, in the user's units.
pub(super) fn boundary_terms(model: &Model, factors: &[TermFactor]) -> Vec<BoundaryTerm> {
    let terms = model.parts.terms.iter().zip(factors);
    terms
        .filter(|(_, factor)| factor.rank < factor.order)
        .map(|(term, factor)| BoundaryTerm {
            factor: model.parts.stages[term.stage].name.clone(),
            terms: term.labels.clone(),
            rank: factor.rank,
            null_directions: null_directions(factor, &user_factor(term, factor)),
        })
        .collect()
}

/// Directions k with k'Λ = 0: the left singular vectors that belong to the smallest singular values.
fn null_directions(factor: &TermFactor, user: &[f64]) -> Vec<Vec<f64>> {
    let q = factor.order;
    let svd = SVD::new(DMatrix::from_row_slice(q, q, user), true, false);
    let mut order: Vec<usize> = (0..q).collect();
    order.sort_by(|&a, &b| svd.singular_values[a].total_cmp(&svd.singular_values[b]));
    let Some(left) = svd.u else { return Vec::new() };
    let scaled = |at: usize| {
        let column = left.column(at);
        let largest = column.iter().fold(0.0_f64, |most, x| if x.abs() > most.abs() { *x } else { most });
        column.iter().map(|value| value / largest).collect()
    };
    order[..q - factor.rank].iter().map(|&at| scaled(at)).collect()
}
