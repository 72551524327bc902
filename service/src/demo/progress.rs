//! How far the fill is.

use std::fmt;

/// A step of the fill.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DemoProgress {
    /// Accounts, groups and clients are written.
    Preparing,
    /// Past sessions are held.
    Sessions {
        /// So many are over.
        held: usize,
        /// Of so many.
        of: usize,
    },
    /// Models are fitted and signals raised.
    Analysing,
}

impl fmt::Display for DemoProgress {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Preparing => out.write_str("accounts, groups and clients"),
            Self::Sessions { held, of } => write!(out, "session {held} of {of}"),
            Self::Analysing => out.write_str("analysing the scores"),
        }
    }
}
