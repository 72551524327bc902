//! Draws new responses row by row, for models that keep their rows.

use std::sync::Arc;

use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use rand_distr::{Distribution, StandardNormal};

use super::failure::{RefitFailure, arrived};
use crate::fit::{Criterion, Fit, fit, stage_factors};
use crate::model::rows::{Membership, RowFactor, Rows, Whitening};
use crate::model::{Model, Sums};

/// The random part of a fit with rows, in internal units: σΛz for each level, the whitening undone for the residuals.
pub(super) struct RowSimulator<'a> {
    rows: &'a Rows,
    sigma: f64,
    /// Λ of each factor, q × q.
    lambdas: Vec<Vec<f64>>,
    whitening: Option<Whitening>,
    /// Rows, each behind the one that it carries; empty when none carries any.
    order: Vec<u32>,
}

impl<'a> RowSimulator<'a> {
    /// `None` for a model that keeps no rows.
    pub(super) fn of(source: &'a Fit) -> Option<Self> {
        let kept = source.model.parts.kept.as_deref()?;
        let whitening = kept.whitening();
        Some(Self {
            rows: &kept.rows,
            sigma: source.internal_sigma(),
            lambdas: stage_factors(&source.model, &source.factors),
            order: whitening.as_ref().map(behind_previous).unwrap_or_default(),
            whitening,
        })
    }

    /// One new response less its fixed part, length n: the effects of all levels are drawn first, then the rows' residuals.
    pub(super) fn draw(&self, seed: u64, replicate: u64, response: &mut Vec<f64>) {
        let mut random = ChaCha8Rng::seed_from_u64(seed);
        random.set_stream(replicate);
        let mut normal = || -> f64 { self.sigma * Distribution::<f64>::sample(&StandardNormal, &mut random) };
        let effects: Vec<Vec<f64>> = self
            .rows
            .factors
            .iter()
            .map(|factor| (0..factor.levels * factor.effects.len()).map(|_| normal()).collect())
            .collect();
        response.clear();
        response.extend((0..self.rows.len()).map(|_| normal()));
        self.colour(response);
        for ((factor, lambda), mut drawn) in self.rows.factors.iter().zip(&self.lambdas).zip(effects) {
            let q = factor.effects.len();
            for level in drawn.chunks_exact_mut(q) {
                // Λ is lower triangular within each term.
                let turned = (0..q).map(|i| (0..q).map(|j| lambda[i * q + j] * level[j]).sum::<f64>());
                let turned: Vec<f64> = turned.collect();
                level.copy_from_slice(&turned);
            }
            add_effects(self.rows, factor, &drawn, response);
        }
    }

    /// Gives independent residuals of one variance the correlation and the variances of the model: ε = scale·e − carry·e_previous
    /// solved for e.
    fn colour(&self, residuals: &mut [f64]) {
        let Some(whitening) = &self.whitening else { return };
        if self.order.is_empty() {
            residuals.iter_mut().zip(&whitening.scale).for_each(|(residual, scale)| *residual /= scale);
        }
        for &row in &self.order {
            let row = row as usize;
            let previous = whitening.previous[row];
            let carried = if previous == u32::MAX { 0.0 } else { whitening.carry[row] * residuals[previous as usize] };
            residuals[row] = (residuals[row] + carried) / whitening.scale[row];
        }
    }
}

/// Adds each row's sum of effects, `effects` levels × q.
fn add_effects(rows: &Rows, factor: &RowFactor, effects: &[f64], response: &mut [f64]) {
    let q = factor.effects.len();
    let one = |row: usize, level: u32| {
        let own = &effects[level as usize * q..][..q];
        factor.effects.iter().zip(own).map(|(&column, effect)| rows.columns[column][row] * effect).sum::<f64>()
    };
    for (row, value) in response.iter_mut().enumerate() {
        *value += match &factor.membership {
            Membership::One(levels) => one(row, levels[row]),
            Membership::Several { starts, levels, weights } => {
                let entries = starts[row]..starts[row + 1];
                entries.map(|entry| weights[entry] * one(row, levels[entry])).sum()
            }
        };
    }
}

/// All rows, each behind the row that it carries; empty when none carries any.
fn behind_previous(whitening: &Whitening) -> Vec<u32> {
    let n = whitening.previous.len();
    if whitening.previous.iter().all(|&previous| previous == u32::MAX) {
        return Vec::new();
    }
    let mut next = vec![u32::MAX; n];
    for (row, &previous) in whitening.previous.iter().enumerate().filter(|(_, previous)| **previous != u32::MAX) {
        next[previous as usize] = row as u32;
    }
    let firsts = (0..n as u32).filter(|&row| whitening.previous[row as usize] == u32::MAX);
    let chain = |first: u32| {
        std::iter::successors(Some(first), |&row| Some(next[row as usize]).filter(|&following| following != u32::MAX))
    };
    firsts.flat_map(chain).collect()
}

/// A copy of a fitted model with rows for one thread, its response to be exchanged.
pub(super) struct RowRefit {
    model: Model,
    criterion: Criterion,
    start: Vec<f64>,
    whitening: Option<Whitening>,
}

impl RowRefit {
    /// Refits start at the fit's own θ; residual parameters are estimated anew. What is drawn lacks the fixed part `fixed`
    /// (internal coefficients, the response's units).
    pub(super) fn new(of: &Fit, fixed: Vec<f64>) -> Self {
        let mut model = of.model.clone();
        let parts = Arc::make_mut(&mut model.parts);
        parts.fixed_start = fixed;
        let mut whitening = None;
        if let Some(kept) = &mut parts.kept {
            whitening = kept.whitening();
            if !kept.residual.start().is_empty() {
                Arc::make_mut(kept).rho = None;
            }
        }
        Self { model, criterion: of.criterion(), start: of.theta(), whitening }
    }

