//! What a fit's variances mean: the block that a report adds on request.

use super::caution::{Caution, cautions};
use super::clustering::{DesignEffect, IntraclassCorrelation, design_effects, intraclass_correlations};
use super::r_squared::{RSquared, r_squared};
use super::shares::VarianceShares;
use super::variance_components::{VarianceComponent, variance_components};
use crate::fit::Fit;

/// Variances and what they say, as `peil fit` writes them beside the contract's fields.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Interpretation {
    /// Variances, covariances, residual.
    pub variance_components: Vec<VarianceComponent>,
    /// At covariates zero.
    pub icc: Vec<IntraclassCorrelation>,
    /// Averaged over the rows.
    pub variance_shares: VarianceShares,
    /// `None` (null) of a model without intercept.
    pub r_squared: Option<RSquared>,
    /// Innermost factor first.
    pub design_effects: Vec<DesignEffect>,
    /// What a reader must be told before drawing conclusions; written where there is any.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub cautions: Vec<Caution>,
}

impl Interpretation {
    /// Everything at once.
    #[must_use]
    pub fn of(fit: &Fit) -> Self {
        Self {
            variance_components: variance_components(fit),
            icc: intraclass_correlations(fit),
            variance_shares: fit.average_variance_shares(),
            r_squared: r_squared(fit),
            design_effects: design_effects(fit),
            cautions: cautions(fit),
        }
    }
}
