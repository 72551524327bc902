//! One factorisation of the mixed model equations, whichever engine makes it.

use std::collections::BTreeMap;

use super::crossed::CrossedElimination;
use super::nested::{NestedElimination, Paths};
use super::root::{Root, RootWeights};
use crate::model::{Model, Sums};

/// The Cholesky factor at one θ, and the storage for the next.
#[derive(Debug, Clone)]
pub(crate) enum Elimination {
    /// Nested factors.
    Nested(NestedElimination),
    /// Crossed factors.
    Crossed(Box<CrossedElimination>),
}

impl Elimination {
    /// Storage for a model; hold it over evaluations.
    pub(crate) fn new(model: &Model) -> Self {
        let parts = &model.parts;
        match &parts.sums {
            Sums::Nested(moments) => Self::Nested(NestedElimination::new(&parts.stages, moments, parts.fixed.len())),
            Sums::Crossed(sums) => Self::Crossed(Box::new(CrossedElimination::new(sums))),
        }
    }

    /// Factorises at the stages' Λ; false when the equations are not positive definite in floating point.
    pub(crate) fn factorise(&mut self, model: &Model, lambdas: &[Vec<f64>]) -> bool {
        let parts = &model.parts;
        match (self, &parts.sums) {
            (Self::Nested(nested), Sums::Nested(moments)) => {
                nested.factorise(&parts.stages, moments, parts.fixed.len(), lambdas)
            }
            (Self::Crossed(crossed), Sums::Crossed(sums)) => crossed.factorise(sums, lambdas),
            // A factorisation belongs to the model it was made for.
            (Self::Nested(_), Sums::Crossed(_)) | (Self::Crossed(_), Sums::Nested(_)) => false,
        }
    }

    /// The end of the last factorisation.
    pub(crate) fn root(&self) -> &Root {
        match self {
            Self::Nested(nested) => nested.root(),
            Self::Crossed(crossed) => crossed.root(),
        }
    }

    /// The derivative by M = ΛΛ' of every stage, q × q, symmetric.
    pub(crate) fn by_square(&mut self, model: &Model, weights: RootWeights) -> Vec<Vec<f64>> {
        let parts = &model.parts;
        match (self, &parts.sums) {
            (Self::Nested(nested), Sums::Nested(moments)) => {
                nested.by_square(&parts.stages, moments, parts.fixed.len(), weights)
            }
            (Self::Crossed(crossed), Sums::Crossed(sums)) => crossed.by_square(sums, weights),
            // A factorisation belongs to the model it was made for.
            (Self::Nested(_), Sums::Crossed(_)) | (Self::Crossed(_), Sums::Nested(_)) => Vec::new(),
        }
    }

    /// b̂ of every stage in internal units (response scale 1): levels × q; `root` multiplies the fixed columns and the
    /// response, (−β̂, 1).
    pub(crate) fn modes(&self, model: &Model, root: &[f64]) -> Vec<Vec<f64>> {
        let parts = &model.parts;
        match (self, &parts.sums) {
            (Self::Nested(nested), Sums::Nested(moments)) => nested.modes(&parts.stages, moments, root),
            (Self::Crossed(crossed), Sums::Crossed(sums)) => crossed.modes(sums, root),
            // A factorisation belongs to the model it was made for.
            (Self::Nested(_), Sums::Crossed(_)) | (Self::Crossed(_), Sums::Nested(_)) => Vec::new(),
        }
    }

    /// Forward substitution of weights of random effects (for each stage by level, q each): the squared length of their
    /// part of L⁻¹k, and what they leave on the p fixed effects and on the response (p + 1): the latter is minus k'b̂ at β = 0.
    pub(crate) fn forward(&self, model: &Model, random: &[BTreeMap<usize, Vec<f64>>]) -> (f64, Vec<f64>) {
        let parts = &model.parts;
        match (self, &parts.sums) {
            (Self::Nested(nested), Sums::Nested(moments)) => {
                nested.forward(&parts.stages, moments, parts.fixed.len(), random)
            }
            (Self::Crossed(crossed), Sums::Crossed(sums)) => crossed.forward(sums, random),
            // A factorisation belongs to the model it was made for.
            (Self::Nested(_), Sums::Crossed(_)) | (Self::Crossed(_), Sums::Nested(_)) => (0.0, Vec::new()),
        }
    }

    /// What multiplies the columns of a row down to rising levels of a stage (their number for the root), of nested factors;
    /// `None` where factors cross.
    pub(crate) fn paths(&self, model: &Model, stage: usize, levels: &[u32], errors: bool) -> Option<Paths> {
        let parts = &model.parts;
        match (self, &parts.sums) {
            (Self::Nested(nested), Sums::Nested(moments)) => {
                Some(nested.paths((&parts.stages, moments), parts.fixed.len(), stage, levels, errors))
            }
            (Self::Nested(_) | Self::Crossed(_), Sums::Crossed(_)) | (Self::Crossed(_), Sums::Nested(_)) => None,
        }
    }

    /// Conditional covariances of the random effects of every stage, β taken as known, in units of σ²: levels × q × q.
    pub(crate) fn conditional_covariances(&self, model: &Model) -> Vec<Vec<f64>> {
        let parts = &model.parts;
        match (self, &parts.sums) {
            (Self::Nested(nested), Sums::Nested(moments)) => {
                nested.conditional_covariances(&parts.stages, moments, parts.fixed.len())
            }
            (Self::Crossed(crossed), Sums::Crossed(sums)) => crossed.conditional_covariances(sums),
            // A factorisation belongs to the model it was made for.
            (Self::Nested(_), Sums::Crossed(_)) | (Self::Crossed(_), Sums::Nested(_)) => Vec::new(),
        }
    }
}
