//! The instrument: one version of one questionnaire.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::definition::file::{self, DefinitionError};
use crate::definition::{Alert, Example, Hashes, Item, Licence, Score, Source};
use crate::language::{Language, Text};
use crate::version::Version;

/// Whether an instrument may be given to clients.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// Being written: not assignable.
    Draft,
    /// Assignable.
    Active,
    /// Readable, because answers point to it, but not assignable.
    Retired,
}

/// Who fills in the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Respondent {
    /// The client.
    Client,
    /// A clinician about the client.
    Clinician,
    /// Someone close to the client.
    Relative,
}

/// Whether the wording in a language is known to be the holder's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum WordingStatus {
    /// Compared word for word with the holder's form, or with published copies that agree.
    Confirmed,
    /// Not compared yet: an administrator is asked to do so before first clinical use.
    Unconfirmed,
    /// The definition holds no wording in this language.
    Absent,
}

/// One version of one questionnaire: what is asked, how it is scored, and what the scores mean.
///
/// Built only from a definition file by [`Instrument::parse`]; use [`crate::check()`] before trusting it, or take it from
/// a [`crate::Library`], which holds nothing unchecked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Instrument {
    pub(super) id: String,
    pub(super) version: Version,
    pub(super) status: Status,
    pub(super) url: Option<String>,
    pub(super) loinc: Option<String>,
    pub(super) source_language: Language,
    pub(super) languages: Vec<Language>,
    pub(super) respondent: Respondent,
    pub(super) moment: Option<String>,
    pub(super) duration_seconds: Option<u32>,
    pub(super) title: Text,
    pub(super) intro: Option<Text>,
    pub(super) recall: Option<Text>,
    pub(super) licence: Licence,
    pub(super) wording_status: BTreeMap<Language, WordingStatus>,
    pub(super) wording_note: Option<Text>,
    pub(super) sources: Vec<Source>,
    pub(super) items: Vec<Item>,
    pub(super) scores: Vec<Score>,
    pub(super) alerts: Vec<Alert>,
    pub(super) examples: Vec<Example>,
    pub(super) lines: Lines,
    pub(super) hashes: Hashes,
}

/// The lines on which the parts of the definition begin, in the order of the parts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Lines {
    pub(crate) items: Vec<usize>,
    pub(crate) scores: Vec<usize>,
    pub(crate) alerts: Vec<usize>,
    pub(crate) examples: Vec<usize>,
}

impl Instrument {
    /// Reads a definition file (TOML, schema `peil-questionnaire/1`).
    ///
    /// # Errors
    ///
    /// [`DefinitionError`] with the line: not TOML, an unknown key, a value of the wrong kind, another schema, no
    /// language, or an item on a scale that does not exist.
    pub fn parse(text: &str) -> Result<Self, DefinitionError> {
        file::read(text)
    }

    /// The id, the same for all versions.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The version. Every change a client can see or a score can feel makes a new one.
    pub fn version(&self) -> Version {
        self.version
    }

    /// Whether it may be given to clients.
    pub fn status(&self) -> Status {
        self.status
    }

    /// The canonical URL, where one exists.
    pub fn url(&self) -> Option<&str> {
        self.url.as_deref()
    }

    /// The LOINC code of the panel, where one exists.
    pub fn loinc(&self) -> Option<&str> {
        self.loinc.as_deref().filter(|code| !code.is_empty())
    }

    /// The languages it is offered in; the first is the source language.
    pub fn languages(&self) -> &[Language] {
        &self.languages
    }

    /// The language the instrument was written in, or first offered in here.
    pub fn source_language(&self) -> Language {
        self.source_language
    }

    /// The language in which to show the form: the one asked for when it is offered, else the source language. Decided
    /// once for the whole form, so that no form is half in one language and half in another.
    pub fn offered(&self, asked: Language) -> Language {
        if self.languages.contains(&asked) { asked } else { self.source_language }
    }

    /// Who fills in the form.
    pub fn respondent(&self) -> Respondent {
        self.respondent
    }

    /// When in the treatment it is given, such as `after_session`.
    pub fn moment(&self) -> Option<&str> {
        self.moment.as_deref()
    }

    /// How long filling in takes, roughly.
    pub fn duration_seconds(&self) -> Option<u32> {
        self.duration_seconds
    }

    /// The name.
    pub fn title(&self, language: Language) -> &str {
        self.title.get(self.offered(language))
    }

    /// The words before the first item; none when they may not be shipped.
    pub fn intro(&self, language: Language) -> Option<&str> {
        self.resolve(self.intro.as_ref(), language)
    }

    /// The period the answers are about.
    pub fn recall(&self, language: Language) -> Option<&str> {
        self.resolve(self.recall.as_ref(), language)
    }

    /// The holder's notice, shown with the form.
    pub fn notice(&self, language: Language) -> Option<&str> {
        self.licence.notice(self.offered(language))
    }

    /// The terms under which it is here.
    pub fn licence(&self) -> &Licence {
        &self.licence
    }

    /// Whether the wording in a language is known to be the holder's.
    pub fn wording_status(&self, language: Language) -> WordingStatus {
        let status = self.wording_status.get(&self.offered(language));
        status.copied().unwrap_or(WordingStatus::Absent)
    }

    /// What an administrator must know before confirming the wording.
    pub fn wording_note(&self, language: Language) -> Option<&str> {
        self.resolve(self.wording_note.as_ref(), language)
    }

    /// The items in the order the client sees.
    pub fn items(&self) -> &[Item] {
        &self.items
    }

    /// The item with this id.
    pub fn item(&self, id: &str) -> Option<&Item> {
        self.items.iter().find(|item| item.id() == id)
    }

    /// The scores in the order of the file.
    pub fn scores(&self) -> &[Score] {
        &self.scores
    }

    /// The score with this id.
    pub fn score(&self, id: &str) -> Option<&Score> {
        self.scores.iter().find(|score| score.id() == id)
    }

    /// The alerts in the order of the file.
    pub fn alerts(&self) -> &[Alert] {
        &self.alerts
    }

    /// The sources its numbers come from.
    pub fn sources(&self) -> &[Source] {
        &self.sources
    }

    /// The source with this id.
    pub fn source(&self, id: &str) -> Option<&Source> {
        self.sources.iter().find(|source| source.id() == id)
    }

    /// The examples that every check runs.
    pub fn examples(&self) -> &[Example] {
        &self.examples
    }

    /// What identifies its wording, its items and its scoring.
    pub fn hashes(&self) -> &Hashes {
        &self.hashes
    }

    pub(crate) fn lines(&self) -> &Lines {
        &self.lines
    }

    /// Every text that belongs to the whole instrument, with its name in the definition file.
    pub(crate) fn own_texts(&self) -> Vec<(&'static str, &Text)> {
        [
            ("title", Some(&self.title)),
            ("intro", self.intro.as_ref()),
            ("recall", self.recall.as_ref()),
            ("licence.notice", self.licence.notice_text()),
            ("wording_note", self.wording_note.as_ref()),
        ]
        .into_iter()
        .filter_map(|(name, text)| text.map(|text| (name, text)))
        .collect()
    }

    fn resolve<'a>(&self, text: Option<&'a Text>, language: Language) -> Option<&'a str> {
        text.map(|text| text.get(self.offered(language)))
    }
}
