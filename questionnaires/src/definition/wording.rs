//! Wording that the site has a licence for, in its own file beside the definition.
//!
//! ```toml
//! schema = "peil-wording/1"
//! id = "bdi-ii"
//! version = "1.0.0"
//! language = "nl"
//! intro = "…"
//!
//! [scale.severity]        # the options of a scale, by value
//! 0 = "…"
//!
//! [[item]]
//! id = "bdi1"
//! text = "…"
//! option = { 0 = "…" }    # where an item words its options in its own way
//! ```

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;

use serde::Deserialize;
use thiserror::Error;
use toml::de::DeTable;

use crate::decimal::Decimal;
use crate::definition::instrument::{Instrument, WordingStatus};
use crate::definition::lines::{Lines, Newlines};
use crate::definition::{ContentHash, Item, hash};
use crate::language::{Language, Text};
use crate::version::Version;

const SCHEMA: &str = "peil-wording/1";

/// A wording file that was read; [`Instrument::with_wording`] lays it over its definition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wording {
    file: WordingFile,
    lines: Lines,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct WordingFile {
    schema: String,
    id: String,
    version: Version,
    language: Language,
    intro: Option<String>,
    recall: Option<String>,
    notice: Option<String>,
    #[serde(default, rename = "scale")]
    scales: BTreeMap<String, BTreeMap<String, String>>,
    #[serde(default, rename = "item")]
    items: Vec<ItemWording>,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct ItemWording {
    id: String,
    text: String,
    low: Option<String>,
    high: Option<String>,
    #[serde(default)]
    option: BTreeMap<String, String>,
}

/// One fault of a wording file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct WordingFault {
    /// The line, counted from 1.
    pub line: usize,
    /// What is wrong, and what to do.
    pub message: String,
}

/// Why wording is refused.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum WordingError {
    /// Not TOML, an unknown or missing key, a value of the wrong kind, or another format.
    #[error("{0}")]
    Unreadable(WordingFault),
    /// The wording does not fit its definition.
    #[error("{}", one_by_one(.0))]
    Faults(Vec<WordingFault>),
    /// The words are not those the definition was compared with.
    #[error(
        "the text hash in {language} is {found}, the definition names {expected}: correct the words, or compare the \
         file with the holder's form and make a new version of the definition"
    )]
    OtherHash {
        /// The language.
        language: Language,
        /// What the definition names.
        expected: String,
        /// What these words give.
        found: ContentHash,
    },
}

impl fmt::Display for WordingFault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "line {}: {}", self.line, self.message)
    }
}

fn one_by_one(faults: &[WordingFault]) -> String {
    faults.iter().map(WordingFault::to_string).collect::<Vec<_>>().join("\n")
}

impl Wording {
    /// Reads a wording file (TOML, schema `peil-wording/1`).
    ///
    /// # Errors
    ///
    /// [`WordingError::Unreadable`] with the line.
    pub fn parse(text: &str) -> Result<Self, WordingError> {
        let newlines = Newlines::of(text);
        let unreadable = |error: toml::de::Error| {
            let start = error.span().map_or(0, |span| span.start);
            let line = newlines.line(start);
            WordingError::Unreadable(WordingFault { line, message: error.message().to_owned() })
        };
        let document = DeTable::parse(text).map_err(unreadable)?;
        let lines = Lines::of(&newlines, document.get_ref());
        let file = WordingFile::deserialize(toml::Deserializer::from(document)).map_err(unreadable)?;
        if file.schema != SCHEMA {
            let message = format!("schema is {:?}, this program reads {SCHEMA:?}", file.schema);
            let line = lines.get("schema").unwrap_or(1);
            return Err(WordingError::Unreadable(WordingFault { line, message }));
        }
        Ok(Self { file, lines })
    }

    /// The id of the instrument it belongs to.
    pub fn id(&self) -> &str {
        &self.file.id
    }

    /// The version of the instrument it belongs to.
    pub fn version(&self) -> Version {
        self.file.version
    }

    /// The language of the words.
    pub fn language(&self) -> Language {
        self.file.language
    }

    /// The instrument with these words.
    pub(super) fn apply(&self, instrument: &Instrument) -> Result<Instrument, WordingError> {
        let mut faults = self.misfits(instrument);
        let mut worded = instrument.clone();
        let (file, language) = (&self.file, self.file.language);
        for item in &mut worded.items {
            faults.extend(self.word_item(item));
        }
        // What is wrong with a scale is found again at each of its items.
        let mut told = BTreeSet::new();
        faults.retain(|fault| told.insert(fault.clone()));
        if !faults.is_empty() {
            return Err(WordingError::Faults(faults));
        }
        lay_over(&mut worded.intro, file.intro.as_ref(), language);
        lay_over(&mut worded.recall, file.recall.as_ref(), language);
        if let Some(notice) = &file.notice {
            worded.site_notice.insert(language, notice.clone());
        }
        worded.bare = Some(Arc::new(instrument.bare().clone()));
        worded.hashes = hash::hashes(&worded);
        let status = self.status(&worded)?;
        worded.wording_status.insert(language, status);
        Ok(worded)
    }

