//! Signals: reasons to talk, each with its rule and the numbers it rests on.

use super::alerts::Standing;

/// One signal that holds now.
#[derive(Debug)]
pub struct SignalView {
    /// Whom it is about.
    pub pseudonym: String,
    /// What was seen.
    pub kind: SignalKind,
    /// The session at which it was raised; 0 for a moment outside the sessions.
    pub session: u32,
    /// Identifier of the rule, such as `DET`.
    pub rule: String,
    /// Version of the rule.
    pub version: String,
    /// What becomes of it, for an alert.
    pub alert: Option<AlertMark>,
}

/// Where an alert stands, and the way to it. Never the answer.
#[derive(Debug)]
pub struct AlertMark {
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
    /// Reliably worse than at the start.
    Deterioration {
        /// How many points worse.
        points: String,
        /// The limit of measurement error.
        limit: String,
        /// Whether it was so at two measured sessions in a row.
        confirmed: bool,
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
            Self::SafetyItemOpen { .. } | Self::Asked { safety: false, .. } => Tone::Warn,
            Self::Deterioration { .. } | Self::SafetyItem { .. } | Self::Asked { safety: true, .. } => Tone::Bad,
        }
    }

    /// Whether it is about safety: those stand first.
    #[must_use]
    pub const fn is_safety(&self) -> bool {
        matches!(self, Self::SafetyItem { .. } | Self::Asked { safety: true, .. })
    }
}

impl Tone {
    /// The word in class names.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Warn => "warn",
            Self::Bad => "bad",
        }
    }
}
