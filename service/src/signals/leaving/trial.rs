//! How well an organisation's own model of leaving foretells here: one that knew earlier time only, held against what came
//! later. One thing is of today: the expected course from which deviations are counted has learnt from all stays.

use peil_stats::dropout::{
    CourseForHazard, HazardError, HazardSettings, RegressionError, Validation, ValidationSettings, forward_validation,
};
use serde::{Deserialize, Serialize};

/// Dropouts after the first model was learnt, below which nothing is told: a handful of them says nothing of anything.
pub const FEWEST_DROPOUTS: usize = 10;
/// Dropouts from which a slope and an area can be relied on; below it the reader is told to look at the intervals. Collins,
/// Ogundimu and Altman 2016, doi:10.1002/sim.6787.
pub const ENOUGH_FOR_CERTAINTY: usize = 100;
/// Shares of the rows that only serve to learn from, the first at which there is a model is taken: what decides is how many
/// stays had ended by then, and not what is foretold.
const FIRSTS: [f64; 3] = [0.5, 0.65, 0.8];

/// How a model of earlier time did on later time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum LeavingTrial {
    /// It was held against what came later.
    Judged(Box<Validation>),
    /// At none of the cuts had enough stays ended before it, with dropouts enough after it.
    TooFew,
    /// A model of earlier time could not be computed.
    Failed,
}

impl LeavingTrial {
    /// Tries a model with the covariates of these courses. `cut` says into how many blocks later time is cut, and from which
    /// probability on DROP speaks; how much comes before it is chosen here.
    pub(super) fn of(courses: &[CourseForHazard<'_>], settings: &HazardSettings, cut: &ValidationSettings) -> Self {
        for first in FIRSTS {
            match forward_validation(courses, settings, &ValidationSettings { first, ..*cut }) {
                Ok(found) if found.next.dropouts < FEWEST_DROPOUTS => return Self::TooFew,
                Ok(found) => return Self::Judged(Box::new(found)),
                Err(HazardError::TooFewEnded { .. } | HazardError::TooFewDropouts { .. }) => {}
                // Nobody left after the cut.
                Err(HazardError::Validation | HazardError::Regression(RegressionError::OneKind { .. })) => {
                    return Self::TooFew;
                }
                Err(error) => {
                    tracing::warn!(error = %error, "a model of leaving could not be tried on later time");
                    return Self::Failed;
                }
            }
        }
        Self::TooFew
    }
}
