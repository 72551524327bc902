//! Around a session: how it was held, how long it took, and the work that no client sees.

use jiff::{SignedDuration, Timestamp};

use super::group::words;

words! {
    /// How a session was held.
    SessionMode, "mode of a session" {
        /// Everybody in one room.
        InPerson => "in_person",
        /// Everybody on a screen.
        Online => "online",
        /// Some in the room and some on a screen.
        Hybrid => "hybrid",
    }
}

words! {
    /// Work for a group that no client sees. The position paper of the Dutch association for group dynamics and group
    /// psychotherapy (2025) names planning, recruitment, the waiting list and the talks of the two therapists before and
    /// after; keeping the record and a rest are added, so that nothing has to be written under a wrong name.
    IndirectActivity, "indirect activity" {
        /// Rooms, dates, the programme.
        Planning => "planning",
        /// Finding and informing members.
        Recruitment => "recruitment",
        /// Keeping the waiting list.
        WaitingList => "waiting_list",
        /// The talk of the therapists before the session.
        TalkBefore => "talk_before",
        /// Their talk after it.
        TalkAfter => "talk_after",
        /// Keeping the record.
        RecordKeeping => "record_keeping",
        /// Anything else.
        Other => "other",
    }
}

words! {
    /// What became of an agreement.
    Settled, "end of an agreement" {
        /// It was done.
        Done => "done",
        /// It was let go.
        Dropped => "dropped",
    }
}

/// Minutes of indirect work on one session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct IndirectMinutes(i16);

/// Why a number cannot be minutes of indirect work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("indirect work on a session takes 1 to {} minutes", IndirectMinutes::MOST)]
pub struct IndirectMinutesError;

impl IndirectMinutes {
    /// Ten hours.
    pub const MOST: i16 = 600;

    /// Takes a number of minutes.
    ///
    /// # Errors
    ///
    /// [`IndirectMinutesError`] outside 1 to [`Self::MOST`].
    pub fn new(minutes: i16) -> Result<Self, IndirectMinutesError> {
        if (1..=Self::MOST).contains(&minutes) { Ok(Self(minutes)) } else { Err(IndirectMinutesError) }
    }

    /// The number.
    #[must_use]
    pub const fn minutes(self) -> i16 {
        self.0
    }
}

/// When a session was held. Either end may be unknown, the end also while it lasts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SessionTime {
    began_at: Option<Timestamp>,
    ended_at: Option<Timestamp>,
}

/// Why two moments are no session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SessionTimeError {
    /// An end without a beginning.
    #[error("a session that ended also began; write down when")]
    NoBeginning,
    /// It ends before it begins, or lasts longer than an evening can.
    #[error("a session ends after it begins, and within {} hours", SessionTime::LONGEST.as_hours())]
    Length,
}

impl SessionTime {
    /// Longer than any session.
    pub const LONGEST: SignedDuration = SignedDuration::from_hours(12);

    /// Takes both moments.
    ///
    /// # Errors
    ///
    /// [`SessionTimeError`].
    pub fn new(began_at: Option<Timestamp>, ended_at: Option<Timestamp>) -> Result<Self, SessionTimeError> {
        match (began_at, ended_at) {
            (None, Some(_)) => Err(SessionTimeError::NoBeginning),
            (Some(began), Some(ended)) if ended <= began || ended.duration_since(began) > Self::LONGEST => {
                Err(SessionTimeError::Length)
            }
            _ => Ok(Self { began_at, ended_at }),
        }
    }

    /// How long before its planned begin a session can be opened that begins as planned: the time is for forms before it.
    pub const EARLY: SignedDuration = SignedDuration::from_mins(30);
    /// Minutes from which a session lasted notably longer or shorter than planned.
    pub const NOTABLE: i64 = 8;

    /// A session that is opened now: it begins as planned where that is near ahead, and now where it is not.
    #[must_use]
    pub fn opened(now: Timestamp, planned: Option<Timestamp>) -> Self {
        let ahead = planned.filter(|planned| *planned > now && planned.duration_since(now) <= Self::EARLY);
        Self::beginning(ahead.unwrap_or(now))
    }

    /// Whether it lasted notably longer or shorter than so many minutes; not as long as either end is unknown.
    #[must_use]
    pub fn strays_from(self, planned: i16) -> bool {
        self.direct_minutes().is_some_and(|direct| (direct - i64::from(planned)).abs() >= Self::NOTABLE)
    }

    /// A session that begins now.
    #[must_use]
    pub const fn beginning(now: Timestamp) -> Self {
        Self { began_at: Some(now), ended_at: None }
    }

    /// When it began.
    #[must_use]
    pub const fn began_at(self) -> Option<Timestamp> {
        self.began_at
    }

    /// When it ended.
    #[must_use]
    pub const fn ended_at(self) -> Option<Timestamp> {
        self.ended_at
    }

    /// Whole minutes with the clients, when both ends are known.
    #[must_use]
    pub fn direct_minutes(self) -> Option<i64> {
        Some(self.ended_at?.duration_since(self.began_at?).as_mins())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::{IndirectMinutes, SessionTime, SessionTimeError, SignedDuration, Timestamp};

    #[test]
    fn minutes_have_both_ends() {
        for (minutes, right) in [(0, false), (1, true), (600, true), (601, false), (-5, false)] {
            assert_eq!(IndirectMinutes::new(minutes).is_ok(), right, "{minutes}");
        }
    }

    #[test]
    fn a_session_ends_after_it_begins_and_the_same_day() {
        let began = Timestamp::constant(1_800_000_000, 0);
        let after = |minutes| Some(began + SignedDuration::from_mins(minutes));
        let time = SessionTime::new(Some(began), after(90)).unwrap();
        assert_eq!(time.direct_minutes(), Some(90));
        assert_eq!(SessionTime::new(Some(began), None).unwrap().direct_minutes(), None);
        assert_eq!(SessionTime::new(None, after(0)).unwrap_err(), SessionTimeError::NoBeginning);
        for minutes in [-1, 0, 721] {
            assert_eq!(SessionTime::new(Some(began), after(minutes)).unwrap_err(), SessionTimeError::Length);
        }
        assert!(SessionTime::new(Some(began), after(720)).is_ok());
    }

    #[test]
    fn who_opens_early_begins_as_planned() {
        let now = Timestamp::constant(1_800_000_000, 0);
        let began = |ahead| SessionTime::opened(now, Some(now + SignedDuration::from_mins(ahead))).began_at().unwrap();
        for (ahead, waits) in [(1, 1), (30, 30), (31, 0), (0, 0), (-5, 0)] {
            assert_eq!(began(ahead), now + SignedDuration::from_mins(waits), "{ahead} minutes ahead");
        }
        assert_eq!(SessionTime::opened(now, None).began_at(), Some(now));
    }

    #[test]
    fn eight_minutes_are_worth_a_question() {
        let began = Timestamp::constant(1_800_000_000, 0);
        let lasted = |minutes| SessionTime::new(Some(began), Some(began + SignedDuration::from_mins(minutes))).unwrap();
        for (minutes, strays) in [(82, true), (83, false), (90, false), (97, false), (98, true)] {
            assert_eq!(lasted(minutes).strays_from(90), strays, "{minutes}");
        }
        assert!(!SessionTime::beginning(began).strays_from(90));
    }
}
