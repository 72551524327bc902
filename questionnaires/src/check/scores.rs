//! Scores: their items, missing rule and bands.

use std::collections::BTreeSet;

use crate::check::finding::{Finding, Place, Rule};
use crate::definition::{Calculation, Fill, Instrument, Parts, Score};

pub(super) fn check(instrument: &Instrument) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (index, score) in instrument.scores().iter().enumerate() {
        let faults = item_faults(instrument, score)
            .into_iter()
            .chain(missing_fault(score))
            .chain(band_faults(score))
            .map(|(rule, key, message)| {
                let place = Place::new(instrument, format!("score {}", score.id()), &format!("score.{index}.{key}"));
                Finding::new(rule, place, message)
            });
        findings.extend(faults);
    }
    findings
}

/// The rule that is broken, the key of the score that breaks it, and how.
type Fault = (Rule, String, String);

fn item_faults(instrument: &Instrument, score: &Score) -> Vec<Fault> {
    let lists: Vec<(String, &[String])> = match score.calculation() {
        Ok(Calculation::Criteria { criteria }) => {
            let criteria = criteria.iter().enumerate();
            criteria.map(|(index, one)| (format!("criterion.{index}.items"), one.items())).collect()
        }
        _ => vec![("items".to_owned(), score.items())],
    };
    let mut faults = Vec::new();
    for (key, items) in &lists {
        let mut seen = BTreeSet::new();
        for item in *items {
            match instrument.item(item) {
                None => faults.push((Rule::ScoreItems, key.clone(), format!("there is no item {item}"))),
                Some(found) if found.scale().is_text() => {
                    let message = format!("item {item} is answered in words, which are never scored");
                    faults.push((Rule::ScoreItems, key.clone(), message));
                }
                Some(_) => {}
            }
            if !seen.insert(item) {
                faults.push((Rule::ScoreItems, key.clone(), format!("item {item} is listed twice")));
            }
        }
    }
    for item in score.reverse().iter().filter(|item| !score.items().contains(item)) {
        let message = format!("item {item} is reversed but not in the score");
        faults.push((Rule::ReverseNotInScore, "reverse".to_owned(), message));
    }
    faults
}

fn missing_fault(score: &Score) -> Option<Fault> {
    let calculation = score.calculation().ok()?;
    let of_items = matches!(
        calculation,
        Calculation::Sum { parts: Parts::Items(_), .. }
            | Calculation::Mean { parts: Parts::Items(_), .. }
            | Calculation::Count { .. }
    );
    let counts = matches!(calculation, Calculation::Count { .. });
    let items = score.items().len();
    let message = match score.missing() {
        None if of_items => "there is no `missing`: say how many items must be answered".to_owned(),
        None => return None,
        Some(_) if !of_items => "a score of other scores has no `missing`: it needs them all".to_owned(),
        Some(rule) if rule.min_answered() == 0 => {
            "min_answered is 0: nothing may be scored from an empty form".to_owned()
        }
        Some(rule) if rule.min_answered() > items => {
            format!("min_answered is {}, the score has {items} items", rule.min_answered())
        }
        Some(rule) if rule.fill() == Fill::None && rule.min_answered() < items => {
            format!("min_answered is {} of {items}, but open items are not filled", rule.min_answered())
        }
        Some(rule) if counts && rule.fill() != Fill::None => "a count of items cannot be filled".to_owned(),
        Some(_) => return None,
    };
    Some((Rule::MinAnswered, "missing".to_owned(), message))
}

fn band_faults(score: &Score) -> Vec<Fault> {
    let (lowest, highest) = score.range();
    let bands = score.bands();
    let (Some(first), Some(last)) = (bands.first(), bands.last()) else {
        return Vec::new();
    };
    let mut faults = Vec::new();
    if first.from() != lowest {
        faults.push(format!("the first band begins at {}, the range at {lowest}", first.from()));
    }
    if last.below() <= highest {
        faults.push(format!("the last band ends below {}, the range at {highest}", last.below()));
    }
    for band in bands.iter().filter(|band| band.below() <= band.from()) {
        faults.push(format!("band {} is empty", band.id()));
    }
    for pair in bands.windows(2) {
        if let [before, after] = pair
            && before.below() != after.from()
        {
            let kind = if before.below() < after.from() { "gap" } else { "overlap" };
            faults.push(format!("{kind} between bands {} and {}", before.id(), after.id()));
        }
    }
    faults.into_iter().map(|message| (Rule::Bands, "band.0".to_owned(), message)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::finding;

    #[test]
    fn unknown_repeated_or_absent_items_are_found() {
        let items = "items = [\"calm\", \"rested\", \"tense\"]";
        finding(items, "items = [\"calm\", \"ghost\", \"tense\"]", Rule::ScoreItems);
        finding(items, "items = [\"calm\", \"calm\", \"tense\"]", Rule::ScoreItems);
        finding(items, "items = []", Rule::Calculation);
    }

    #[test]
    fn a_reversed_item_outside_the_score_is_found() {
        finding("reverse = [\"tense\"]", "reverse = [\"sleep\"]", Rule::ReverseNotInScore);
    }

    #[test]
    fn an_impossible_missing_rule_is_found() {
        for rule in ["min_answered = 0", "min_answered = 4"] {
            finding("min_answered = 2", rule, Rule::MinAnswered);
        }
        finding("min_answered = 3, fill = \"none\"", "min_answered = 2, fill = \"none\"", Rule::MinAnswered);
    }

    #[test]
    fn gaps_overlaps_and_uncovered_ends_are_found() {
        for (from, to, message) in [
            ("from = \"15\"", "from = \"16\"", "gap between bands low and high"),
            ("from = \"15\"", "from = \"14\"", "overlap between bands low and high"),
            ("from = \"0\"", "from = \"1\"", "the first band begins at 1, the range at 0"),
            ("below = \"31\"", "below = \"30\"", "the last band ends below 30, the range at 30"),
        ] {
            assert_eq!(finding(from, to, Rule::Bands).message(), message);
        }
        finding("below = \"15\"", "below = \"0\"", Rule::Bands);
    }
}
