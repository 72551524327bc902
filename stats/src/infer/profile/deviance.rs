//! The deviance with one parameter held fast, as a function of unbounded numbers.
//!
//! D = log|L|² + n log σ² + R/σ² with R = r² + (k'β̂ − b)²/(k'(X'V₀⁻¹X)⁻¹k) when an effect k'β is held at b. Where σ is neither held
//! nor needed for the scale of what is held it is profiled out. A term whose standard deviation is held has that effect's row
//! first in its Cholesky factor, so it is the first pivot; a correlation r of two effects is the second row (r·s, √(1 − r²)·s).
//! Parameters ρ of the residuals are free numbers like those of the terms.

use super::room::Room;
use crate::fit::{Fit, ResidualObjective, Root, TermFactor, solve_lower};
use crate::model::{RandomTerm, ResidualRows};

/// Where the logit of a correlation starts at the least: further out the slope is hardly one.
const FADED: f64 = -4.0;

/// What is held fast.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Held {
    Fixed {
        index: usize,
    },
    StandardDeviation {
        term: usize,
        effect: usize,
    },
    Correlation {
        term: usize,
        first: usize,
        second: usize,
    },
    Residual,
    /// One of ρ, on the scale that is smooth up to the ends of its range.
    ResidualParameter {
        index: usize,
    },
}

/// The deviance less that of the estimates.
pub(super) struct Constrained<'a> {
    fit: &'a Fit,
    held: Held,
    /// What the residuals have of their own, and ρ at the estimates; empty where residuals are plain.
    structure: Option<&'a ResidualRows>,
    rho: Vec<f64>,
    least: f64,
}

impl<'a> Constrained<'a> {
    pub(super) fn new(fit: &'a Fit, held: Held) -> Self {
        let root = fit.elimination.root();
        let n = fit.observations() as f64;
        let (structure, rho) = ResidualObjective::around(fit)
            .map_or_else(|| (None, Vec::new()), |(objective, rho)| (Some(objective.structure()), rho));
        Self { fit, held, structure, rho, least: root.log_determinant + n * (root.residual / n).ln() + n }
    }

