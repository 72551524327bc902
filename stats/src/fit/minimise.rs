//! Descent within one pattern of ranks: quasi-Newton steps in the metric of the information, then Newton.

use nalgebra::{DMatrix, DVector, SymmetricEigen};

use super::information::{Information, by_squares, squares};
use super::relative::TermFactor;
use super::surface::{Landscape, Place, Point, Surface, differenced};

/// A step that promises less than this (on the −2 log-likelihood scale) hands over from quasi-Newton to Newton.
const NEAR: f64 = 1e-4;
/// A Newton step that promises less than this is the last one.
const THERE: f64 = 1e-13;
/// Curvature below minus this is a saddle and not rounding (the criterion's curvature is of the order of the levels).
pub(crate) const SADDLE: f64 = 1e-4;
/// Scoring goes on while a step promises more than this.
const SETTLED: f64 = 1.0;
/// Curvature in some direction, the diagonal scaled to ones, below which a differenced metric is not trusted.
const LEAST_SCALED: f64 = 1e-2;
const MOST_SCORING_STEPS: usize = 6;
const MOST_SADDLES: usize = 4;
const MOST_RETURNS: usize = 8;
const MOST_QUASI_NEWTON_STEPS: usize = 200;
const MOST_NEWTON_STEPS: usize = 30;

/// Where a descent ended.
#[derive(Debug, Clone)]
pub(crate) struct Minimum {
    pub(crate) point: Point,
    /// By the free vector.
    pub(crate) hessian: DMatrix<f64>,
    pub(crate) predicted_decrease: f64,
    pub(crate) least_curvature: f64,
    /// What the search used as its metric; `None` where nothing was searched.
    pub(super) information: Option<Information>,
}

impl Minimum {
    /// The same optimum with columns of Λ turned so that the diagonal is not negative.
    pub(crate) fn upright(mut self) -> Self {
        let before = self.point.place.entries();
        self.point.place.factors.iter_mut().for_each(TermFactor::make_upright);
        let after = self.point.place.entries();
        let signs = before.zip_map(&after, |a, b| if a == b { 1.0 } else { -1.0 });
        self.point.gradient.component_mul_assign(&signs);
        self.hessian.component_mul_assign(&(&signs * signs.transpose()));
        self
    }
}

/// A search with what it has learnt about the curvature by (M, ρ).
pub(super) struct Descent<'s, S> {
    pub(super) surface: &'s mut S,
    pub(super) information: Information,
    /// Columns of the Hessian by ρ, differenced where the search began.
    by_others: DMatrix<f64>,
    /// Steps in (M, ρ) and the turns of the gradient by them.
    secants: Vec<(DVector<f64>, DVector<f64>)>,
    /// For each term the reliability at which its weakest direction proved to be needed.
    pub(super) needed: Vec<f64>,
}

impl<'s, S: Surface> Descent<'s, S> {
    /// A search that begins at a point; looks at the information there.
    pub(super) fn new(surface: &'s mut S, point: &Point) -> Option<Self> {
        let information = Information::at(surface, &point.place)?;
        let slope = by_squares(point);
        let others = point.place.others.len();
        let mut by_others = DMatrix::zeros(slope.len(), others);
        for i in 0..others {
            let mut moved = point.place.clone();
            let step = 1e-3 * moved.others[i].abs().max(0.1);
            moved.others[i] += step;
            by_others.set_column(i, &((by_squares(&surface.at(&moved)?) - &slope) / step));
        }
        let needed = vec![f64::INFINITY; point.place.factors.len()];
        Some(Self { surface, information, by_others, secants: Vec::new(), needed })
    }

    /// Scoring in M: finds the neighbourhood and, mostly, the ranks.
    pub(super) fn scoring(&mut self, mut point: Point) -> Point {
        for _ in 0..MOST_SCORING_STEPS {
            let Some(scored) = self.information.scored(&point).filter(|scored| scored.promise > SETTLED) else {
                break;
            };
            let tried = [1.0, 0.25, 0.05].into_iter().find_map(|share| {
                let tried = self.surface.at(&scored.place(&point.place, share))?;
                (tried.value < point.value).then_some(tried)
            });
            let Some(next) = tried else { break };
            self.learn(&point, &next);
            point = next;
        }
        point
    }

    /// The minimum of the ranks that prove to be needed.
    pub(super) fn settle(&mut self, mut point: Point) -> Option<Minimum> {
        for _ in 0..MOST_SADDLES {
            point = self.descend(point);
            let minimum = newton(self.surface, point)?;
            match off_the_saddle(self.surface, &minimum).filter(|_| !self.surface.is_spent()) {
                None => return Some(minimum),
                Some(lower) => point = lower,
            }
        }
        judge(self.surface, point)
    }

    /// Down to where a step promises little, with the directions that the data want back.
    fn descend(&mut self, mut point: Point) -> Point {
        for _ in 0..MOST_RETURNS {
            point = self.quasi_newton(point);
            match self.with_missing(&point, NEAR) {
                None => break,
                Some(lower) => point = lower,
            }
        }
        point
    }

