//! Occasions: when in the treatment a form is given.

use serde::{Deserialize, Serialize};

/// When in the treatment a form is given. A measurement plan proposes it; the plan of a group decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Occasion {
    /// Before the first session of the group, about the group to come.
    BeforeGroup,
    /// At the first session, or at intake.
    Start,
    /// Just before a session.
    BeforeSession,
    /// Just after a session, about that session.
    AfterSession,
    /// Around every session, not about that session.
    EverySession,
    /// Every few sessions.
    EveryNthSession,
    /// At the last session.
    End,
    /// Some time after the last session.
    FollowUp,
}

impl Occasion {
    /// The word in the definition file.
    pub fn word(self) -> &'static str {
        match self {
            Self::BeforeGroup => "before_group",
            Self::Start => "start",
            Self::BeforeSession => "before_session",
            Self::AfterSession => "after_session",
            Self::EverySession => "every_session",
            Self::EveryNthSession => "every_nth_session",
            Self::End => "end",
            Self::FollowUp => "follow_up",
        }
    }
}
