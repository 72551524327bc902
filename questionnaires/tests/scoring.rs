//! Scoring, for every instrument that ships and any answers to it.
#![allow(clippy::unwrap_used)]

use std::sync::LazyLock;

use peil_questionnaires::{
    Answers, Calculation, Decimal, Fill, Instrument, Library, Method, Moment, NotScored, Outcome, Parts, Scale, Score,
    ScoreOutcome, alerts, score,
};
use proptest::prelude::*;

static LIBRARY: LazyLock<Library> = LazyLock::new(|| Library::embedded().unwrap());

/// An instrument and, in any order, answers to some of its items, in tenths.
fn filled_in() -> impl Strategy<Value = (&'static Instrument, Vec<(String, i64)>)> {
    let instruments: Vec<&Instrument> = LIBRARY.iter().collect();
    prop::sample::select(instruments).prop_flat_map(|instrument| {
        let items: Vec<_> = instrument
            .items()
            .iter()
            .filter_map(|item| {
                let value = match item.scale() {
                    Scale::Choice { options } => {
                        prop::sample::select(options.iter().map(|one| in_tenths(one.value())).collect::<Vec<_>>())
                            .boxed()
                    }
                    Scale::Vas { .. } | Scale::Number { .. } => (0..=100_i64).boxed(),
                    Scale::Text { .. } => return None,
                };
                Some((Just(item.id().to_owned()), prop::option::weighted(0.8, value)))
            })
            .collect();
        let some = items.prop_map(|all| {
            let answered = all.into_iter().filter_map(|(id, value)| Some((id, value?)));
            answered.collect::<Vec<_>>()
        });
        (Just(instrument), some.prop_shuffle())
    })
}

fn tenths(value: i64) -> Decimal {
    format!("{}.{}", value / 10, value % 10).parse().unwrap()
}

fn in_tenths(value: Decimal) -> i64 {
    let text = value.to_string();
    let (whole, part) = text.split_once('.').unwrap_or((&text, "0"));
    assert!(part.len() == 1 && !text.starts_with('-'), "{text} is not a number of tenths");
    whole.parse::<i64>().unwrap() * 10 + part.parse::<i64>().unwrap()
}

fn accepted(instrument: &Instrument, pairs: &[(String, i64)]) -> Answers {
    let pairs = pairs.iter().map(|(id, value)| (id.as_str(), tenths(*value)));
    Answers::new(instrument, pairs).unwrap()
}

/// A sum or mean of items by hand: reversed on its scale, multiplied, prorated, rounded once to ten-thousandths.
fn by_hand(instrument: &Instrument, definition: &Score, pairs: &[(String, i64)]) -> Option<Decimal> {
    let (Calculation::Sum { parts, times } | Calculation::Mean { parts, times }) = definition.calculation().unwrap()
    else {
        unreachable!("only sums and means are computed by hand");
    };
    let Parts::Items(list) = parts else { unreachable!("only items are added by hand") };
    let keyed = |(id, value): &(String, i64)| {
        let scale = instrument.item(id).unwrap().scale();
        let silent = scale.options().iter().any(|one| one.missing() && in_tenths(one.value()) == *value);
        let ends = in_tenths(scale.min()) + in_tenths(scale.max());
        let counts = list.contains(id) && !silent;
        counts.then_some(if definition.reverse().contains(id) { ends - value } else { *value })
    };
    let counted: Vec<i64> = pairs.iter().filter_map(keyed).collect();
    let (answered, items) = (counted.len() as i64, list.len() as i64);
    let rule = definition.missing().unwrap();
    let least = match rule.fill() {
        Fill::None => items,
        Fill::PersonMean => rule.min_answered() as i64,
    };
    if answered == 0 || answered < least {
        return None;
    }
    let whole = if definition.method() == Method::Sum { items } else { 1 };
    let hundredths = counted.iter().sum::<i64>() * whole * in_tenths(times);
    let ten_thousandths = (hundredths * 100 * 2 + answered) / (2 * answered);
    Some(format!("{}.{:04}", ten_thousandths / 10_000, ten_thousandths % 10_000).parse().unwrap())
}

