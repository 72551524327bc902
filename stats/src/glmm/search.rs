//! Descent with exact gradients: BFGS from a differenced Hessian, Newton at the end, exact zeros at the boundary.

use nalgebra::{DMatrix, DVector, SymmetricEigen};

use super::error::GlmmError;
use super::objective::{Objective, Point};
use super::parameters::{Parameters, TermLambda};

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

/// Where a search ended.
#[derive(Debug, Clone)]
pub(super) struct Minimum {
    pub(super) point: Point,
    /// By the free entries.
    pub(super) hessian: DMatrix<f64>,
    pub(super) predicted_decrease: f64,
    pub(super) least_curvature: f64,
}

/// The minimum over all ranks.
pub(super) fn minimise_over_ranks(objective: &mut Objective<'_>, start: &Parameters) -> Result<Minimum, GlmmError> {
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
    newton(objective, best)
}

/// Lowers the ranks one by one while that costs nothing.
fn with_exact_zeros(objective: &mut Objective<'_>, mut best: Point) -> Point {
    let mut term = 0;
    while term < best.at.terms.len() {
        let lambda = &best.at.terms[term];
        let reduced = (lambda.least_singular() < SUSPECT).then(|| lambda.reduced()).flatten();
        let found = reduced.and_then(|reduced| {
            let mut start = best.at.clone();
            start.terms[term] = reduced;
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
fn beyond_the_boundary(objective: &mut Objective<'_>, point: &Point) -> Option<Parameters> {
    let singular = |term: &TermLambda| term.rank < term.order;
    for term in (0..point.at.terms.len()).filter(|&term| singular(&point.at.terms[term])) {
        for deviation in BESIDE_ZERO {
            let mut beside = point.at.clone();
            beside.terms[term] = beside.terms[term].widened(deviation);
            let value = objective.point(&beside).map_or(f64::INFINITY, |point| point.value);
            if value < point.value - NO_LOSS {
                return Some(beside);
            }
        }
    }
    None
}

/// Descends from a start with its ranks.
fn descend(objective: &mut Objective<'_>, start: &Parameters) -> Result<Point, GlmmError> {
    let point = objective.point(start).ok_or(GlmmError::NotComputable)?;
    if point.gradient.is_empty() {
        return Ok(point);
    }
    let hessian = first_hessian(objective, &point).ok_or(GlmmError::NotComputable)?;
    quasi_newton(objective, point, positive_inverse(&hessian))
}

/// What a Newton step from this point promises, without taking it.
pub(super) fn judge(objective: &mut Objective<'_>, point: Point) -> Result<Minimum, GlmmError> {
    let hessian = central_hessian(objective, &point).ok_or(GlmmError::NotComputable)?;
    Ok(judged(point, hessian))
}

fn judged(point: Point, hessian: DMatrix<f64>) -> Minimum {
    if hessian.is_empty() {
        return Minimum { point, hessian, predicted_decrease: 0.0, least_curvature: f64::INFINITY };
    }
    let least_curvature = SymmetricEigen::new(hessian.clone()).eigenvalues.min();
    let step = positive_inverse(&hessian) * &point.gradient;
    Minimum { predicted_decrease: 0.5 * point.gradient.dot(&step), least_curvature, point, hessian }
}

/// The inverse with every eigenvalue made positive: |λ|, and not below a small share of the largest.
pub(super) fn positive_inverse(hessian: &DMatrix<f64>) -> DMatrix<f64> {
    let eigen = SymmetricEigen::new(hessian.clone());
    let floor = (1e-10 * eigen.eigenvalues.amax()).max(1e-12);
    let inverse = eigen.eigenvalues.map(|value| 1.0 / value.abs().max(floor));
    &eigen.eigenvectors * DMatrix::from_diagonal(&inverse) * eigen.eigenvectors.transpose()
}

/// One-sided differences: good enough to begin with.
fn first_hessian(objective: &mut Objective<'_>, point: &Point) -> Option<DMatrix<f64>> {
    let x = point.at.entries();
    let mut hessian = DMatrix::zeros(x.len(), x.len());
    for i in 0..x.len() {
        let mut moved = x.clone();
        moved[i] += 1e-3;
        let up = objective.point(&point.at.with_entries(&moved))?;
        hessian.set_column(i, &((up.gradient - &point.gradient) / 1e-3));
    }
    Some((&hessian + hessian.transpose()) * 0.5)
}

/// Central differences of the gradient; error of the order of 1e-8 of its size.
fn central_hessian(objective: &mut Objective<'_>, point: &Point) -> Option<DMatrix<f64>> {
    let x = point.at.entries();
    let mut hessian = DMatrix::zeros(x.len(), x.len());
    for i in 0..x.len() {
        let step = 5e-4 * x[i].abs().clamp(0.2, 5.0);
        let mut moved = x.clone();
        moved[i] = x[i] + step;
        let up = objective.point(&point.at.with_entries(&moved))?;
        moved[i] = x[i] - step;
        let down = objective.point(&point.at.with_entries(&moved))?;
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
        bounded(objective, &next.at)?;
        let moved = next.at.entries() - point.at.entries();
        let turned = &next.gradient - &point.gradient;
        update(&mut inverse, &moved, &turned);
        point = next;
    }
    Ok(point)
}

/// A variance that only grows is reported, not followed to infinity.
fn bounded(objective: &Objective<'_>, at: &Parameters) -> Result<(), GlmmError> {
    for (term, lambda) in objective.parts.terms.iter().zip(&at.terms) {
        let length = lambda.values.iter().map(|x| x * x).sum::<f64>().sqrt();
        if length > FURTHEST {
            let factor = objective.parts.factors[term.factor].name.clone();
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

/// Backtracking until the objective falls by a small share of what the slope promises.
fn search_line(objective: &mut Objective<'_>, from: &Point, step: DVector<f64>) -> Option<Point> {
    let x = from.at.entries();
    let slope = step.dot(&from.gradient);
    let mut share = 1.0;
    for _ in 0..40 {
        let tried = objective.point(&from.at.with_entries(&(&x + &step * share)));
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
        let step = -(positive_inverse(&hessian) * &point.gradient);
        let promise = -0.5 * step.dot(&point.gradient);
        if promise < THERE {
            break;
        }
        if promise > 0.01 * promised && promise > CONVERGED {
            hessian = central_hessian(objective, &point).ok_or(GlmmError::NotComputable)?;
        }
        let step = shortened(-(positive_inverse(&hessian) * &point.gradient));
        let Some(next) = newton_step(objective, &point, step, promise) else { break };
        bounded(objective, &next.at)?;
        point = next;
        promised = promise;
    }
    Ok(judged(point, hessian))
}

/// Near the optimum the value has fewer digits than the gradient: a small step is taken on the gradient's word.
fn newton_step(objective: &mut Objective<'_>, point: &Point, step: DVector<f64>, promise: f64) -> Option<Point> {
    if promise > 1e-7 {
        return search_line(objective, point, step);
    }
    let next = objective.point(&point.at.with_entries(&(point.at.entries() + &step)))?;
    (next.gradient.norm() < 0.7 * point.gradient.norm()).then_some(next)
}

/// A minimum of a coarser objective carried over to a finer one; its Hessian serves on when the two are `near`.
pub(super) fn polish(objective: &mut Objective<'_>, from: Minimum, near: bool) -> Result<Minimum, GlmmError> {
    if !near {
        return minimise_over_ranks(objective, &from.point.at);
    }
    let point = objective.point(&from.point.at).ok_or(GlmmError::NotComputable)?;
    newton_with(objective, point, from.hessian)
}
