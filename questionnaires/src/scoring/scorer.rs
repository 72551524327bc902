//! The scorer: a definition made ready, once, to score any number of forms.

use crate::definition::{Instrument, Score};
use crate::scoring::answers::Answers;
use crate::scoring::exact::Exact;
use crate::scoring::outcome::{NotScored, Outcome, ScoreOutcome};
use crate::scoring::plan::{Plan, Tally};

/// An instrument whose scores have been resolved: ids are places in the form, and a score comes after the scores it is
/// computed from.
#[derive(Clone, Debug)]
pub struct Scorer<'a> {
    instrument: &'a Instrument,
    plans: Vec<Plan<'a>>,
    order: Vec<usize>,
}

/// What the computation of one score gives.
pub(super) type Computed = Result<Value, NotScored>;

/// The exact value of a score, and what it rests on.
#[derive(Clone, Copy, Debug)]
pub(super) struct Value {
    pub(super) exact: Exact,
    pub(super) prorated: bool,
    pub(super) tally: Tally,
}

/// Scores a form: one outcome for every score of the instrument, in the order of the instrument.
///
/// Total: it never fails and never panics, also on an instrument that `check` refuses. The order of the answers does
/// not matter, and a form without answers has no score.
///
/// A sum over `n` items of which `k` are answered, filled with the person mean, is `n/k` times the sum of the answered
/// ones; a mean is the mean of the answered ones. Reversed items count as `min + max − value` of their scale; an answer
/// that says "not known" counts as open. A score of other scores uses their exact values, needs all of them, and is
/// prorated when one of them is. Numbers are fractions of whole numbers until the value is written; see [`Outcome`].
pub fn score(instrument: &Instrument, answers: &Answers) -> Vec<ScoreOutcome> {
    Scorer::new(instrument).score(answers)
}

impl<'a> Scorer<'a> {
    /// Resolves the scores of an instrument.
    pub fn new(instrument: &'a Instrument) -> Self {
        let plans: Vec<Plan<'a>> = instrument.scores().iter().map(|score| Plan::of(instrument, score)).collect();
        let order = in_order(&plans);
        Self { instrument, plans, order }
    }

    /// Scores a form, as [`score()`] does.
    pub fn score(&self, answers: &Answers) -> Vec<ScoreOutcome> {
        let definitions = self.instrument.scores().iter();
        if !answers.belong_to(self.instrument) {
            return definitions.map(|score| written(score, Err(NotScored::OtherForm))).collect();
        }
        // What is in no order depends on itself.
        let mut computed: Vec<Computed> = self.plans.iter().map(|_| Err(NotScored::Unsound)).collect();
        for &index in &self.order {
            if let (Some(plan), Some(score)) = (self.plans.get(index), self.instrument.scores().get(index)) {
                let value = plan.compute(answers, self.instrument.scores(), &computed);
                let value = value.and_then(|value| within(score, value));
                if let Some(place) = computed.get_mut(index) {
                    *place = value;
                }
            }
        }
        definitions.zip(computed).map(|(score, value)| written(score, value)).collect()
    }
}

/// The places of the scores, each after those it is computed from; what depends on itself is left out.
fn in_order(plans: &[Plan<'_>]) -> Vec<usize> {
    let mut order: Vec<usize> = Vec::with_capacity(plans.len());
    let mut placed = vec![false; plans.len()];
    loop {
        let ready = plans.iter().enumerate().filter(|(index, plan)| {
            let known = |source: &usize| placed.get(*source).copied().unwrap_or(false);
            placed.get(*index) == Some(&false) && plan.sources().iter().all(known)
        });
        let ready: Vec<usize> = ready.map(|(index, _)| index).collect();
        if ready.is_empty() {
            return order;
        }
        for index in ready {
            if let Some(place) = placed.get_mut(index) {
                *place = true;
            }
            order.push(index);
        }
    }
}

fn within(score: &Score, value: Value) -> Computed {
    let (lowest, highest) = score.range();
    let inside = value.exact.at_least(lowest) && value.exact.at_most(highest);
    if inside { Ok(value) } else { Err(NotScored::OutsideRange) }
}

fn written(score: &Score, computed: Computed) -> ScoreOutcome {
    let decimal = computed.and_then(|value| Ok((value, value.exact.to_decimal().ok_or(NotScored::Overflow)?)));
    let (outcome, band) = match decimal {
        Err(reason) => (Outcome::NotScored(reason), None),
        Ok((Value { exact, prorated, tally }, value)) => {
            let band = score.bands().iter().find(|band| exact.at_least(band.from()) && !exact.at_least(band.below()));
            let outcome = if prorated {
                Outcome::Prorated { value, answered: tally.answered, items: tally.items }
            } else {
                Outcome::Complete { value }
            };
            (outcome, band)
        }
    };
    ScoreOutcome { score: score.id().to_owned(), outcome, band: band.map(|band| band.id().to_owned()) }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::fixture::{answers, decimal, mood};
    use crate::scoring::NotScored;

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
