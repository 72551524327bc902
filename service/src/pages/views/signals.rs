//! Signals: reasons to talk, each with its rule and the numbers it rests on.

use peil_stats::signals::Rule;

use super::alerts::Standing;
use crate::domain::Urgency;

/// One signal that holds now.
#[derive(Debug)]
pub struct SignalView {
    /// Whom it is about; empty where the group as a whole is meant.
    pub pseudonym: String,
    /// What was seen.
    pub kind: SignalKind,
    /// The session at which it was raised; 0 for a moment outside the sessions.
    pub session: u32,
    /// Identifier of the rule, such as `DET`.
    pub rule: String,
    /// Version of the rule.
    pub version: String,
    /// What becomes of it.
    pub mark: SignalMark,
}

/// Where a signal or an alert stands, and the way to it. Never the answer.
#[derive(Debug)]
pub struct SignalMark {
    /// Its page; none for who is not told.
    pub href: Option<String>,
    /// Where it stands.
    pub standing: Standing,
    /// Whether those on duty were called in.
    pub escalated: bool,
}

/// What was seen, with its numbers written out.
#[derive(Debug)]
pub enum SignalKind {
    /// A rule of the module speaks.
    Said {
        /// What about.
        heading: String,
        /// The sentence with its numbers.
        what: String,
        /// The sentence with its error rate.
        certainty: String,
        /// How much it asks.
        urgency: Urgency,
        /// Its colour.
        tone: Tone,
    },
    /// A safety item was left open.
    SafetyItemOpen {
        /// Short name of the instrument.
        instrument: String,
        /// Number of the item.
        item: u32,
    },
    /// A safety item asks for a talk.
    SafetyItem {
        /// Short name of the instrument.
        instrument: String,
        /// Number of the item.
        item: u32,
    },
    /// A score, or an answer that is not about safety, asks for a word.
    Asked {
        /// What it is about.
        alert: String,
        /// Short name of the instrument.
        instrument: String,
        /// Whether it is about safety after all.
        safety: bool,
    },
}

/// The colour of a signal; its glyph and its words say the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// To be glad of.
    Good,
    /// To know; neither good nor bad.
    Plain,
    /// To look at.
    Warn,
    /// To talk about.
    Bad,
}

impl SignalKind {
    /// The colour.
    #[must_use]
    pub const fn tone(&self) -> Tone {
        match self {
            Self::Said { tone, .. } => *tone,
            Self::SafetyItemOpen { .. } | Self::Asked { safety: false, .. } => Tone::Warn,
            Self::SafetyItem { .. } | Self::Asked { safety: true, .. } => Tone::Bad,
        }
    }

    /// Its place in the list: what is about safety first, then what asks most.
    #[must_use]
    pub const fn weight(&self) -> u8 {
        match self {
            Self::SafetyItem { .. } | Self::Asked { safety: true, .. } => 0,
            Self::SafetyItemOpen { .. } | Self::Asked { .. } => 1,
            Self::Said { urgency: Urgency::Attention, .. } => 2,
            Self::Said { urgency: Urgency::Watch, .. } => 3,
            Self::Said { urgency: Urgency::Note, .. } => 4,
        }
    }

    /// Whether it is an alert, raised by an answer.
    #[must_use]
    pub const fn is_alert(&self) -> bool {
        !matches!(self, Self::Said { .. })
    }
}

impl Tone {
    /// The colour of a signal of the module.
    #[must_use]
    pub const fn of(rule: Rule, urgency: Urgency) -> Self {
        match (rule, urgency) {
            (Rule::Recovered, Urgency::Note) => Self::Good,
            (_, Urgency::Note) => Self::Plain,
            (_, Urgency::Watch) => Self::Warn,
            (_, Urgency::Attention) => Self::Bad,
        }
    }

    /// The word in class names.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Plain => "plain",
            Self::Warn => "warn",
            Self::Bad => "bad",
        }
    }

    /// Glyph of the chip.
    #[must_use]
    pub const fn glyph(self) -> &'static str {
        match self {
            Self::Good => "▲",
            Self::Plain => "●",
            Self::Warn => "▬",
            Self::Bad => "▼",
        }
    }
}
