//! A model whose response can be exchanged, to be fitted again and again.

use std::sync::Arc;

use super::super::tree::set_response;
use super::failure::{RefitFailure, arrived};
use super::mapping::Mapping;
use crate::fit::{Fit, fit};
use crate::model::Model;

/// A copy of a fitted model for one thread.
pub(super) struct Refit {
    model: Model,
    criterion: crate::fit::Criterion,
    start: Vec<f64>,
    products: Vec<f64>,
}

impl Refit {
    /// Refits start at the fit's own θ. What is drawn lacks the fixed part `fixed` (internal coefficients, the response's units),
    /// so it is taken out of the response as the least-squares fit was.
    pub(super) fn new(of: &Fit, fixed: Vec<f64>) -> Self {
        let mut model = of.model.clone();
        Arc::make_mut(&mut model.parts).fixed_start = fixed;
        Self { model, criterion: of.criterion(), start: of.theta(), products: Vec::new() }
    }

    /// Fits the model to a new response given by its products with the model's own columns.
    pub(super) fn fitted(&mut self, products: &[f64]) -> Result<Fit, RefitFailure> {
        set_response(&mut self.model, products);
        arrived(fit(&self.model, self.criterion, Some(&self.start)))
    }

    /// Fits it to a response given by its products with the columns of a larger model.
    pub(super) fn fitted_within(&mut self, host: &[f64], mapping: &Mapping) -> Result<Fit, RefitFailure> {
        let m = mapping.columns.len();
        let width = mapping.columns.first().map_or(0, Vec::len);
        let mut products = std::mem::take(&mut self.products);
        products.clear();
        products.resize(self.model.parts.stages[0].labels.len() * m, 0.0);
        for (level, sums) in mapping.innermost.iter().zip(host.chunks_exact(width)) {
            for (own, weights) in products[level * m..][..m].iter_mut().zip(&mapping.columns) {
                *own += weights.iter().zip(sums).map(|(weight, sum)| weight * sum).sum::<f64>();
            }
        }
        let found = self.fitted(&products);
        self.products = products;
        found
    }
}

/// Internal β̂ in the response's units.
pub(super) fn internal_fixed(fit: &Fit) -> Vec<f64> {
    let parts = &fit.model.parts;
    let pairs = fit.elimination.root().beta.iter().zip(&parts.fixed_start);
    pairs.map(|(beta, start)| beta * parts.response_scale + start).collect()
}
