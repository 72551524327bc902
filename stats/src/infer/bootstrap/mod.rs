//! The parametric bootstrap: new answers drawn from a fitted model, the model fitted to each.
//!
//! Where factors are nested nothing is drawn row by row. Such a model sees its rows only through M'M of each innermost level, and given those of the
//! other columns, M = [Z X], G = M'M = LL', the products of a new response y = Mc + e are Gc + σLε and
//! y'y = c'Gc + 2σc'Lε + σ²(|ε|² + χ²), with ε as many standard normals as G has rank and one χ² for all that is orthogonal to
//! the columns. A refit therefore costs the levels, not the rows.
//!
//! A model that keeps its rows (crossed factors, memberships, residual parameters) is drawn row by row from its estimates, the
//! residuals with their correlation and strata, and all its parameters are fitted again.
//!
//! Replicate r draws from its own stream (seed, r) of ChaCha, so the result does not depend on the number of threads.

mod caution;
mod distribution;
mod failure;
mod likelihood_ratio;
mod mapping;
mod replicate;
mod row_simulator;
mod simulator;
mod workers;

pub use caution::BootstrapCaution;
pub use distribution::{Bootstrap, BootstrapInterval, Replicate, bootstrap};
pub use failure::{RefitFailure, RefitFailures};
pub use likelihood_ratio::{BootstrapLikelihoodRatio, bootstrap_likelihood_ratio};

use super::error::InferenceError;
use super::likelihood_ratio::ComparisonError;

/// How much is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct BootstrapSettings {
    /// Number of replicates.
    pub replicates: usize,
    /// The seed.
    pub seed: u64,
    /// Threads to work with, at least 1; the result does not depend on it.
    pub threads: usize,
}

/// Why nothing can be drawn.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum BootstrapError {
    /// Zero replicates.
    #[error("no replicates asked for; ask for at least 1, for a p-value for 999")]
    NoReplicates,
    /// The model cannot be simulated from cross-products.
    #[error(transparent)]
    Inference(#[from] InferenceError),
    /// Of two models one keeps its rows and the other does not, so one cannot be fitted to draws from the other.
    #[error(
        "`{condensed}` keeps cross-products and `{by_row}` rows, so they cannot be fitted to the same draws; use the \
         likelihood-ratio test with its approximate law"
    )]
    RowsMissing {
        /// Formula of the model that keeps none.
        condensed: String,
        /// Formula of the model that keeps its rows.
        by_row: String,
    },
    /// The two models cannot be compared.
    #[error(transparent)]
    Comparison(#[from] ComparisonError),
    /// A column of the null model that the alternative does not hold.
    #[error("the larger model has no column `{column}` that the smaller one needs; add it to the larger model")]
    ColumnMissing {
        /// The column.
        column: String,
    },
    /// A grouping factor of the null model that the alternative does not have.
    #[error("the larger model has no grouping factor `{factor}` with the levels of the smaller one; add it")]
    FactorMissing {
        /// The factor.
        factor: String,
    },
    /// No replicate could be fitted.
    #[error("none of the {replicates} replicates could be fitted; see the status of the fit")]
    NothingFitted {
        /// How many were tried.
        replicates: usize,
    },
}
