//! Examples: answers with the scores they must give, kept beside the definition and run by every check.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::decimal::Decimal;

/// One set of answers and what must come out of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Example {
    answers: BTreeMap<String, Decimal>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    texts: BTreeMap<String, String>,
    expect: BTreeMap<String, Expected>,
}

/// What an example says about one outcome.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Expected {
    /// A score's value, `none`, or a band's id.
    Word(String),
    /// Whether a score was prorated.
    Flag(bool),
    /// The ids of the alerts that a submit raises.
    List(Vec<String>),
}

impl Example {
    /// The answers in numbers, by item id.
    pub fn answers(&self) -> &BTreeMap<String, Decimal> {
        &self.answers
    }

    /// The answers in words, by item id.
    pub fn texts(&self) -> &BTreeMap<String, String> {
        &self.texts
    }

    /// The expected outcomes: `<score>`, `<score>_prorated`, `<score>_band` and `alerts`.
    pub fn expect(&self) -> &BTreeMap<String, Expected> {
        &self.expect
    }
}
