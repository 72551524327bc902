//! Descent with exact gradients: BFGS from a differenced Hessian, Newton at the end, exact zeros at the boundary.

use nalgebra::{DMatrix, DVector};

use super::error::GlmmError;
use super::objective::Objective;
use super::parameters::{least_singular, reduced, widened};
use crate::fit::{Minimum, Place, Point, judged, newton_step, off_the_saddle, positive, search_line};

/// A step that promises less than this (on the −2 log-likelihood scale) hands over from BFGS to Newton.
const NEAR: f64 = 1e-10;
/// A Newton step that promises less than this is the last one.
const THERE: f64 = 1e-14;
/// A promise below this is an optimum for every purpose.
pub(super) const CONVERGED: f64 = 1e-7;
/// Singular values of Λ (columns scaled to 1, so: standard deviations on the link's scale) below this are tried as zero.
const SUSPECT: f64 = 0.05;
/// What a smaller rank may cost.
const NO_LOSS: f64 = 1e-7;
/// Standard deviations tried beside a zero, to see whether it is the optimum.
const BESIDE_ZERO: [f64; 3] = [0.1, 0.4, 1.0];
/// Standard deviation of the linear predictor at which the search gives up.
const FURTHEST: f64 = 100.0;
const MOST_BFGS_STEPS: usize = 200;
const MOST_NEWTON_STEPS: usize = 20;
const MOST_RESTARTS: usize = 4;
const MOST_SADDLES: usize = 4;

/// The minimum over all ranks.
pub(super) fn minimise_over_ranks(objective: &mut Objective<'_>, start: &Place) -> Result<Minimum, GlmmError> {
    let mut best = descend(objective, start)?;
    for _ in 0..MOST_RESTARTS {
        best = with_exact_zeros(objective, best);
        match beyond_the_boundary(objective, &best) {
            None => break,
            Some(start) => match descend(objective, &start) {
                Ok(found) if found.value < best.value - NO_LOSS => best = found,
                _ => break,
            },
        }
    }
    let mut minimum = newton(objective, best)?;
    for _ in 0..MOST_SADDLES {
        let Some(lower) = off_the_saddle(objective, &minimum) else { break };
        let lower = quasi_newton(objective, lower, positive(&minimum.hessian))?;
        minimum = newton(objective, lower)?;
    }
    Ok(minimum)
}

/// Lowers the ranks one by one while that costs nothing.
fn with_exact_zeros(objective: &mut Objective<'_>, mut best: Point) -> Point {
    let mut term = 0;
    while term < best.place.factors.len() {
        let factor = &best.place.factors[term];
        let smaller = (least_singular(factor) < SUSPECT).then(|| reduced(factor)).flatten();
        let found = smaller.and_then(|smaller| {
            let mut start = best.place.clone();
            start.factors[term] = smaller;
            descend(objective, &start).ok()
        });
        match found {
            Some(found) if found.value <= best.value + NO_LOSS => best = found,
            _ => term += 1,
        }
    }
    best
}

/// A lower point with a variance where there is none; the slope at a zero is zero whatever the data say.
fn beyond_the_boundary(objective: &mut Objective<'_>, point: &Point) -> Option<Place> {
    let singular = |term: &usize| point.place.factors[*term].rank < point.place.factors[*term].order;
    for term in (0..point.place.factors.len()).filter(singular) {
        for deviation in BESIDE_ZERO {
            let mut beside = point.place.clone();
            beside.factors[term] = widened(&beside.factors[term], deviation);
            let value = objective.point(&beside).map_or(f64::INFINITY, |point| point.value);
            if value < point.value - NO_LOSS {
                return Some(beside);
            }
        }
    }
    None
}

/// Descends from a start with its ranks.
fn descend(objective: &mut Objective<'_>, start: &Place) -> Result<Point, GlmmError> {
    let point = objective.point(start).ok_or(GlmmError::NotComputable)?;
    if point.gradient.is_empty() {
        return Ok(point);
    }
    let hessian = first_hessian(objective, &point).ok_or(GlmmError::NotComputable)?;
    quasi_newton(objective, point, positive(&hessian))
}

/// What a Newton step from this point promises, without taking it.
pub(super) fn judge(objective: &mut Objective<'_>, point: Point) -> Result<Minimum, GlmmError> {
    let hessian = central_hessian(objective, &point).ok_or(GlmmError::NotComputable)?;
    Ok(judged(point, hessian))
}

/// One-sided differences: good enough to begin with.
fn first_hessian(objective: &mut Objective<'_>, point: &Point) -> Option<DMatrix<f64>> {
    let x = point.place.entries();
    let mut hessian = DMatrix::zeros(x.len(), x.len());
    for i in 0..x.len() {
        let mut moved = x.clone();
        moved[i] += 1e-3;
        let up = objective.point(&point.place.with_entries(&moved))?;
        hessian.set_column(i, &((up.gradient - &point.gradient) / 1e-3));
    }
    Some((&hessian + hessian.transpose()) * 0.5)
}

