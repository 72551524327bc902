//! What is talked about before somebody enters a group: three conversations, how was decided, and what is asked in each.

use super::group::words;

words! {
    /// A conversation before the first day, in this order.
    SelectionStep, "conversation" {
        /// What is the matter, and what has been tried.
        Diagnostic => "diagnostic",
        /// Which treatment, and why this group.
        Advice => "advice",
        /// What the client and the group may count on.
        Contract => "contract",
    }
}

words! {
    /// How it was decided.
    Decided, "way of deciding" {
        /// Client and professional together.
        Together => "together",
        /// The client, against the advice.
        Client => "client",
        /// The team.
        Team => "team",
        /// What the house does with everybody.
        Policy => "policy",
    }
}

words! {
    /// What came of a conversation.
    SelectionOutcome, "outcome of a conversation" {
        /// On to the next, or into the group.
        GoesOn => "goes_on",
        /// Another group.
        OtherGroup => "other_group",
        /// Treatment alone.
        Individual => "individual",
        /// No treatment here.
        Stops => "stops",
    }
}

words! {
    /// An answer to a point that is gone through.
    CheckAnswer, "answer to a point" {
        /// No.
        No => "no",
        /// Yes.
        Yes => "yes",
        /// It was not talked about.
        NotAsked => "not_asked",
    }
}

words! {
    /// A point that is gone through in a conversation. It reminds, it decides nothing.
    CheckPoint, "point" {
        /// Acute psychosis.
        Psychosis => "psychosis",
        /// Severe complaints after trauma.
        Trauma => "trauma",
        /// Overstimulation in a group.
        Overstimulation => "overstimulation",
        /// Language or cognition that stands in the way of talking.
        Understanding => "understanding",
        /// Little room for reflection.
        Reflection => "reflection",
        /// Coming every time and signing off was talked about.
        Attendance => "attendance",
        /// That what is said stays in the group was talked about.
        Confidentiality => "confidentiality",
        /// When and how the stay ends was talked about.
        Ending => "ending",
        /// Agrees that research gets pseudonymised rows.
        ResearchExport => "research_export",
        /// Agrees that the group sees the own line.
        ShowInGroup => "show_in_group",
    }
}

impl SelectionStep {
    /// The points of this conversation.
    #[must_use]
    pub const fn points(self) -> &'static [CheckPoint] {
        use CheckPoint::{
            Attendance, Confidentiality, Ending, Overstimulation, Psychosis, Reflection, ResearchExport, ShowInGroup,
            Trauma, Understanding,
        };
        match self {
            Self::Diagnostic => &[],
            Self::Advice => &[Psychosis, Trauma, Overstimulation, Understanding, Reflection],
            Self::Contract => &[Attendance, Confidentiality, Ending, ResearchExport, ShowInGroup],
        }
    }

    /// The one that must have gone on before this one.
    #[must_use]
    pub const fn before(self) -> Option<Self> {
        match self {
            Self::Diagnostic => None,
            Self::Advice => Some(Self::Diagnostic),
            Self::Contract => Some(Self::Advice),
        }
    }
}
