//! Residual parameters ρ that the data cannot tell from the random effects: two visits a client show one variance and one
//! covariance, which a random intercept and a residual correlation explain alike.
//!
//! What is flat by (θ, ρ) together is no straight line, so the verdict is on the curvature alone, scaled to a unit diagonal: a
//! suspicion from the search's Hessian is confirmed by one of central differences. On the boundary of θ the slope out of it
//! speaks instead, which is positive where the variance is zero and zero where ρ does the variance's work.

use nalgebra::{DMatrix, DVector, SymmetricEigen};

use super::flat_direction::{FlatCause, FlatDirection, FlatPart};
use super::minimise::{Minimum, judge};
use super::surface::{Place, Surface};
use crate::model::Model;

/// Scaled curvature below this in the search's Hessian is suspect.
const SUSPECT: f64 = 0.02;
/// Scaled curvature below this by central differences is none.
const NONE: f64 = 1e-4;
/// A slope out of the boundary below this share of the levels is none.
const LEVEL: f64 = 1e-5;
/// Parameters that weigh less than this in the direction do not belong to it.
const WEIGHT: f64 = 0.1;

/// The direction, if there is one; no evaluation unless there is a suspicion.
pub(super) fn flat_residual(surface: &mut impl Surface, model: &Model, minimum: &Minimum) -> Option<FlatDirection> {
    let place = &minimum.point.place;
    if let Some(information) = &minimum.information {
        let lacking = |term: &usize| {
            let missing = information.missing(&minimum.point, *term);
            missing.is_some_and(|missing| missing.slope.abs() < LEVEL * missing.levels)
        };
        if let Some(term) = (0..place.factors.len()).find(lacking) {
            return Some(FlatDirection { cause: FlatCause::Residual, parts: vec![part(model, term, |_| true)] });
        }
    }
    least(&minimum.hessian).filter(|(curvature, _)| *curvature < SUSPECT)?;
    let (_, weights) = least(&judge(surface, minimum.point.clone())?.hessian).filter(|(least, _)| *least < NONE)?;
    let parts = parts(model, place, &weights);
    let rho = weights.rows(weights.len() - place.others.len(), place.others.len());
    (rho.amax() > WEIGHT && !parts.is_empty()).then_some(FlatDirection { cause: FlatCause::Residual, parts })
}

/// The least curvature after scaling, and its direction.
fn least(hessian: &DMatrix<f64>) -> Option<(f64, DVector<f64>)> {
    let scales = hessian.diagonal().map(|curvature| if curvature > 0.0 { curvature.sqrt().recip() } else { 1.0 });
    let scaled = hessian.component_mul(&(&scales * scales.transpose()));
    if scaled.is_empty() || scaled.iter().any(|value| !value.is_finite()) {
        return None;
    }
    let eigen = SymmetricEigen::new(scaled);
    let (at, curvature) = eigen.eigenvalues.argmin();
    Some((curvature, eigen.eigenvectors.column(at).into_owned()))
}

/// The effects whose entries of Λ the direction moves.
fn parts(model: &Model, place: &Place, weights: &DVector<f64>) -> Vec<FlatPart> {
    let mut from = 0;
    let mut parts = Vec::new();
    for (term, factor) in place.factors.iter().enumerate() {
        let free: Vec<usize> = factor.free().collect();
        let moved: Vec<usize> = free
            .iter()
            .enumerate()
            .filter(|(index, _)| weights[from + index].abs() > WEIGHT)
            .map(|(_, at)| at / factor.order)
            .collect();
        from += free.len();
        if !moved.is_empty() {
            parts.push(part(model, term, |effect| moved.contains(&effect)));
        }
    }
    parts
}

fn part(model: &Model, term: usize, moves: impl Fn(usize) -> bool) -> FlatPart {
    let term = &model.parts.terms[term];
    let named = term.labels.iter().enumerate().filter(|(effect, _)| moves(*effect));
    FlatPart {
        factor: model.parts.stages[term.stage].name.clone(),
        terms: named.map(|(_, label)| label.clone()).collect(),
    }
}
