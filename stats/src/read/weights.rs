//! The weights of a sum of effects in internal units, and what the fit says of that sum.

use std::collections::BTreeMap;

use super::propagate::{StageWeights, propagate};
use crate::fit::{Fit, TermFactor};
use crate::model::RandomTerm;

/// A sum of effects: those of known levels by weight, those of unknown levels by their prior variance.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Weights {
    /// Internal weights of the p fixed effects.
    pub(super) fixed: Vec<f64>,
    pub(super) random: StageWeights,
    /// Variance of the effects of unknown levels, in units of σ².
    pub(super) prior: f64,
}

/// The value of a sum of effects and the variances of its error, in the user's units.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Value {
    pub(super) estimate: f64,
    /// β taken as known.
    pub(super) variance_given_fixed: f64,
    pub(super) variance: f64,
}

impl Weights {
    /// Weights of the p fixed effects in the user's units; no random effect yet.
    pub(super) fn of_fixed(fit: &Fit, user: &[f64]) -> Self {
        let parts = &fit.model.parts;
        Self::of_internal(fit, &parts.fixed_scaling.weights_to_internal(user))
    }

    /// The same from internal weights.
    pub(super) fn of_internal(fit: &Fit, fixed: &[f64]) -> Self {
        Self { fixed: fixed.to_vec(), random: vec![BTreeMap::new(); fit.model.parts.stages.len()], prior: 0.0 }
    }

    /// Adds the effects of a random term at a level of its factor, weights in the user's units.
    pub(super) fn add_level(&mut self, fit: &Fit, term: usize, level: usize, user: &[f64]) {
        let term = &fit.model.parts.terms[term];
        let effects = fit.model.parts.stages[term.stage].effects.len();
        let all = self.random[term.stage].entry(level).or_insert_with(|| vec![0.0; effects]);
        let internal = term.scaling.weights_to_internal(user);
        all[term.offset..].iter_mut().zip(&internal).for_each(|(all, k)| *all += k);
    }

    /// Adds the effects of a random term at a level that is not in the data: predicted as 0.
    pub(super) fn add_new(&mut self, fit: &Fit, term: usize, user: &[f64]) {
        self.prior += prior_variance(fit, term, user);
    }

    /// Adds `factor` times the effects of all terms over a stage at a level, weights the row's internal columns.
    pub(super) fn add_columns(&mut self, fit: &Fit, stage: usize, level: usize, columns: &[f64], factor: f64) {
        let effects = &fit.model.parts.stages[stage].effects;
        let all = self.random[stage].entry(level).or_insert_with(|| vec![0.0; effects.len()]);
        all.iter_mut().zip(effects).for_each(|(all, &column)| *all += factor * columns[column]);
    }

    /// What the fit says of the sum.
    pub(super) fn value(&self, fit: &Fit) -> Value {
        let parts = &fit.model.parts;
        let sum = propagate(fit, &self.random, &self.fixed);
        let start: f64 = self.fixed.iter().zip(&parts.fixed_start).map(|(k, start)| k * start).sum();
        let square = fit.residual_standard_deviation().powi(2);
        let given_fixed = sum.given_fixed + self.prior;
        Value {
            estimate: start + sum.estimate * parts.response_scale,
            variance_given_fixed: square * given_fixed,
            variance: square * (given_fixed + sum.from_fixed),
        }
    }
}

/// z'ΛΛ'z of a random term for effects' weights z in the user's units: its variance between levels in units of σ².
pub(super) fn prior_variance(fit: &Fit, term: usize, user: &[f64]) -> f64 {
    let k = fit.model.parts.terms[term].scaling.weights_to_internal(user);
    quadratic(&fit.factors[term].square(), &k)
}

/// The same of all terms over a stage for a row's internal columns.
pub(super) fn prior_variance_of_stage(fit: &Fit, stage: usize, columns: &[f64]) -> f64 {
    let parts = &fit.model.parts;
    let terms = parts.terms.iter().zip(&fit.factors).filter(|(term, _)| term.stage == stage);
    let variance = |(term, factor): (&RandomTerm, &TermFactor)| {
        let places = &parts.stages[stage].effects[term.offset..term.offset + factor.order];
        let k: Vec<f64> = places.iter().map(|&column| columns[column]).collect();
        quadratic(&factor.square(), &k)
    };
    terms.map(variance).sum()
}

/// k'Mk.
fn quadratic(square: &[f64], k: &[f64]) -> f64 {
    let rows = square.chunks_exact(k.len()).zip(k);
    rows.map(|(row, ki)| ki * row.iter().zip(k).map(|(m, kj)| m * kj).sum::<f64>()).sum()
}
