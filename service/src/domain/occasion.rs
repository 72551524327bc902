//! When in a member's stay an instrument of the group's plan is asked.

use super::group::words;

/// Sessions between two times of asking, at most.
const RAREST: i16 = 52;
/// Weeks after leaving, at most.
const LATEST: i16 = 104;

words! {
    /// The kinds of occasion, in the order of asking.
    OccasionKind, "occasion" {
        /// At the first session.
        Start => "start",
        /// Just before a session.
        BeforeSession => "before_session",
        /// Just after a session.
        AfterSession => "after_session",
        /// At the last session.
        End => "end",
        /// Some weeks after leaving.
        FollowUp => "follow_up",
    }
}

words! {
    /// On which side of a session a form is filled in.
    Phase, "phase" {
        /// Before it begins.
        Before => "before",
        /// When it is over.
        After => "after",
        /// Whenever the client comes.
        Any => "any",
    }
}

impl OccasionKind {
    /// On which side of a session it is filled in: what starts a stay comes before, what ends it after.
    #[must_use]
    pub fn phase(self) -> Phase {
        match self {
            Self::Start | Self::BeforeSession => Phase::Before,
            Self::AfterSession | Self::End => Phase::After,
            Self::FollowUp => Phase::Any,
        }
    }
}

/// Every n-th session, from the first on: 1 for each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Every(i16);

/// Weeks after leaving.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Weeks(i16);

/// When an instrument is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Occasion {
    /// At the member's first session, and again at the next ones until it was answered, three times at most.
    Start,
    /// Before the group's sessions 1, 1 + n, 1 + 2n, …
    BeforeSession(Every),
    /// After the same sessions.
    AfterSession(Every),
    /// At the member's last session, and again until it was answered.
    End,
    /// Once, some weeks after the member left.
    FollowUp(Weeks),
}

/// Why this is no occasion.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum OccasionError {
    /// Sessions are counted from 1.
    #[error("a questionnaire is asked every 1 to {RAREST} sessions")]
    Every,
    /// Weeks are counted from 1.
    #[error("a follow-up is asked 1 to {LATEST} weeks after leaving")]
    Weeks,
}

impl Every {
    /// Every session.
    pub const SESSION: Self = Self(1);

    /// Every `sessions`-th session.
    ///
    /// # Errors
    ///
    /// [`OccasionError::Every`] outside 1 to 52.
    pub fn new(sessions: i16) -> Result<Self, OccasionError> {
        if (1..=RAREST).contains(&sessions) { Ok(Self(sessions)) } else { Err(OccasionError::Every) }
    }

    /// Whether session `number` (the group's first is 1) is one of them.
    #[must_use]
    pub fn falls_on(self, number: i16) -> bool {
        number >= 1 && (number - 1) % self.0 == 0
    }

    /// The number of sessions.
    #[must_use]
    pub fn get(self) -> i16 {
        self.0
    }
}

impl Weeks {
    /// So many weeks after leaving.
    ///
    /// # Errors
    ///
    /// [`OccasionError::Weeks`] outside 1 to 104.
    pub fn new(weeks: i16) -> Result<Self, OccasionError> {
        if (1..=LATEST).contains(&weeks) { Ok(Self(weeks)) } else { Err(OccasionError::Weeks) }
    }

    /// The number of weeks.
    #[must_use]
    pub fn get(self) -> i16 {
        self.0
    }
}

impl Occasion {
    /// An occasion of a kind, with its number of sessions or weeks where the kind has one.
    ///
    /// # Errors
    ///
    /// [`OccasionError`] when the number is missing or outside its bounds. A number that the kind does not have is left out.
    pub fn new(kind: OccasionKind, every: Option<i16>, weeks: Option<i16>) -> Result<Self, OccasionError> {
        let every = || Every::new(every.ok_or(OccasionError::Every)?);
        match kind {
            OccasionKind::Start => Ok(Self::Start),
            OccasionKind::BeforeSession => every().map(Self::BeforeSession),
            OccasionKind::AfterSession => every().map(Self::AfterSession),
            OccasionKind::End => Ok(Self::End),
            OccasionKind::FollowUp => Weeks::new(weeks.ok_or(OccasionError::Weeks)?).map(Self::FollowUp),
        }
    }

    /// Its kind.
    #[must_use]
    pub fn kind(self) -> OccasionKind {
        match self {
            Self::Start => OccasionKind::Start,
            Self::BeforeSession(_) => OccasionKind::BeforeSession,
            Self::AfterSession(_) => OccasionKind::AfterSession,
            Self::End => OccasionKind::End,
            Self::FollowUp(_) => OccasionKind::FollowUp,
        }
    }

    /// Its number of sessions, where it has one.
    #[must_use]
    pub fn every(self) -> Option<Every> {
        match self {
            Self::BeforeSession(every) | Self::AfterSession(every) => Some(every),
            Self::Start | Self::End | Self::FollowUp(_) => None,
        }
    }

    /// Its number of weeks, where it has one.
    #[must_use]
    pub fn weeks(self) -> Option<Weeks> {
        match self {
            Self::FollowUp(weeks) => Some(weeks),
            Self::Start | Self::BeforeSession(_) | Self::AfterSession(_) | Self::End => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_fourth_session_is_1_5_9() {
        let every = Every::new(4);
        let asked: Vec<i16> = (0..=10).filter(|number| every.is_ok_and(|every| every.falls_on(*number))).collect();
        assert_eq!(asked, [1, 5, 9]);
    }

    #[test]
    fn an_occasion_needs_the_number_of_its_kind() {
        let new = Occasion::new;
        assert_eq!(new(OccasionKind::AfterSession, None, Some(3)), Err(OccasionError::Every));
        assert_eq!(new(OccasionKind::BeforeSession, Some(0), None), Err(OccasionError::Every));
        assert_eq!(new(OccasionKind::FollowUp, Some(3), None), Err(OccasionError::Weeks));
        assert_eq!(new(OccasionKind::FollowUp, None, Some(105)), Err(OccasionError::Weeks));
        assert_eq!(new(OccasionKind::Start, Some(0), Some(0)), Ok(Occasion::Start));
        assert_eq!(new(OccasionKind::AfterSession, Some(1), None), Ok(Occasion::AfterSession(Every::SESSION)));
    }
}
