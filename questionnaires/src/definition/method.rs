//! Methods: how a score is computed. The list is closed: a definition file holds no expressions.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::decimal::Decimal;
use crate::definition::score::Score;

/// How the values of a score are combined.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Method {
    /// The sum of the items, or of other scores; `times` multiplies it.
    Sum,
    /// The mean of the items, or of other scores; `times` multiplies it.
    Mean,
    /// How many items are answered at or above a limit.
    Count,
    /// Another score, looked up in a table of steps: a T-score.
    Table,
    /// A polynomial of another score.
    Poly,
    /// 1 when every criterion is met, 0 when one cannot be met any more.
    Criteria,
}

/// Which answers an item or criterion looks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    /// This value and everything above it.
    AtLeast(Decimal),
    /// This value and everything below it.
    AtMost(Decimal),
}

/// One part of a rule such as "at least two of these seven items at 2 or more".
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Criterion {
    items: Vec<String>,
    #[serde(default)]
    at_least: Option<Decimal>,
    #[serde(default)]
    at_most: Option<Decimal>,
    needed: usize,
}

/// One step of a table: the value for every looked-up score from `from` up to the next step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TableStep {
    from: Decimal,
    value: Decimal,
}

/// What a sum or mean adds up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Parts<'a> {
    /// Items, by id.
    Items(&'a [String]),
    /// Other scores, by id.
    Scores(&'a [String]),
}

/// A score's method with everything it needs: what [`Score`] holds, once it is known to fit together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Calculation<'a> {
    /// `times` × the sum.
    Sum {
        /// What is added up.
        parts: Parts<'a>,
        /// The factor.
        times: Decimal,
    },
    /// `times` × the mean.
    Mean {
        /// What is averaged.
        parts: Parts<'a>,
        /// The factor.
        times: Decimal,
    },
    /// How many items lie within the limit.
    Count {
        /// The items, by id.
        items: &'a [String],
        /// Which answers count.
        limit: Limit,
    },
    /// A value from a table.
    Table {
        /// The score that is looked up.
        of: &'a str,
        /// The steps, ascending.
        steps: &'a [TableStep],
    },
    /// `c₀ + c₁x + c₂x² + …`
    Poly {
        /// The score that is `x`.
        of: &'a str,
        /// The coefficients, from the constant up.
        coefficients: &'a [Decimal],
    },
    /// 1, 0 or not known.
    Criteria {
        /// All of them must be met.
        criteria: &'a [Criterion],
    },
}

/// Why a score's keys are not a calculation.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum CalculationError {
    /// The method needs a key that is not there.
    #[error("method {method} needs {needs}")]
    Needs {
        /// The method, as it is written.
        method: &'static str,
        /// What is missing.
        needs: &'static str,
    },
    /// A key that the method does not use.
    #[error("method {method} does not use {key}")]
    Unused {
        /// The method, as it is written.
        method: &'static str,
        /// The key.
        key: &'static str,
    },
    /// `times` is zero or negative: reversing is done by `reverse`.
    #[error("times is not positive")]
    Times,
}

impl Method {
    /// The method's name in the definition file.
    pub fn word(self) -> &'static str {
        match self {
            Self::Sum => "sum",
            Self::Mean => "mean",
            Self::Count => "count",
            Self::Table => "table",
            Self::Poly => "poly",
            Self::Criteria => "criteria",
        }
    }

    /// The keys that the method reads, besides those that every score has.
    fn keys(self) -> &'static [&'static str] {
        match self {
            Self::Sum | Self::Mean => &["items", "reverse", "scores", "times", "missing"],
            Self::Count => &["items", "reverse", "at_least", "at_most", "missing"],
            Self::Table => &["of", "step"],
            Self::Poly => &["of", "coefficients"],
            Self::Criteria => &["criterion"],
        }
    }
}

impl Limit {
    /// Whether a value lies within the limit.
    pub fn holds(self, value: Decimal) -> bool {
        match self {
            Self::AtLeast(limit) => value >= limit,
            Self::AtMost(limit) => value <= limit,
        }
    }

    /// The value itself.
    pub fn value(self) -> Decimal {
        match self {
            Self::AtLeast(value) | Self::AtMost(value) => value,
        }
    }

