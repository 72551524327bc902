//! Why `peil change` stops.

use peil_stats::change::ChangeError;

use crate::cli::{questionnaire::QuestionnaireError, signals::SignalsError, table::CsvError};

/// Why `peil change` stops. Each text names the place and what to do, and repeats no answer.
#[derive(Debug, thiserror::Error)]
pub enum ChangeCommandError {
    /// The file makes no table.
    #[error(transparent)]
    Csv(#[from] CsvError),
    /// What `peil signals` says of the same file or options.
    #[error(transparent)]
    Signals(#[from] SignalsError),
    /// No such questionnaire, or one that is not sound.
    #[error(transparent)]
    Instrument(#[from] QuestionnaireError),
    /// Neither a questionnaire nor a direction.
    #[error("give --instrument ID, or --direction lower|higher where the questionnaire is not one of ours")]
    NoMeasure,
    /// Fields that cannot be.
    #[error("{0}")]
    Fields(String),
    /// Nobody has two scores.
    #[error("{path}: no client has two scores; change needs a first and a last one")]
    NoPairs {
        /// The file.
        path: String,
    },
    /// A number that cannot be.
    #[error("{option}: {source}")]
    Number {
        /// The option.
        option: &'static str,
        /// Why.
        source: ChangeError,
    },
    /// A norm that is none.
    #[error("{option}: write mean and standard deviation, as in 19.7,7.7{known}")]
    Norm {
        /// The option.
        option: &'static str,
        /// The populations that the definition knows.
        known: String,
    },
    /// A cut-off that cannot be worked out.
    #[error("--cut-off: {0}")]
    CutOff(&'static str),
    /// A method that was named and cannot be used.
    #[error("--method {method}: {why}")]
    Method {
        /// The method.
        method: String,
        /// What it lacks.
        why: String,
    },
    /// No method can be used.
    #[error("nothing is known to judge change by: {0}")]
    NoMethod(String),
    /// The result cannot be turned into JSON.
    #[error("the result cannot be written as JSON: {0}")]
    Json(#[from] serde_json::Error),
    /// Standard output is gone.
    #[error("the result cannot be written: {0}")]
    Write(#[from] std::io::Error),
}

impl ChangeCommandError {
    /// The exit status of the process.
    #[must_use]
    pub fn exit_status(&self) -> u8 {
        2
    }
}
