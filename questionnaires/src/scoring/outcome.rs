//! Outcomes: what became of the scores of a form.

use std::fmt;

use serde::Serialize;

use crate::decimal::Decimal;

/// Why a form has no score.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "reason", rename_all = "snake_case")]
pub enum NotScored {
    /// None of the score's items was answered.
    Empty,
    /// Fewer items were answered than the missing rule asks for.
    TooFewAnswered {
        /// Items answered.
        answered: usize,
        /// Items the rule asks for.
        needed: usize,
    },
    /// Another score that this one is computed from has no value; its own reason stands there.
    Depends {
        /// The id of that score.
        on: String,
    },
    /// The open items decide whether the criteria are met.
    Undecided {
        /// Items answered.
        answered: usize,
        /// Items the criteria look at.
        items: usize,
    },
    /// The answers were given to another form.
    OtherForm,
    /// The value falls outside the declared range. A checked instrument has no such score.
    OutsideRange,
    /// The numbers become too large to compute with exactly.
    Overflow,
    /// The definition gives no value: its keys do not fit, or scores depend on each other in a circle. A checked
    /// instrument has no such score.
    Unsound,
}

/// What became of one score.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum Outcome {
    /// Every item was answered, or whatever the open ones would have been, the value is the same.
    Complete {
        /// The score; a mean is kept to four decimals, half away from zero.
        value: Decimal,
    },
    /// Open items were filled by the missing rule.
    Prorated {
        /// The score, kept to four decimals, half away from zero.
        value: Decimal,
        /// Items answered.
        answered: usize,
        /// Items of the score.
        items: usize,
    },
    /// There is no score.
    NotScored(NotScored),
}

/// One score of a form, with the band it falls in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ScoreOutcome {
    pub(super) score: String,
    #[serde(flatten)]
    pub(super) outcome: Outcome,
    pub(super) band: Option<String>,
}

impl fmt::Display for NotScored {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => formatter.write_str("nothing answered"),
            Self::TooFewAnswered { answered, needed } => write!(formatter, "{answered} answered, {needed} needed"),
            Self::Depends { on } => write!(formatter, "no score {on}"),
            Self::Undecided { answered, items } => {
                write!(formatter, "{answered} of {items} answered, the open ones decide")
            }
            Self::OtherForm => formatter.write_str("answers to another form"),
            Self::OutsideRange => formatter.write_str("outside the declared range"),
            Self::Overflow => formatter.write_str("numbers too large to compute exactly"),
            Self::Unsound => formatter.write_str("the definition gives no value"),
        }
    }
}

impl Outcome {
    /// The score's value, complete or prorated.
    pub fn value(&self) -> Option<Decimal> {
        match self {
            Self::Complete { value } | Self::Prorated { value, .. } => Some(*value),
            Self::NotScored(_) => None,
        }
    }

    /// Whether open items were filled.
    pub fn is_prorated(&self) -> bool {
        matches!(self, Self::Prorated { .. })
    }
}

impl ScoreOutcome {
    /// The score's id.
    pub fn score(&self) -> &str {
        &self.score
    }

    /// What became of it.
    pub fn outcome(&self) -> &Outcome {
        &self.outcome
    }

    /// The value, complete or prorated.
    pub fn value(&self) -> Option<Decimal> {
        self.outcome.value()
    }

    /// The id of the band that holds the exact, unrounded value; none without a value or without bands.
    pub fn band(&self) -> Option<&str> {
        self.band.as_deref()
    }
}
