//! The instrument: one version of one questionnaire.

use std::collections::{BTreeMap, BTreeSet};
use std::iter;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::definition::file::{self, DefinitionError, InstrumentFile, WriteError};
use crate::definition::lines::Lines;
use crate::definition::wording::{Wording, WordingError};
use crate::definition::{Alert, Example, Hashes, Item, Licence, Occasion, Scale, Score, Source};
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
    /// The definition as it was read, with the shipped wording only.
    pub(super) file: InstrumentFile,
    pub(super) source_language: Language,
    pub(super) item_ids: Arc<[String]>,
    /// The places of the items, in the order of their ids.
    pub(super) by_id: Vec<usize>,
    /// The words that the client sees, shipped or brought by the site.
    pub(super) intro: Option<Text>,
    pub(super) recall: Option<Text>,
    pub(super) site_notice: BTreeMap<Language, String>,
    pub(super) wording_status: BTreeMap<Language, WordingStatus>,
    pub(super) items: Vec<Item>,
    /// The same without the site's wording; none when there is no such wording.
    pub(super) bare: Option<Arc<Instrument>>,
    pub(super) lines: Lines,
    pub(super) hashes: Hashes,
}

impl Instrument {
    /// Reads a definition file (TOML, schema `peil-questionnaire/1`).
    ///
    /// # Errors
    ///
    /// [`DefinitionError`] with the line: not TOML, an unknown key, a value of the wrong kind, another schema, no
    /// language, or an item on a scale that does not exist.
    pub fn parse(text: &str) -> Result<Self, DefinitionError> {
        file::read_toml(text).map_err(|refusal| refusal.first)
    }

    /// Every fault for which [`Self::parse`] refuses a file that can be told at once, in the order of the file; none for
    /// a file that it reads.
    pub fn faults(text: &str) -> Vec<DefinitionError> {
        match file::read_toml(text) {
            Ok(_) => Vec::new(),
            Err(refusal) => iter::once(refusal.first).chain(refusal.more).collect(),
        }
    }

    /// Reads a definition from the JSON that [`Self::to_json`] writes; the same keys as the TOML file.
    ///
    /// # Errors
    ///
    /// [`DefinitionError`], as [`Self::parse`].
    pub fn from_json(text: &str) -> Result<Self, DefinitionError> {
        file::read_json(text).map_err(|refusal| refusal.first)
    }

    /// The definition as a TOML file that reads back as the same definition. Comments are lost; wording that the site
    /// brought along ([`Self::with_wording`]) is not in it.
    ///
    /// # Errors
    ///
    /// [`WriteError`]; a definition that was read can be written.
    pub fn to_toml(&self) -> Result<String, WriteError> {
        file::write_toml(&self.file)
    }

    /// The definition as canonical JSON (RFC 8785) that reads back as the same definition; what [`Self::to_toml`] says
    /// of wording holds here too.
    ///
    /// # Errors
    ///
    /// [`WriteError`]; a definition that was read can be written.
    pub fn to_json(&self) -> Result<String, WriteError> {
        file::write_json(&self.file)
    }

    /// The instrument with wording that the site has a licence for, read from its own file.
    ///
    /// The hashes of items and scoring stay what they were: wording changes nothing that can be answered or scored.
    /// The wording is confirmed when the definition names its hash, and otherwise unconfirmed until an administrator
    /// has compared it with the holder's form.
    ///
    /// # Errors
    ///
    /// [`WordingError`] names every fault with its line: another instrument, an item or option that does not exist or
    /// has no text, wording that the definition already has, or wording with another hash than the definition names.
    pub fn with_wording(&self, wording: &Wording) -> Result<Self, WordingError> {
        wording.apply(self)
    }

    /// The id, the same for all versions.
    pub fn id(&self) -> &str {
        &self.file.id
    }

    /// The version. Every change a client can see or a score can feel makes a new one.
    pub fn version(&self) -> Version {
        self.file.version
    }

    /// Whether it may be given to clients.
    pub fn status(&self) -> Status {
        self.file.status
    }

    /// The canonical URL, where one exists.
    pub fn url(&self) -> Option<&str> {
        self.file.url.as_deref()
    }

    /// The LOINC code of the panel, where one exists.
    pub fn loinc(&self) -> Option<&str> {
        self.file.loinc.as_deref().filter(|code| !code.is_empty())
    }

    /// The languages it is offered in; the first is the source language.
    pub fn languages(&self) -> &[Language] {
        &self.file.languages
    }

    /// The language the instrument was written in, or first offered in here.
    pub fn source_language(&self) -> Language {
        self.source_language
    }

    /// The language in which to show the form: the one asked for when it is offered, else the source language. Decided
    /// once for the whole form, so that no form is half in one language and half in another.
    pub fn offered(&self, asked: Language) -> Language {
        if self.file.languages.contains(&asked) { asked } else { self.source_language }
    }

