//! How much of the variation lies between groups, and what that costs.

use super::shares::mean_residual_variance;
use crate::fit::Fit;

/// The design effect of a mean over clusters of equal size: 1 + (m − 1)·ICC (Kish 1965).
///
/// `members` is m, the number of measurements a cluster; `icc` the intraclass correlation. The effective number of
/// clients is n divided by this.
///
/// ```
/// assert!((peil_stats::read::design_effect(8.0, 0.06) - 1.42).abs() < 1e-12);
/// ```
#[must_use]
pub fn design_effect(members: f64, icc: f64) -> f64 {
    1.0 + (members - 1.0) * icc
}

/// The number of independent clients that tell as much as `count` clustered ones: count / design effect.
///
/// ```
/// use peil_stats::read::{design_effect, effective_number};
/// assert!((effective_number(80.0, design_effect(8.0, 0.06)) - 56.338).abs() < 1e-3);
/// ```
#[must_use]
pub fn effective_number(count: f64, design_effect: f64) -> f64 {
    count / design_effect
}

/// What the clustering of units in one factor costs.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct DesignEffect {
    /// The grouping factor.
    pub factor: String,
    /// What is counted in its levels: the next inner factor, or `observations`.
    pub units: String,
    /// How many units there are.
    pub count: usize,
    /// Mean number of units a level as a unit sees it, Σm²/Σm (Kish 1965); of observations the plain mean.
    pub members: f64,
    /// Correlation of two scores of different units of the same level, variances averaged over the rows.
    pub intraclass_correlation: f64,
    /// 1 + (members − 1)·ICC.
    pub design_effect: f64,
    /// count / design effect.
    pub effective: f64,
}

/// The design effect of each grouping factor, innermost first. Of factors that cross each counts by itself.
#[must_use]
pub fn design_effects(fit: &Fit) -> Vec<DesignEffect> {
    let stages = &fit.model.parts.stages;
    let shares = fit.average_variance_shares();
    let one = |(index, stage): (usize, &crate::model::Stage)| {
        let inner = index.checked_sub(1).map(|inner| &stages[inner]).filter(|inner| !inner.parent.is_empty());
        let (units, count, members) = match inner {
            Some(inner) => (inner.name.clone(), inner.labels.len(), members(&inner.parent, stage.labels.len())),
            None => {
                let n = fit.observations();
                ("observations".to_owned(), n, n as f64 / stage.labels.len() as f64)
            }
        };
        // Two units of the same level share its effects and those of the levels that hold it.
        let holding = stages[index..].iter().take_while(|inner| !inner.parent.is_empty()).count();
        let shared = stages[index..].iter().take(holding + 1);
        let icc: f64 = shared.map(|outer| shares.of_factor(&outer.name)).sum();
        let effect = design_effect(members, icc);
        DesignEffect {
            factor: stage.name.clone(),
            units,
            count,
            members,
            intraclass_correlation: icc,
            design_effect: effect,
            effective: effective_number(count as f64, effect),
        }
    };
    stages.iter().enumerate().map(one).collect()
}

/// Σm²/Σm over the levels that hold the units.
fn members(parent: &[u32], levels: usize) -> f64 {
    let mut sizes = vec![0.0; levels];
    parent.iter().for_each(|&level| sizes[level as usize] += 1.0);
    sizes.iter().map(|m| m * m).sum::<f64>() / sizes.iter().sum::<f64>()
}

/// The share of one factor in the variance at covariates zero.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct IntraclassCorrelation {
    /// The grouping factor.
    pub factor: String,
    /// Its intercept variance over the sum of all intercept variances and the residual variance; 0 to 1.
    pub correlation: f64,
}

/// Intraclass correlations of every factor with a random intercept, at covariates zero.
///
/// With nested factors the correlation of two clients of the same group is the group's share alone; that of two sessions
/// of the same client is the sum of the client's and the group's.
#[must_use]
pub fn intraclass_correlations(fit: &Fit) -> Vec<IntraclassCorrelation> {
    let random = fit.random();
    let intercepts: Vec<(String, f64)> = random
        .into_iter()
        .filter_map(|effect| {
            let at = effect.terms.iter().position(|term| term == "(Intercept)")?;
            Some((effect.factor, effect.standard_deviations[at].powi(2)))
        })
        .collect();
    let residual = mean_residual_variance(fit);
    let total = residual + intercepts.iter().map(|(_, variance)| variance).sum::<f64>();
    intercepts
        .into_iter()
        .map(|(factor, variance)| IntraclassCorrelation { factor, correlation: variance / total })
        .collect()
}
