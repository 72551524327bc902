//! Storage for evaluations of the deviance.

use crate::fit::{Elimination, Fit, ResidualObjective, Root, TermFactor, stage_factors};

/// The last factorisation, and the rows whitened as they last were.
pub(super) struct Room<'a> {
    fit: &'a Fit,
    /// Where residuals have parameters of their own.
    residual: Option<ResidualObjective<'a>>,
    elimination: Elimination,
}

impl<'a> Room<'a> {
    pub(super) fn new(fit: &'a Fit) -> Self {
        let residual = ResidualObjective::around(fit).map(|(objective, _)| objective);
        Self { fit, residual, elimination: Elimination::new(fit.model()) }
    }

    /// Log|V| less that of the rows' precisions at the estimates, and what else the factorisation ends in; `None` where it
    /// cannot be made.
    pub(super) fn at(&mut self, factors: &[TermFactor], rho: &[f64]) -> Option<(f64, &Root)> {
        let own = self.fit.model();
        let model = match &mut self.residual {
            Some(objective) => objective.at_residual(rho)?,
            None => own,
        };
        if !self.elimination.factorise(model, &stage_factors(model, factors)) {
            return None;
        }
        let root = self.elimination.root();
        Some((root.log_determinant - (model.parts.log_weights - own.parts.log_weights), root))
    }
}