    /// Who fills in the form.
    pub fn respondent(&self) -> Respondent {
        self.file.respondent
    }

    /// When in the treatment it is given.
    pub fn moment(&self) -> Option<Occasion> {
        self.file.moment
    }

    /// How long filling in takes, roughly.
    pub fn duration_seconds(&self) -> Option<u32> {
        self.file.duration_seconds
    }

    /// The name.
    pub fn title(&self, language: Language) -> &str {
        self.file.title.get(self.offered(language))
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
        let language = self.offered(language);
        let brought = self.site_notice.get(&language).map(String::as_str);
        brought.or_else(|| self.file.licence.notice(language))
    }

    /// The terms under which it is here.
    pub fn licence(&self) -> &Licence {
        &self.file.licence
    }

    /// Whether the wording in a language is known to be the holder's.
    pub fn wording_status(&self, language: Language) -> WordingStatus {
        let status = self.wording_status.get(&self.offered(language));
        status.copied().unwrap_or(WordingStatus::Absent)
    }

    /// What an administrator must know before confirming the wording.
    pub fn wording_note(&self, language: Language) -> Option<&str> {
        self.resolve(self.file.wording_note.as_ref(), language)
    }

    /// The items in the order the client sees.
    pub fn items(&self) -> &[Item] {
        &self.items
    }

    /// The item with this id.
    pub fn item(&self, id: &str) -> Option<&Item> {
        self.items.get(self.place_of(id)?)
    }

    /// The ids of the items in the order the client sees.
    pub(crate) fn item_ids(&self) -> &Arc<[String]> {
        &self.item_ids
    }

    /// The place of an item in the form, from 0.
    pub(crate) fn place_of(&self, item: &str) -> Option<usize> {
        let id_at = |place: &usize| self.item_ids.get(*place).map(String::as_str);
        let found = self.by_id.partition_point(|place| id_at(place) < Some(item));
        self.by_id.get(found).copied().filter(|place| id_at(place) == Some(item))
    }

    /// The places in the form of every item a score rests on, directly or through other scores, each once.
    pub(crate) fn items_of(&self, score: &Score) -> Vec<usize> {
        let mut places = Vec::new();
        let (mut waiting, mut seen) = (vec![score], BTreeSet::new());
        while let Some(score) = waiting.pop() {
            let Ok(calculation) = score.calculation() else { continue };
            if seen.insert(score.id()) {
                places.extend(calculation.items().into_iter().filter_map(|item| self.place_of(item)));
                waiting.extend(calculation.sources().into_iter().filter_map(|id| self.score(id)));
            }
        }
        places.sort_unstable();
        places.dedup();
        places
    }

    /// The scales that the definition names, also those no item uses.
    pub(crate) fn scales(&self) -> &BTreeMap<String, Scale> {
        &self.file.scales
    }

    /// The scores in the order of the file.
    pub fn scores(&self) -> &[Score] {
        &self.file.scores
    }

    /// The score with this id.
    pub fn score(&self, id: &str) -> Option<&Score> {
        self.file.scores.iter().find(|score| score.id() == id)
    }

    /// The alerts in the order of the file.
    pub fn alerts(&self) -> &[Alert] {
        &self.file.alerts
    }

    /// The sources its numbers come from.
    pub fn sources(&self) -> &[Source] {
        &self.file.sources
    }

    /// The source with this id.
    pub fn source(&self, id: &str) -> Option<&Source> {
        self.file.sources.iter().find(|source| source.id() == id)
    }

    /// The examples that every check runs.
    pub fn examples(&self) -> &[Example] {
        &self.file.examples
    }

    /// What identifies its wording, its items and its scoring.
    pub fn hashes(&self) -> &Hashes {
        &self.hashes
    }

    /// The definition as it was read, without wording that the site brought along.
    pub(crate) fn bare(&self) -> &Self {
        self.bare.as_deref().unwrap_or(self)
    }

    pub(crate) fn lines(&self) -> &Lines {
        &self.lines
    }

    /// Every text that belongs to the whole instrument, with its name in the definition file.
    pub(crate) fn own_texts(&self) -> Vec<(&'static str, &Text)> {
        [
            ("title", Some(&self.file.title)),
            ("intro", self.intro.as_ref()),
            ("recall", self.recall.as_ref()),
            ("licence.notice", self.file.licence.notice_text()),
            ("wording_note", self.file.wording_note.as_ref()),
        ]
        .into_iter()
        .filter_map(|(name, text)| text.map(|text| (name, text)))
        .collect()
    }

    fn resolve<'a>(&self, text: Option<&'a Text>, language: Language) -> Option<&'a str> {
        text.map(|text| text.get(self.offered(language)))
    }
}
