//! Answers: what a client filled in, as far as the instrument allows it.

use std::sync::Arc;

use thiserror::Error;

use crate::decimal::Decimal;
use crate::definition::{ContentHash, Instrument, Item, ScaleError};

/// One answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// A number on the item's scale: the value of an option, a mark on a line, a typed number.
    Number(Decimal),
    /// Words of the client's own; never scored.
    Text(String),
}

/// The answers to one form. Every answer is to an item of the instrument and lies on the item's scale; any item may be
/// open, because a client may always leave one open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answers {
    items_hash: ContentHash,
    item_ids: Arc<[String]>,
    /// In the order of the items.
    given: Vec<Option<Given>>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Given {
    answer: Answer,
    /// Whether a score may use it: not words, and not an option that says "not known".
    counts: bool,
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
    /// More characters than the form has room for.
    #[error("item {item}: {length} characters, there is room for {max_length}")]
    TooLong {
        /// The item's id.
        item: String,
        /// Characters in the answer.
        length: usize,
        /// The largest number of characters.
        max_length: u32,
    },
    /// A number where words are asked, or words where a number is asked.
    #[error("item {item}: the item asks for {}", if *.text { "words" } else { "a number" })]
    OtherKind {
        /// The item's id.
        item: String,
        /// Whether the item asks for words.
        text: bool,
    },
}

impl From<Decimal> for Answer {
    fn from(value: Decimal) -> Self {
        Self::Number(value)
    }
}

impl Answer {
    /// The number, for every kind of item but words.
    pub fn number(&self) -> Option<Decimal> {
        match self {
            Self::Number(value) => Some(*value),
            Self::Text(_) => None,
        }
    }
}

impl Answers {
    /// Takes answers in numbers as pairs of item id and value, in any order.
    ///
    /// # Errors
    ///
    /// [`AnswerError`] for the first answer that does not belong to the instrument or does not fit its item's scale.
    pub fn new<I, S>(instrument: &Instrument, pairs: I) -> Result<Self, AnswerError>
    where
        I: IntoIterator<Item = (S, Decimal)>,
        S: AsRef<str>,
    {
        Self::mixed(instrument, pairs.into_iter().map(|(id, value)| (id, Answer::Number(value))))
    }

    /// Takes answers in numbers and words as pairs of item id and answer, in any order. Blank words are no answer.
    ///
    /// # Errors
    ///
    /// As [`Self::new`].
    pub fn mixed<I, S>(instrument: &Instrument, pairs: I) -> Result<Self, AnswerError>
    where
        I: IntoIterator<Item = (S, Answer)>,
        S: AsRef<str>,
    {
        let items = instrument.items();
        let mut given: Vec<Option<Given>> = items.iter().map(|_| None).collect();
        let mut seen = 0;
        for (id, answer) in pairs {
            let id = id.as_ref();
            // Answers mostly come in the order of the form: look at the next item first.
            let next = items.get(seen).filter(|item| item.id() == id).map(|_| seen);
            let index = next.or_else(|| instrument.place_of(id));
            let found = index.and_then(|index| Some((index, items.get(index)?, given.get_mut(index)?)));
            let Some((index, item, place)) = found else {
                return Err(AnswerError::UnknownItem { item: id.to_owned() });
            };
            let counts = accept(item, &answer).map_err(|error| AnswerError::on_scale(id.to_owned(), error))?;
            if place.is_some() {
                return Err(AnswerError::Duplicate { item: id.to_owned() });
            }
            let blank = matches!(&answer, Answer::Text(words) if words.trim().is_empty());
            if !blank {
                *place = Some(Given { answer, counts });
            }
            seen = index + 1;
        }
        Ok(Self { items_hash: instrument.hashes().items(), item_ids: Arc::clone(instrument.item_ids()), given })
    }

    /// The number that answers an item; none when it was left open or answered in words.
    pub fn get(&self, item: &str) -> Option<Decimal> {
        self.answer(item)?.number()
    }

    /// The words that answer an item; none when it was left open or answered with a number.
    pub fn text(&self, item: &str) -> Option<&str> {
        match self.answer(item)? {
            Answer::Text(words) => Some(words),
            Answer::Number(_) => None,
        }
    }

    /// The answer to an item; none when it was left open.
    pub fn answer(&self, item: &str) -> Option<&Answer> {
        let index = self.item_ids.iter().position(|id| id == item)?;
        self.given.get(index)?.as_ref().map(|given| &given.answer)
    }

    /// The answers by item id, in the order of the form.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Answer)> {
        let given = self.item_ids.iter().zip(&self.given);
        given.filter_map(|(id, given)| Some((id.as_str(), &given.as_ref()?.answer)))
    }

    /// How many items were answered.
    pub fn len(&self) -> usize {
        self.given.iter().flatten().count()
    }

    /// Whether nothing was answered.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The answer that a score may use, by the item's place in the form.
    pub(super) fn counted(&self, index: usize) -> Option<Decimal> {
        let given = self.given.get(index)?.as_ref()?;
        given.counts.then_some(())?;
        given.answer.number()
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
            | Self::OffStep { item, .. }
            | Self::TooLong { item, .. }
            | Self::OtherKind { item, .. } => item,
        }
    }

    fn on_scale(item: String, error: ScaleError) -> Self {
        match error {
            ScaleError::OutOfRange { value, min, max } => Self::OutOfRange { item, value, min, max },
            ScaleError::NotAnOption { value } => Self::NotAnOption { item, value },
            ScaleError::OffStep { value, step } => Self::OffStep { item, value, step },
            ScaleError::TooLong { length, max_length } => Self::TooLong { item, length, max_length },
            ScaleError::OtherKind { text } => Self::OtherKind { item, text },
        }
    }
}

/// Whether an answer fits its item, and if so whether a score may use it.
fn accept(item: &Item, answer: &Answer) -> Result<bool, ScaleError> {
    match answer {
        Answer::Number(value) => item.scale().accept(*value),
        Answer::Text(words) => item.scale().accept_text(words).map(|()| false),
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
