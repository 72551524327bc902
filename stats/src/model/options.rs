//! What a model assumes beside its formula.

use std::collections::BTreeMap;

use super::residual::Residual;

/// What a model assumes beside its formula. The default: levels sorted, every row weighs the same.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ModelOptions {
    /// The order of a column's levels (the first is the reference); makes a number column categorical.
    pub levels: BTreeMap<String, Vec<String>>,
    /// A number column of prior weights w: the residual variance of a row is σ²/w (lme4's `weights`). Positive.
    pub weights: Option<String>,
    /// Grouping factors that a row belongs to by parts.
    pub memberships: Vec<MultipleMembership>,
    /// Correlation and strata of the residuals.
    pub residual: Residual,
}

impl ModelOptions {
    /// The columns that the options name.
    pub(super) fn columns(&self) -> Vec<&str> {
        let serial = self.residual.correlation.iter().flat_map(|serial| serial.time.iter().chain(&serial.within));
        self.weights.iter().chain(serial).chain(&self.residual.strata).map(String::as_str).collect()
    }
}

/// A grouping factor whose levels a row shares by weights, such as the modules that a client of an open group attended
/// (Paddock et al. 2011, doi:10.1214/10-AOAS434): the row's effect is Σ weight × effect of the level.
#[derive(Debug, Clone, PartialEq)]
pub struct MultipleMembership {
    /// The name that the formula uses behind a bar, `(1 | factor)`.
    pub factor: String,
    /// The column of the data whose levels the entries name.
    pub by: String,
    /// (level of `by`, level of the factor, weight). A level of `by` without entries belongs to nothing.
    pub entries: Vec<(String, String, f64)>,
}
