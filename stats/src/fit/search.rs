//! The criterion as a function of the free entries of the terms' factors.

use nalgebra::{DMatrix, DVector};

use super::criterion::Criterion;
use super::elimination::Elimination;
use super::gradient::{RootWeights, by_square};
use super::relative::{TermFactor, stage_factors};
use crate::model::Model;

/// The criterion with its storage and the count of its evaluations.
pub(super) struct Objective<'a> {
    pub(super) model: &'a Model,
    pub(super) criterion: Criterion,
    pub(super) evaluations: usize,
    work: Elimination,
}

/// Value and derivatives at one point.
#[derive(Debug, Clone)]
pub(super) struct Point {
    pub(super) factors: Vec<TermFactor>,
    pub(super) value: f64,
    pub(super) gradient: DVector<f64>,
    /// Derivative by ΛΛ' of each term, q × q.
    pub(super) by_square: Vec<Vec<f64>>,
}

impl<'a> Objective<'a> {
    pub(super) fn new(model: &'a Model, criterion: Criterion) -> Self {
        Self { model, criterion, evaluations: 0, work: Elimination::new(model) }
    }

    /// The criterion alone; infinite where it cannot be computed.
    pub(super) fn value(&mut self, factors: &[TermFactor]) -> f64 {
        self.evaluations += 1;
        if self.work.factorise(self.model, &stage_factors(self.model, factors)) {
            self.criterion.value(self.model, &self.work)
        } else {
            f64::INFINITY
        }
    }

    /// Value and gradient; `None` where the criterion cannot be computed.
    pub(super) fn point(&mut self, factors: &[TermFactor]) -> Option<Point> {
        let value = self.value(factors);
        if !value.is_finite() {
            return None;
        }
        let weights = RootWeights {
            log_determinant: 1.0,
            residual: self.criterion.degrees(self.model) / self.work.residual,
            fixed: self.fixed_weight(),
        };
        let stages = by_square(self.model, &self.work, weights);
        let by_square = term_blocks(self.model, &stages);
        let gradient = free_gradient(factors, &by_square);
        Some(Point { factors: factors.to_vec(), value, gradient, by_square })
    }

    /// The gradient of log|L|², r² and log|R_X|² in a mixture of one's own, and the factorisation it came from.
    pub(super) fn gradient_with(
        &mut self,
        factors: &[TermFactor],
        weights: RootWeights,
    ) -> Option<(DVector<f64>, &Elimination)> {
        if !self.value(factors).is_finite() {
            return None;
        }
        let blocks = term_blocks(self.model, &by_square(self.model, &self.work, weights));
        Some((free_gradient(factors, &blocks), &self.work))
    }

    /// 1 under REML, else 0: the weight of log|R_X|².
    pub(super) fn fixed_weight(&self) -> f64 {
        if self.criterion == Criterion::Reml { 1.0 } else { 0.0 }
    }

    /// The Hessian by the free entries, by differences of the exact gradient; central or (half the price) forward.
    pub(super) fn hessian(&mut self, at: &Point, central: bool) -> Option<DMatrix<f64>> {
        let x = free_entries(&at.factors);
        let k = x.len();
        let mut hessian = DMatrix::zeros(k, k);
        for i in 0..k {
            let step = if central { 1e-4 } else { 1e-5 } * x[i].abs().max(0.1);
            let mut moved = x.clone();
            moved[i] += step;
            let up = self.point(&with_entries(&at.factors, &moved))?.gradient;
            let column = if central {
                moved[i] = x[i] - step;
                (up - self.point(&with_entries(&at.factors, &moved))?.gradient) / (2.0 * step)
            } else {
                (up - &at.gradient) / step
            };
            hessian.set_column(i, &column);
        }
        Some((&hessian + hessian.transpose()) * 0.5)
    }
}

/// The diagonal block of each term from the stages' derivatives.
fn term_blocks(model: &Model, stages: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let block = |term: &crate::model::RandomTerm| {
        let (order, q) = (model.parts.stages[term.stage].effects.len(), term.labels.len());
        let entry = |i: usize, j: usize| stages[term.stage][(term.offset + i) * order + term.offset + j];
        (0..q * q).map(|at| entry(at / q, at % q)).collect()
    };
    model.parts.terms.iter().map(block).collect()
}

/// ∂/∂Λ = 2NΛ at the free entries.
fn free_gradient(factors: &[TermFactor], by_square: &[Vec<f64>]) -> DVector<f64> {
    let mut gradient = Vec::new();
    for (factor, n) in factors.iter().zip(by_square) {
        let q = factor.order;
        gradient.extend(factor.free().map(|at| {
            let (i, j) = (at / q, at % q);
            2.0 * (0..q).map(|k| n[i * q + k] * factor.lambda[k * q + j]).sum::<f64>()
        }));
    }
    DVector::from_vec(gradient)
}

/// The free entries of all terms in one vector.
pub(super) fn free_entries(factors: &[TermFactor]) -> DVector<f64> {
    let entries = factors.iter().flat_map(|factor| factor.free().map(|at| factor.lambda[at]));
    DVector::from_vec(entries.collect())
}

/// The same factors with other free entries.
pub(super) fn with_entries(factors: &[TermFactor], entries: &DVector<f64>) -> Vec<TermFactor> {
    let mut entries = entries.iter();
    let mut moved = factors.to_vec();
    for factor in &mut moved {
        for (at, &entry) in factor.free().zip(&mut entries) {
            factor.lambda[at] = entry;
        }
    }
    moved
}
