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
    /// A text where a number is needed. The text itself is not told: it may be somebody's answer.
    #[error("{path}, line {line}: column `{column}` holds text ({count}) where {needed_by} needs a number; {remedy}")]
    NotANumber {
        /// The file.
        path: String,
        /// Line of the first text, the header is 1.
        line: usize,
        /// The column.
        column: String,
        /// What needs a number.
        needed_by: String,
        /// How many such values there are.
        count: String,
        /// What to do.
        remedy: &'static str,
    },
    /// A response that is neither 0 nor 1.
    #[error(
        "{path}, line {line}: the response of a binomial model needs 0 or 1, and here it is another number; correct it, or name the column of trials with --trials if the response counts events"
    )]
    NotBinary {
        /// The file.
        path: String,
        /// Line of the file, the header is 1.
        line: usize,
    },
    /// Events that are no count of the trials.
    #[error(
        "{path}, line {line}: events and trials must be whole numbers, the events from 0 to the trials and the trials from 1; correct the line"
    )]
    BadCounts {
        /// The file.
        path: String,
        /// Line of the file, the header is 1.
        line: usize,
    },
    /// A row that the model refuses.
    #[error("{path}, line {line}: {source}")]
    At {
        /// The file.
        path: String,
        /// Line of the file, the header is 1.
        line: usize,
        /// Why, with the row: the first below the header is 1.
        source: ModelError,
    },
    /// An option for a column or factor that no formula uses.
    #[error(
        "{option}: the formula does not use `{name}` {role}; it uses {used}; correct the name or the formula, or leave the option out"
    )]
    Unused {
        /// The option.
        option: &'static str,
        /// The column or factor.
        name: String,
        /// What it would have to be.
        role: &'static str,
        /// What the formula and the other options use.
        used: String,
    },
    /// A row of a membership file that says too little or too much.
    #[error("{path}, line {line}: {problem}")]
    Membership {
        /// The file.
        path: String,
        /// Line of the file, the header is 1.
        line: usize,
        /// What is wrong, and what to do.
        problem: MembershipProblem,
    },
    /// The file has one column whose name holds another separator.
    #[error(
        "{path}: the header is one column, `{name}`; separate the columns with commas, not with {separator}, and write decimals with a point"
    )]
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
    /// A column or a level that `--levels` names again.
    #[error("--levels: `{name}` is named twice; order each column once, and name each of its levels once")]
    LevelsTwice {
        /// The column or level.
        name: String,
    },
    /// A header and nothing below it.
    #[error("{path}: there is no row below the header; is this the right file?")]
    NoRows {
        /// The file.
        path: String,
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

/// What is wrong with a row of a membership file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MembershipProblem {
    /// An empty field.
    #[error("column `{column}` is empty; complete the row or take it out")]
    Incomplete {
        /// The column.
        column: String,
    },
    /// A weight below zero.
    #[error("column `{column}` is below zero; a weight is 0 or a positive number")]
    Negative {
        /// The column of weights.
        column: String,
    },
    /// The same client and level as in a row before.
    #[error("these `{member}` and `{level}` stand in line {before} already; add the weights")]
    Twice {
        /// The column of the client.
        member: String,
        /// The column of the level.
        level: String,
        /// Line of the first of them.
        before: usize,
    },
}

impl FitCommandError {
    /// The exit status of the process.
    #[must_use]
    pub fn exit_status(&self) -> u8 {
        2
    }
}
