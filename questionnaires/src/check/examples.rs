//! Examples: does the definition give what it says it gives?

use crate::check::finding::{Finding, Place, Rule};
use crate::decimal::Decimal;
use crate::definition::{Example, Expected, Instrument, Moment};
use crate::scoring::{Answer, AnswerError, Answers, Outcome, ScoreOutcome, alerts, score};

const LEAST: usize = 3;

pub(super) fn check(instrument: &Instrument) -> Vec<Finding> {
    let examples = instrument.examples();
    let mut findings = Vec::new();
    let says_something = !(instrument.scores().is_empty() && instrument.alerts().is_empty());
    if says_something && examples.len() < LEAST {
        let message = format!("{} examples, at least {LEAST} are needed", examples.len());
        let place = Place::new(instrument, "definition", "schema");
        findings.push(Finding::new(Rule::TooFewExamples, place, message));
    }
    for (index, example) in examples.iter().enumerate() {
        let place = Place::new(instrument, format!("test {}", index + 1), &format!("test.{index}"));
        let failures = failures(instrument, example).into_iter();
        findings.extend(failures.map(|message| Finding::new(Rule::ExampleFailed, place.clone(), message)));
    }
    findings
}

fn failures(instrument: &Instrument, example: &Example) -> Vec<String> {
    let answers = match given(instrument, example) {
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

/// The answers of an example.
pub(super) fn given(instrument: &Instrument, example: &Example) -> Result<Answers, AnswerError> {
    let numbers = example.answers().iter().map(|(item, value)| (item, Answer::Number(*value)));
    let texts = example.texts().iter().map(|(item, words)| (item, Answer::Text(words.clone())));
    Answers::mixed(instrument, numbers.chain(texts))
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
    (!met).then(|| {
        let got: Vec<String> = scores.iter().map(in_words).collect();
        format!("{key}: expected {}, got {}", expectation(expected), got.join(", "))
    })
}

fn expectation(expected: &Expected) -> String {
    match expected {
        Expected::Word(word) => word.clone(),
        Expected::Flag(flag) => flag.to_string(),
        Expected::List(list) => list.join(" "),
    }
}

/// One outcome as an author would write it down.
fn in_words(outcome: &ScoreOutcome) -> String {
    let band = outcome.band().map(|band| format!(" ({band})")).unwrap_or_default();
    match outcome.outcome() {
        Outcome::Complete { value } => format!("{} {value}{band}", outcome.score()),
        Outcome::Prorated { value, answered, items } => {
            format!("{} {value}{band} prorated from {answered} of {items}", outcome.score())
        }
        Outcome::NotScored(reason) => format!("{} none ({reason})", outcome.score()),
    }
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
        let third = MOOD.match_indices("[[test]]").nth(2).map(|(start, _)| start);
        finding(&MOOD[third.unwrap_or_default()..], "", Rule::TooFewExamples);
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
