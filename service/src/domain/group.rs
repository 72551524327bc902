//! What kind of group it is, how members flow, who leads, and how a stay ends: closed word lists.

/// A word that is not in the list it should come from.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{word}` is no {list}; expected one of {expected}")]
pub struct UnknownWord {
    word: String,
    list: &'static str,
    expected: String,
}

macro_rules! words {
    ($(#[doc = $doc:literal])+ $name:ident, $list:literal { $($(#[doc = $vdoc:literal])+ $variant:ident => $word:literal),+ $(,)? }) => {
        $(#[doc = $doc])+
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        pub enum $name {
            $($(#[doc = $vdoc])+ #[serde(rename = $word)] $variant),+
        }

        impl $name {
            /// Every word of the list.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The word as stored.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::domain::UnknownWord;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Self::ALL.iter().copied().find(|item| item.word() == text).ok_or_else(|| {
                    $crate::domain::UnknownWord::new(text, $list, Self::ALL.iter().map(|item| item.word()))
                })
            }
        }
    };
}
pub(crate) use words;

impl UnknownWord {
    /// `word` is not in `list`, whose words are `expected`.
    pub(crate) fn new(word: &str, list: &'static str, expected: impl Iterator<Item = &'static str>) -> Self {
        Self { word: word.to_owned(), list, expected: expected.collect::<Vec<_>>().join(", ") }
    }
}

words! {
    /// The kinds of group treatment that Dutch professionals name (Akwa GGZ survey among 901 professionals).
    GroupKind, "kind of group" {
        /// Psychotherapy.
        Psychotherapy => "psychotherapy",
        /// Psycho-education.
        PsychoEducation => "psycho_education",
        /// Skills training.
        Skills => "skills",
        /// Arts, music, drama or movement therapy (`vaktherapie`).
        ExpressiveTherapy => "expressive_therapy",
        /// Recovery group.
        Recovery => "recovery",
        /// Relatives or family together.
        System => "system",
        /// Anything else.
        Other => "other",
    }
}

words! {
    /// How members flow in and out.
    GroupFormat, "format of group" {
        /// Members come and go at any time.
        Open => "open",
        /// All start and end together.
        Closed => "closed",
        /// Members enter at fixed moments.
        Phased => "phased",
    }
}

words! {
    /// A therapist's part in a group.
    TherapistPart, "part of a therapist" {
        /// Leads.
        Lead => "lead",
        /// Leads together with the lead.
        Co => "co",
        /// Learns.
        Trainee => "trainee",
        /// Looks on.
        Observer => "observer",
    }
}

impl TherapistPart {
    /// Whether this part leads, alone or together with another.
    #[must_use]
    pub const fn leads(self) -> bool {
        matches!(self, Self::Lead | Self::Co)
    }

    /// Whether this part writes down what it thought of a session: who works with the group, not who looks on.
    #[must_use]
    pub const fn reflects(self) -> bool {
        matches!(self, Self::Lead | Self::Co | Self::Trainee)
    }
}

words! {
    /// How a stay in a group ended.
    EndReason, "reason of ending" {
        /// As planned.
        Completed => "completed",
        /// Earlier, agreed by both.
        AgreedEarly => "agreed_early",
        /// The client stayed away.
        Dropout => "dropout",
        /// To another group or treatment.
        Moved => "moved",
        /// Never came: whoever gave up waiting. It is no way of leaving, and counts in no figure of it.
        NotBegun => "not_begun",
    }
}
