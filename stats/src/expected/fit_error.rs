//! Why no expected course can be fitted.

use super::ParameterError;
use crate::data::TableError;
use crate::fit::{FitError, FlatDirection};
use crate::model::{FormulaError, ModelError};

/// Why no expected course can be fitted.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum ExpectedFitError {
    /// Too few courses: nothing is drawn, and only the rules about change run.
    #[error("{courses} courses have {scores} scores or more; an expected course needs {needed}")]
    TooFewCourses {
        /// Courses with enough scores.
        courses: usize,
        /// How many are needed.
        needed: usize,
        /// Scores that are enough, x₀ included.
        scores: usize,
    },
    /// A start that is no finite number.
    #[error("course {course}: the start is no finite number")]
    Start {
        /// Which course, the first is 1.
        course: usize,
    },
    /// A score that cannot be one.
    #[error("course {course}, score {score}: weeks since x₀ must be finite and not negative, points finite")]
    Score {
        /// Which course, the first is 1.
        course: usize,
        /// Which score, the first is 1.
        score: usize,
    },
    /// All courses are alike in what the curve depends on.
    #[error("the {what} is the same in all courses (or tells nothing beside the rest): no curve can depend on it")]
    Constant {
        /// `time` or `start`.
        what: &'static str,
    },
    /// Many covariances of clients and groups fit as well.
    #[error("the scores leave open how clients and groups vary ({}): collect more scores a course", listed(.0))]
    NotIdentified(Vec<FlatDirection>),
    /// The search did not arrive.
    #[error("the fit did not arrive in {evaluations} evaluations; look for impossible scores, or start elsewhere")]
    NotConverged {
        /// Evaluations of the criterion.
        evaluations: usize,
    },
    /// The settings make no formula.
    #[error(transparent)]
    Formula(FormulaError),
    /// The courses make no table.
    #[error(transparent)]
    Table(#[from] TableError),
    /// The courses make no model.
    #[error(transparent)]
    Model(#[from] ModelError),
    /// The model cannot be fitted.
    #[error(transparent)]
    Fit(#[from] FitError),
    /// The estimates cannot be used.
    #[error(transparent)]
    Parameters(#[from] ParameterError),
}

fn listed(directions: &[FlatDirection]) -> String {
    directions.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
}
