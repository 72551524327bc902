//! The definition file: TOML in, [`Instrument`] out.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use thiserror::Error;
use toml::de::DeTable;

use crate::definition::canonical::canonical;
use crate::definition::hash;
use crate::definition::instrument::{Instrument, Respondent, Status, WordingStatus};
use crate::definition::lines::{Lines, Newlines};
use crate::definition::{Alert, Example, Item, Licence, Occasion, Scale, Score, Source};
use crate::language::{Language, Text};
use crate::version::Version;

const SCHEMA: &str = "peil-questionnaire/1";

/// Why a text is not a definition file.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum DefinitionError {
    /// Not TOML, an unknown or missing key, or a value of the wrong kind.
    #[error("line {line}: {message}")]
    Unreadable {
        /// The line, counted from 1.
        line: usize,
        /// What the parser says.
        message: String,
    },
    /// The file follows another format.
    #[error("schema is {found:?}, this program reads {SCHEMA:?}")]
    OtherSchema {
        /// What the file says.
        found: String,
    },
    /// `languages` is empty, so there is no source language.
    #[error("languages is empty: name at least the source language")]
    NoLanguage,
    /// An item names a scale that the file does not define.
    #[error("line {line}: item {item} is answered on scale {scale}, which is not defined")]
    UnknownScale {
        /// The line of the item.
        line: usize,
        /// The item's id.
        item: String,
        /// The scale it names.
        scale: String,
    },
}

/// A definition that cannot be written. No definition that was read is one.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("the definition cannot be written: {0}")]
pub struct WriteError(String);

/// The file as it is written. An [`Instrument`] keeps it, so that a definition can be written again without loss.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct InstrumentFile {
    pub(super) schema: String,
    pub(super) id: String,
    pub(super) version: Version,
    pub(super) status: Status,
    pub(super) url: Option<String>,
    pub(super) loinc: Option<String>,
    pub(super) languages: Vec<Language>,
    pub(super) respondent: Respondent,
    pub(super) moment: Option<Occasion>,
    pub(super) duration_seconds: Option<u32>,
    pub(super) title: Text,
    pub(super) intro: Option<Text>,
    pub(super) recall: Option<Text>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) wording_status: BTreeMap<Language, WordingStatus>,
    pub(super) wording_note: Option<Text>,
    pub(super) licence: Licence,
    #[serde(default, rename = "source", skip_serializing_if = "Vec::is_empty")]
    pub(super) sources: Vec<Source>,
    #[serde(default, rename = "scale", skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) scales: BTreeMap<String, Scale>,
    #[serde(default, rename = "item", skip_serializing_if = "Vec::is_empty")]
    pub(super) items: Vec<ItemFile>,
    #[serde(default, rename = "score", skip_serializing_if = "Vec::is_empty")]
    pub(super) scores: Vec<Score>,
    #[serde(default, rename = "alert", skip_serializing_if = "Vec::is_empty")]
    pub(super) alerts: Vec<Alert>,
    #[serde(default, rename = "test", skip_serializing_if = "Vec::is_empty")]
    pub(super) examples: Vec<Example>,
}

/// An item as it is written: it names its scale.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ItemFile {
    id: String,
    scale: String,
    #[serde(default)]
    required: bool,
    loinc: Option<String>,
    text: Option<Text>,
    low: Option<Text>,
    high: Option<Text>,
}

/// Why a file was refused: one fault, and whatever else could be told at the same time.
pub(super) struct Refusal {
    pub(super) first: DefinitionError,
    pub(super) more: Vec<DefinitionError>,
}

impl From<DefinitionError> for Refusal {
    fn from(first: DefinitionError) -> Self {
        Self { first, more: Vec::new() }
    }
}

/// Reads a definition file.
pub(super) fn read_toml(text: &str) -> Result<Instrument, Refusal> {
    let newlines = Newlines::of(text);
    let (document, errors) = DeTable::parse_recoverable(text);
    refuse(errors.iter().map(|error| unreadable(&newlines, error)))?;
    let lines = Lines::of(&newlines, document.get_ref());
    let file = InstrumentFile::deserialize(toml::Deserializer::from(document));
    understand(file.map_err(|error| unreadable(&newlines, &error))?, lines)
}

/// Reads a definition that [`write_json`] wrote.
pub(super) fn read_json(text: &str) -> Result<Instrument, Refusal> {
    let unreadable = |error: serde_json::Error| DefinitionError::Unreadable {
        line: error.line().max(1),
        message: error.to_string(),
    };
    let file: InstrumentFile = serde_json::from_str(text).map_err(unreadable)?;
    understand(file, Lines::default())
}

fn refuse(mut faults: impl Iterator<Item = DefinitionError>) -> Result<(), Refusal> {
    match faults.next() {
        Some(first) => Err(Refusal { first, more: faults.collect() }),
        None => Ok(()),
    }
}

/// The definition as TOML.
pub(super) fn write_toml(file: &InstrumentFile) -> Result<String, WriteError> {
    toml::to_string(file).map_err(|error| WriteError(error.to_string()))
}

/// The definition as canonical JSON, without the keys that hold nothing.
pub(super) fn write_json(file: &InstrumentFile) -> Result<String, WriteError> {
    let mut document = serde_json::to_value(file).map_err(|error| WriteError(error.to_string()))?;
    drop_nulls(&mut document);
    Ok(canonical(&document))
}

