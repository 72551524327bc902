//! Scales: how an item is answered.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::decimal::Decimal;
use crate::language::{Language, Text};

/// How an item is answered, and which numbers an answer may be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase", deny_unknown_fields)]
pub enum Scale {
    /// One of a few options, each with its weight.
    Choice {
        /// The options in the order the client sees.
        #[serde(rename = "option")]
        options: Vec<ChoiceOption>,
    },
    /// A mark on a line. There is no handle until the first touch: an untouched line is no answer.
    Vas {
        /// The value at the low anchor.
        min: Decimal,
        /// The value at the high anchor.
        max: Decimal,
        /// The distance between two neighbouring answers.
        step: Decimal,
        /// Whether the line carries tick marks (they pull answers towards themselves).
        #[serde(default)]
        ticks: bool,
        /// Whether the client sees the number that belongs to the mark.
        #[serde(default)]
        show_value: bool,
    },
    /// A typed number.
    Number {
        /// The smallest answer.
        min: Decimal,
        /// The largest answer.
        max: Decimal,
        /// The distance between two neighbouring answers.
        step: Decimal,
    },
}

/// One option of a choice scale.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChoiceOption {
    value: Decimal,
    #[serde(default)]
    code: Option<String>,
    #[serde(default)]
    system: Option<String>,
    #[serde(default)]
    title: Option<Text>,
}

/// Why a number is not an answer on a scale.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ScaleError {
    /// Below the minimum or above the maximum.
    #[error("{value} lies outside {min} to {max}")]
    OutOfRange {
        /// What was answered.
        value: Decimal,
        /// The smallest answer.
        min: Decimal,
        /// The largest answer.
        max: Decimal,
    },
    /// Not the weight of any option.
    #[error("{value} is not one of the options")]
    NotAnOption {
        /// What was answered.
        value: Decimal,
    },
    /// Between two steps of a line or number.
    #[error("{value} is not a whole number of steps of {step}")]
    OffStep {
        /// What was answered.
        value: Decimal,
        /// The distance between two neighbouring answers.
        step: Decimal,
    },
}

impl ChoiceOption {
    /// The weight: what the answer is worth in a score, and what is stored.
    pub fn value(&self) -> Decimal {
        self.value
    }

    /// The code in [`Self::system`], where one exists. Codes are not in order of severity: never score with them.
    pub fn code(&self) -> Option<&str> {
        self.code.as_deref()
    }

    /// The code system's URL.
    pub fn system(&self) -> Option<&str> {
        self.system.as_deref()
    }

    /// What the client reads; none when the wording may not be shipped.
    pub fn title(&self, language: Language) -> Option<&str> {
        self.title.as_ref().map(|title| title.get(language))
    }

    pub(crate) fn text(&self) -> Option<&Text> {
        self.title.as_ref()
    }
}

impl Scale {
    /// The options of a choice scale in the order the client sees; empty for lines and numbers.
    pub fn options(&self) -> &[ChoiceOption] {
        match self {
            Self::Choice { options } => options,
            Self::Vas { .. } | Self::Number { .. } => &[],
        }
    }

    /// The smallest answer; zero for a choice without options, which `check` refuses.
    pub fn min(&self) -> Decimal {
        match self {
            Self::Choice { options } => least(options),
            Self::Vas { min, .. } | Self::Number { min, .. } => *min,
        }
    }

    /// The largest answer; zero for a choice without options, which `check` refuses.
    pub fn max(&self) -> Decimal {
        match self {
            Self::Choice { options } => greatest(options),
            Self::Vas { max, .. } | Self::Number { max, .. } => *max,
        }
    }

    /// Whether this number can be an answer.
    ///
    /// # Errors
    ///
    /// [`ScaleError`] says what is wrong with it.
    pub fn accept(&self, value: Decimal) -> Result<(), ScaleError> {
        match self {
            Self::Choice { options } => {
                let known = options.iter().any(|option| option.value == value);
                known.then_some(()).ok_or(ScaleError::NotAnOption { value })
            }
            Self::Vas { min, max, step, .. } | Self::Number { min, max, step } => accept_step(value, *min, *max, *step),
        }
    }
}

fn least(options: &[ChoiceOption]) -> Decimal {
    options.iter().map(ChoiceOption::value).min().unwrap_or_default()
}

fn greatest(options: &[ChoiceOption]) -> Decimal {
    options.iter().map(ChoiceOption::value).max().unwrap_or_default()
}

fn accept_step(value: Decimal, min: Decimal, max: Decimal, step: Decimal) -> Result<(), ScaleError> {
    if value < min || value > max {
        return Err(ScaleError::OutOfRange { value, min, max });
    }
    let distance = value.millionths() - min.millionths();
    match distance.checked_rem(step.millionths()) {
        Some(0) => Ok(()),
        Some(_) | None => Err(ScaleError::OffStep { value, step }),
    }
}
