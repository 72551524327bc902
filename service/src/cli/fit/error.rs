//! Why `peil fit` stops.

use peil_stats::data::TableError;
use peil_stats::fit::FitError;
use peil_stats::glmm::GlmmError;
use peil_stats::infer::{BootstrapError, ComparisonError, InferenceError, ProfileError};
use peil_stats::model::{FormulaError, ModelError};

use super::notation::NotationError;
use crate::cli::table::CsvError;

/// Why `peil fit` stops. Each message is complete: the place, the reason, and what to do.
#[derive(Debug, thiserror::Error)]
pub enum FitCommandError {
    /// The file makes no table.
    #[error(transparent)]
    Csv(#[from] CsvError),
    /// The formula cannot be read.
    #[error(transparent)]
    Formula(#[from] FormulaError),
    /// An option's own notation cannot be read.
    #[error(transparent)]
    Notation(#[from] NotationError),
    /// Formula and table do not fit.
    #[error(transparent)]
    Model(#[from] ModelError),
    /// The model cannot be fitted.
    #[error(transparent)]
    Fit(#[from] FitError),
    /// The binomial model cannot be built or fitted.
    #[error(transparent)]
    Binomial(#[from] GlmmError),
    /// The fit allows no such test or interval.
    #[error(transparent)]
    Inference(#[from] InferenceError),
    /// The fit allows no cluster-robust errors.
    #[error("--robust: {0}")]
    Robust(InferenceError),
    /// The likelihood has no such profile.
    #[error(transparent)]
    Profile(#[from] ProfileError),
    /// Nothing can be drawn from the fit.
    #[error("--bootstrap: {0}")]
    Bootstrap(#[from] BootstrapError),
    /// The models may not be compared.
    #[error("--compare: {0}")]
    Comparison(#[from] ComparisonError),
    /// The rows of a comparison make no table.
    #[error(transparent)]
    Table(#[from] TableError),
    /// One of the formulas of a comparison.
    #[error("--compare, model {index}: {source}")]
    Compared {
        /// Which model; `--formula` is 1.
        index: usize,
        /// What is wrong with it.
        source: Box<FitCommandError>,
    },
    /// An option that names a column which the file does not have.
    #[error("{option}: there is no column `{name}`; the columns are {known}")]
    UnknownColumn {
        /// The option.
        option: &'static str,
        /// The name.
        name: String,
        /// The columns there are.
        known: String,
    },
    /// A row of a membership file that says too little.
    #[error("{path}, row {row}: column `{name}` needs {kind}; complete the row or take it out")]
    Membership {
        /// The file.
        path: String,
        /// Row, the first below the header is 1.
        row: usize,
        /// The column.
        name: String,
        /// What is missing.
        kind: &'static str,
    },
    /// The file has one column whose name holds another separator.
    #[error("{path}: the header is one column, `{name}`; separate the columns with commas, not with {separator}")]
    Separator {
        /// The file.
        path: String,
        /// The header.
        name: String,
        /// What the file seems to be separated with.
        separator: &'static str,
    },
    /// A value of `--at-theta` that is no number.
    #[error("--at-theta, value {index}: `{text}` is not a number; write numbers with commas between them")]
    Theta {
        /// Which, the first is 1.
        index: usize,
        /// What stands there.
        text: String,
    },
    /// A `--levels` that is not `column=a,b`.
    #[error("--levels `{text}`: write COLUMN=FIRST,SECOND,… with a column of the data")]
    Levels {
        /// What was given.
        text: String,
    },
    /// Two options that do not go together.
    #[error("{option} {reason}; {remedy}")]
    Contradiction {
        /// The option.
        option: &'static str,
        /// Why it does not fit.
        reason: &'static str,
        /// What to do instead.
        remedy: &'static str,
    },
    /// An option whose model does not exist here.
    #[error("{option} is not offered by this version; {remedy}")]
    NotOffered {
        /// The option.
        option: &'static str,
        /// What to do instead.
        remedy: &'static str,
    },
    /// The threads cannot be had.
    #[error("--threads: {0}; ask for fewer")]
    Threads(#[from] rayon::ThreadPoolBuildError),
    /// Standard output is gone.
    #[error("the result cannot be written: {0}")]
    Write(#[from] std::io::Error),
    /// The result cannot be turned into JSON.
    #[error("the result cannot be written as JSON: {0}")]
    Json(#[from] serde_json::Error),
}

impl FitCommandError {
    /// The exit status of the process.
    #[must_use]
    pub fn exit_status(&self) -> u8 {
        2
    }
}
