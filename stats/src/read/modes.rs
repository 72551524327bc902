//! Conditional modes: the predicted deviation of each level.

use std::collections::BTreeMap;

use super::propagate::{StageWeights, squared_length};
use crate::fit::Fit;

/// The deviation of one level in one effect.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct ConditionalMode {
    /// The grouping factor.
    pub factor: String,
    /// The level; of a nested factor `outer:inner`.
    pub level: String,
    /// The effect.
    pub term: String,
    /// b̂, in the user's units.
    pub mode: f64,
    /// Conditional standard deviation given the data, β and the variance parameters taken as known (lme4's `condVar`).
    pub standard_deviation: f64,
}

impl Fit {
    /// The conditional modes of all levels, terms in lme4's order, levels in theirs.
    ///
    /// For the uncertainty of a prediction use [`Fit::linear_combination`], which does not take β as known.
    #[must_use]
    pub fn conditional_modes(&self) -> Vec<ConditionalMode> {
        let stages = &self.model.parts.stages;
        let modes = internal_modes(self);
        let sigma = self.residual_standard_deviation();
        let mut result = Vec::new();
        for term in &self.model.parts.terms {
            let (stage, q) = (&stages[term.stage], stages[term.stage].effects.len());
            let order = term.labels.len();
            for (level, name) in stage.labels.all().enumerate() {
                let from = level * q + term.offset;
                let values = term.scaling.to_user(&modes[term.stage][from..from + order]);
                for (effect, label) in term.labels.iter().enumerate() {
                    let unit: Vec<f64> = (0..order).map(|i| if i == effect { 1.0 } else { 0.0 }).collect();
                    let mut weights = vec![0.0; q];
                    weights[term.offset..term.offset + order].copy_from_slice(&term.scaling.weights_to_internal(&unit));
                    let mut random: StageWeights = vec![BTreeMap::new(); stages.len()];
                    random[term.stage].insert(level, weights);
                    result.push(ConditionalMode {
                        factor: stage.name.clone(),
                        level: name.clone(),
                        term: label.clone(),
                        mode: values[effect] * self.model.parts.response_scale,
                        standard_deviation: sigma * squared_length(self, &random, None).sqrt(),
                    });
                }
            }
        }
        result
    }
}

/// b̂ of every stage in internal units (response scale 1): levels × q.
///
/// Back substitution: b = ΛL⁻ᵀ(V e), where e holds what multiplies each column outside the level: 1 for the response, −β̂
/// for the fixed effects, −b̂ for the effects of the levels that hold this one.
pub(super) fn internal_modes(fit: &Fit) -> Vec<Vec<f64>> {
    let mut root: Vec<f64> = fit.elimination.root().beta.iter().map(|b| -b).collect();
    root.push(1.0);
    fit.elimination.modes(&fit.model, &root)
}