/// Central differences of the gradient; error of the order of 1e-8 of its size.
fn central_hessian(objective: &mut Objective<'_>, point: &Point) -> Option<DMatrix<f64>> {
    let x = point.place.entries();
    let mut hessian = DMatrix::zeros(x.len(), x.len());
    for i in 0..x.len() {
        let step = 5e-4 * x[i].abs().clamp(0.2, 5.0);
        let mut moved = x.clone();
        moved[i] = x[i] + step;
        let up = objective.point(&point.place.with_entries(&moved))?;
        moved[i] = x[i] - step;
        let down = objective.point(&point.place.with_entries(&moved))?;
        hessian.set_column(i, &((up.gradient - down.gradient) / (2.0 * step)));
    }
    Some((&hessian + hessian.transpose()) * 0.5)
}

fn quasi_newton(
    objective: &mut Objective<'_>,
    mut point: Point,
    mut inverse: DMatrix<f64>,
) -> Result<Point, GlmmError> {
    for _ in 0..MOST_BFGS_STEPS {
        let mut step = -(&inverse * &point.gradient);
        if step.dot(&point.gradient) >= 0.0 {
            inverse = DMatrix::identity(step.len(), step.len()) * (1.0 / point.gradient.norm().max(1.0));
            step = -(&inverse * &point.gradient);
        }
        if -0.5 * step.dot(&point.gradient) < NEAR {
            break;
        }
        let Some(next) = search_line(objective, &point, shortened(step)) else { break };
        bounded(objective, &next.place)?;
        let moved = next.place.entries() - point.place.entries();
        let turned = &next.gradient - &point.gradient;
        update(&mut inverse, &moved, &turned);
        point = next;
    }
    Ok(point)
}

/// A variance that only grows is reported, not followed to infinity.
fn bounded(objective: &Objective<'_>, at: &Place) -> Result<(), GlmmError> {
    for (term, factor) in objective.parts.terms.iter().zip(&at.factors) {
        let length = factor.lambda.iter().map(|x| x * x).sum::<f64>().sqrt();
        if length > FURTHEST {
            let factor = objective.parts.factors[term.stage].name.clone();
            return Err(GlmmError::VarianceDiverges { factor, limit: FURTHEST });
        }
    }
    Ok(())
}

/// All parameters are on the scale of the link, where a step of 2 is a long way.
fn shortened(step: DVector<f64>) -> DVector<f64> {
    let length = step.amax();
    if length > 2.0 { step * (2.0 / length) } else { step }
}

/// The BFGS update of the inverse Hessian; left out where the curvature met is not positive.
fn update(inverse: &mut DMatrix<f64>, moved: &DVector<f64>, turned: &DVector<f64>) {
    let curvature = moved.dot(turned);
    if curvature <= 1e-12 * moved.norm() * turned.norm() {
        return;
    }
    let image = &*inverse * turned;
    let weight = (curvature + turned.dot(&image)) / (curvature * curvature);
    *inverse += weight * moved * moved.transpose();
    *inverse -= (&image * moved.transpose() + moved * image.transpose()) / curvature;
}

/// Newton to the end of the digits. The Hessian is made anew only while it does not serve.
fn newton(objective: &mut Objective<'_>, point: Point) -> Result<Minimum, GlmmError> {
    let hessian = central_hessian(objective, &point).ok_or(GlmmError::NotComputable)?;
    newton_with(objective, point, hessian)
}

fn newton_with(
    objective: &mut Objective<'_>,
    mut point: Point,
    mut hessian: DMatrix<f64>,
) -> Result<Minimum, GlmmError> {
    if hessian.is_empty() {
        return Ok(judged(point, hessian));
    }
    let mut promised = f64::INFINITY;
    for _ in 0..MOST_NEWTON_STEPS {
        let step = -(positive(&hessian) * &point.gradient);
        let promise = -0.5 * step.dot(&point.gradient);
        if promise < THERE {
            break;
        }
        if promise > 0.01 * promised && promise > CONVERGED {
            hessian = central_hessian(objective, &point).ok_or(GlmmError::NotComputable)?;
        }
        let step = shortened(-(positive(&hessian) * &point.gradient));
        let Some(next) = newton_step(objective, &point, step, promise) else { break };
        bounded(objective, &next.place)?;
        point = next;
        promised = promise;
    }
    Ok(judged(point, hessian))
}

/// A minimum of a coarser objective carried over to a finer one; its Hessian serves on when the two are `near`.
pub(super) fn polish(objective: &mut Objective<'_>, from: Minimum, near: bool) -> Result<Minimum, GlmmError> {
    if !near {
        return minimise_over_ranks(objective, &from.point.place);
    }
    let point = objective.point(&from.point.place).ok_or(GlmmError::NotComputable)?;
    newton_with(objective, point, from.hessian)
}
