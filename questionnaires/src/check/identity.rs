//! Ids and languages.

use std::collections::BTreeSet;

use crate::check::finding::{Finding, Place, Rule};
use crate::definition::Instrument;

pub(super) fn check(instrument: &Instrument) -> Vec<Finding> {
    let items: Vec<&str> = instrument.items().iter().map(|item| item.id()).collect();
    let scores: Vec<&str> = instrument.scores().iter().map(|score| score.id()).collect();
    let alerts: Vec<&str> = instrument.alerts().iter().map(|alert| alert.id()).collect();
    let sources: Vec<&str> = instrument.sources().iter().map(|source| source.id()).collect();
    let mut findings = ids(instrument, "definition", &[instrument.id()], |_| "id".to_owned());
    findings.extend(ids(instrument, "item", &items, |index| format!("item.{index}.id")));
    findings.extend(ids(instrument, "score", &scores, |index| format!("score.{index}.id")));
    findings.extend(ids(instrument, "alert", &alerts, |index| format!("alert.{index}.id")));
    findings.extend(ids(instrument, "source", &sources, |index| format!("source.{index}.id")));
    for (place, score) in instrument.scores().iter().enumerate() {
        let bands: Vec<&str> = score.bands().iter().map(|band| band.id()).collect();
        findings.extend(ids(instrument, &format!("score {} band", score.id()), &bands, |index| {
            format!("score.{place}.band.{index}.id")
        }));
    }
    findings.extend(repeated_languages(instrument));
    if items.is_empty() {
        findings.push(Finding::new(
            Rule::NoItems,
            Place::new(instrument, "definition", "schema"),
            "there are no items",
        ));
    }
    findings
}

fn ids(instrument: &Instrument, kind: &str, ids: &[&str], path: impl Fn(usize) -> String) -> Vec<Finding> {
    let mut seen = BTreeSet::new();
    let mut findings = Vec::new();
    for (index, id) in ids.iter().enumerate() {
        let place = || Place::new(instrument, format!("{kind} {id}"), &path(index));
        if !well_spelled(id) {
            let message = format!("{id:?} is not an id");
            findings.push(Finding::new(Rule::IdSpelling, place(), message));
        }
        if !seen.insert(id) {
            let message = format!("the id {id} is used twice");
            findings.push(Finding::new(Rule::IdReused, place(), message));
        }
    }
    findings
}

fn well_spelled(id: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-_".contains(&byte);
    id.starts_with(|first: char| first.is_ascii_lowercase()) && id.bytes().all(allowed)
}

fn repeated_languages(instrument: &Instrument) -> Vec<Finding> {
    let mut seen = BTreeSet::new();
    instrument
        .languages()
        .iter()
        .filter(|language| !seen.insert(**language))
        .map(|language| {
            let message = format!("{language} is named twice");
            Finding::new(Rule::LanguageRepeated, Place::new(instrument, "languages", "languages"), message)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::{MOOD, finding};

    #[test]
    fn an_id_used_twice_is_found_with_its_line() {
        let found = finding("id = \"rested\"", "id = \"calm\"", Rule::IdReused);
        let second = MOOD.lines().position(|line| line == "id = \"rested\"").map(|index| index + 1);
        assert_eq!(found.place().line(), second);
        assert_eq!(found.message(), "the id calm is used twice");
        finding("id = \"average\"", "id = \"total\"", Rule::IdReused);
        finding("id = \"sleep-open\"", "id = \"no-sleep\"", Rule::IdReused);
        finding("id = \"high\"", "id = \"low\"", Rule::IdReused);
    }

    #[test]
    fn an_id_with_capitals_or_spaces_is_found() {
        for id in ["Mood", "my mood", "", "9mood", "mööd"] {
            finding("id = \"mood\"", &format!("id = \"{id}\""), Rule::IdSpelling);
        }
    }

    #[test]
    fn a_language_named_twice_is_found() {
        finding("[\"nl\", \"en\"]", "[\"nl\", \"en\", \"nl\"]", Rule::LanguageRepeated);
    }

    #[test]
    fn an_instrument_without_items_is_found() {
        let start = MOOD.find("[[item]]").unwrap_or_default();
        finding(&MOOD[start..], "", Rule::NoItems);
    }
}
