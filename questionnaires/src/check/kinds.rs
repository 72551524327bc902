//! Kinds of examples: does each score show what can become of it?

use crate::check::examples::given;
use crate::check::finding::{Finding, Place, Rule};
use crate::decimal::Decimal;
use crate::definition::{Example, Expected, Fill, Instrument, Score};
use crate::scoring::{Answers, Outcome, ScoreOutcome, Scorer};

/// An edge counts as shown by a score at most this part of the range above it: some edges no sum can hit.
const NEAR: i64 = 50;

/// One score in one example that says what it expects of it.
struct Shown<'a> {
    answers: Answers,
    outcome: ScoreOutcome,
    example: &'a Example,
}

pub(super) fn check(instrument: &Instrument) -> Vec<Finding> {
    let scorer = Scorer::new(instrument);
    let all: Vec<(&Example, Answers, Vec<ScoreOutcome>)> = instrument
        .examples()
        .iter()
        .filter_map(|example| {
            let answers = given(instrument, example).ok()?;
            let outcomes = scorer.score(&answers);
            Some((example, answers, outcomes))
        })
        .collect();
    let mut findings = Vec::new();
    for (index, score) in instrument.scores().iter().enumerate() {
        let shown: Vec<Shown<'_>> = all
            .iter()
            .filter(|(example, ..)| example.expect().contains_key(score.id()))
            .filter_map(|(example, answers, outcomes)| {
                let outcome = outcomes.get(index)?.clone();
                Some(Shown { answers: answers.clone(), outcome, example })
            })
            .collect();
        let place = Place::new(instrument, format!("score {}", score.id()), &format!("score.{index}"));
        let lacking = lacking(instrument, score, &shown).into_iter();
        findings.extend(lacking.map(|kind| Finding::new(Rule::ExampleKinds, place.clone(), kind)));
    }
    findings
}

fn lacking(instrument: &Instrument, score: &Score, shown: &[Shown<'_>]) -> Vec<String> {
    let mut lacking = Vec::new();
    let any = |kind: &dyn Fn(&Shown<'_>) -> bool| shown.iter().any(kind);
    let complete = |one: &Shown<'_>| matches!(one.outcome.outcome(), Outcome::Complete { .. });
    if !any(&complete) {
        lacking.push("no example expects its value from a complete form".to_owned());
    }
    if !score.reverse().is_empty() && !any(&|one| complete(one) && reversal_matters(instrument, score, &one.answers)) {
        lacking.push("no example answers a reversed item off the middle of its scale".to_owned());
    }
    if prorates(score) && !any(&|one| one.outcome.outcome().is_prorated()) {
        lacking.push("no example expects a prorated value".to_owned());
    }
    if !any(&|one| matches!(one.outcome.outcome(), Outcome::NotScored(_))) {
        lacking.push("no example expects `none`".to_owned());
    }
    for band in score.bands() {
        let expected = Expected::Word(band.id().to_owned());
        let key = format!("{}_band", score.id());
        if !any(&|one| one.example.expect().get(&key) == Some(&expected)) {
            lacking.push(format!("no example expects band {}", band.id()));
        }
    }
    if score.bands().len() > 1 && !any(&|one| one.outcome.value().is_some_and(|value| on_an_edge(score, value))) {
        lacking.push("no example stands on the edge of a band".to_owned());
    }
    lacking
}

fn prorates(score: &Score) -> bool {
    let rule = score.missing();
    rule.is_some_and(|rule| rule.fill() == Fill::PersonMean && rule.min_answered() < score.items().len())
}

fn reversal_matters(instrument: &Instrument, score: &Score, answers: &Answers) -> bool {
    score.reverse().iter().any(|id| {
        let (Some(item), Some(value)) = (instrument.item(id), answers.get(id)) else { return false };
        let (low, high) = (item.scale().min().millionths(), item.scale().max().millionths());
        low + high - value.millionths() != value.millionths()
    })
}

/// Whether a value lies on the lower edge of a band other than the first, or just above it.
fn on_an_edge(score: &Score, value: Decimal) -> bool {
    let (lowest, highest) = score.range();
    let near = (highest.millionths() - lowest.millionths()) / NEAR;
    let edges = score.bands().iter().skip(1).map(|band| band.from().millionths());
    edges.into_iter().any(|edge| (edge..=edge + near).contains(&value.millionths()))
}
