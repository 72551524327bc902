//! Norms: what a score means, each with the source it was taken from.

use serde::{Deserialize, Serialize};

use crate::decimal::Decimal;
use crate::language::{Language, Text};

/// A change in points that a publication calls reliable.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PublishedChange {
    points: Decimal,
    inclusive: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    population: Option<String>,
    source: String,
}

/// On which side of a cut-off the clinical range lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClinicalSide {
    /// The cut-off and everything above it is clinical.
    AtOrAbove,
    /// Everything above the cut-off is clinical, the cut-off itself is not.
    Above,
    /// The cut-off and everything below it is clinical.
    AtOrBelow,
    /// Everything below the cut-off is clinical, the cut-off itself is not.
    Below,
}

/// The limit between the clinical and the functional range.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CutOff {
    value: Decimal,
    clinical: ClinicalSide,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    population: Option<String>,
    source: String,
}

/// How people of one population score.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Norm {
    population: String,
    #[serde(default)]
    n: Option<u32>,
    mean: Decimal,
    sd: Decimal,
    source: String,
}

/// A named stretch of the range: from `from` up to, not including, `below`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Band {
    id: String,
    from: Decimal,
    below: Decimal,
    title: Text,
    source: String,
}

impl PublishedChange {
    /// The change in points of the score.
    pub fn points(&self) -> Decimal {
        self.points
    }

    /// Whether a change of exactly this size counts.
    pub fn inclusive(&self) -> bool {
        self.inclusive
    }

    /// The people it was found in, where the source says so.
    pub fn population(&self) -> Option<&str> {
        self.population.as_deref()
    }

    /// The id of the source.
    pub fn source(&self) -> &str {
        &self.source
    }
}

impl CutOff {
    /// The limit.
    pub fn value(&self) -> Decimal {
        self.value
    }

    /// On which side the clinical range lies.
    pub fn clinical(&self) -> ClinicalSide {
        self.clinical
    }

    /// The people it was found in, where the source says so.
    pub fn population(&self) -> Option<&str> {
        self.population.as_deref()
    }

    /// Whether a score lies in the clinical range.
    pub fn is_clinical(&self, score: Decimal) -> bool {
        match self.clinical {
            ClinicalSide::AtOrAbove => score >= self.value,
            ClinicalSide::Above => score > self.value,
            ClinicalSide::AtOrBelow => score <= self.value,
            ClinicalSide::Below => score < self.value,
        }
    }

    /// The id of the source.
    pub fn source(&self) -> &str {
        &self.source
    }
}

impl Norm {
    /// The people who were measured.
    pub fn population(&self) -> &str {
        &self.population
    }

    /// How many they were, where known.
    pub fn n(&self) -> Option<u32> {
        self.n
    }

    /// Their mean score.
    pub fn mean(&self) -> Decimal {
        self.mean
    }

    /// The standard deviation of their scores.
    pub fn sd(&self) -> Decimal {
        self.sd
    }

    /// The id of the source.
    pub fn source(&self) -> &str {
        &self.source
    }
}

impl Band {
    /// The band's id, unique in its score.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The lowest score in the band.
    pub fn from(&self) -> Decimal {
        self.from
    }

    /// The lowest score above the band.
    pub fn below(&self) -> Decimal {
        self.below
    }

    /// The band's name.
    pub fn title(&self, language: Language) -> &str {
        self.title.get(language)
    }

    /// The id of the source.
    pub fn source(&self) -> &str {
        &self.source
    }

    pub(crate) fn title_text(&self) -> &Text {
        &self.title
    }
}