    fn quasi_newton(&mut self, mut point: Point) -> Point {
        for _ in 0..MOST_QUASI_NEWTON_STEPS {
            if point.gradient.is_empty() || self.surface.is_spent() {
                break;
            }
            if let Some(lower) = self.without_weakest(&point) {
                point = lower;
                continue;
            }
            let Some(hessian) = self.hessian(&point) else { break };
            let step = -(positive(&hessian) * &point.gradient);
            if -0.5 * step.dot(&point.gradient) < NEAR {
                break;
            }
            let Some(next) = search_line(self.surface, &point, shortened(step, &point)) else { break };
            self.learn(&point, &next);
            point = next;
        }
        point
    }

    /// Keeps what a step tells of the curvature.
    pub(super) fn learn(&mut self, from: &Point, to: &Point) {
        let moved = squares(&to.place) - squares(&from.place);
        let turned = by_squares(to) - by_squares(from);
        self.secants.push((moved, turned));
    }

    /// The Hessian by the free vector: information corrected by the secants, and the exact curvature of ΛΛ'.
    fn hessian(&self, point: &Point) -> Option<DMatrix<f64>> {
        let expected = self.information.curvature(&point.place)?;
        let (k, others) = (expected.nrows(), self.by_others.ncols());
        let mut by_square = DMatrix::zeros(k + others, k + others);
        by_square.view_mut((0, 0), (k, k)).copy_from(&expected);
        by_square.view_mut((0, k), (k + others, others)).copy_from(&self.by_others);
        by_square.view_mut((k, 0), (others, k)).copy_from(&self.by_others.rows(0, k).transpose());
        if others > 0 {
            by_square = convex(by_square);
        }
        for (moved, turned) in &self.secants {
            update(&mut by_square, moved, turned);
        }
        let slopes = slopes_of_square(&point.place);
        Some(slopes.transpose() * by_square * slopes + bend_of_square(point))
    }
}

/// The matrix with the eigenvalues of its scaled form made positive: curvature differenced far from the optimum may be that of a
/// ridge, and secants cannot correct what is not convex.
fn convex(matrix: DMatrix<f64>) -> DMatrix<f64> {
    let scale = matrix.diagonal().map(|curvature| if curvature == 0.0 { 1.0 } else { curvature.abs().sqrt() });
    let scales = &scale * scale.transpose();
    let eigen = SymmetricEigen::new(matrix.component_div(&scales));
    if eigen.eigenvalues.min() > LEAST_SCALED {
        return matrix;
    }
    let lifted = eigen.eigenvalues.map(|value| value.abs().max(LEAST_SCALED));
    let whole = &eigen.eigenvectors * DMatrix::from_diagonal(&lifted) * eigen.eigenvectors.transpose();
    whole.component_mul(&scales)
}

/// A lower point along the direction of negative curvature; `None` at a minimum.
pub(crate) fn off_the_saddle(surface: &mut impl Landscape, minimum: &Minimum) -> Option<Point> {
    if minimum.least_curvature >= -SADDLE {
        return None;
    }
    let eigen = SymmetricEigen::new(minimum.hessian.clone());
    let (least, _) = eigen.eigenvalues.argmin();
    let place = &minimum.point.place;
    // How far the ridge is wide is not known: the first length that leads down is taken.
    [0.3, 0.03, 0.003].into_iter().find_map(|length| {
        let sides = [length, -length].map(|share| place.entries() + eigen.eigenvectors.column(least) * share);
        let points = sides.map(|side| surface.at(&place.with_entries(&side)));
        let lower = points.into_iter().flatten().min_by(|a, b| a.value.total_cmp(&b.value))?;
        (lower.value < minimum.point.value).then_some(lower)
    })
}

/// ∂(M, ρ)/∂(free vector): the lower triangles of dM = dΛ Λ' + Λ dΛ'.
pub(crate) fn slopes_of_square(place: &Place) -> DMatrix<f64> {
    let (free, all) = (place.entries().len(), squares(place).len());
    let mut slopes = DMatrix::zeros(all, free);
    let (mut row, mut column) = (0, 0);
    for factor in &place.factors {
        let q = factor.order;
        for at in factor.free() {
            let (i, j) = (at / q, at % q);
            for k in 0..q {
                let (low, high) = (i.max(k), i.min(k));
                let twice = if i == k { 2.0 } else { 1.0 };
                slopes[(row + low * (low + 1) / 2 + high, column)] = twice * factor.lambda[k * q + j];
            }
            column += 1;
        }
        row += q * (q + 1) / 2;
    }
    for other in 0..place.others.len() {
        slopes[(row + other, column + other)] = 1.0;
    }
    slopes
}

/// The Hessian's part ⟨N, d²M⟩: 2N_ii' for two entries of the same column.
fn bend_of_square(point: &Point) -> DMatrix<f64> {
    let free = point.gradient.len();
    let mut bend = DMatrix::zeros(free, free);
    let mut first = 0;
    for (factor, n) in point.place.factors.iter().zip(&point.by_square) {
        let q = factor.order;
        let free: Vec<usize> = factor.free().collect();
        for (a, one) in free.iter().enumerate() {
            for (b, two) in free.iter().enumerate().filter(|(_, two)| one % q == **two % q) {
                bend[(first + a, first + b)] = 2.0 * n[(one / q, two / q)];
            }
        }
        first += free.len();
    }
    bend
}