    fn one_of(at_least: Option<Decimal>, at_most: Option<Decimal>) -> Option<Self> {
        match (at_least, at_most) {
            (Some(limit), None) => Some(Self::AtLeast(limit)),
            (None, Some(limit)) => Some(Self::AtMost(limit)),
            (Some(_), Some(_)) | (None, None) => None,
        }
    }
}

impl Criterion {
    /// The items, by id.
    pub fn items(&self) -> &[String] {
        &self.items
    }

    /// Which answers count; none when the file names no limit or two, which `check` refuses.
    pub fn limit(&self) -> Option<Limit> {
        Limit::one_of(self.at_least, self.at_most)
    }

    /// How many items must lie within the limit.
    pub fn needed(&self) -> usize {
        self.needed
    }
}

impl TableStep {
    /// The lowest looked-up score of the step.
    pub fn from(&self) -> Decimal {
        self.from
    }

    /// What the step gives.
    pub fn value(&self) -> Decimal {
        self.value
    }
}

impl<'a> Calculation<'a> {
    /// Reads the keys of a score as a calculation.
    pub(super) fn of(score: &'a Score) -> Result<Self, CalculationError> {
        let method = score.method();
        let present = score.calculation_keys();
        if let Some((key, _)) = present.iter().find(|(key, set)| *set && !method.keys().contains(key)) {
            return Err(CalculationError::Unused { method: method.word(), key });
        }
        let needs = |needs| CalculationError::Needs { method: method.word(), needs };
        let times = score.times().unwrap_or(Decimal::from(1));
        if times <= Decimal::ZERO {
            return Err(CalculationError::Times);
        }
        let of = || score.of().ok_or(needs("`of`, the id of another score"));
        match method {
            Method::Sum => Ok(Self::Sum { parts: parts(score).ok_or(needs("either `items` or `scores`"))?, times }),
            Method::Mean => Ok(Self::Mean { parts: parts(score).ok_or(needs("either `items` or `scores`"))?, times }),
            Method::Count => {
                let limit = Limit::one_of(score.at_least(), score.at_most());
                let limit = limit.ok_or(needs("either `at_least` or `at_most`"))?;
                Ok(Self::Count { items: filled(score.items()).ok_or(needs("`items`"))?, limit })
            }
            Method::Table => {
                Ok(Self::Table { of: of()?, steps: filled(score.steps()).ok_or(needs("`[[score.step]]`"))? })
            }
            Method::Poly => {
                let coefficients = filled(score.coefficients()).ok_or(needs("`coefficients`"))?;
                Ok(Self::Poly { of: of()?, coefficients })
            }
            Method::Criteria => {
                let criteria = filled(score.criteria()).ok_or(needs("`[[score.criterion]]`"))?;
                let limited = criteria.iter().all(|one| one.limit().is_some());
                limited.then_some(()).ok_or(needs("either `at_least` or `at_most` in each criterion"))?;
                Ok(Self::Criteria { criteria })
            }
        }
    }

    /// The scores it is computed from, by id.
    pub fn sources(&self) -> Vec<&'a str> {
        match *self {
            Self::Sum { parts: Parts::Scores(scores), .. } | Self::Mean { parts: Parts::Scores(scores), .. } => {
                scores.iter().map(String::as_str).collect()
            }
            Self::Table { of, .. } | Self::Poly { of, .. } => vec![of],
            Self::Sum { .. } | Self::Mean { .. } | Self::Count { .. } | Self::Criteria { .. } => Vec::new(),
        }
    }

    /// The items it looks at itself, by id; an item may occur twice when two criteria look at it.
    pub fn items(&self) -> Vec<&'a str> {
        match *self {
            Self::Sum { parts: Parts::Items(items), .. }
            | Self::Mean { parts: Parts::Items(items), .. }
            | Self::Count { items, .. } => items.iter().map(String::as_str).collect(),
            Self::Criteria { criteria } => criteria.iter().flat_map(|one| one.items()).map(String::as_str).collect(),
            Self::Sum { .. } | Self::Mean { .. } | Self::Table { .. } | Self::Poly { .. } => Vec::new(),
        }
    }
}

fn parts(score: &Score) -> Option<Parts<'_>> {
    match (filled(score.items()), filled(score.scores())) {
        (Some(items), None) => Some(Parts::Items(items)),
        (None, Some(scores)) => Some(Parts::Scores(scores)),
        (Some(_), Some(_)) | (None, None) => None,
    }
}

fn filled<T>(list: &[T]) -> Option<&[T]> {
    (!list.is_empty()).then_some(list)
}
