//! Scores: their items, range, missing rule and bands.

use std::collections::BTreeSet;

use crate::check::finding::{Finding, Place, Rule};
use crate::definition::{Fill, Instrument, Method, Score};

pub(super) fn check(instrument: &Instrument) -> Vec<Finding> {
    let lines = &instrument.lines().scores;
    let mut findings = Vec::new();
    for (index, score) in instrument.scores().iter().enumerate() {
        let place = Place::nth(format!("score {}", score.id()), lines, index);
        let faults = item_faults(instrument, score)
            .into_iter()
            .chain(range_fault(instrument, score))
            .chain(missing_fault(score))
            .chain(band_faults(score));
        findings.extend(faults.map(|(rule, message)| Finding::new(rule, place.clone(), message)));
    }
    findings
}

type Fault = (Rule, String);

fn item_faults(instrument: &Instrument, score: &Score) -> Vec<Fault> {
    let mut faults = Vec::new();
    if score.items().is_empty() {
        faults.push((Rule::ScoreItems, "the score has no items".to_owned()));
    }
    let mut seen = BTreeSet::new();
    for item in score.items() {
        if instrument.item(item).is_none() {
            faults.push((Rule::ScoreItems, format!("there is no item {item}")));
        }
        if !seen.insert(item) {
            faults.push((Rule::ScoreItems, format!("item {item} is listed twice")));
        }
    }
    for item in score.reverse() {
        if !seen.contains(item) {
            let message = format!("item {item} is reversed but not in the score");
            faults.push((Rule::ReverseNotInScore, message));
        }
    }
    faults
}

/// The range must be what the items can reach, from all at their lowest to all at their highest.
fn range_fault(instrument: &Instrument, score: &Score) -> Option<Fault> {
    let scales = score.items().iter();
    let scales: Vec<_> = scales.filter_map(|id| instrument.item(id)).map(|item| item.scale()).collect();
    let count = i128::try_from(scales.len()).ok().filter(|count| *count > 0)?;
    let lowest: i128 = scales.iter().map(|scale| i128::from(scale.min().millionths())).sum();
    let highest: i128 = scales.iter().map(|scale| i128::from(scale.max().millionths())).sum();
    let (from, to) = score.range();
    let times = match score.method() {
        Method::Sum => 1,
        Method::Mean => count,
    };
    let declared = [from, to].map(|end| i128::from(end.millionths()) * times);
    (declared != [lowest, highest]).then(|| {
        let message = format!("the range {from} to {to} is not what the items can reach");
        (Rule::RangeNotReachable, message)
    })
}

fn missing_fault(score: &Score) -> Option<Fault> {
    let (items, least) = (score.items().len(), score.missing().min_answered());
    let message = if least == 0 {
        "min_answered is 0: nothing may be scored from an empty form".to_owned()
    } else if least > items {
        format!("min_answered is {least}, the score has {items} items")
    } else if score.missing().fill() == Fill::None && least < items {
        format!("min_answered is {least} of {items}, but open items are not filled")
    } else {
        return None;
    };
    Some((Rule::MinAnswered, message))
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
    faults.into_iter().map(|message| (Rule::Bands, message)).collect()
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
        finding(items, "items = []", Rule::ScoreItems);
    }

    #[test]
    fn a_reversed_item_outside_the_score_is_found() {
        finding("reverse = [\"tense\"]", "reverse = [\"sleep\"]", Rule::ReverseNotInScore);
    }

    #[test]
    fn a_range_that_cannot_be_reached_is_found() {
        finding("range = [\"0\", \"30\"]", "range = [\"0\", \"40\"]", Rule::RangeNotReachable);
        finding("range = [\"0\", \"10\"]", "range = [\"0\", \"30\"]", Rule::RangeNotReachable);
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
