//! The definition file: TOML in, [`Instrument`] out.

use std::collections::BTreeMap;

use serde::Deserialize;
use thiserror::Error;
use toml::Spanned;

use crate::definition::hash;
use crate::definition::instrument::{Instrument, Lines, Respondent, Status, WordingStatus};
use crate::definition::{Alert, Example, Item, Licence, Scale, Score, Source};
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

/// The file as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct InstrumentFile {
    schema: String,
    id: String,
    version: Version,
    status: Status,
    url: Option<String>,
    loinc: Option<String>,
    languages: Vec<Language>,
    respondent: Respondent,
    moment: Option<String>,
    duration_seconds: Option<u32>,
    title: Text,
    intro: Option<Text>,
    recall: Option<Text>,
    #[serde(default)]
    wording_status: BTreeMap<Language, WordingStatus>,
    wording_note: Option<Text>,
    licence: Licence,
    #[serde(default, rename = "source")]
    sources: Vec<Source>,
    #[serde(default, rename = "scale")]
    scales: BTreeMap<String, Scale>,
    #[serde(default, rename = "item")]
    items: Vec<Spanned<ItemFile>>,
    #[serde(default, rename = "score")]
    scores: Vec<Spanned<Score>>,
    #[serde(default, rename = "alert")]
    alerts: Vec<Spanned<Alert>>,
    #[serde(default, rename = "test")]
    examples: Vec<Spanned<Example>>,
}

/// An item as it is written: it names its scale.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ItemFile {
    id: String,
    scale: String,
    #[serde(default)]
    required: bool,
    loinc: Option<String>,
    text: Option<Text>,
    low: Option<Text>,
    high: Option<Text>,
}

/// Reads a definition file.
pub(super) fn read(text: &str) -> Result<Instrument, DefinitionError> {
    let file: InstrumentFile = toml::from_str(text).map_err(|error| unreadable(text, &error))?;
    if file.schema != SCHEMA {
        return Err(DefinitionError::OtherSchema { found: file.schema });
    }
    let source_language = *file.languages.first().ok_or(DefinitionError::NoLanguage)?;
    let (items, item_lines) = unspan(text, file.items);
    let items = place_on_scales(items, &item_lines, &file.scales)?;
    let (scores, score_lines) = unspan(text, file.scores);
    let (alerts, alert_lines) = unspan(text, file.alerts);
    let (examples, example_lines) = unspan(text, file.examples);
    let lines = Lines { items: item_lines, scores: score_lines, alerts: alert_lines, examples: example_lines };
    let mut instrument = Instrument {
        id: file.id,
        version: file.version,
        status: file.status,
        url: file.url,
        loinc: file.loinc,
        source_language,
        languages: file.languages,
        respondent: file.respondent,
        moment: file.moment,
        duration_seconds: file.duration_seconds,
        title: file.title,
        intro: file.intro,
        recall: file.recall,
        licence: file.licence,
        wording_status: file.wording_status,
        wording_note: file.wording_note,
        sources: file.sources,
        items,
        scores,
        alerts,
        examples,
        lines,
        hashes: hash::Hashes::default(),
    };
    instrument.hashes = hash::hashes(&instrument);
    Ok(instrument)
}

/// Gives every item the scale it names.
fn place_on_scales(
    items: Vec<ItemFile>,
    lines: &[usize],
    scales: &BTreeMap<String, Scale>,
) -> Result<Vec<Item>, DefinitionError> {
    items
        .into_iter()
        .zip(lines)
        .map(|(item, line)| match scales.get(&item.scale) {
            Some(scale) => Ok(Item {
                id: item.id,
                required: item.required,
                loinc: item.loinc,
                text: item.text,
                low: item.low,
                high: item.high,
                scale_id: item.scale,
                scale: scale.clone(),
            }),
            None => Err(DefinitionError::UnknownScale { line: *line, item: item.id, scale: item.scale }),
        })
        .collect()
}

/// Separates values from the lines they begin on.
fn unspan<T>(text: &str, values: Vec<Spanned<T>>) -> (Vec<T>, Vec<usize>) {
    values
        .into_iter()
        .map(|value| {
            let line = line_at(text, value.span().start);
            (value.into_inner(), line)
        })
        .unzip()
}

fn unreadable(text: &str, error: &toml::de::Error) -> DefinitionError {
    let start = error.span().map_or(0, |span| span.start);
    DefinitionError::Unreadable { line: line_at(text, start), message: error.message().to_owned() }
}

/// The line, counted from 1, that holds this byte.
fn line_at(text: &str, byte: usize) -> usize {
    let before = text.bytes().take(byte);
    before.filter(|byte| *byte == b'\n').count() + 1
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
