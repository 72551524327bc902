//! Why no hazard model can be fitted.

use super::{HazardCourseError, RegressionError};
use crate::data::TableError;
use crate::glmm::GlmmError;
use crate::model::FormulaError;

/// Why no hazard model can be fitted.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum HazardError {
    /// Too few courses have ended: no percentages are shown, only named marks of risk.
    #[error("{ended} courses have ended; a model of dropout needs {needed}")]
    TooFewEnded {
        /// Courses that ended in any way.
        ended: usize,
        /// How many are needed.
        needed: usize,
    },
    /// Too few of them dropped out, however many ended: a model would describe those few.
    #[error("{dropouts} clients dropped out; a model of dropout needs {needed}")]
    TooFewDropouts {
        /// Clients who dropped out after their first session.
        dropouts: usize,
        /// How many are needed.
        needed: usize,
    },
    /// The search did not arrive, or many estimates fit as well.
    #[error("the model of dropout could not be determined from these courses; wait for more of them to end")]
    Undetermined,
    /// A forward validation whose parts cannot be made.
    #[error("a forward validation trains on a first part between 0 and 1 and tests on one block or more after it")]
    Validation,
    /// A stay cannot be read.
    #[error(transparent)]
    Course(#[from] HazardCourseError),
    /// The formula of the model cannot be read.
    #[error(transparent)]
    Formula(#[from] FormulaError),
    /// The rows make no table.
    #[error(transparent)]
    Table(#[from] TableError),
    /// The mixed model cannot be built or fitted.
    #[error(transparent)]
    Glmm(#[from] GlmmError),
    /// The model without groups cannot be fitted.
    #[error(transparent)]
    Regression(#[from] RegressionError),
}
