//! How much of the variation lies between groups, and what that costs.

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
    let residual = fit.residual_standard_deviation().powi(2);
    let total = residual + intercepts.iter().map(|(_, variance)| variance).sum::<f64>();
    intercepts
        .into_iter()
        .map(|(factor, variance)| IntraclassCorrelation { factor, correlation: variance / total })
        .collect()
}
