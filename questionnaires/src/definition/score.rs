//! Scores: how answers become a number.

use serde::{Deserialize, Serialize};

use crate::decimal::Decimal;
use crate::definition::norm::{Band, CutOff, PublishedChange, Reliability};
use crate::language::{Language, Text};

/// How the item values of a score are combined. The list is closed: a definition file holds no expressions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Method {
    /// The sum of the items.
    Sum,
    /// The mean of the items.
    Mean,
}

/// Which way is improvement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// A higher score is better.
    HigherBetter,
    /// A lower score is better.
    LowerBetter,
}

/// What stands in for an item that was left open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fill {
    /// Nothing: one open item and there is no score.
    None,
    /// The mean of the items this client did answer, after reversing.
    PersonMean,
}

/// When a form with open items still gets a score.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MissingRule {
    min_answered: usize,
    fill: Fill,
    #[serde(default)]
    source: Option<String>,
}

/// How a middle value is rounded for display.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RoundMode {
    /// 2.5 becomes 3 and −2.5 becomes −3.
    HalfAwayFromZero,
}

/// How a score is written on a screen. Bands, limits and statistics use the unrounded score.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rounding {
    places: u32,
    mode: RoundMode,
}

/// One score of an instrument.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Score {
    id: String,
    title: Text,
    items: Vec<String>,
    #[serde(default)]
    reverse: Vec<String>,
    method: Method,
    missing: MissingRule,
    #[serde(default)]
    round: Option<Rounding>,
    direction: Direction,
    range: [Decimal; 2],
    #[serde(default)]
    loinc: Option<String>,
    #[serde(default)]
    reliability: Option<Reliability>,
    #[serde(default, rename = "band")]
    bands: Vec<Band>,
    #[serde(default, rename = "published_change")]
    published_changes: Vec<PublishedChange>,
    #[serde(default, rename = "cut_off")]
    cut_offs: Vec<CutOff>,
}

impl MissingRule {
    /// How many items must be answered before there is a score.
    pub fn min_answered(&self) -> usize {
        self.min_answered
    }

    /// What stands in for an open item.
    pub fn fill(&self) -> Fill {
        self.fill
    }

    /// The id of the source of the rule.
    pub fn source(&self) -> Option<&str> {
        self.source.as_deref()
    }
}

impl Rounding {
    /// Decimals on the screen.
    pub fn places(self) -> u32 {
        self.places
    }
}

impl Score {
    /// The score's id, unique in its instrument.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The score's name.
    pub fn title(&self, language: Language) -> &str {
        self.title.get(language)
    }

    /// The ids of the items that count.
    pub fn items(&self) -> &[String] {
        &self.items
    }

    /// The ids of the items that count as `min + max − value`.
    pub fn reverse(&self) -> &[String] {
        &self.reverse
    }

    /// How the items are combined.
    pub fn method(&self) -> Method {
        self.method
    }

    /// When a form with open items still gets a score.
    pub fn missing(&self) -> &MissingRule {
        &self.missing
    }

    /// Which way is improvement.
    pub fn direction(&self) -> Direction {
        self.direction
    }

    /// The lowest and the highest possible score.
    pub fn range(&self) -> (Decimal, Decimal) {
        (self.range[0], self.range[1])
    }

    /// The LOINC code of the score, where one exists.
    pub fn loinc(&self) -> Option<&str> {
        self.loinc.as_deref().filter(|code| !code.is_empty())
    }

    /// How reliable the score is.
    pub fn reliability(&self) -> Option<&Reliability> {
        self.reliability.as_ref()
    }

    /// The named stretches of the range, from low to high.
    pub fn bands(&self) -> &[Band] {
        &self.bands
    }

    /// Changes that a publication calls reliable; the first that may be used is the one that is used.
    pub fn published_changes(&self) -> &[PublishedChange] {
        &self.published_changes
    }

    /// Limits between the clinical and the functional range; the first that may be used is the one that is used.
    pub fn cut_offs(&self) -> &[CutOff] {
        &self.cut_offs
    }

    /// The score as it is written on a screen.
    pub fn rounded(&self, value: Decimal) -> Decimal {
        self.round.map_or(value, |rule| value.round(rule.places))
    }

    pub(crate) fn rounding(&self) -> Option<Rounding> {
        self.round
    }

    pub(crate) fn title_text(&self) -> &Text {
        &self.title
    }
}