    /// Storage for its evaluations.
    pub(super) fn room(&self) -> Room<'a> {
        Room::new(self.fit)
    }

    /// The free numbers at the estimates: of the terms not held the entries of the internal Λ, of a held one its own, then of ρ
    /// what is not held, then log σ where it is free.
    pub(super) fn start(&self) -> Vec<f64> {
        let mut x = Vec::new();
        let sigma = self.fit.internal_sigma();
        for (index, (term, factor)) in self.fit.model.parts.terms.iter().zip(&self.fit.factors).enumerate() {
            match self.order(index, factor.order) {
                Some((order, pair)) => {
                    let lower = scaled_rows(term, factor, &order);
                    let q = factor.order;
                    let entries = free(q, pair).map(|(i, j)| {
                        // The second row of a pair has one number, its length.
                        let value = if pair && i == 1 { lower[q].hypot(lower[q + 1]) } else { lower[i * q + j] };
                        sigma * if i == j { value.max(0.05) } else { value }
                    });
                    x.extend(entries);
                }
                None => x.extend(TermFactor { rank: factor.order, ..factor.clone() }.free().map(|at| {
                    let value = factor.lambda[at];
                    // At zero the slope by Λ is zero whatever the data say.
                    if at % (factor.order + 1) == 0 { value.max(0.05) } else { value }
                })),
            }
        }
        let is_free = |index: &usize| self.held != Held::ResidualParameter { index: *index };
        // So it nearly is far out with a correlation that fades.
        let fades = |index: usize| self.structure.is_some_and(|structure| structure.ends_at_zero(index));
        let rho = |index: usize| if fades(index) { self.rho[index].max(FADED) } else { self.rho[index] };
        x.extend((0..self.rho.len()).filter(is_free).map(rho));
        if matches!(self.held, Held::StandardDeviation { .. } | Held::Correlation { .. }) {
            x.push(sigma.ln());
        }
        x
    }

    /// The order of the effects in the factor of a held term, and whether the first two are a pair.
    fn order(&self, index: usize, q: usize) -> Option<(Vec<usize>, bool)> {
        let (first, pair) = match self.held {
            Held::StandardDeviation { term, effect } if term == index => (vec![effect], false),
            Held::Correlation { term, first, second } if term == index => (vec![first, second], true),
            _ => return None,
        };
        let others = (0..q).filter(|effect| !first.contains(effect)).collect::<Vec<_>>();
        Some(([first, others].concat(), pair))
    }

    /// D less its minimum with the parameter at `value`; infinite where it cannot be computed.
    pub(super) fn value(&self, room: &mut Room<'a>, value: f64, x: &[f64]) -> f64 {
        let parts = &self.fit.model().parts;
        let n = self.fit.observations() as f64;
        let free_sigma = matches!(self.held, Held::StandardDeviation { .. } | Held::Correlation { .. });
        let sigma = match self.held {
            Held::Residual => value / parts.response_scale,
            _ if free_sigma => x[x.len() - 1].exp(),
            _ => 1.0,
        };
        let mut rest = x;
        let mut factors = Vec::with_capacity(parts.terms.len());
        for (index, term) in parts.terms.iter().enumerate() {
            let q = term.labels.len();
            factors.push(match self.order(index, q) {
                Some((order, pair)) => self.held_factor(term, (&order, pair), value, sigma, &mut rest),
                None => {
                    let mut factor = TermFactor::scalar(q, 0.0);
                    for at in factor.free() {
                        factor.lambda[at] = take(&mut rest);
                    }
                    factor
                }
            });
        }
        let rho = (0..self.rho.len()).map(|index| match self.held {
            Held::ResidualParameter { index: held } if held == index => {
                self.structure.map_or(value, |structure| structure.place_of_smooth(index, value))
            }
            _ => take(&mut rest),
        });
        let rho: Vec<f64> = rho.collect();
        let Some((log_determinant, root)) = room.at(&factors, &rho) else { return f64::INFINITY };
        let deviance = if free_sigma || self.held == Held::Residual {
            log_determinant + 2.0 * n * sigma.ln() + root.residual / sigma.powi(2)
        } else {
            let residual = root.residual + self.excess(root, value);
            log_determinant + n * (residual / n).ln() + n
        };
        if deviance.is_finite() { deviance - self.least } else { f64::INFINITY }
    }

    /// What the residual sum of squares gains when a fixed effect is held.
    fn excess(&self, root: &Root, value: f64) -> f64 {
        let Held::Fixed { index } = self.held else { return 0.0 };
        let parts = &self.fit.model.parts;
        let p = parts.fixed.len();
        let unit: Vec<f64> = (0..p).map(|j| if j == index { 1.0 } else { 0.0 }).collect();
        let mut half = parts.fixed_scaling.weights_to_internal(&unit);
        let start: f64 = half.iter().zip(&parts.fixed_start).map(|(k, b)| k * b).sum();
        let found: f64 = half.iter().zip(&root.beta).map(|(k, b)| k * b).sum();
        solve_lower(&root.fixed_lower, p, &mut half, 1);
        (found + (start - value) / parts.response_scale).powi(2) / half.iter().map(|h| h * h).sum::<f64>()
    }

    /// Λ of the held term at σ.
    fn held_factor(
        &self,
        term: &RandomTerm,
        (order, pair): (&[usize], bool),
        value: f64,
        sigma: f64,
        rest: &mut &[f64],
    ) -> TermFactor {
        let q = order.len();
        let mut lower = vec![0.0; q * q];
        for (i, j) in free(q, pair) {
            lower[i * q + j] = take(rest);
        }
        if pair {
            let length = lower[q + 1];
            lower[q] = value * length;
            lower[q + 1] = (1.0 - value * value).max(0.0).sqrt() * length;
        } else {
            lower[0] = value * term.scaling.of_column(order[0]).1 / self.fit.model.parts.response_scale;
        }
        let mut internal = vec![0.0; q * q];
        for j in 0..q {
            let mut column = vec![0.0; q];
            for (row, &effect) in order.iter().enumerate() {
                column[effect] = lower[row * q + j] / (sigma * term.scaling.of_column(effect).1);
            }
            for (i, entry) in term.scaling.to_internal(&column).into_iter().enumerate() {
                internal[i * q + j] = entry;
            }
        }
        TermFactor::from_any(q, internal)
    }
}

fn take(rest: &mut &[f64]) -> f64 {
    match rest.split_first() {
        Some((first, others)) => {
            *rest = others;
            *first
        }
        None => 0.0,
    }
}

/// The free entries of a held term's factor: all but the first pivot, or of a pair all but the entry between its rows.
fn free(q: usize, pair: bool) -> impl Iterator<Item = (usize, usize)> {
    let entries = (0..q).flat_map(|i| (0..=i).map(move |j| (i, j)));
    entries.filter(move |&entry| entry != if pair { (1, 0) } else { (0, 0) })
}

/// Lower triangular factor of the effects in that order, user's columns divided by their scale.
fn scaled_rows(term: &RandomTerm, factor: &TermFactor, order: &[usize]) -> Vec<f64> {
    let q = factor.order;
    let mut rows = vec![0.0; q * q];
    for j in 0..q {
        let column: Vec<f64> = (0..q).map(|i| factor.lambda[i * q + j]).collect();
        let user = term.scaling.to_user(&column);
        for (row, &effect) in order.iter().enumerate() {
            rows[row * q + j] = user[effect] * term.scaling.of_column(effect).1;
        }
    }
    TermFactor::from_any(q, rows).lambda
}
