//! Scores of a form.

use serde::Serialize;

use crate::decimal::Decimal;
use crate::definition::{Fill, Instrument, Method, Score};
use crate::scoring::answers::Answers;
use crate::scoring::exact::Exact;

/// Why a form has no score.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
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
    /// The answers were given to another form.
    OtherForm,
    /// The value falls outside the declared range. A checked instrument has no such score.
    OutsideRange,
}

/// What became of one score.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum Outcome {
    /// Every item was answered.
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
    score: String,
    #[serde(flatten)]
    outcome: Outcome,
    band: Option<String>,
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

/// Scores a form: one outcome for every score of the instrument, in the order of the instrument.
///
/// Total: it never fails and never panics, also on an instrument that `check` refuses. The order of the answers does
/// not matter, and a form without answers has no score.
///
/// A sum over `n` items of which `k` are answered, filled with the person mean, is `n/k` times the sum of the answered
/// ones; a mean is the mean of the answered ones. Reversed items count as `min + max − value` of their scale.
pub fn score(instrument: &Instrument, answers: &Answers) -> Vec<ScoreOutcome> {
    instrument.scores().iter().map(|definition| score_one(instrument, definition, answers)).collect()
}

fn score_one(instrument: &Instrument, definition: &Score, answers: &Answers) -> ScoreOutcome {
    let scored = exact_value(instrument, definition, answers);
    let (outcome, band) = match scored {
        Err(reason) => (Outcome::NotScored(reason), None),
        Ok((exact, value, answered)) => {
            let band =
                definition.bands().iter().find(|band| exact.at_least(band.from()) && !exact.at_least(band.below()));
            let items = definition.items().len();
            let outcome = if answered == items {
                Outcome::Complete { value }
            } else {
                Outcome::Prorated { value, answered, items }
            };
            (outcome, band)
        }
    };
    ScoreOutcome { score: definition.id().to_owned(), outcome, band: band.map(|band| band.id().to_owned()) }
}

/// The exact value, its decimal, and how many items it rests on.
fn exact_value(
    instrument: &Instrument,
    definition: &Score,
    answers: &Answers,
) -> Result<(Exact, Decimal, usize), NotScored> {
    if !answers.belong_to(instrument) {
        return Err(NotScored::OtherForm);
    }
    let values: Vec<i128> =
        definition.items().iter().filter_map(|item| keyed_answer(instrument, definition, answers, item)).collect();
    let (items, answered) = (definition.items().len(), values.len());
    let needed = needed(definition);
    if answered == 0 {
        return Err(NotScored::Empty);
    }
    if answered < needed {
        return Err(NotScored::TooFewAnswered { answered, needed });
    }
    let sum = values.iter().sum();
    let exact = match definition.method() {
        Method::Sum if answered == items => Exact::new(sum, 1, 1),
        Method::Sum => Exact::new(sum, items, answered),
        Method::Mean => Exact::new(sum, 1, answered),
    };
    let (lowest, highest) = definition.range();
    let in_range = exact.filter(|exact| exact.at_least(lowest) && exact.at_most(highest));
    in_range.and_then(|exact| Some((exact, exact.to_decimal()?, answered))).ok_or(NotScored::OutsideRange)
}

/// How many items must be answered.
fn needed(definition: &Score) -> usize {
    match definition.missing().fill() {
        Fill::None => definition.items().len(),
        Fill::PersonMean => definition.missing().min_answered(),
    }
}

/// The answer to an item in millionths, reversed where the score says so.
fn keyed_answer(instrument: &Instrument, definition: &Score, answers: &Answers, item: &String) -> Option<i128> {
    let value = i128::from(answers.get(item)?.millionths());
    if !definition.reverse().contains(item) {
        return Some(value);
    }
    let scale = instrument.item(item)?.scale();
    Some(i128::from(scale.min().millionths()) + i128::from(scale.max().millionths()) - value)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::fixture::{answers, decimal, mood};

    fn outcome(pairs: &[(&str, &str)], id: &str) -> ScoreOutcome {
        let instrument = mood();
        let all = score(&instrument, &answers(&instrument, pairs));
        all.into_iter().find(|one| one.score() == id).unwrap()
    }

    #[test]
    fn an_empty_form_has_no_score() {
        let instrument = mood();
        for one in score(&instrument, &answers(&instrument, &[])) {
            assert_eq!(*one.outcome(), Outcome::NotScored(NotScored::Empty));
            assert_eq!(one.band(), None);
        }
    }

    #[test]
    fn a_mean_that_does_not_end_keeps_four_decimals() {
        let full = [("calm", "1"), ("rested", "0"), ("tense", "10")];
        let value = decimal("0.3333");
        assert_eq!(*outcome(&full, "average").outcome(), Outcome::Complete { value });
    }

    #[test]
    fn too_few_answers_say_how_many_were_needed() {
        let expected = NotScored::TooFewAnswered { answered: 1, needed: 2 };
        let one = outcome(&[("calm", "1")], "total");
        assert_eq!(*one.outcome(), Outcome::NotScored(expected));
    }

    #[test]
    fn answers_to_another_form_are_not_scored() {
        let instrument = mood();
        let other = crate::fixture::mood_with("max = \"10\"", "max = \"100\"");
        for one in score(&instrument, &answers(&other, &[("calm", "99")])) {
            assert_eq!(*one.outcome(), Outcome::NotScored(NotScored::OtherForm));
        }
    }

    #[test]
    fn a_band_starts_at_its_lower_limit() {
        let at = outcome(&[("calm", "5"), ("rested", "5"), ("tense", "5")], "total");
        assert_eq!((at.value(), at.band()), (Some(15.into()), Some("high")));
        let below = outcome(&[("calm", "4.9"), ("rested", "5"), ("tense", "5")], "total");
        assert_eq!(below.band(), Some("low"));
    }
}
