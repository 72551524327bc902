//! Languages and texts.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

/// A language in which a questionnaire can be offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// Dutch (Netherlands).
    Nl,
    /// English.
    En,
    /// German.
    De,
    /// French.
    Fr,
    /// Norwegian (bokmål).
    Nb,
}

impl Language {
    /// The BCP 47 tag, such as `nl`.
    pub fn tag(self) -> &'static str {
        match self {
            Self::Nl => "nl",
            Self::En => "en",
            Self::De => "de",
            Self::Fr => "fr",
            Self::Nb => "nb",
        }
    }
}

impl fmt::Display for Language {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.tag())
    }
}

/// One text in one or more languages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Text {
    by_language: BTreeMap<Language, String>,
}

impl Text {
    /// The same text with these words in this language.
    pub(crate) fn with(mut self, language: Language, words: String) -> Self {
        self.by_language.insert(language, words);
        self
    }

    /// A text in one language.
    pub(crate) fn only(language: Language, words: String) -> Self {
        Self { by_language: BTreeMap::from([(language, words)]) }
    }

    /// The text in exactly this language.
    pub fn exact(&self, language: Language) -> Option<&str> {
        self.by_language.get(&language).map(String::as_str)
    }

    /// The text in this language, else in the first language it has, else empty.
    ///
    /// A checked instrument has every text in every language it offers, so the fallback shows only for a language the
    /// instrument does not offer; [`crate::Instrument::offered`] makes that choice once for the whole form.
    pub fn get(&self, language: Language) -> &str {
        self.exact(language).or_else(|| self.by_language.values().next().map(String::as_str)).unwrap_or_default()
    }
}
