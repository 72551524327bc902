//! Examples: does the definition give what it says it gives?

use crate::check::finding::{Finding, Place, Rule};
use crate::decimal::Decimal;
use crate::definition::{Example, Expected, Instrument, Moment};
use crate::scoring::{Answers, ScoreOutcome, alerts, score};

const LEAST: usize = 3;

pub(super) fn check(instrument: &Instrument) -> Vec<Finding> {
    let examples = instrument.examples();
    let lines = &instrument.lines().examples;
    let mut findings = Vec::new();
    if examples.len() < LEAST {
        let message = format!("{} examples, at least {LEAST} are needed", examples.len());
        findings.push(Finding::new(Rule::TooFewExamples, Place::whole(), message));
    }
    for (index, example) in examples.iter().enumerate() {
        let place = Place::nth(format!("test {}", index + 1), lines, index);
        let failures = failures(instrument, example).into_iter();
        findings.extend(failures.map(|message| Finding::new(Rule::ExampleFailed, place.clone(), message)));
    }
    findings
}

fn failures(instrument: &Instrument, example: &Example) -> Vec<String> {
    let pairs = example.answers().iter();
    let pairs = pairs.map(|(item, value)| (item.clone(), *value));
    let answers = match Answers::new(instrument, pairs) {
        Ok(answers) => answers,
        Err(error) => return vec![error.to_string()],
    };
    let scores = score(instrument, &answers);
    if example.expect().is_empty() {
        return vec!["nothing is expected".to_owned()];
    }
    let expected = example.expect().iter();
    expected
        .filter_map(|(key, expected)| {
            if key == "alerts" {
                alert_failure(instrument, &answers, expected)
            } else {
                score_failure(&scores, key, expected)
            }
        })
        .collect()
}

fn alert_failure(instrument: &Instrument, answers: &Answers, expected: &Expected) -> Option<String> {
    let raised = alerts(instrument, answers, Moment::OnSubmit);
    let mut raised: Vec<&str> = raised.iter().map(|one| one.alert().id()).collect();
    raised.sort_unstable();
    let Expected::List(expected) = expected else {
        return Some("alerts: expected is not a list of ids".to_owned());
    };
    let mut expected: Vec<&str> = expected.iter().map(String::as_str).collect();
    expected.sort_unstable();
    (raised != expected).then(|| format!("alerts: expected {expected:?}, got {raised:?}"))
}

fn score_failure(scores: &[ScoreOutcome], key: &str, expected: &Expected) -> Option<String> {
    let find = |id: &str| scores.iter().find(|one| one.score() == id);
    let met = if let Some(outcome) = find(key) {
        value_met(outcome, expected)
    } else if let Some(outcome) = key.strip_suffix("_prorated").and_then(find) {
        *expected == Expected::Flag(outcome.outcome().is_prorated())
    } else if let Some(outcome) = key.strip_suffix("_band").and_then(find) {
        *expected == Expected::Word(outcome.band().unwrap_or("none").to_owned())
    } else {
        return Some(format!("{key}: neither a score nor something about one"));
    };
    (!met).then(|| format!("{key}: expected {expected:?}, got {scores:?}"))
}

fn value_met(outcome: &ScoreOutcome, expected: &Expected) -> bool {
    match expected {
        Expected::Word(word) if word == "none" => outcome.value().is_none(),
        Expected::Word(word) => {
            let value: Option<Decimal> = word.parse().ok();
            value.is_some() && value == outcome.value()
        }
        Expected::Flag(_) | Expected::List(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::{MOOD, finding};

    #[test]
    fn fewer_than_three_examples_are_found() {
        let last = MOOD.rfind("[[test]]").unwrap_or_default();
        finding(&MOOD[last..], "", Rule::TooFewExamples);
    }

    #[test]
    fn an_example_that_fails_is_found_with_its_line() {
        let found = finding("total = \"23.5\"", "total = \"23\"", Rule::ExampleFailed);
        let first = MOOD.lines().position(|line| line == "[[test]]").map(|index| index + 1);
        assert_eq!(found.place().line(), first);
        for (from, to) in [
            ("total_prorated = true", "total_prorated = false"),
            ("total_band = \"high\"", "total_band = \"low\""),
            ("average = \"none\"", "average = \"8\""),
            ("average = \"7.8333\"", "average = \"none\""),
            ("alerts = [\"no-sleep\"]", "alerts = []"),
            ("alerts = [\"no-sleep\"]", "alerts = \"no-sleep\""),
            ("expect = { total = \"23.5\"", "expect = { ghost = \"23.5\""),
            ("answers = { calm = \"7.5\"", "answers = { calm = \"77\""),
        ] {
            finding(from, to, Rule::ExampleFailed);
        }
    }
}