fn adds_items(definition: &Score) -> bool {
    matches!(
        definition.calculation().unwrap(),
        Calculation::Sum { parts: Parts::Items(_), .. } | Calculation::Mean { parts: Parts::Items(_), .. }
    )
}

proptest! {
    #[test]
    fn a_score_equals_the_score_by_hand((instrument, pairs) in filled_in()) {
        let outcomes = score(instrument, &accepted(instrument, &pairs));
        for (definition, outcome) in instrument.scores().iter().zip(&outcomes) {
            prop_assert_eq!(outcome.score(), definition.id());
            if adds_items(definition) {
                prop_assert_eq!(outcome.value(), by_hand(instrument, definition, &pairs));
            }
        }
    }

    #[test]
    fn a_score_lies_in_its_range_and_in_a_band((instrument, pairs) in filled_in()) {
        for outcome in score(instrument, &accepted(instrument, &pairs)) {
            let definition = instrument.score(outcome.score()).unwrap();
            let (lowest, highest) = definition.range();
            if let Some(value) = outcome.value() {
                prop_assert!((lowest..=highest).contains(&value));
                prop_assert_eq!(outcome.band().is_some(), !definition.bands().is_empty());
            } else {
                prop_assert_eq!(outcome.band(), None);
            }
        }
    }

    #[test]
    fn the_order_of_answers_does_not_matter((instrument, pairs) in filled_in()) {
        let mut sorted = pairs.clone();
        sorted.sort();
        let (one, other) = (accepted(instrument, &pairs), accepted(instrument, &sorted));
        prop_assert_eq!(score(instrument, &one), score(instrument, &other));
        for moment in [Moment::OnSave, Moment::OnSubmit] {
            prop_assert_eq!(alerts(instrument, &one, moment), alerts(instrument, &other, moment));
        }
    }

    #[test]
    fn what_is_raised_on_save_is_still_raised_on_submit((instrument, pairs) in filled_in()) {
        let answers = accepted(instrument, &pairs);
        let submitted = alerts(instrument, &answers, Moment::OnSubmit);
        for raised in alerts(instrument, &answers, Moment::OnSave) {
            prop_assert!(submitted.contains(&raised));
        }
    }

    #[test]
    fn any_pair_is_an_answer_or_an_error(id in "phq[0-9]{1,2}|open|bdi1", value in -20_000_000_i64..20_000_000) {
        let text = format!("{}{}.{:06}", if value < 0 { "-" } else { "" }, value.abs() / 1_000_000, value.abs() % 1_000_000);
        for instrument in LIBRARY.iter() {
            let accepted = Answers::new(instrument, [(id.as_str(), text.parse().unwrap())]);
            prop_assert_eq!(accepted.as_ref().is_err(), accepted.as_ref().err().map(|error| error.item() == id).unwrap_or(false));
        }
    }
}

#[test]
fn nothing_is_scored_from_an_empty_form() {
    for instrument in LIBRARY.iter() {
        for outcome in score(instrument, &accepted(instrument, &[])) {
            assert_eq!(*outcome.outcome(), Outcome::NotScored(NotScored::Empty));
        }
    }
}

#[test]
fn an_outcome_is_written_flat() {
    let session = LIBRARY.latest("peil-session").unwrap();
    let pairs = [("open", 75), ("strain", 20), ("useful", 65)].map(|(id, value)| (id.to_owned(), value));
    let outcomes: Vec<ScoreOutcome> = score(session, &accepted(session, &pairs));
    let json = serde_json::to_value(outcomes).unwrap();
    let expected = serde_json::json!([
        { "score": "connection", "outcome": "not_scored", "reason": "too_few_answered", "answered": 1, "needed": 2, "band": null },
        { "score": "total", "outcome": "prorated", "value": "29.3333", "answered": 3, "items": 4, "band": null },
    ]);
    assert_eq!(json, expected);
}
