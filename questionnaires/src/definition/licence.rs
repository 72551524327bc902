//! Licences: what may be shown, and under which conditions.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::language::{Language, Text};

/// What the rights holder allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum LicenceClass {
    /// Wording may be shown, translated and passed on, also for money.
    A,
    /// Free by hearsay; the holder's terms have not been read yet.
    B,
    /// Conditions that an open licence cannot carry: a separate pack, never here.
    C,
    /// Scoring only: the site brings its own licensed wording.
    D,
}

/// The terms under which the instrument is here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Licence {
    class: LicenceClass,
    #[serde(default)]
    spdx: Option<String>,
    holder: String,
    #[serde(default)]
    notice: Option<Text>,
    evidence: String,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    text_hash: BTreeMap<Language, String>,
}

impl LicenceClass {
    /// Whether the definition file may contain the wording.
    pub fn ships_wording(self) -> bool {
        match self {
            Self::A | Self::B => true,
            Self::C | Self::D => false,
        }
    }
}

impl Licence {
    /// What the rights holder allows.
    pub fn class(&self) -> LicenceClass {
        self.class
    }

    /// The SPDX licence identifier, where one applies.
    pub fn spdx(&self) -> Option<&str> {
        self.spdx.as_deref()
    }

    /// Who holds the rights.
    pub fn holder(&self) -> &str {
        &self.holder
    }

    /// The notice that is shown with the form.
    pub fn notice(&self, language: Language) -> Option<&str> {
        self.notice.as_ref().map(|notice| notice.get(language))
    }

    /// What the class rests on.
    pub fn evidence(&self) -> &str {
        &self.evidence
    }

    /// The text hash, in hexadecimal digits, of the holder's wording in a language: wording that the site brings along
    /// is compared with it. None when nobody could compute it; an administrator then confirms the wording once.
    pub fn text_hash(&self, language: Language) -> Option<&str> {
        self.text_hash.get(&language).map(String::as_str)
    }

    pub(crate) fn text_hashes(&self) -> impl Iterator<Item = (Language, &str)> {
        self.text_hash.iter().map(|(language, hash)| (*language, hash.as_str()))
    }

    pub(crate) fn notice_text(&self) -> Option<&Text> {
        self.notice.as_ref()
    }
}
