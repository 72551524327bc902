//! Optima on the boundary: covariance matrices without full rank.
//!
//! In Λ the boundary is smooth (the criterion is even in the last column), so descent runs into it as into any minimum.
//! A direction that the information expects to have no variance is taken out at once, and the search goes on among
//! smaller ranks. The boundary may then be a saddle: at the optimum the derivative N by ΛΛ' has no negative eigenvalue
//! (Karush–Kuhn–Tucker), where a gradient of zero proves nothing. Where it has, the direction comes back.

use nalgebra::{DMatrix, SVD};

use super::evidence::BoundaryTerm;
use super::minimise::{Descent, Minimum, judged};
use super::relative::{TermFactor, user_factor};
use super::surface::{Place, Point, Surface};
use crate::model::{Model, RandomTerm};

/// A smaller rank may cost this much of the criterion; the reference fits are no better known.
const NO_LOSS: f64 = 1e-8;
/// A direction whose variance is expected to be worth less than this is tried as zero.
const SUSPECT: f64 = 1e-6;
/// Variances, in units of the noise of a level's own estimate, where a second minimum is looked for.
const DISTANT: [f64; 3] = [3.0, 100.0, 1e4];
const MOST_RESTARTS: usize = 8;

/// The minimum over all ranks.
pub(super) fn minimise_over_ranks(surface: &mut impl Surface, start: &Place) -> Option<Minimum> {
    let point = surface.at(start)?;
    if start.factors.is_empty() && start.others.is_empty() {
        return Some(judged(point, DMatrix::zeros(0, 0)));
    }
    let mut descent = Descent::new(surface, &point)?;
    let near = descent.scoring(point);
    let mut best = descent.settle(near)?;
    for _ in 0..MOST_RESTARTS {
        if descent.surface.is_spent() {
            break;
        }
        best = descent.with_exact_zeros(best);
        let lower = descent.with_missing(&best.point, NO_LOSS).or_else(|| descent.with_distant(&best.point));
        let Some(lower) = lower else { break };
        match descent.settle(lower) {
            Some(found) if found.point.value < best.point.value => best = found,
            _ => break,
        }
    }
    best.information = Some(descent.information);
    Some(best)
}

impl<S: Surface> Descent<'_, S> {
    /// On the way: a lower point without a direction whose variance is expected to end at zero.
    pub(super) fn without_weakest(&mut self, point: &Point) -> Option<Point> {
        for term in 0..point.place.factors.len() {
            let Some(weakest) = self.information.weakest(point, term) else { continue };
            let y = weakest.reliability;
            if weakest.slope <= weakest.levels * y || y > 0.1 * self.needed[term] {
                continue;
            }
            let mut place = point.place.clone();
            place.factors[term] = weakest.factor(0.0);
            match self.surface.at(&place) {
                Some(lower) if lower.value <= point.value => {
                    self.learn(point, &lower);
                    return Some(lower);
                }
                _ => self.needed[term] = y,
            }
        }
        None
    }

    /// At a minimum: lowers the ranks one by one while that costs nothing.
    fn with_exact_zeros(&mut self, mut best: Minimum) -> Minimum {
        let mut term = 0;
        while term < best.point.place.factors.len() && !self.surface.is_spent() {
            let weakest = self.information.weakest(&best.point, term);
            let doubtful = |d: &super::information::Direction| d.levels * d.reliability * d.reliability < SUSPECT;
            let reduced = weakest.filter(doubtful).and_then(|weakest| {
                let mut place = best.point.place.clone();
                place.factors[term] = weakest.factor(0.0);
                let point = self.surface.at(&place)?;
                self.settle(point)
            });
            match reduced {
                Some(found) if is_as_good(&found.point, &best.point, term) => best = found,
                _ => term += 1,
            }
        }
        best
    }

    /// A lower point in a direction that a term lacks and that is expected to be worth more than `least`; `None` where no
    /// term lacks any.
    pub(super) fn with_missing(&mut self, best: &Point, least: f64) -> Option<Point> {
        for term in 0..best.place.factors.len() {
            let Some(missing) = self.information.missing(best, term) else { continue };
            let expected = (-missing.slope / missing.levels).max(0.0);
            if -0.5 * missing.slope * expected <= least {
                continue;
            }
            // Levels that are not alike can make the expectation far too bold.
            let lower = (0..12).find_map(|power| {
                let mut place = best.place.clone();
                place.factors[term] = missing.factor(expected * 0.2_f64.powi(power));
                let lower = self.surface.at(&place)?;
                (lower.value < best.value).then_some(lower)
            });
            if let Some(lower) = lower {
                self.needed[term] = expected;
                self.learn(best, &lower);
                return Some(lower);
            }
        }
        None
    }

    /// A lower point far out in a direction that a term lacks: few or unlike levels can have a second minimum there, which no
    /// slope at the boundary tells of.
    fn with_distant(&mut self, best: &Point) -> Option<Point> {
        for term in 0..best.place.factors.len() {
            let Some(missing) = self.information.missing(best, term) else { continue };
            for reliability in DISTANT {
                let mut place = best.place.clone();
                place.factors[term] = missing.factor(reliability);
                if let Some(lower) = self.surface.at(&place).filter(|lower| lower.value < best.value - NO_LOSS) {
                    self.needed[term] = reliability;
                    self.learn(best, &lower);
                    return Some(lower);
                }
            }
        }
        None
    }
}

/// Whether a term's smaller rank costs nothing.
fn is_as_good(found: &Point, best: &Point, term: usize) -> bool {
    found.place.factors[term].rank < best.place.factors[term].rank && found.value <= best.value + NO_LOSS
}

/// The terms without full rank, in the user's units.
pub(super) fn boundary_terms(model: &Model, factors: &[TermFactor]) -> Vec<BoundaryTerm> {
    let terms = model.parts.terms.iter().zip(factors);
    let one = |(term, factor): (&RandomTerm, &TermFactor)| {
        let name = &model.parts.stages[term.stage].name;
        BoundaryTerm::new(name, &term.labels, factor, &user_factor(&term.scaling, factor))
    };
    terms.filter_map(one).collect()
}

impl BoundaryTerm {
    /// What a term lacks; `None` at full rank. Λ (q × q) in the user's units.
    pub(crate) fn new(name: &str, terms: &[String], factor: &TermFactor, lambda: &[f64]) -> Option<Self> {
        (factor.rank < factor.order).then(|| Self {
            factor: name.to_owned(),
            terms: terms.to_vec(),
            rank: factor.rank,
            null_directions: null_directions(factor, lambda),
        })
    }
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
