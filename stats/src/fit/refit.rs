//! The fit of data that grew a little: Newton from the last optimum with the curvature known there.

use nalgebra::{DMatrix, SVD, SymmetricEigen};

use super::boundary::minimise_over_ranks;
use super::criterion::checked_factors;
use super::error::FitError;
use super::fitted::{Fit, fit};
use super::minimise::{Minimum, SADDLE, judged, newton_step, positive, update};
use super::relative::TermFactor;
use super::search::Objective;
use super::surface::{Landscape, Place, Point, Surface};
use crate::model::Model;

/// A step that promises less than this is the last one.
const THERE: f64 = 1e-12;
/// A first step that promises more than this (−2 log-likelihood scale) is no small change.
const FAR: f64 = 5.0;
const MOST_STEPS: usize = 6;
/// A singular value of Λ below this may be on its way to zero, which only the whole search decides.
const THIN: f64 = 0.02;
/// A derivative by ΛΛ' below minus this share of the largest brings a missing direction back.
const MISSING: f64 = 1e-7;

/// Fits the model of changed data (a session more, a score corrected) from the fit of the data before.
///
/// The search starts at the θ of `previous` with the Hessian found there and the same criterion. It mostly ends after two
/// to four evaluations; where the optimum has moved far or changes its rank, it is the search of [`super::fit`] from there.
/// The curvature in the evidence is then that of the last fit, corrected by the steps taken. A model with residual parameters
/// is searched as [`super::fit`] does.
///
/// # Errors
/// [`FitError::ThetaLength`] when the models have not the same random terms, [`FitError::NotPositiveDefinite`],
/// [`FitError::NoResidual`].
pub fn refit(model: &Model, previous: &Fit) -> Result<Fit, FitError> {
    if model.parts.kept.as_ref().is_some_and(|kept| kept.free().is_some()) {
        return fit(model, previous.criterion(), Some(&previous.theta()));
    }
    let place = Place::of(&checked_factors(model, &previous.theta())?);
    let mut objective = Objective::new(model, previous.criterion());
    let point = objective.at(&place).ok_or(FitError::NotPositiveDefinite)?;
    let ranks = |factors: &[TermFactor]| factors.iter().map(|factor| factor.rank).collect::<Vec<usize>>();
    // The Hessian of a fit with residual parameters is by these as well.
    let same = ranks(&place.factors) == ranks(&previous.factors) && previous.hessian.nrows() == place.entries().len();
    let minimum = match same.then(|| from_known_curvature(&mut objective, point, &previous.hessian)).flatten() {
        Some(minimum) => Minimum { information: previous.information.clone(), ..minimum },
        None => minimise_over_ranks(&mut objective, &place).ok_or(FitError::NotPositiveDefinite)?,
    };
    Fit::new(objective, minimum)?.with_residual()
}

/// Newton steps with a Hessian from elsewhere, kept up by secants; `None` where that does not end at a sure optimum.
fn from_known_curvature(surface: &mut impl Surface, mut point: Point, hessian: &DMatrix<f64>) -> Option<Minimum> {
    let mut hessian = hessian.clone();
    for _ in 0..MOST_STEPS {
        if point.gradient.is_empty() {
            break;
        }
        let step = -(positive(&hessian) * &point.gradient);
        let promise = -0.5 * step.dot(&point.gradient);
        if promise < THERE {
            break;
        }
        if promise > FAR {
            return None;
        }
        let next = newton_step(surface, &point, step, promise)?;
        update(&mut hessian, &(next.place.entries() - point.place.entries()), &(&next.gradient - &point.gradient));
        point = next;
    }
    let minimum = judged(point, hessian);
    let sure = minimum.predicted_decrease < THERE && minimum.least_curvature > -SADDLE;
    let mut terms = minimum.point.place.factors.iter().zip(&minimum.point.by_square);
    (sure && terms.all(|(factor, n)| keeps_its_rank(factor, n))).then_some(minimum)
}

/// Whether no direction of a term is about to vanish and none that is missing is wanted back.
fn keeps_its_rank(factor: &TermFactor, by_square: &DMatrix<f64>) -> bool {
    let svd = SVD::new(factor.matrix(), true, false);
    let Some(left) = svd.u else { return false };
    let mut order: Vec<usize> = (0..factor.order).collect();
    order.sort_by(|&a, &b| svd.singular_values[b].total_cmp(&svd.singular_values[a]));
    if factor.rank > 0 && svd.singular_values[order[factor.rank - 1]] < THIN {
        return false;
    }
    if factor.rank == factor.order {
        return true;
    }
    let null = left.select_columns(&order[factor.rank..]);
    let slopes = SymmetricEigen::new(null.transpose() * by_square * &null).eigenvalues;
    slopes.min() >= -MISSING * by_square.amax()
}
