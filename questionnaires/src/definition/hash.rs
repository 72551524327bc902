//! Content hashes: what identifies the wording, the items and the scoring of an instrument.
//!
//! SHA-256 over canonical JSON (RFC 8785: keys sorted, no spaces; all our numbers are small integers or texts). The
//! documents that are hashed are written out here, key by key, so that they change only when somebody decides so.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Serialize, Serializer};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::definition::canonical::canonical;
use crate::definition::{Alert, Instrument, Item, Score};
use crate::language::Language;

/// A SHA-256 hash; written as 64 hexadecimal digits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ContentHash([u8; 32]);

/// The hashes of an instrument. A comment, an indent or the order of keys in the file changes none of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hashes {
    by_language: BTreeMap<Language, ContentHash>,
    text: ContentHash,
    items: ContentHash,
    scoring: ContentHash,
}

impl ContentHash {
    fn of(document: &Value) -> Self {
        Self::of_canonical(&canonical(document))
    }

    fn of_canonical(text: &str) -> Self {
        Self(Sha256::digest(text.as_bytes()).into())
    }

    /// The 32 bytes.
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Display for ContentHash {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(formatter, "{byte:02x}"))
    }
}

impl Serialize for ContentHash {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl Hashes {
    /// What the client sees in one language; none for a language the instrument does not offer.
    pub fn text_in(&self, language: Language) -> Option<ContentHash> {
        self.by_language.get(&language).copied()
    }

    /// What clients see in all languages together.
    pub fn text(&self) -> ContentHash {
        self.text
    }

    /// What can be answered: item ids and their order, scales, options.
    pub fn items(&self) -> ContentHash {
        self.items
    }

    /// What becomes of the answers: scores, limits, bands, alerts, and how well their numbers are known.
    pub fn scoring(&self) -> ContentHash {
        self.scoring
    }
}

/// The hashes of an instrument.
pub(super) fn hashes(instrument: &Instrument) -> Hashes {
    let languages = instrument.languages().iter();
    let texts: BTreeMap<Language, String> =
        languages.map(|language| (*language, canonical(&text_document(instrument, *language)))).collect();
    let all: Vec<&str> = texts.values().map(String::as_str).collect();
    Hashes {
        text: ContentHash::of_canonical(&format!("[{}]", all.join(","))),
        by_language: texts.iter().map(|(language, text)| (*language, ContentHash::of_canonical(text))).collect(),
        items: ContentHash::of(&items_document(instrument)),
        scoring: ContentHash::of(&scoring_document(instrument)),
    }
}

fn text_document(instrument: &Instrument, language: Language) -> Value {
    let items: Vec<Value> = instrument
        .items()
        .iter()
        .map(|item| {
            let options: Vec<Value> = item
                .scale()
                .options()
                .iter()
                .map(|option| json!({ "value": option.value(), "title": option.title(language) }))
                .collect();
            json!({
                "id": item.id(),
                "text": item.text(language),
                "low": item.low(language),
                "high": item.high(language),
                "options": options,
            })
        })
        .collect();
    json!({
        "language": language,
        "title": instrument.title(language),
        "intro": instrument.intro(language),
        "recall": instrument.recall(language),
        "notice": instrument.notice(language),
        "items": items,
    })
}

fn items_document(instrument: &Instrument) -> Value {
    instrument.items().iter().map(item_document).collect()
}

fn item_document(item: &Item) -> Value {
    use crate::definition::Scale;
    let scale = match item.scale() {
        Scale::Choice { options } => {
            let options: Vec<Value> = options
                .iter()
                .map(|option| {
                    let mut one = json!({ "value": option.value(), "code": option.code(), "system": option.system() });
                    set(&mut one, "missing", option.missing().then_some(true));
                    one
                })
                .collect();
            json!({ "kind": "choice", "options": options })
        }
        Scale::Vas { min, max, step, ticks, show_value } => {
            json!({ "kind": "vas", "min": min, "max": max, "step": step, "ticks": ticks, "show_value": show_value })
        }
        Scale::Number { min, max, step } => {
            json!({ "kind": "number", "min": min, "max": max, "step": step })
        }
        Scale::Text { max_length } => json!({ "kind": "text", "max_length": max_length }),
    };
    json!({ "id": item.id(), "required": item.required(), "loinc": item.loinc(), "scale": scale })
}

fn scoring_document(instrument: &Instrument) -> Value {
    let scores: Vec<Value> = instrument.scores().iter().map(score_document).collect();
    let alerts: Vec<Value> = instrument.alerts().iter().map(alert_document).collect();
    let sources: Vec<Value> =
        instrument.sources().iter().map(|source| json!({ "id": source.id(), "seen": source.seen() })).collect();
    json!({ "scores": scores, "alerts": alerts, "sources": sources })
}

fn score_document(score: &Score) -> Value {
    let bands: Vec<Value> = score
        .bands()
        .iter()
        .map(|band| json!({ "id": band.id(), "from": band.from(), "below": band.below(), "source": band.source() }))
        .collect();
    let mut document = json!({
        "id": score.id(),
        "items": score.items(),
        "reverse": score.reverse(),
        "method": score.method(),
        "missing": score.missing(),
        "round": score.rounding(),
        "direction": score.direction(),
        "range": score.range(),
        "loinc": score.loinc(),
        "reliability": reliability(score),
        "bands": bands,
        "published_changes": score.published_changes(),
        "cut_offs": score.cut_offs(),
    });
    set(&mut document, "scores", filled(score.scores()));
    set(&mut document, "of", score.of());
    set(&mut document, "times", score.times());
    set(&mut document, "at_least", score.at_least());
    set(&mut document, "at_most", score.at_most());
    set(&mut document, "coefficients", filled(score.coefficients()));
    set(&mut document, "steps", filled(score.steps()));
    set(&mut document, "criteria", filled(score.criteria()));
    set(&mut document, "norms", filled(score.norms()));
    document
}

/// One reliability is written alone, as it was before a score could have more.
fn reliability(score: &Score) -> Value {
    match score.reliabilities() {
        [] => Value::Null,
        [one] => json!(one),
        many => json!(many),
    }
}

/// Adds a key only when there is something to say, so that a document from before the key existed keeps its hash.
fn set<T: Serialize>(document: &mut Value, key: &str, value: Option<T>) {
    if let (Some(value), Value::Object(members)) = (value, document) {
        members.insert(key.to_owned(), json!(value));
    }
}

fn filled<T>(list: &[T]) -> Option<&[T]> {
    (!list.is_empty()).then_some(list)
}

fn alert_document(alert: &Alert) -> Value {
    json!({
        "id": alert.id(),
        "level": alert.level(),
        "when": alert.when(),
        "raise": alert.raise(),
        "to": alert.to(),
        "escalate": alert.escalations(),
    })
}