/// What a Newton step from this point promises, without taking it.
pub(super) fn judge(surface: &mut impl Surface, point: Point) -> Option<Minimum> {
    let hessian = differenced(surface, &point, true)?;
    Some(judged(point, hessian))
}

/// The verdict on a point by a Hessian.
pub(crate) fn judged(point: Point, hessian: DMatrix<f64>) -> Minimum {
    if point.gradient.is_empty() {
        let (predicted_decrease, least_curvature) = (0.0, f64::INFINITY);
        return Minimum { point, hessian, predicted_decrease, least_curvature, information: None };
    }
    let least_curvature = SymmetricEigen::new(hessian.clone()).eigenvalues.min();
    let step = &positive(&hessian) * &point.gradient;
    let predicted_decrease = 0.5 * point.gradient.dot(&step);
    Minimum { predicted_decrease, least_curvature, hessian, point, information: None }
}

/// The inverse with every eigenvalue made positive: |λ|, and not below a small share of the largest.
pub(crate) fn positive(hessian: &DMatrix<f64>) -> DMatrix<f64> {
    let eigen = SymmetricEigen::new(hessian.clone());
    let floor = (1e-9 * eigen.eigenvalues.amax()).max(1e-10);
    let inverse = eigen.eigenvalues.map(|value| 1.0 / value.abs().max(floor));
    &eigen.eigenvectors * DMatrix::from_diagonal(&inverse) * eigen.eigenvectors.transpose()
}

/// A step may at most about double the largest entry: far out the criterion is flat and quadratic models mean nothing.
fn shortened(step: DVector<f64>, point: &Point) -> DVector<f64> {
    let most = point.place.entries().amax().max(0.5);
    let length = step.amax();
    if length > most { step * (most / length) } else { step }
}

/// Backtracking until the criterion falls by a small share of what the slope promises.
pub(crate) fn search_line(surface: &mut impl Landscape, from: &Point, step: DVector<f64>) -> Option<Point> {
    let x = from.place.entries();
    let slope = step.dot(&from.gradient);
    let mut share = 1.0;
    for _ in 0..40 {
        // Nearly every first step is accepted, so its gradient is worth its price.
        let tried = surface.at(&from.place.with_entries(&(&x + &step * share)));
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

/// The BFGS update of a Hessian; left out where the curvature met is not positive.
pub(super) fn update(hessian: &mut DMatrix<f64>, moved: &DVector<f64>, turned: &DVector<f64>) {
    let image = &*hessian * moved;
    let (met, expected) = (moved.dot(turned), moved.dot(&image));
    if met <= 0.01 * expected || expected <= 0.0 {
        return;
    }
    *hessian += turned * turned.transpose() / met;
    *hessian -= &image * image.transpose() / expected;
}

/// Newton to the end of the digits: one differenced Hessian, kept up by secants, made anew when it does not serve.
fn newton(surface: &mut impl Surface, mut point: Point) -> Option<Minimum> {
    if point.gradient.is_empty() {
        return Some(judged(point, DMatrix::zeros(0, 0)));
    }
    let mut hessian = differenced(surface, &point, false)?;
    let (mut promised, mut fresh) = (f64::INFINITY, true);
    let mut bend = bend_of_square(&point);
    for _ in 0..MOST_NEWTON_STEPS {
        let step = -(positive(&hessian) * &point.gradient);
        let promise = -0.5 * step.dot(&point.gradient);
        if promise < THERE || surface.is_spent() {
            break;
        }
        let next = if fresh || promise <= 0.1 * promised {
            newton_step(surface, &point, shortened(step, &point), promise)
        } else {
            None
        };
        match next {
            Some(next) => {
                let moved = next.place.entries() - point.place.entries();
                update(&mut hessian, &moved, &(&next.gradient - &point.gradient));
                (point, promised, fresh) = (next, promise, false);
            }
            None if fresh => break,
            None => (hessian, fresh, bend) = (differenced(surface, &point, false)?, true, bend_of_square(&point)),
        }
    }
    // Where the Hessian was made the slope by ΛΛ' was not yet zero; no secant along a ridge takes that out.
    hessian += bend_of_square(&point) - bend;
    let minimum = judged(point, hessian);
    // The Hessian is of an earlier point; before it accuses this one of being a saddle it is made anew.
    if minimum.least_curvature < -SADDLE { judge(surface, minimum.point) } else { Some(minimum) }
}

/// Near the optimum the criterion has fewer digits than the gradient: a small step is taken on the gradient's word.
pub(crate) fn newton_step(
    surface: &mut impl Landscape,
    point: &Point,
    step: DVector<f64>,
    promise: f64,
) -> Option<Point> {
    if promise > 1e-7 {
        return search_line(surface, point, step);
    }
    let next = surface.at(&point.place.with_entries(&(point.place.entries() + &step)))?;
    (next.gradient.norm() < point.gradient.norm()).then_some(next)
}