fn drop_nulls(value: &mut Value) {
    match value {
        Value::Object(members) => {
            members.retain(|_, member| !member.is_null());
            members.values_mut().for_each(drop_nulls);
        }
        Value::Array(elements) => elements.iter_mut().for_each(drop_nulls),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// Gives every item its scale, and hashes the whole.
fn understand(file: InstrumentFile, lines: Lines) -> Result<Instrument, Refusal> {
    if file.schema != SCHEMA {
        return Err(DefinitionError::OtherSchema { found: file.schema }.into());
    }
    let source_language = *file.languages.first().ok_or(DefinitionError::NoLanguage)?;
    refuse(file.items.iter().enumerate().filter(|(_, item)| !file.scales.contains_key(&item.scale)).map(
        |(index, item)| DefinitionError::UnknownScale {
            line: lines.get(&format!("item.{index}")).unwrap_or(1),
            item: item.id.clone(),
            scale: item.scale.clone(),
        },
    ))?;
    let scales: BTreeMap<&str, Arc<Scale>> =
        file.scales.iter().map(|(id, scale)| (id.as_str(), Arc::new(scale.clone()))).collect();
    let items = file.items.iter();
    let items: Vec<Item> = items.filter_map(|item| Some(placed(item, scales.get(item.scale.as_str())?))).collect();
    let mut by_id: Vec<usize> = (0..items.len()).collect();
    by_id.sort_by_key(|place| items.get(*place).map(|item| &item.id));
    let mut instrument = Instrument {
        source_language,
        by_id,
        item_ids: items.iter().map(|item| item.id.clone()).collect(),
        intro: file.intro.clone(),
        recall: file.recall.clone(),
        site_notice: BTreeMap::new(),
        wording_status: file.wording_status.clone(),
        items,
        bare: None,
        lines,
        hashes: hash::Hashes::default(),
        file,
    };
    instrument.hashes = hash::hashes(&instrument);
    Ok(instrument)
}

fn placed(item: &ItemFile, scale: &Arc<Scale>) -> Item {
    let item = item.clone();
    Item {
        scale: Arc::clone(scale),
        id: item.id,
        required: item.required,
        loinc: item.loinc,
        text: item.text,
        low: item.low,
        high: item.high,
        scale_id: item.scale,
    }
}

fn unreadable(newlines: &Newlines, error: &toml::de::Error) -> DefinitionError {
    let start = error.span().map_or(0, |span| span.start);
    DefinitionError::Unreadable { line: newlines.line(start), message: error.message().to_owned() }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::fixture::MOOD;
    use proptest::prelude::*;

    fn refusal(from: &str, to: &str) -> DefinitionError {
        assert!(MOOD.contains(from), "the fixture lost {from:?}");
        Instrument::parse(&MOOD.replacen(from, to, 1)).unwrap_err()
    }

    #[test]
    fn an_unknown_key_is_refused_with_its_line() {
        let error = refusal("respondent = \"client\"", "respondent = \"client\"\ncolour = \"red\"");
        let DefinitionError::Unreadable { line, message } = error else {
            unreachable!("wrong kind of error: {error}");
        };
        let expected = MOOD.lines().position(|l| l.starts_with("respondent")).unwrap() + 2;
        assert_eq!(line, expected);
        assert!(message.contains("colour"), "{message}");
    }

    #[test]
    fn an_unknown_key_deep_in_a_scale_or_a_score_is_refused() {
        for (from, to) in [
            ("kind = \"vas\"", "kind = \"vas\"\nhandle = \"middle\""),
            ("fill = \"none\"", "fill = \"none\", formula = \"1+1\""),
            ("method = \"sum\"", "method = \"eval\""),
        ] {
            let error = refusal(from, to);
            assert!(matches!(error, DefinitionError::Unreadable { .. }), "{error}");
        }
    }

    #[test]
    fn a_binary_fraction_is_refused() {
        let error = refusal("step = \"0.1\"", "step = 0.1");
        assert!(error.to_string().contains("decimal number in quotes"), "{error}");
    }

    #[test]
    fn another_schema_is_refused() {
        let error = refusal("peil-questionnaire/1", "peil-questionnaire/2");
        assert!(matches!(error, DefinitionError::OtherSchema { .. }), "{error}");
    }

    #[test]
    fn an_instrument_without_a_language_is_refused() {
        assert_eq!(refusal("[\"nl\", \"en\"]", "[]"), DefinitionError::NoLanguage);
    }

    #[test]
    fn an_item_on_an_unknown_scale_is_refused_with_its_line() {
        let error = refusal("scale = \"line\"", "scale = \"lime\"");
        let expected = MOOD.lines().position(|l| l == "[[item]]").unwrap() + 1;
        assert_eq!(error, DefinitionError::UnknownScale { line: expected, item: "calm".into(), scale: "lime".into() });
    }

    #[test]
    fn several_faults_are_told_at_once() {
        let broken = MOOD.replace("scale = \"line\"", "scale = \"lime\"");
        assert_eq!(Instrument::faults(&broken).len(), 3);
        let broken = MOOD.replacen("id = \"calm\"", "id = calm", 1).replacen("id = \"tense\"", "id = \"tense", 1);
        let faults = Instrument::faults(&broken);
        assert!(faults.len() >= 2, "{faults:?}");
        assert_eq!(Instrument::parse(&broken).unwrap_err(), faults[0]);
        assert!(Instrument::faults(MOOD).is_empty());
    }

    proptest! {
        #[test]
        fn arbitrary_bytes_give_an_error_and_no_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
            prop_assert!(Instrument::parse(&String::from_utf8_lossy(&bytes)).is_err());
        }

        #[test]
        fn a_damaged_file_never_panics(start in 0..MOOD.len(), length in 0..40_usize, patch in ".{0,10}") {
            let mut bytes = MOOD.as_bytes().to_vec();
            let end = (start + length).min(bytes.len());
            bytes.splice(start..end, patch.into_bytes());
            let _ = Instrument::parse(&String::from_utf8_lossy(&bytes)).map(|damaged| crate::check(&damaged));
        }
    }
}
