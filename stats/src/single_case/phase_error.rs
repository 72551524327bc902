//! Why there is no multilevel phase model, and what must be said beside one.

use crate::data::TableError;
use crate::fit::FitError;
use crate::model::{FormulaError, ModelError};

/// Why there is no multilevel phase model.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum PhaseError {
    /// Too few cases to know how cases differ.
    #[error(
        "{found} of {total} cases have scores in both phases; a model of all cases needs {needed}: look at each case, and at \
         the randomisation test"
    )]
    TooFewCases {
        /// Cases with scores in both phases.
        found: usize,
        /// All cases.
        total: usize,
        /// Cases that are needed.
        needed: usize,
    },
    /// Too few scores to know a slope.
    #[error("{found} of {total} cases have {scores} scores or more in both phases; slopes need {needed} such cases")]
    TooFewScores {
        /// Cases with enough scores.
        found: usize,
        /// All cases.
        total: usize,
        /// Scores that are enough in a phase.
        scores: usize,
        /// Cases that are needed.
        needed: usize,
    },
    /// All scores are equal.
    #[error("all scores are equal, so there is nothing to model")]
    Constant,
    /// Time, phase and their product are not told apart.
    #[error(
        "the scores cannot tell `{term}` from the rest; stagger the start points, or collect more sessions a phase"
    )]
    Collinear {
        /// The column that was left out.
        term: String,
    },
    /// The variances are not determined by the data.
    #[error("the scores leave open how much is between cases and how much is carried over from session to session")]
    NotIdentified,
    /// The search did not arrive.
    #[error("the fit did not arrive in {evaluations} evaluations; look for impossible scores")]
    NotConverged {
        /// Evaluations of the criterion.
        evaluations: usize,
    },
    /// The formula of this module is wrong.
    #[error(transparent)]
    Formula(FormulaError),
    /// The cases make no table.
    #[error(transparent)]
    Table(#[from] TableError),
    /// The cases make no model.
    #[error(transparent)]
    Model(#[from] ModelError),
    /// The model cannot be fitted.
    #[error(transparent)]
    Fit(#[from] FitError),
}

/// What must be said beside a multilevel phase model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, serde::Serialize)]
#[serde(tag = "caution", rename_all = "snake_case")]
pub enum PhaseCaution {
    /// Few cases.
    #[error("only {cases} cases: trust the randomisation test more than this model's p-value")]
    FewCases {
        /// Cases in the model.
        cases: usize,
    },
    /// The effect was held equal for all cases.
    #[error("the treatment's effect is taken as the same for all cases: these scores do not say that it differs")]
    SameEffect,
    /// Residuals were taken as independent.
    #[error("scores are taken as independent of the scores before them: these do not tell how much is carried over")]
    Independent,
    /// A variance is zero.
    #[error("some variance between the cases is estimated as exactly zero, which with so few cases need not be so")]
    NoVariance,
    /// The method for few cases could not be used.
    #[error("Kenward and Roger's method could not be used, so the p-value is Satterthwaite's, or there is none")]
    NoKenwardRoger,
}
