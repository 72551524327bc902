//! Descent within one pattern of ranks: BFGS from a differenced Hessian, then Newton.

use nalgebra::{DMatrix, DVector, SymmetricEigen};

use super::relative::TermFactor;
use super::search::{Objective, Point, free_entries, with_entries};

/// A step that promises less than this (on the −2 log-likelihood scale) hands over from BFGS to Newton.
const NEAR: f64 = 1e-5;
/// A Newton step that promises less than this is the last one.
const THERE: f64 = 1e-13;
/// Curvature below minus this is a saddle and not rounding (the criterion's curvature is of the order of the levels).
pub(super) const SADDLE: f64 = 1e-4;
const MOST_SADDLES: usize = 4;
const MOST_BFGS_STEPS: usize = 200;
const MOST_NEWTON_STEPS: usize = 30;

/// Where a descent ended.
#[derive(Debug, Clone)]
pub(super) struct Minimum {
    pub(super) point: Point,
    pub(super) predicted_decrease: f64,
    pub(super) least_curvature: f64,
}

/// Descends from a start; `None` when the criterion cannot be computed there.
pub(super) fn minimise(objective: &mut Objective<'_>, start: &[TermFactor]) -> Option<Minimum> {
    let mut point = objective.point(start)?;
    if point.gradient.is_empty() {
        return Some(Minimum { point, predicted_decrease: 0.0, least_curvature: f64::INFINITY });
    }
    for _ in 0..MOST_SADDLES {
        let hessian = objective.hessian(&point, false)?;
        point = quasi_newton(objective, point, positive(&hessian));
        let minimum = newton(objective, point)?;
        match off_the_saddle(objective, &minimum) {
            None => return Some(minimum),
            Some(lower) => point = lower,
        }
    }
    judge(objective, point)
}

/// A lower point along the direction of negative curvature; `None` at a minimum.
fn off_the_saddle(objective: &mut Objective<'_>, minimum: &Minimum) -> Option<Point> {
    if minimum.least_curvature >= -SADDLE {
        return None;
    }
    let eigen = SymmetricEigen::new(objective.hessian(&minimum.point, true)?);
    let (least, _) = eigen.eigenvalues.argmin();
    let x = free_entries(&minimum.point.factors);
    let sides = [0.3, -0.3].map(|share| &x + eigen.eigenvectors.column(least) * share);
    let points = sides.map(|side| objective.point(&with_entries(&minimum.point.factors, &side)));
    let lower = points.into_iter().flatten().min_by(|a, b| a.value.total_cmp(&b.value))?;
    (lower.value < minimum.point.value).then_some(lower)
}

/// What a Newton step from this point promises, without taking it.
pub(super) fn judge(objective: &mut Objective<'_>, point: Point) -> Option<Minimum> {
    let hessian = objective.hessian(&point, true)?;
    Some(judged(point, &hessian))
}

fn judged(point: Point, hessian: &DMatrix<f64>) -> Minimum {
    let least_curvature = SymmetricEigen::new(hessian.clone()).eigenvalues.min();
    let step = &positive(hessian) * &point.gradient;
    Minimum { predicted_decrease: 0.5 * point.gradient.dot(&step), least_curvature, point }
}

/// The inverse with every eigenvalue made positive: |λ|, and not below a small share of the largest.
fn positive(hessian: &DMatrix<f64>) -> DMatrix<f64> {
    let eigen = SymmetricEigen::new(hessian.clone());
    let floor = (1e-9 * eigen.eigenvalues.amax()).max(1e-10);
    let inverse = eigen.eigenvalues.map(|value| 1.0 / value.abs().max(floor));
    &eigen.eigenvectors * DMatrix::from_diagonal(&inverse) * eigen.eigenvectors.transpose()
}

fn quasi_newton(objective: &mut Objective<'_>, mut point: Point, mut inverse: DMatrix<f64>) -> Point {
    for _ in 0..MOST_BFGS_STEPS {
        let mut step = -(&inverse * &point.gradient);
        if step.dot(&point.gradient) >= 0.0 {
            inverse = DMatrix::identity(step.len(), step.len());
            step = -point.gradient.clone();
        }
        if -0.5 * step.dot(&point.gradient) < NEAR {
            break;
        }
        let Some(next) = search_line(objective, &point, shortened(step, &point)) else {
            break;
        };
        let moved = free_entries(&next.factors) - free_entries(&point.factors);
        let turned = &next.gradient - &point.gradient;
        update(&mut inverse, &moved, &turned);
        point = next;
    }
    point
}

/// A step may at most about double the largest entry: far out the criterion is flat and quadratic models mean nothing.
fn shortened(step: DVector<f64>, point: &Point) -> DVector<f64> {
    let most = free_entries(&point.factors).amax().max(0.5);
    let length = step.amax();
    if length > most { step * (most / length) } else { step }
}

/// Backtracking until the criterion falls by a small share of what the slope promises.
fn search_line(objective: &mut Objective<'_>, from: &Point, step: DVector<f64>) -> Option<Point> {
    let x = free_entries(&from.factors);
    let slope = step.dot(&from.gradient);
    let mut share = 1.0;
    for _ in 0..40 {
        let candidate = with_entries(&from.factors, &(&x + &step * share));
        // Nearly every first step is accepted, so its gradient is worth its price.
        let tried = objective.point(&candidate);
        let value = tried.as_ref().map_or(f64::INFINITY, |point| point.value);
        if value <= from.value + 1e-4 * share * slope {
            return tried;
        }
        // The parabola through what is known, kept between a tenth and a half.
        let parabola = -slope * share / (2.0 * (value - from.value - slope * share)) * share;
        share = if parabola.is_finite() { parabola.clamp(0.1 * share, 0.5 * share) } else { 0.1 * share };
    }
    None
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
fn newton(objective: &mut Objective<'_>, mut point: Point) -> Option<Minimum> {
    let mut hessian = objective.hessian(&point, true)?;
    let mut promised = f64::INFINITY;
    for _ in 0..MOST_NEWTON_STEPS {
        let step = -(positive(&hessian) * &point.gradient);
        let promise = -0.5 * step.dot(&point.gradient);
        if promise < THERE {
            break;
        }
        if promise > 0.01 * promised {
            hessian = objective.hessian(&point, true)?;
        }
        let step = shortened(-(positive(&hessian) * &point.gradient), &point);
        let Some(next) = newton_step(objective, &point, step, promise) else {
            break;
        };
        point = next;
        promised = promise;
    }
    let minimum = judged(point, &hessian);
    // The Hessian is of an earlier point; before it accuses this one of being a saddle it is made anew.
    if minimum.least_curvature < -SADDLE { judge(objective, minimum.point) } else { Some(minimum) }
}

/// Near the optimum the criterion has fewer digits than the gradient: a small step is taken on the gradient's word.
fn newton_step(objective: &mut Objective<'_>, point: &Point, step: DVector<f64>, promise: f64) -> Option<Point> {
    if promise > 1e-7 {
        return search_line(objective, point, step);
    }
    let candidate = with_entries(&point.factors, &(free_entries(&point.factors) + &step));
    let next = objective.point(&candidate)?;
    (next.gradient.norm() < point.gradient.norm()).then_some(next)
}
