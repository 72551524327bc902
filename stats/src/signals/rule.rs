//! The rules by name.

use std::{fmt, str::FromStr};

/// How much a finding asks of its reader. Never a grade of risk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// Good to know.
    Note,
    /// Keep an eye on it.
    Watch,
    /// A reason to talk at the next occasion.
    Attention,
}

/// A rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rule {
    /// DET: reliably worse than at the start.
    Deterioration,
    /// OFF: beyond the limits of the expected course.
    OffTrack,
    /// OFF-P: by the client's own curve among the worst to be expected (ours).
    OffTrackByModel,
    /// STAG: many sessions without reliable improvement (ours).
    Stagnation,
    /// STAG-P: little chance to reach reliable improvement by the planned end (ours).
    StagnationByModel,
    /// REL: an improvement that was lost again (ours).
    Relapse,
    /// REC: recovered for a while, ready to review (ours).
    Recovered,
    /// MISS: came, and did not complete the questionnaire (ours).
    Silence,
    /// DROP: may leave before the planned end.
    Dropout,
    /// G-STALL: the group as a whole no longer moves (ours).
    GroupStall,
    /// G-RUPT: the session was rated much lower (ours).
    GroupRupture,
    /// G-SPLIT: members rate the session ever more differently (ours).
    GroupSplit,
    /// G-OUT: one member rates the session far below the others (ours); for therapists only.
    GroupOutsider,
}

impl Rule {
    /// All rules, in the order in which they are listed.
    pub const ALL: [Self; 13] = [
        Self::Deterioration,
        Self::OffTrack,
        Self::OffTrackByModel,
        Self::Stagnation,
        Self::StagnationByModel,
        Self::Relapse,
        Self::Recovered,
        Self::Silence,
        Self::Dropout,
        Self::GroupStall,
        Self::GroupRupture,
        Self::GroupSplit,
        Self::GroupOutsider,
    ];

    /// The short name, as in `DET`.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Deterioration => "DET",
            Self::OffTrack => "OFF",
            Self::OffTrackByModel => "OFF-P",
            Self::Stagnation => "STAG",
            Self::StagnationByModel => "STAG-P",
            Self::Relapse => "REL",
            Self::Recovered => "REC",
            Self::Silence => "MISS",
            Self::Dropout => "DROP",
            Self::GroupStall => "G-STALL",
            Self::GroupRupture => "G-RUPT",
            Self::GroupSplit => "G-SPLIT",
            Self::GroupOutsider => "G-OUT",
        }
    }

    /// The version of the rule: it changes when what the rule finds does.
    #[must_use]
    pub fn version(self) -> i16 {
        // Every rule below was written anew for version 1.0 of the module; DET had a first version before it. G-OUT asked for
        // more than it is worth until 1.1. Until 1.2 DROP spoke of stays that had reached their plan, by a model that knew
        // later scores and took what it knew to stand still, and G-STALL of groups of any age.
        // OFF's amber and G-RUPT asked for more than they are worth until 1.3.
        match self {
            Self::Deterioration
            | Self::OffTrack
            | Self::Dropout
            | Self::GroupStall
            | Self::GroupRupture
            | Self::GroupOutsider => 2,
            _ => 1,
        }
    }

    /// Whether the rule is about a group as a whole. G-OUT is about one member.
    #[must_use]
    pub fn is_of_group(self) -> bool {
        matches!(self, Self::GroupStall | Self::GroupRupture | Self::GroupSplit)
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.id())
    }
}

impl serde::Serialize for Rule {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.id())
    }
}

/// A word that is no rule.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is no rule; the rules are DET, OFF, OFF-P, STAG, STAG-P, REL, REC, MISS, DROP, G-STALL, G-RUPT, G-SPLIT and \
     G-OUT"
)]
pub struct UnknownRule(pub String);

impl FromStr for Rule {
    type Err = UnknownRule;

    fn from_str(word: &str) -> Result<Self, UnknownRule> {
        Self::ALL
            .into_iter()
            .find(|rule| rule.id().eq_ignore_ascii_case(word))
            .ok_or_else(|| UnknownRule(word.to_owned()))
    }
}
