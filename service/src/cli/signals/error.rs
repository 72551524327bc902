//! Why a command about signals stops.

use std::path::PathBuf;

use peil_stats::{change::ChangeError, evaluation::StudyError, expected::ExpectedFitError, signals::UnknownRule};

use crate::{
    cli::{questionnaire::QuestionnaireError, table::CsvError},
    signals::{ParameterFileError, RuleSettingError},
};

/// Why `peil signals` or `peil evaluate` stops. Each text names the place and what to do, and repeats no answer.
#[derive(Debug, thiserror::Error)]
pub enum SignalsError {
    /// The file makes no table.
    #[error(transparent)]
    Csv(#[from] CsvError),
    /// Fields that cannot be.
    #[error("{0}")]
    Fields(String),
    /// A header without rows.
    #[error("{path}: there is no row below the header; write one for each client and session")]
    NoRows {
        /// The file.
        path: String,
    },
    /// A column of the contract that the file lacks.
    #[error(
        "{path}: there is no column `{name}`; the columns are {known}; name the one that is meant with --column {name}=…"
    )]
    MissingColumn {
        /// The file.
        path: String,
        /// The column.
        name: &'static str,
        /// The columns there are.
        known: String,
    },
    /// A renamed column that does not exist.
    #[error("--column: there is no column `{column}`; the columns are {known}")]
    NoSuchColumn {
        /// What was named.
        column: String,
        /// The columns there are.
        known: String,
    },
    /// A name that the contract does not know.
    #[error("--column: `{name}` is none of the columns that are read; those are {known}")]
    UnknownName {
        /// What was typed.
        name: String,
        /// The names of the contract.
        known: String,
    },
    /// A name that two columns were given for.
    #[error("--column: `{name}` is given more than once; say once which column it is")]
    NamedTwice {
        /// What was typed.
        name: String,
    },
    /// A file that is separated by something else.
    #[error(
        "{path}: the columns are separated by {separator}; separate them by commas, and write decimals with a point"
    )]
    Separator {
        /// The file.
        path: String,
        /// What separates them.
        separator: &'static str,
    },
    /// A pair that is none.
    #[error("--column: write the name that is read, an equals sign and the file's own column, as in client=subject")]
    Column,
    /// No such questionnaire, or one that is not sound.
    #[error(transparent)]
    Instrument(#[from] QuestionnaireError),
    /// A score that the questionnaire does not have.
    #[error("--score: `{id}` has no score `{score}`; its scores are {known}")]
    UnknownScore {
        /// The questionnaire.
        id: String,
        /// What was typed.
        score: String,
        /// The scores there are.
        known: String,
    },
    /// Neither a questionnaire nor a direction.
    #[error(
        "give --instrument ID, or --direction with --reliable-change POINTS where the questionnaire is not one of ours"
    )]
    NoScale,
    /// Points that cannot be.
    #[error("{option}: {source}")]
    Points {
        /// The option.
        option: &'static str,
        /// Why.
        source: ChangeError,
    },
    /// A word that is no rule.
    #[error("--rules: {0}; beside them RISK")]
    Rule(#[from] UnknownRule),
    /// A constant that is none, or that cannot be so.
    #[error("--rules: {0}")]
    Constant(#[from] RuleSettingError),
    /// Courses that are not in order: the file was ordered before, so this is a fault of ours.
    #[error("{0}; tell the makers of Peil")]
    Study(#[from] StudyError),
    /// A file of parameters that cannot be read.
    #[error("{}: {source}; is the name right?", path.display())]
    ReadParameters {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// A file of parameters that holds something else, or is of another measure.
    #[error("{}: {source}", path.display())]
    Parameters {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        source: ParameterFileError,
    },
    /// No expected course to write.
    #[error("--write-expected: {0}")]
    NothingToWrite(ExpectedFitError),
    /// A file that cannot be written.
    #[error("{}: {source}; nothing was written", path.display())]
    WriteFile {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// The chart cannot be drawn.
    #[error("--chart: {0}")]
    Chart(#[from] crate::charts::ChartError),
    /// The result cannot be turned into JSON.
    #[error("the result cannot be written as JSON: {0}")]
    Json(#[from] serde_json::Error),
    /// Standard output is gone.
    #[error("the result cannot be written: {0}")]
    Write(#[from] std::io::Error),
}

impl SignalsError {
    /// Faults of a file, the first of them told.
    pub(super) fn fields(mut faults: Vec<String>, told: usize) -> Self {
        let left = faults.len().saturating_sub(told);
        faults.truncate(told);
        if left > 0 {
            faults.push(format!("and {left} more"));
        }
        Self::Fields(faults.join("\npeil: "))
    }

    /// The exit status of the process.
    #[must_use]
    pub fn exit_status(&self) -> u8 {
        2
    }
}
