//! Why `peil single-case` stops.

use peil_stats::single_case::RandomisationError;

use crate::cli::table::CsvError;

/// Why `peil single-case` stops. Each text names the place and what to do, and repeats no answer.
#[derive(Debug, thiserror::Error)]
pub enum SingleCaseError {
    /// The file makes no table.
    #[error(transparent)]
    Csv(#[from] CsvError),
    /// A column that the file lacks.
    #[error(
        "{path}: there is no column `{name}`; the columns are {known}; name the one that is meant with --{option} COLUMN"
    )]
    Column {
        /// The file.
        path: String,
        /// The column.
        name: String,
        /// The columns there are.
        known: String,
        /// The option that names it.
        option: &'static str,
    },
    /// Two options that name one column.
    #[error("--{one} and --{other} both name column `{name}`; each needs its own")]
    SameColumn {
        /// An option.
        one: &'static str,
        /// Another.
        other: &'static str,
        /// The column.
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
    /// A field that cannot be.
    #[error("{path}, line {line}: {fault}")]
    Field {
        /// The file.
        path: String,
        /// Line of the file, the header is 1.
        line: usize,
        /// What is wrong, and the remedy.
        fault: String,
    },
    /// A header without rows.
    #[error("{path}: there is no row below the header; write one for each case and planned session")]
    NoRows {
        /// The file.
        path: String,
    },
    /// A label that no row has.
    #[error("--baseline: no row of {path} has the phase `{label}`; the phases are {known}")]
    NoSuchPhase {
        /// The file.
        path: String,
        /// What was typed.
        label: String,
        /// The phases there are.
        known: String,
    },
    /// The test that was asked for cannot be made.
    #[error("--randomisation: {path}: {reason}{}", option_of(reason))]
    Randomisation {
        /// The file.
        path: String,
        /// Why.
        reason: RandomisationError,
    },
    /// The result cannot be turned into JSON.
    #[error("the result cannot be written as JSON: {0}")]
    Json(#[from] serde_json::Error),
    /// Standard output is gone.
    #[error("the result cannot be written: {0}")]
    Write(#[from] std::io::Error),
}

/// The option that follows the advice.
fn option_of(reason: &RandomisationError) -> &'static str {
    match reason {
        RandomisationError::NotAdmissible { .. } => " (--min-baseline, --min-treatment)",
        RandomisationError::OneCase => " (--randomisation start-points)",
        RandomisationError::NotShared { .. } => " (--randomisation start-points or permutation)",
        RandomisationError::NoCases | RandomisationError::NoStatistic { .. } => "",
    }
}

impl SingleCaseError {
    /// The exit status of the process.
    #[must_use]
    pub fn exit_status(&self) -> u8 {
        2
    }
}
