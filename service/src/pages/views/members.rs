//! The rows of a group's members.

use crate::domain::EndReason;

/// One member now.
#[derive(Debug)]
pub struct MemberRow {
    /// The page of this member, on the scale that is shown.
    pub href: String,
    /// The client's own card, on the same scale; none for who does not lead the group.
    pub card_href: Option<String>,
    /// The name the client chose.
    pub pseudonym: String,
    /// Small line of the scores, as SVG from the charts room.
    pub sparkline: String,
    /// First score, written out.
    pub start: Option<String>,
    /// Last score, written out.
    pub now: Option<String>,
    /// What the change between them means.
    pub change: Change,
    /// One cell a session of the group, oldest first.
    pub cells: Vec<Cell>,
    /// At how many sessions the member answered.
    pub answered: u32,
    /// How many sessions there were while the member belonged to the group.
    pub sessions: u32,
}

/// One member who left.
#[derive(Debug)]
pub struct FormerMember {
    /// The page of this member, on the scale that is shown.
    pub href: String,
    /// The name the client chose.
    pub pseudonym: String,
    /// The last session of the stay, where one was held.
    pub last_session: Option<u32>,
    /// Why it ended.
    pub end_reason: EndReason,
    /// First score, written out.
    pub start: Option<String>,
    /// Last score, written out.
    pub now: Option<String>,
    /// What the change between them means.
    pub change: Change,
}

/// What a change means by Jacobson and Truax, with the numbers it rests on.
#[derive(Debug)]
pub enum Change {
    /// Judged.
    Judged {
        /// The verdict.
        category: Category,
        /// Which way the score went.
        direction: Direction,
        /// How many points, without a sign.
        points: String,
        /// How many points are needed before measurement error is an unlikely cause.
        needed: String,
        /// The clinical cut-off, where the instrument has one.
        cutoff: Option<String>,
    },
    /// Not judged, and why not.
    NotJudged(NotJudged),
}

/// Jacobson and Truax's categories.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Category {
    /// Reliably better and over the cut-off.
    Recovered,
    /// Reliably better.
    Improved,
    /// No reliable difference.
    Unchanged,
    /// Reliably worse.
    Deteriorated,
}

/// Which way a score went, whatever the direction of the instrument.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// Better.
    Better,
    /// The same.
    Same,
    /// Worse.
    Worse,
}

/// Why a change is not judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotJudged {
    /// Fewer than two scores.
    TooFewScores,
    /// Nobody checked the reliability in its primary source.
    ReliabilityUnverified,
}

/// One session of one member.
#[derive(Debug)]
pub struct Cell {
    /// Number of the session.
    pub session: u32,
    /// What happened.
    pub state: CellState,
}

/// Whether a member came to a session and answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CellState {
    /// Answered.
    Answered,
    /// Came and did not answer.
    NotAnswered,
    /// Stayed away and said so.
    AbsentWithNotice,
    /// Ill.
    AbsentIll,
    /// On holiday.
    AbsentHoliday,
    /// Stayed away without a word.
    AbsentWithoutNotice,
    /// Stayed away for another reason.
    AbsentOther,
    /// Nobody noted whether the member came.
    Unknown,
    /// Did not belong to the group then.
    NotMember,
}

impl CellState {
    /// Every state, in the order of the legend.
    pub const ALL: [Self; 9] = [
        Self::Answered,
        Self::NotAnswered,
        Self::AbsentWithNotice,
        Self::AbsentIll,
        Self::AbsentHoliday,
        Self::AbsentWithoutNotice,
        Self::AbsentOther,
        Self::Unknown,
        Self::NotMember,
    ];

    /// The word in keys of texts and in class names.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Answered => "answered",
            Self::NotAnswered => "not-answered",
            Self::AbsentWithNotice => "absent-with-notice",
            Self::AbsentIll => "absent-ill",
            Self::AbsentHoliday => "absent-holiday",
            Self::AbsentWithoutNotice => "absent-without-notice",
            Self::AbsentOther => "absent-other",
            Self::Unknown => "unknown",
            Self::NotMember => "not-member",
        }
    }

    /// Whether the member stayed away.
    #[must_use]
    pub const fn is_absent(self) -> bool {
        matches!(
            self,
            Self::AbsentWithNotice
                | Self::AbsentIll
                | Self::AbsentHoliday
                | Self::AbsentWithoutNotice
                | Self::AbsentOther
        )
    }
}

impl MemberRow {
    /// At how many sessions the member stayed away.
    #[must_use]
    pub fn absences(&self) -> usize {
        self.cells.iter().filter(|cell| cell.state.is_absent()).count()
    }
}