    /// What the file as a whole says that the definition contradicts.
    fn misfits(&self, instrument: &Instrument) -> Vec<WordingFault> {
        let file = &self.file;
        let mut faults = Vec::new();
        if file.id != instrument.id() || file.version != instrument.version() {
            let (id, version) = (instrument.id(), instrument.version());
            let message = format!("is wording for {} {}, not for {id} {version}", file.id, file.version);
            faults.push(self.fault("id", message));
        }
        if !instrument.languages().contains(&file.language) {
            let message = format!("the instrument is not offered in {}", file.language);
            faults.push(self.fault("language", message));
        }
        for scale in file.scales.keys().filter(|id| !instrument.scales().contains_key(*id)) {
            faults.push(self.fault(&format!("scale.{scale}"), format!("there is no scale {scale}")));
        }
        let mut seen = BTreeSet::new();
        for (index, item) in file.items.iter().enumerate() {
            let fault = match instrument.item(&item.id) {
                None => format!("there is no item {}", item.id),
                Some(_) if !seen.insert(&item.id) => format!("item {} is worded twice", item.id),
                Some(known) if known.texts().any(|(_, text)| text.exact(file.language).is_some()) => {
                    format!("the definition already has wording for item {} in {}", item.id, file.language)
                }
                Some(_) => continue,
            };
            faults.push(self.fault(&format!("item.{index}"), fault));
        }
        faults
    }

    /// Gives an item its words and its options theirs; says what is missing, blank or too much.
    fn word_item(&self, item: &mut Item) -> Vec<WordingFault> {
        let language = self.file.language;
        let found = self.file.items.iter().position(|words| words.id == item.id);
        let Some((index, words)) = found.and_then(|index| Some((index, self.file.items.get(index)?))) else {
            return vec![self.fault("item", format!("item {} has no wording: add [[item]] with its text", item.id))];
        };
        let path = format!("item.{index}");
        let mut faults = Vec::new();
        if words.text.trim().is_empty() {
            faults.push(self.fault(&path, format!("the text of item {} is blank", item.id)));
        }
        lay_over(&mut item.text, Some(&words.text), language);
        lay_over(&mut item.low, words.low.as_ref(), language);
        lay_over(&mut item.high, words.high.as_ref(), language);
        let (titles, path, whose) = match self.file.scales.get(&item.scale_id) {
            Some(shared) if words.option.is_empty() => {
                (shared, format!("scale.{}", item.scale_id), format!("scale {}", item.scale_id))
            }
            Some(_) | None => (&words.option, path, format!("item {}", item.id)),
        };
        faults.extend(
            word_options(item, titles, language)
                .into_iter()
                .map(|message| self.fault(&path, format!("{whose} {message}"))),
        );
        faults
    }

    /// Confirmed when the definition names the hash of these words.
    fn status(&self, worded: &Instrument) -> Result<WordingStatus, WordingError> {
        let language = self.file.language;
        let found = worded.hashes().text_in(language).unwrap_or_default();
        match worded.licence().text_hash(language) {
            None => Ok(WordingStatus::Unconfirmed),
            Some(expected) if expected == found.to_string() => Ok(WordingStatus::Confirmed),
            Some(expected) => Err(WordingError::OtherHash { language, expected: expected.to_owned(), found }),
        }
    }

    fn fault(&self, path: &str, message: String) -> WordingFault {
        WordingFault { line: self.lines.get(path).unwrap_or(1), message }
    }
}

/// Gives the options of an item their titles; says what is missing or too much.
fn word_options(item: &mut Item, titles: &BTreeMap<String, String>, language: Language) -> Vec<String> {
    let known: BTreeSet<Decimal> = item.scale.options().iter().map(|option| option.value()).collect();
    let strange = titles.keys().filter(|value| !value.parse().is_ok_and(|value| known.contains(&value)));
    let mut faults: Vec<String> = strange.map(|value| format!("has no option {value}")).collect();
    for option in Arc::make_mut(&mut item.scale).options_mut() {
        let value = option.value();
        let title = titles.iter().find(|(key, _)| key.parse() == Ok(value)).map(|(_, title)| title.trim());
        match title.filter(|title| !title.is_empty()) {
            Some(title) => {
                let text = option.text().cloned();
                option.set_title(worded(text, language, title));
            }
            None if option.text().is_some_and(|text| text.exact(language).is_some()) => {}
            None => faults.push(format!("has no text for option {value}")),
        }
    }
    faults
}

fn lay_over(text: &mut Option<Text>, words: Option<&String>, language: Language) {
    if let Some(words) = words {
        *text = Some(worded(text.take(), language, words));
    }
}

fn worded(text: Option<Text>, language: Language, words: &str) -> Text {
    match text {
        Some(text) => text.with(language, words.to_owned()),
        None => Text::only(language, words.to_owned()),
    }
}