    /// Fits the model to a response, `units` of this model's each.
    pub(super) fn fitted(&mut self, response: &[f64], units: f64) -> Result<Fit, RefitFailure> {
        let parts = Arc::make_mut(&mut self.model.parts);
        let kept = Arc::make_mut(parts.kept.as_mut().ok_or(RefitFailure::NotComputed)?);
        let rows = Arc::make_mut(&mut kept.rows);
        let column = rows.columns.get_mut(rows.fixed).ok_or(RefitFailure::NotComputed)?;
        column.iter_mut().zip(response).for_each(|(value, drawn)| *value = drawn * units);
        if kept.free().is_none()
            && let Sums::Crossed(sums) = &mut parts.sums
        {
            sums.refresh(&kept.rows, self.whitening.as_ref());
        }
        arrived(fit(&self.model, self.criterion, Some(&self.start)))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::data::Table;
    use crate::model::{Decay, Formula, ModelOptions, Residual, SerialCorrelation};

    const N: usize = 30;
    const PHI: f64 = 0.6;

    fn weight(row: usize) -> f64 {
        1.0 + (row % 4) as f64
    }

    /// Five persons by six days, a person's days correlated, rows of unequal weight.
    fn fitted() -> Fit {
        let column = |value: &dyn Fn(usize) -> f64| (0..N).map(value).collect::<Vec<f64>>();
        let noise = |row: usize| ((row as f64 * 12.9898).sin() * 43_758.545_3).fract();
        let (person, day) = (|row: usize| (row % 5) as f64, |row: usize| (row / 5) as f64);
        let x = |row: usize| ((row * 7) % 11) as f64;
        let y = |row: usize| 3.0 + (0.3 + 0.1 * person(row)) * x(row) + (day(row) - 2.0).powi(2) + 3.0 * noise(row);
        let named =
            Table::new().with_number("person", column(&person)).and_then(|t| t.with_number("day", column(&day)));
        let table = named.and_then(|t| t.with_number("x", column(&x))).and_then(|t| t.with_number("y", column(&y)));
        let table = table.and_then(|t| t.with_number("w", column(&weight))).unwrap();
        let within = vec!["person".to_owned()];
        let correlation = Some(SerialCorrelation { decay: Decay::Ar1, time: None, within });
        let residual = Residual { correlation, strata: Vec::new() };
        let options = ModelOptions { weights: Some("w".to_owned()), residual, ..ModelOptions::default() };
        let formula = Formula::parse("y ~ x + (1 + x | person) + (1 | day)").unwrap();
        let mut found = fit(&Model::build_with(&table, &formula, &options).unwrap(), Criterion::Reml, None).unwrap();
        // Whatever was found, these are drawn from.
        let parts = Arc::make_mut(&mut found.model.parts);
        Arc::make_mut(parts.kept.as_mut().unwrap()).rho = Some(vec![PHI.atanh()]);
        for factor in &mut found.factors {
            let lambda: &[f64] = if factor.order == 2 { &[1.0, 0.0, 0.5, 0.8] } else { &[1.5] };
            factor.lambda.copy_from_slice(lambda);
        }
        found
    }

    #[test]
    fn draws_have_the_dense_covariance_of_the_model() {
        let fitted = fitted();
        let simulator = RowSimulator::of(&fitted).unwrap();
        let (rows, sigma) = (simulator.rows, simulator.sigma);
        let random = |a: usize, b: usize| -> f64 {
            let factors = rows.factors.iter().zip(&simulator.lambdas);
            let same = factors
                .filter(|(factor, _)| matches!(&factor.membership, Membership::One(levels) if levels[a] == levels[b]));
            same.map(|(factor, lambda)| {
                let q = factor.effects.len();
                let half = |row: usize, j: usize| -> f64 {
                    (0..q).map(|i| rows.columns[factor.effects[i]][row] * lambda[i * q + j]).sum()
                };
                (0..q).map(|j| half(a, j) * half(b, j)).sum::<f64>()
            })
            .sum()
        };
        let residual = |a: usize, b: usize| {
            let lag = a.abs_diff(b) / 5;
            let correlation = if a % 5 == b % 5 { PHI.powi(lag as i32) } else { 0.0 };
            correlation / (weight(a) * weight(b)).sqrt()
        };
        let truth = |a: usize, b: usize| sigma * sigma * (random(a, b) + residual(a, b));
        let draws = 40_000;
        let (mut mean, mut square, mut drawn) = (vec![0.0; N], vec![0.0; N * N], Vec::new());
        for replicate in 0..draws {
            simulator.draw(5, replicate, &mut drawn);
            for a in 0..N {
                mean[a] += drawn[a] / draws as f64;
                (0..N).for_each(|b| square[a * N + b] += drawn[a] * drawn[b] / draws as f64);
            }
        }
        for a in 0..N {
            assert!(mean[a].abs() < 5.0 * (truth(a, a) / draws as f64).sqrt(), "mean of row {a}");
            for b in 0..=a {
                let error = ((truth(a, a) * truth(b, b) + truth(a, b).powi(2)) / draws as f64).sqrt();
                let off = square[a * N + b] - truth(a, b);
                assert!(off.abs() < 5.0 * error, "{a} {b}: off by {off}, truth {}", truth(a, b));
            }
        }
    }
}
