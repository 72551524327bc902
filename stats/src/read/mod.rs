//! Interpret: what a fit says about people, groups and means.
//!
//! [`crate::fit::Fit`] gains two methods here: `conditional_modes` (each level's deviation) and `linear_combination` (any
//! weighted sum of fixed and random effects with its prediction error, such as a member's line or a group's mean line).

mod clustering;
mod combination;
mod modes;
mod propagate;
mod report;

pub use clustering::{IntraclassCorrelation, design_effect, intraclass_correlations};
pub use combination::{Combination, Prediction, ReadError};
pub use modes::ConditionalMode;
pub use report::{DegreesOfFreedom, FactorRow, FixedRow, RandomRow, Report, ReportOptions, report};
