//! What can stop an analysis.

use crate::store::StoreError;

/// Why an analysis was not made.
#[derive(Debug, thiserror::Error)]
pub enum AnalyseError {
    /// The stored scores are of an instrument or scale that this version of the service does not have.
    #[error("instrument `{instrument}` has no scale `{scale}` here")]
    UnknownScale {
        /// The instrument.
        instrument: String,
        /// The scale.
        scale: String,
    },
    /// The model could not be fitted; the text is the statistics crate's own and holds no score.
    #[error("the model could not be fitted: {0}")]
    Fit(String),
    /// The scores allow many models equally well, or the search did not arrive: showing one of them would be a false certainty.
    #[error("the scores do not determine the model ({0:?}); none is shown until more are there")]
    Undetermined(peil_stats::fit::Status),
    /// Stored numbers are no expected course.
    #[error("a stored expected course cannot be used ({0}); import its file anew or forget it")]
    Expected(#[from] peil_stats::expected::ParameterError),
    /// The model cannot be written as JSON.
    #[error("a model cannot be stored")]
    StoredModel(#[from] serde_json::Error),
    /// The computing thread was lost.
    #[error("the computation was broken off")]
    BrokenOff,
    /// The rows cannot be reached.
    #[error(transparent)]
    Store(#[from] StoreError),
}
