//! Answers: what a client filled in, as far as the instrument allows it.

use std::collections::BTreeMap;

use thiserror::Error;

use crate::decimal::Decimal;
use crate::definition::{ContentHash, Instrument, ScaleError};

/// The answers to one form. Every answer is to an item of the instrument and lies on the item's scale; any item may be
/// open, because a client may always leave one open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answers {
    items_hash: ContentHash,
    by_item: BTreeMap<String, Decimal>,
}

/// Why a set of answers is refused. The texts repeat the answer: they are for whoever sent it, never for a log.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum AnswerError {
    /// The instrument has no such item.
    #[error("item {item}: not an item of this instrument")]
    UnknownItem {
        /// The id that was sent.
        item: String,
    },
    /// Two answers to one item.
    #[error("item {item}: answered twice")]
    Duplicate {
        /// The item's id.
        item: String,
    },
    /// Below the minimum or above the maximum of the scale.
    #[error("item {item}: {value} lies outside {min} to {max}")]
    OutOfRange {
        /// The item's id.
        item: String,
        /// What was answered.
        value: Decimal,
        /// The smallest answer.
        min: Decimal,
        /// The largest answer.
        max: Decimal,
    },
    /// Not one of the options of the scale.
    #[error("item {item}: {value} is not one of the options")]
    NotAnOption {
        /// The item's id.
        item: String,
        /// What was answered.
        value: Decimal,
    },
    /// Between two steps of the scale.
    #[error("item {item}: {value} is not a whole number of steps of {step}")]
    OffStep {
        /// The item's id.
        item: String,
        /// What was answered.
        value: Decimal,
        /// The distance between two neighbouring answers.
        step: Decimal,
    },
}

impl Answers {
    /// Takes answers as pairs of item id and value, in any order.
    ///
    /// # Errors
    ///
    /// [`AnswerError`] for the first answer that does not belong to the instrument or does not fit its item's scale.
    pub fn new<I, S>(instrument: &Instrument, pairs: I) -> Result<Self, AnswerError>
    where
        I: IntoIterator<Item = (S, Decimal)>,
        S: Into<String>,
    {
        let mut by_item = BTreeMap::new();
        for (id, value) in pairs {
            let id = id.into();
            let Some(item) = instrument.item(&id) else {
                return Err(AnswerError::UnknownItem { item: id });
            };
            if let Err(error) = item.scale().accept(value) {
                return Err(AnswerError::on_scale(id, error));
            }
            if by_item.insert(id.clone(), value).is_some() {
                return Err(AnswerError::Duplicate { item: id });
            }
        }
        Ok(Self { items_hash: instrument.hashes().items(), by_item })
    }

    /// The answer to an item; none when it was left open.
    pub fn get(&self, item: &str) -> Option<Decimal> {
        self.by_item.get(item).copied()
    }

    /// The answers by item id, in the order of the ids.
    pub fn iter(&self) -> impl Iterator<Item = (&str, Decimal)> {
        self.by_item.iter().map(|(id, value)| (id.as_str(), *value))
    }

    /// How many items were answered.
    pub fn len(&self) -> usize {
        self.by_item.len()
    }

    /// Whether nothing was answered.
    pub fn is_empty(&self) -> bool {
        self.by_item.is_empty()
    }

    /// Whether these answers were given to the items of this instrument.
    pub(super) fn belong_to(&self, instrument: &Instrument) -> bool {
        self.items_hash == instrument.hashes().items()
    }
}

impl AnswerError {
    /// The id of the item whose answer is refused.
    pub fn item(&self) -> &str {
        match self {
            Self::UnknownItem { item }
            | Self::Duplicate { item }
            | Self::OutOfRange { item, .. }
            | Self::NotAnOption { item, .. }
            | Self::OffStep { item, .. } => item,
        }
    }

    fn on_scale(item: String, error: ScaleError) -> Self {
        match error {
            ScaleError::OutOfRange { value, min, max } => Self::OutOfRange { item, value, min, max },
            ScaleError::NotAnOption { value } => Self::NotAnOption { item, value },
            ScaleError::OffStep { value, step } => Self::OffStep { item, value, step },
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::fixture::{decimal, mood};

    fn refusal(pairs: &[(&str, &str)]) -> AnswerError {
        let pairs = pairs.iter().map(|(item, value)| (*item, decimal(value)));
        Answers::new(&mood(), pairs).unwrap_err()
    }

    #[test]
    fn each_kind_of_wrong_answer_is_its_own_error_and_names_the_item() {
        let cases: [(&[(&str, &str)], &str); 5] = [
            (&[("ghost", "1")], "item ghost: not an item of this instrument"),
            (&[("calm", "10.1")], "item calm: 10.1 lies outside 0 to 10"),
            (&[("calm", "3.14")], "item calm: 3.14 is not a whole number of steps of 0.1"),
            (&[("sleep", "4")], "item sleep: 4 is not one of the options"),
            (&[("calm", "1"), ("calm", "1")], "item calm: answered twice"),
        ];
        for (pairs, message) in cases {
            let error = refusal(pairs);
            assert_eq!(error.to_string(), message);
            assert_eq!(error.item(), pairs[0].0);
        }
    }

    #[test]
    fn an_open_item_is_allowed() {
        let answers = Answers::new(&mood(), [("calm", decimal("2.5"))]).unwrap();
        assert_eq!(answers.get("calm"), Some(decimal("2.5")));
        assert_eq!(answers.get("sleep"), None);
        assert_eq!(answers.len(), 1);
        assert!(!answers.is_empty());
    }
}
