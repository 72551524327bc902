//! Scores: how answers become a number.

use serde::{Deserialize, Serialize};

use crate::decimal::Decimal;
use crate::definition::method::{Calculation, CalculationError, Criterion, Method, TableStep};
use crate::definition::norm::{Band, CutOff, Norm, PublishedChange};
use crate::definition::reliability::{self, Reliability};
use crate::language::{Language, Text};

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
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    items: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    reverse: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    scores: Vec<String>,
    method: Method,
    #[serde(default)]
    of: Option<String>,
    #[serde(default)]
    times: Option<Decimal>,
    #[serde(default)]
    at_least: Option<Decimal>,
    #[serde(default)]
    at_most: Option<Decimal>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    coefficients: Vec<Decimal>,
    #[serde(default)]
    missing: Option<MissingRule>,
    #[serde(default)]
    round: Option<Rounding>,
    direction: Direction,
    range: [Decimal; 2],
    #[serde(default)]
    loinc: Option<String>,
    #[serde(default, rename = "step", skip_serializing_if = "Vec::is_empty")]
    steps: Vec<TableStep>,
    #[serde(default, rename = "criterion", skip_serializing_if = "Vec::is_empty")]
    criteria: Vec<Criterion>,
    #[serde(default, with = "reliability::one_or_many", skip_serializing_if = "Vec::is_empty")]
    reliability: Vec<Reliability>,
    #[serde(default, rename = "norm", skip_serializing_if = "Vec::is_empty")]
    norms: Vec<Norm>,
    #[serde(default, rename = "published_change", skip_serializing_if = "Vec::is_empty")]
    published_changes: Vec<PublishedChange>,
    #[serde(default, rename = "cut_off", skip_serializing_if = "Vec::is_empty")]
    cut_offs: Vec<CutOff>,
    #[serde(default, rename = "band", skip_serializing_if = "Vec::is_empty")]
    bands: Vec<Band>,
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

    /// The ids of the items that a sum, mean or count is made of; see [`Self::calculation`] for every method.
    pub fn items(&self) -> &[String] {
        &self.items
    }

    /// The ids of the items that count as `min + max − value`.
    pub fn reverse(&self) -> &[String] {
        &self.reverse
    }

    /// How the score is computed.
    pub fn method(&self) -> Method {
        self.method
    }

    /// The method with everything it needs.
    ///
    /// # Errors
    ///
    /// [`CalculationError`] when the keys in the file do not fit the method. A checked instrument has no such score.
    pub fn calculation(&self) -> Result<Calculation<'_>, CalculationError> {
        Calculation::of(self)
    }

    /// When a form with open items still gets a score; none for a score of other scores, which needs them all.
    pub fn missing(&self) -> Option<&MissingRule> {
        self.missing.as_ref()
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

    /// How reliable the score is, in each population in which somebody found out.
    pub fn reliabilities(&self) -> &[Reliability] {
        &self.reliability
    }

    /// How people score, in each population that was measured.
    pub fn norms(&self) -> &[Norm] {
        &self.norms
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

    pub(crate) fn scores(&self) -> &[String] {
        &self.scores
    }

    pub(crate) fn of(&self) -> Option<&str> {
        self.of.as_deref()
    }

    pub(crate) fn times(&self) -> Option<Decimal> {
        self.times
    }

    pub(crate) fn at_least(&self) -> Option<Decimal> {
        self.at_least
    }

    pub(crate) fn at_most(&self) -> Option<Decimal> {
        self.at_most
    }

    pub(crate) fn coefficients(&self) -> &[Decimal] {
        &self.coefficients
    }

    pub(crate) fn steps(&self) -> &[TableStep] {
        &self.steps
    }

    pub(crate) fn criteria(&self) -> &[Criterion] {
        &self.criteria
    }

    /// The keys that belong to one method or another, and whether the file has them.
    pub(super) fn calculation_keys(&self) -> [(&'static str, bool); 11] {
        [
            ("items", !self.items.is_empty()),
            ("reverse", !self.reverse.is_empty()),
            ("scores", !self.scores.is_empty()),
            ("of", self.of.is_some()),
            ("times", self.times.is_some()),
            ("at_least", self.at_least.is_some()),
            ("at_most", self.at_most.is_some()),
            ("coefficients", !self.coefficients.is_empty()),
            ("step", !self.steps.is_empty()),
            ("criterion", !self.criteria.is_empty()),
            ("missing", self.missing.is_some()),
        ]
    }

    pub(crate) fn rounding(&self) -> Option<Rounding> {
        self.round
    }

    pub(crate) fn title_text(&self) -> &Text {
        &self.title
    }
}
