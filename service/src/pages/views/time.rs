//! How long a session took.

use crate::domain::{IndirectActivity, IndirectMinutes, SessionMode};

/// Began, ended, how, and the indirect work.
#[derive(Debug)]
pub struct TimeCard {
    /// The session's address.
    pub href: String,
    /// The page of the session on which the card stands: nothing, or `after`.
    pub back: &'static str,
    /// When it began, `19:30`; empty when nobody wrote it down.
    pub began: String,
    /// When it ended.
    pub ended: String,
    /// How it was held.
    pub mode: Option<SessionMode>,
    /// Whole minutes with the clients.
    pub direct: Option<u32>,
    /// Every activity, in the order of the list.
    pub minutes: Vec<MinutesLine>,
    /// The minutes that were planned, where it took notably longer or shorter and nobody said that this is right.
    pub strays_from: Option<u32>,
    /// Whether the reader may say when and how.
    pub leads: bool,
    /// Whether the reader writes down minutes of his own.
    pub writes: bool,
}

/// Indirect work of one kind.
#[derive(Debug)]
pub struct MinutesLine {
    /// What was done.
    pub activity: IndirectActivity,
    /// The reader's own minutes; 0 for none.
    pub own: u32,
    /// Everybody's minutes.
    pub together: u32,
}

impl TimeCard {
    /// Whether it was held so.
    #[must_use]
    pub fn is(&self, mode: &SessionMode) -> bool {
        self.mode == Some(*mode)
    }

    /// Minutes that one heading can have at most.
    #[must_use]
    pub const fn most(&self) -> i16 {
        IndirectMinutes::MOST
    }

    /// Whole minutes with the clients; 0 as long as an end is unknown.
    #[must_use]
    pub fn direct_minutes(&self) -> u32 {
        self.direct.unwrap_or(0)
    }

    /// Everybody's minutes under all headings.
    #[must_use]
    pub fn together(&self) -> u32 {
        self.minutes.iter().map(|line| line.together).sum()
    }
}
