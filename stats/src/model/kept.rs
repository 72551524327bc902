//! Rows that stay with a model.

use std::sync::Arc;

use super::residual::ResidualRows;
use super::rows::{Rows, Whitening};

/// Rows that are kept because their residuals have parameters of their own, or because their factors cross.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct KeptRows {
    pub(crate) rows: Arc<Rows>,
    pub(crate) residual: Arc<ResidualRows>,
    /// ρ, the residual parameters that the sums were made with (none where there are none); `None`: to be estimated.
    pub(crate) rho: Option<Vec<f64>>,
}

impl KeptRows {
    /// The residual structure, when its parameters are to be estimated.
    pub(crate) fn free(&self) -> Option<&ResidualRows> {
        self.rho.is_none().then_some(&self.residual)
    }

    /// What the sums were whitened with; `None` for nothing.
    pub(crate) fn whitening(&self) -> Option<Whitening> {
        let rho = self.rho.as_deref()?;
        if self.residual.is_plain() { None } else { self.residual.whitening(rho) }
    }
}
