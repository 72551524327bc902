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
    /// Not a day as the mapping writes days.
    #[error("`{cell}` is not a day written as {format}")]
    NotADay {
        /// The cell.
        cell: String,
        /// How days are written.
        format: String,
    },
    /// Before 2000, or ahead.
    #[error("`{cell}` lies before 2000 or in the future")]
    FarDay {
        /// The cell.
        cell: String,
    },
    /// Not a number of minutes.
    #[error("`{cell}` is not a whole number of minutes from 1 to 1440")]
    NotMinutes {
        /// The cell.
        cell: String,
    },
    /// Not a setting.
    #[error("is not a setting from 1 to 8")]
    UnknownSetting,
    /// A client whom Peil does not know by this number.
    #[error("no client is known by this number")]
    ClientNumber,
    /// No such member.
    #[error("no member of this name is in a group of that name")]
    UnknownMember,
    /// The number is of somebody else.
    #[error("this number was noted for another client before")]
    NumberOfAnother,
    /// More letters than a name has.
    #[error("is longer than 200 characters")]
    LongName,
    /// The same contact or number a second time.
    #[error("stands on line {first} already")]
    ContactTwice {
        /// The earlier line.
        first: u64,
    },
    /// A row outside of what the mapping says that the file holds.
    #[error("lies outside the days or settings of [covers] in the mapping")]
    OutsideCovers,
    /// Days that are not over.
    #[error("[covers] in the mapping ends after today")]
    CoversAhead,
    /// A group for a client who has no measurement.
    #[error("this client is not in the data")]
    UnknownClient,
}

impl Problem {
    /// What to do about it.
    #[must_use]
    pub const fn remedy(&self) -> &'static str {
        match self {
            Self::NoSuchColumn => "write the column's name in the mapping as it stands on the first line of the file",
            Self::TwoColumns => "rename one of the two in the file",
            Self::NoRows => "export the file again",
            Self::Cells { .. } => "look for a separator inside a cell; such a cell needs quotes",
            Self::Unreadable => "save the file as CSV UTF-8",
            Self::Empty => "fill in the cell, or take out the row",
            Self::NotADay { .. } => "write the day so, or set `format` under [date] in the mapping",
            Self::FarDay { .. } => "mend the day; planned contacts come in when they were held",
            Self::NotANumber { .. } | Self::NotMinutes { .. } => "write a whole number",
            Self::UnknownSetting => "write 1 to 8, or name the word under `values` of [setting] in the mapping",
            Self::ClientNumber => {
                "import a list of numbers (kind client_keys) first; `new = true` under [client] adds whom no list has"
            }
            Self::UnknownMember => "write the group and the name in it as Peil shows them",
            Self::NumberOfAnother => "ask who of the two it is; a number that was noted stays",
            Self::LongName => "shorten the name",
            Self::OutsideCovers => "mend [covers] in the mapping, or take out the row",
            Self::CoversAhead => "let `to` be the last day of which everything is in the file",
            Self::ContactTwice { .. } => "take out one of the two",
            _ => "mend the cell, or take out the row",
        }
    }
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
