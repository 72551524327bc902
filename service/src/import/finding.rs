//! What is wrong with a file, and where: for the user who holds it.

use std::fmt;

/// Which of the two files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum SourceFile {
    /// The measurements.
    Data,
    /// Who was in which group.
    Membership,
}

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// In which file.
    pub file: SourceFile,
    /// On which line; the header is line 1.
    pub line: u64,
    /// In which column; none when it is about the whole line.
    pub column: Option<String>,
    /// What.
    pub problem: Problem,
}

/// What can be wrong. Only times and scores are quoted: other cells may tell who somebody is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
pub enum Problem {
    /// The mapping names a column that is not there.
    #[error("there is no such column; see the mapping")]
    NoSuchColumn,
    /// The mapping names a column that is there twice.
    #[error("there are two columns of this name")]
    TwoColumns,
    /// The file has no rows.
    #[error("the file has no rows")]
    NoRows,
    /// A line has more or fewer cells than the header.
    #[error("{found} cells where the header has {expected}")]
    Cells {
        /// In the header.
        expected: usize,
        /// On this line.
        found: usize,
    },
    /// The line is not UTF-8, or a quote is never closed.
    #[error("cannot be read as UTF-8 text; save the file as CSV UTF-8")]
    Unreadable,
    /// A cell that must have something is empty.
    #[error("is empty")]
    Empty,
    /// Not a number.
    #[error("`{cell}` is not a number")]
    NotANumber {
        /// The cell.
        cell: String,
    },
    /// More than a hundred years from the start.
    #[error("`{cell}` is more than a hundred years from the start")]
    FarTime {
        /// The cell.
        cell: String,
    },
    /// A score that the scale cannot have.
    #[error("{cell} is outside the scale's range, {lowest} to {highest}")]
    OutOfRange {
        /// The cell.
        cell: String,
        /// The scale's lowest.
        lowest: String,
        /// The scale's highest.
        highest: String,
    },
    /// A score between two possible scores.
    #[error(
        "{cell} is between two possible scores (steps of {step}); when missing items were filled in, write \
         `filled_in = true` under [score]"
    )]
    OffStep {
        /// The cell.
        cell: String,
        /// The distance between two scores.
        step: String,
    },
    /// An instrument that the mapping does not list.
    #[error("is not among the values under [instrument.values]")]
    UnknownInstrument,
    /// The same client, scale and day a second time.
    #[error("this client has a score on this scale on the same day already, line {first}")]
    Duplicate {
        /// The earlier line.
        first: u64,
    },
    /// A client who is in two groups.
    #[error("this client was in another group on line {first}; an import takes one group a client")]
    TwoGroups {
        /// The earlier line.
        first: u64,
    },
    /// A group for a client who has no measurement.
    #[error("this client is not in the data")]
    UnknownClient,
}

impl fmt::Display for SourceFile {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Data => "data",
            Self::Membership => "membership",
        })
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}, line {}", self.file, self.line)?;
        if let Some(column) = &self.column {
            write!(formatter, ", column {column}")?;
        }
        write!(formatter, ": {}", self.problem)
    }
}
