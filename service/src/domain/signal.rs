//! What becomes of a signal: how soon it asks for a reader, the steps that are taken, and why others are called in.

use super::group::words;

words! {
    /// How soon somebody must look at a signal. Never a grade of risk.
    AlertLevel, "level of alert" {
        /// Before the next session.
        Attention => "attention",
        /// About safety: a reason to talk now.
        Safety => "safety",
    }
}

words! {
    /// How much a signal of the module asks of its reader. Never a grade of risk.
    Urgency, "urgency of a signal" {
        /// Good to know.
        Note => "note",
        /// Keep an eye on it.
        Watch => "watch",
        /// A reason to talk at the next occasion.
        Attention => "attention",
    }
}

words! {
    /// Where an expected course is from.
    ExpectedSource, "source of an expected course" {
        /// Fitted to the organisation's own courses.
        Own => "own",
        /// Read from a file.
        File => "file",
    }
}

words! {
    /// A step that somebody took about a signal, from the first to the last.
    SignalStep, "step of a signal" {
        /// Opened it.
        Seen => "seen",
        /// Discussed it; of signals that wait for the next meeting.
        Discussed => "discussed",
        /// Did something about it, and wrote down what.
        Acted => "acted",
        /// Needs nobody any more.
        Closed => "closed",
    }
}

words! {
    /// Why those on duty were called in.
    EscalationReason, "reason of escalation" {
        /// The value calls for it by itself.
        Value => "value",
        /// It is worse than what the client answered before.
        Worse => "worse",
        /// Nobody saw it in time.
        Unseen => "unseen",
        /// Nobody leads the group, so nobody else would see it.
        NoReader => "no_reader",
    }
}

/// Days within which somebody is to have looked at a signal that is no safety alert: before a weekly group meets again.
/// Of safety alerts the organisation sets the time itself ([`AlertMinutes`]).
pub const SIGNAL_DAYS: i32 = 7;

/// Minutes within which somebody must have seen a safety alert, before those on duty are called in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct AlertMinutes(i32);

/// Why a number cannot be the time of an alert.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the time in which an alert must be seen is {} to {} minutes", AlertMinutes::MIN, AlertMinutes::MAX)]
pub struct AlertMinutesError;

impl AlertMinutes {
    /// The shortest time: less is no time to look.
    pub const MIN: i32 = 5;
    /// The longest time: a week.
    pub const MAX: i32 = 7 * 24 * 60;

    /// Takes a number of minutes.
    ///
    /// # Errors
    ///
    /// [`AlertMinutesError`] outside [`Self::MIN`] to [`Self::MAX`].
    pub fn new(minutes: i32) -> Result<Self, AlertMinutesError> {
        if (Self::MIN..=Self::MAX).contains(&minutes) { Ok(Self(minutes)) } else { Err(AlertMinutesError) }
    }

    /// The number of minutes.
    #[must_use]
    pub fn minutes(self) -> i32 {
        self.0
    }
}

/// What somebody wrote about a step: free text of a professional, so never printed for debugging.
#[derive(Clone, PartialEq, Eq)]
pub struct StepNote(String);

/// Why a text is no note.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a note has at most {} characters", StepNote::LONGEST)]
pub struct StepNoteError;

impl StepNote {
    /// Characters at most.
    pub const LONGEST: usize = 1000;

    /// Reads a note; none when nothing was written.
    ///
    /// # Errors
    ///
    /// [`StepNoteError`] when it is too long.
    pub fn parse(text: &str) -> Result<Option<Self>, StepNoteError> {
        // The database cannot hold the sign of nothing.
        let text = text.replace("\r\n", "\n").replace('\0', "");
        let text = text.trim();
        match text.chars().count() {
            0 => Ok(None),
            1..=Self::LONGEST => Ok(Some(Self(text.to_owned()))),
            _ => Err(StepNoteError),
        }
    }

    /// The words.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for StepNote {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("StepNote(…)")
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::{AlertMinutes, SignalStep, StepNote};

    #[test]
    fn steps_are_in_their_order() {
        assert!(SignalStep::Seen < SignalStep::Discussed && SignalStep::Discussed < SignalStep::Acted);
        assert!(SignalStep::Acted < SignalStep::Closed);
    }

    #[test]
    fn the_time_of_an_alert_has_both_ends() {
        for (minutes, right) in [(4, false), (5, true), (10_080, true), (10_081, false), (-60, false)] {
            assert_eq!(AlertMinutes::new(minutes).is_ok(), right, "{minutes}");
        }
    }

    #[test]
    fn a_note_is_trimmed_and_bounded_and_never_printed() {
        assert_eq!(StepNote::parse(" \r\n\0 ").unwrap(), None);
        let note = StepNote::parse(" belde\r\nhaar ").unwrap().unwrap();
        assert_eq!(note.as_str(), "belde\nhaar");
        assert!(!format!("{note:?}").contains("belde"));
        assert!(StepNote::parse(&"ë".repeat(1000)).unwrap().is_some());
        assert!(StepNote::parse(&"ë".repeat(1001)).is_err());
    }
}
