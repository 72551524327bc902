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
    /// Words of the client's own. They are kept and shown, never scored.
    Text {
        /// The largest number of characters.
        max_length: u32,
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
    #[serde(default)]
    missing: bool,
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
    /// More characters than the form has room for.
    #[error("{length} characters, there is room for {max_length}")]
    TooLong {
        /// Characters in the answer.
        length: usize,
        /// The largest number of characters.
        max_length: u32,
    },
    /// A number where words are asked, or words where a number is asked.
    #[error("the item asks for {}", if *.text { "words" } else { "a number" })]
    OtherKind {
        /// Whether the item asks for words.
        text: bool,
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

    /// Whether the option says that there is no answer, such as "not known" or "does not apply". The answer is kept and
    /// never scored: its value lies outside the scale.
    pub fn missing(&self) -> bool {
        self.missing
    }

    pub(crate) fn text(&self) -> Option<&Text> {
        self.title.as_ref()
    }

    pub(super) fn set_title(&mut self, title: Text) {
        self.title = Some(title);
    }
}

impl Scale {
    /// The options of a choice scale in the order the client sees; empty for every other scale.
    pub fn options(&self) -> &[ChoiceOption] {
        match self {
            Self::Choice { options } => options,
            Self::Vas { .. } | Self::Number { .. } | Self::Text { .. } => &[],
        }
    }

    /// The smallest answer that counts; zero for words, and for a choice without options, which `check` refuses.
    pub fn min(&self) -> Decimal {
        match self {
            Self::Choice { options } => counted(options).min().unwrap_or_default(),
            Self::Vas { min, .. } | Self::Number { min, .. } => *min,
            Self::Text { .. } => Decimal::ZERO,
        }
    }

    /// The largest answer that counts; zero for words, and for a choice without options, which `check` refuses.
    pub fn max(&self) -> Decimal {
        match self {
            Self::Choice { options } => counted(options).max().unwrap_or_default(),
            Self::Vas { max, .. } | Self::Number { max, .. } => *max,
            Self::Text { .. } => Decimal::ZERO,
        }
    }

    /// Whether the answers are words.
    pub fn is_text(&self) -> bool {
        matches!(self, Self::Text { .. })
    }

    /// Whether this number can be an answer, and if so whether it counts in a score: an option that says "not known" is
    /// an answer that does not.
    ///
    /// # Errors
    ///
    /// [`ScaleError`] says what is wrong with it.
    pub fn accept(&self, value: Decimal) -> Result<bool, ScaleError> {
        match self {
            Self::Choice { options } => {
                let chosen = options.iter().find(|option| option.value == value);
                chosen.map(|option| !option.missing).ok_or(ScaleError::NotAnOption { value })
            }
            Self::Vas { min, max, step, .. } | Self::Number { min, max, step } => {
                accept_step(value, *min, *max, *step).map(|()| true)
            }
            Self::Text { .. } => Err(ScaleError::OtherKind { text: true }),
        }
    }

    /// Whether these words can be an answer.
    ///
    /// # Errors
    ///
    /// [`ScaleError`] says what is wrong with them.
    pub fn accept_text(&self, words: &str) -> Result<(), ScaleError> {
        let Self::Text { max_length } = *self else {
            return Err(ScaleError::OtherKind { text: false });
        };
        let length = words.chars().count();
        let fits = usize::try_from(max_length).is_ok_and(|most| length <= most);
        if fits { Ok(()) } else { Err(ScaleError::TooLong { length, max_length }) }
    }

    pub(super) fn options_mut(&mut self) -> &mut [ChoiceOption] {
        match self {
            Self::Choice { options } => options,
            Self::Vas { .. } | Self::Number { .. } | Self::Text { .. } => &mut [],
        }
    }
}

/// The values of the options that count.
fn counted(options: &[ChoiceOption]) -> impl Iterator<Item = Decimal> {
    options.iter().filter(|option| !option.missing).map(ChoiceOption::value)
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
