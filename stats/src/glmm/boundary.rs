//! Naming the directions in which nothing varies.

use nalgebra::{DMatrix, SVD};

use super::design::{Parts, Term};
use super::parameters::{Parameters, TermLambda};
use crate::fit::BoundaryTerm;

/// The terms without full rank, in the user's units.
pub(super) fn boundary_terms(parts: &Parts, at: &Parameters) -> Vec<BoundaryTerm> {
    let terms = parts.terms.iter().zip(&at.terms).filter(|(_, lambda)| lambda.rank < lambda.order);
    terms
        .map(|(term, lambda)| BoundaryTerm {
            factor: parts.factors[term.factor].name.clone(),
            terms: term.labels.clone(),
            rank: lambda.rank,
            null_directions: null_directions(term, lambda),
        })
        .collect()
}

/// Directions k with k'Λ = 0, their largest weight 1: the left singular vectors of the smallest singular values.
fn null_directions(term: &Term, lambda: &TermLambda) -> Vec<Vec<f64>> {
    let q = lambda.order;
    let svd = SVD::new(DMatrix::from_row_slice(q, q, &lambda.in_user_units(term)), true, false);
    let mut order: Vec<usize> = (0..q).collect();
    order.sort_by(|&a, &b| svd.singular_values[a].total_cmp(&svd.singular_values[b]));
    let Some(left) = svd.u else { return Vec::new() };
    let scaled = |&at: &usize| {
        let column = left.column(at);
        let largest = column.iter().fold(0.0_f64, |most, x| if x.abs() > most.abs() { *x } else { most });
        column.iter().map(|value| value / largest).collect()
    };
    order[..q - lambda.rank].iter().map(scaled).collect()
}
