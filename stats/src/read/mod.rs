//! Interpret: what a fit says about people, groups and means.
//!
//! [`crate::fit::Fit`] gains its reading methods here:
//!
//! * people: `conditional_modes` and `term_modes` (each level's deviation), `predict` (the rows of a table, for known and
//!   new clients and groups), `next_session` (what the next score is expected to be), `linear_combination` (any weighted
//!   sum of fixed and random effects, such as a group's mean line);
//! * variation: [`variance_components`], `variance_shares` (at zero, at given covariates, on average), [`r_squared`],
//!   [`intraclass_correlations`], [`design_effects`];
//! * tables: [`report`].
//!
//! All errors of prediction take the variance parameters as known.

mod caution;
mod clustering;
mod combination;
mod expectation;
mod interpretation;
mod level_names;
mod modes;
mod new_residual;
mod predict;
mod predict_error;
mod predicted_rows;
mod propagate;
mod r_squared;
mod report;
mod row_columns;
mod row_levels;
mod shares;
mod total_products;
mod variance_components;
mod weights;

pub use caution::{Caution, cautions};
pub use clustering::{
    DesignEffect, IntraclassCorrelation, design_effect, design_effects, effective_number, intraclass_correlations,
};
pub use combination::{Combination, Prediction, ReadError};
pub use expectation::{BAND_COVERAGES, Band, Expectation};
pub use interpretation::Interpretation;
pub use modes::{ConditionalMode, TermModes};
pub use predict::{Level, Predictions, RowPrediction, Unknown};
pub use predict_error::PredictError;
pub use r_squared::{RSquared, r_squared};
pub use report::{FactorRow, FixedRow, RandomRow, Report, ReportOptions, report};
pub use shares::{Covariates, Share, ShareError, VarianceShares};
pub use variance_components::{VarianceComponent, variance_components};
