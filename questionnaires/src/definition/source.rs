//! Sources: where a number comes from, and how well we know it.

use serde::{Deserialize, Serialize};

/// How the number was obtained from its source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Seen {
    /// The publication itself was read.
    Paper,
    /// Another document that quotes the publication was read; the citation names both.
    Quoted,
    /// Remembered, not read. No verdict may rest on it.
    Memory,
    /// The project's own choice, without a study behind it. No verdict may rest on it.
    Own,
}

/// A citation that numbers in the definition point to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    id: String,
    cite: String,
    seen: Seen,
}

impl Seen {
    /// Whether a verdict about a person may rest on the number.
    pub fn bears_a_verdict(self) -> bool {
        match self {
            Self::Paper | Self::Quoted => true,
            Self::Memory | Self::Own => false,
        }
    }
}

impl Source {
    /// The id that numbers in the same file point to.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The citation, to be shown wherever the number is shown.
    pub fn cite(&self) -> &str {
        &self.cite
    }

    /// How the number was obtained.
    pub fn seen(&self) -> Seen {
        self.seen
    }
}
