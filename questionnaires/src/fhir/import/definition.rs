//! The definition file of a draft: what was found in the document, written as an author would.

use toml::{Table, Value};

use crate::decimal::Decimal;
use crate::definition::Instrument;
use crate::fhir::import::foreign::Header;
use crate::fhir::import::options::FoundOption;
use crate::fhir::import::question::{FoundScale, Question, Range};
use crate::fhir::import::scores::FoundScore;
use crate::fhir::import::wording::Words;
use crate::fhir::refusal::Refusal;
use crate::language::Language;

/// A question under the id it has in the draft.
pub(super) struct NamedQuestion {
    pub(super) id: String,
    pub(super) question: Question,
}

/// Writes the definition file and reads it back.
pub(super) fn write(
    header: &Header,
    intro: Option<&Words>,
    questions: &[NamedQuestion],
    scores: &[FoundScore],
) -> Result<(String, Instrument), Refusal> {
    let languages = languages(header, questions);
    let mut file = heading(header, &languages);
    file.insert("wording_status".to_owned(), wording_status(questions, &languages));
    if let Some(intro) = intro.and_then(|intro| text(intro, &languages)) {
        file.insert("intro".to_owned(), intro);
    }
    let mut scales: Vec<&FoundScale> = Vec::new();
    let mut items = Vec::new();
    for NamedQuestion { id, question } in questions {
        let place = scales.iter().position(|scale| **scale == question.scale).unwrap_or_else(|| {
            scales.push(&question.scale);
            scales.len() - 1
        });
        items.push(item(id, question, &scale_id(place), &languages));
    }
    let scales = scales.into_iter().enumerate().map(|(place, one)| (scale_id(place), scale(one, &languages)));
    file.insert("scale".to_owned(), Value::Table(scales.collect()));
    file.insert("item".to_owned(), Value::Array(items));
    let scores = scores.iter().map(|one| score(one, &languages)).collect();
    file.insert("score".to_owned(), Value::Array(scores));
    let written = toml::to_string(&file).map_err(|error| Refusal::NoDefinition { message: error.to_string() })?;
    let instrument =
        Instrument::parse(&written).map_err(|error| Refusal::NoDefinition { message: error.to_string() })?;
    Ok((written, instrument))
}

/// The languages that have words for an item; the document's own first.
fn languages(header: &Header, questions: &[NamedQuestion]) -> Vec<Language> {
    let mut languages: Vec<Language> = header.base.offered().into_iter().collect();
    for language in questions.iter().flat_map(|one| one.question.text.keys()) {
        if !languages.contains(language) {
            languages.push(*language);
        }
    }
    if languages.is_empty() {
        languages.push(Language::En);
    }
    languages
}

fn scale_id(place: usize) -> String {
    format!("scale-{}", place + 1)
}

fn heading(header: &Header, languages: &[Language]) -> Table {
    let mut file = Table::new();
    let mut put = |key: &str, value: Value| {
        file.insert(key.to_owned(), value);
    };
    put("schema", "peil-questionnaire/1".into());
    put("id", header.id.as_str().into());
    put("version", header.version.as_str().into());
    put("status", "draft".into());
    put("respondent", "client".into());
    put("languages", list(languages.iter().map(|language| language.tag().into())));
    for (key, value) in [("url", &header.url), ("loinc", &header.loinc)] {
        if let Some(value) = value {
            put(key, value.as_str().into());
        }
    }
    // A name without words in an offered language is still its name.
    let title = text(&header.title, languages).unwrap_or_else(|| one_name(&header.name, languages));
    put("title", title);
    put("licence", licence(header, languages));
    file
}

/// Wording that was found is unconfirmed; a language in which nothing is asked has none.
fn wording_status(questions: &[NamedQuestion], languages: &[Language]) -> Value {
    let has_words = |language: &&Language| questions.iter().any(|one| one.question.text.contains_key(language));
    let worded = languages.iter().filter(has_words);
    Value::Table(worded.map(|language| (language.tag().to_owned(), "unconfirmed".into())).collect())
}

