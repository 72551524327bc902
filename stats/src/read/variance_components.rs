//! The variance table: variances, covariances, residual.

use crate::fit::Fit;

/// One row of the variance table.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct VarianceComponent {
    /// The grouping factor; `None` of the residual.
    pub factor: Option<String>,
    /// The effect; `None` of the residual.
    pub term: Option<String>,
    /// The other effect where the row is a covariance.
    pub with: Option<String>,
    /// Variance or covariance, in the user's units.
    pub value: f64,
    /// Standard deviation, or the correlation where the row is a covariance (`NaN`, null, where a variance is zero).
    pub standardised: f64,
}

/// All variances and covariances: terms in lme4's order, in each the variances first, and the residual variance last.
#[must_use]
pub fn variance_components(fit: &Fit) -> Vec<VarianceComponent> {
    let mut rows = Vec::new();
    for effect in fit.random() {
        let sd = &effect.standard_deviations;
        let row = |term: usize, with: Option<usize>, value: f64, standardised: f64| VarianceComponent {
            factor: Some(effect.factor.clone()),
            term: Some(effect.terms[term].clone()),
            with: with.map(|with| effect.terms[with].clone()),
            value,
            standardised,
        };
        rows.extend((0..sd.len()).map(|i| row(i, None, sd[i].powi(2), sd[i])));
        for i in 1..sd.len() {
            for j in 0..i {
                let correlation = effect.correlations[i][j];
                let covariance = if correlation.is_nan() { 0.0 } else { correlation * sd[i] * sd[j] };
                rows.push(row(j, Some(i), covariance, correlation));
            }
        }
    }
    let residual = fit.residual_standard_deviation();
    let (value, standardised) = (residual.powi(2), residual);
    rows.push(VarianceComponent { factor: None, term: None, with: None, value, standardised });
    rows
}
