//! Why `peil composition` stops.

use peil_stats::composition::CompositionError;

use crate::cli::table::CsvError;

/// Why `peil composition` stops. Each message is complete: the place, the reason, and what to do.
#[derive(Debug, thiserror::Error)]
pub enum CompositionCommandError {
    /// The file makes no table.
    #[error(transparent)]
    Csv(#[from] CsvError),
    /// A column that is not there.
    #[error("{option}: the file has no column `{name}`; it has {known}")]
    UnknownColumn {
        /// The option that names it.
        option: &'static str,
        /// The name.
        name: String,
        /// The columns of the file.
        known: String,
    },
    /// Two options name the same column.
    #[error("{option}: column `{name}` is named twice; group, outcome and trait are three columns")]
    SameColumn {
        /// The later option.
        option: &'static str,
        /// The name.
        name: String,
    },
    /// An outcome that is no number.
    #[error("--outcome: column `{name}` has texts; choose a column of numbers")]
    OutcomeNotNumbers {
        /// The column.
        name: String,
    },
    /// A text trait with one value or more than two.
    #[error("--trait: column `{name}` has {found} different texts; a trait has two values, or is a number")]
    NotTwoValues {
        /// The column.
        name: String,
        /// How many texts.
        found: usize,
    },
    /// A range for texts.
    #[error("--range: the trait `{name}` has two texts and no range; leave --range out")]
    RangeOfTexts {
        /// The column.
        name: String,
    },
    /// The submodels cannot be compared.
    #[error(transparent)]
    Composition(#[from] CompositionError),
    /// The answer cannot be written as JSON.
    #[error(transparent)]
    Json(#[from] serde_json::Error),
    /// The answer cannot be written.
    #[error("cannot write the answer: {0}")]
    Write(#[from] std::io::Error),
}

impl CompositionCommandError {
    /// The status that the process ends with.
    #[must_use]
    pub fn exit_status(&self) -> u8 {
        2
    }
}