fn licence(header: &Header, languages: &[Language]) -> Value {
    let mut licence = Table::new();
    licence.insert("class".to_owned(), "B".into());
    licence.insert("holder".to_owned(), header.holder.as_str().into());
    licence.insert("evidence".to_owned(), "Imported; nobody has read the holder's terms yet.".into());
    if let Some(notice) = text(&header.notice, languages) {
        licence.insert("notice".to_owned(), notice);
    }
    Value::Table(licence)
}

fn item(id: &str, question: &Question, scale: &str, languages: &[Language]) -> Value {
    let mut item = Table::new();
    item.insert("id".to_owned(), id.into());
    item.insert("scale".to_owned(), scale.into());
    item.insert("required".to_owned(), question.required.into());
    if let Some(loinc) = &question.loinc {
        item.insert("loinc".to_owned(), loinc.as_str().into());
    }
    for (key, words) in [("text", &question.text), ("low", &question.low), ("high", &question.high)] {
        if let Some(words) = text(words, languages) {
            item.insert(key.to_owned(), words);
        }
    }
    Value::Table(item)
}

fn scale(scale: &FoundScale, languages: &[Language]) -> Value {
    let mut table = Table::new();
    let mut put = |key: &str, value: Value| {
        table.insert(key.to_owned(), value);
    };
    match scale {
        FoundScale::Choice { options, .. } => {
            put("kind", "choice".into());
            put("option", list(options.iter().map(|one| option(one, languages))));
        }
        FoundScale::Line(Range { min, max, step }) | FoundScale::Number(Range { min, max, step }) => {
            put("kind", if matches!(scale, FoundScale::Line(_)) { "vas" } else { "number" }.into());
            put("min", decimal(*min));
            put("max", decimal(*max));
            put("step", decimal(*step));
        }
        FoundScale::Words { room } => {
            put("kind", "text".into());
            put("max_length", i64::from(*room).into());
        }
    }
    Value::Table(table)
}

fn option(option: &FoundOption, languages: &[Language]) -> Value {
    let mut table = Table::new();
    if let Some(weight) = option.weight {
        table.insert("value".to_owned(), decimal(weight.value));
    }
    for (key, value) in [("code", &option.code), ("system", &option.system)] {
        if let Some(value) = value {
            table.insert(key.to_owned(), value.as_str().into());
        }
    }
    if let Some(title) = text(&option.title, languages) {
        table.insert("title".to_owned(), title);
    }
    Value::Table(table)
}

fn score(score: &FoundScore, languages: &[Language]) -> Value {
    let mut table = Table::new();
    let mut put = |key: &str, value: Value| {
        table.insert(key.to_owned(), value);
    };
    put("id", score.id.as_str().into());
    put("title", text(&score.title, languages).unwrap_or_else(|| one_name(&score.id, languages)));
    put("items", list(score.items.iter().map(|id| id.as_str().into())));
    put("method", "sum".into());
    put("direction", "lower_better".into());
    put("range", list([score.range.0, score.range.1].into_iter().map(decimal)));
    let mut missing = Table::new();
    missing.insert("min_answered".to_owned(), i64::try_from(score.items.len()).unwrap_or(i64::MAX).into());
    missing.insert("fill".to_owned(), "none".into());
    put("missing", Value::Table(missing));
    if let Some(loinc) = &score.loinc {
        put("loinc", loinc.as_str().into());
    }
    Value::Table(table)
}

fn list(values: impl Iterator<Item = Value>) -> Value {
    Value::Array(values.collect())
}

fn decimal(decimal: Decimal) -> Value {
    Value::from(decimal.to_string())
}

/// The words in the languages of the draft; none if there are none.
fn text(words: &Words, languages: &[Language]) -> Option<Value> {
    let offered = words.iter().filter(|(language, _)| languages.contains(language));
    let table: Table = offered.map(|(language, text)| (language.tag().to_owned(), text.as_str().into())).collect();
    (!table.is_empty()).then_some(Value::Table(table))
}

fn one_name(name: &str, languages: &[Language]) -> Value {
    Value::Table(languages.iter().map(|language| (language.tag().to_owned(), Value::from(name))).collect())
}
