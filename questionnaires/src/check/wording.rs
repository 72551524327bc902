//! Texts, languages and what the licence says about them.

use crate::check::finding::{Finding, Place, Rule};
use crate::definition::{Instrument, Item, LicenceClass, WordingStatus};
use crate::language::Text;

pub(super) fn check(instrument: &Instrument) -> Vec<Finding> {
    let mut findings = missing_languages(instrument);
    let class = instrument.licence().class();
    if class == LicenceClass::A && instrument.licence().notice_text().is_none() {
        let message = "a class A instrument without its holder's notice";
        findings.push(Finding::new(Rule::NoticeMissing, Place::part("licence"), message));
    }
    if class.ships_wording() {
        findings.extend(missing_wording(instrument));
        findings.extend(wording_status(instrument));
    } else {
        findings.extend(forbidden_wording(instrument));
    }
    findings
}

/// Every text with the place it stands in.
fn texts(instrument: &Instrument) -> Vec<(Place, &Text)> {
    let lines = instrument.lines();
    let mut texts: Vec<(Place, &Text)> = Vec::new();
    for (name, text) in instrument.own_texts() {
        texts.push((Place::part(name), text));
    }
    for (index, item) in instrument.items().iter().enumerate() {
        for (name, text) in wording(item) {
            let part = format!("item {} {name}", item.id());
            texts.push((Place::nth(part, &lines.items, index), text));
        }
    }
    for (index, score) in instrument.scores().iter().enumerate() {
        let part = format!("score {}", score.id());
        texts.push((Place::nth(part, &lines.scores, index), score.title_text()));
        for band in score.bands() {
            let part = format!("score {} band {}", score.id(), band.id());
            texts.push((Place::nth(part, &lines.scores, index), band.title_text()));
        }
    }
    for (index, alert) in instrument.alerts().iter().enumerate() {
        let part = format!("alert {}", alert.id());
        texts.push((Place::nth(part, &lines.alerts, index), alert.title_text()));
    }
    texts
}

/// What the client reads of an item.
fn wording(item: &Item) -> Vec<(&'static str, &Text)> {
    let options = item.scale().options().iter();
    let options = options.filter_map(|option| option.text().map(|text| ("option", text)));
    item.texts().chain(options).collect()
}

fn missing_languages(instrument: &Instrument) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (place, text) in texts(instrument) {
        for language in instrument.languages() {
            let blank = text.exact(*language).is_none_or(|words| words.trim().is_empty());
            if blank {
                let message = format!("no text in {language}");
                findings.push(Finding::new(Rule::LanguageMissing, place.clone(), message));
            }
        }
    }
    findings
}

fn missing_wording(instrument: &Instrument) -> Vec<Finding> {
    let lines = &instrument.lines().items;
    let source = instrument.source_language();
    let without = |item: &Item| {
        let silent_option = item.scale().options().iter().any(|option| option.text().is_none());
        item.text(source).is_none() || silent_option
    };
    instrument
        .items()
        .iter()
        .enumerate()
        .filter(|(_, item)| without(item))
        .map(|(index, item)| {
            let place = Place::nth(format!("item {}", item.id()), lines, index);
            Finding::new(Rule::WordingMissing, place, "no wording for the item or one of its options")
        })
        .collect()
}

fn wording_status(instrument: &Instrument) -> Vec<Finding> {
    instrument
        .languages()
        .iter()
        .filter_map(|language| {
            let (rule, message) = match instrument.wording_status(*language) {
                WordingStatus::Confirmed => return None,
                WordingStatus::Unconfirmed => {
                    (Rule::WordingUnconfirmed, format!("the wording in {language} is unconfirmed"))
                }
                WordingStatus::Absent => {
                    (Rule::WordingStatusMissing, format!("the wording in {language} has no status"))
                }
            };
            Some(Finding::new(rule, Place::part("wording_status"), message))
        })
        .collect()
}

fn forbidden_wording(instrument: &Instrument) -> Vec<Finding> {
    let lines = &instrument.lines().items;
    instrument
        .items()
        .iter()
        .enumerate()
        .filter(|(_, item)| !wording(item).is_empty())
        .map(|(index, item)| {
            let place = Place::nth(format!("item {}", item.id()), lines, index);
            Finding::new(Rule::WordingForbidden, place, "wording that the licence does not let us ship")
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::Severity;
    use crate::fixture::finding;

    #[test]
    fn a_text_missing_in_one_language_is_found_wherever_it_stands() {
        for (from, to) in [
            ("title = { nl = \"Stemming\", en = \"Mood\" }", "title = { nl = \"Stemming\" }"),
            ("en = \"I was calm.\"", "en = \"  \""),
            (", en = \"Sometimes\"", ""),
            (", en = \"Total\"", ""),
            (", en = \"Low\"", ""),
            (", en = \"Sleeps badly\"", ""),
            (", en = \"Free.\"", ""),
        ] {
            finding(from, to, Rule::LanguageMissing);
        }
    }

    #[test]
    fn class_a_without_a_notice_is_found() {
        let notice = "notice = { nl = \"Vrij.\", en = \"Free.\" }";
        finding(notice, "", Rule::NoticeMissing);
    }

    #[test]
    fn wording_under_a_closed_licence_is_found() {
        for class in ["C", "D"] {
            let to = format!("class = \"{class}\"");
            finding("class = \"A\"", &to, Rule::WordingForbidden);
        }
    }

    #[test]
    fn an_item_or_option_without_wording_is_found() {
        finding("text = { nl = \"Ik was rustig.\", en = \"I was calm.\" }\n", "", Rule::WordingMissing);
        finding("title = { nl = \"Soms\", en = \"Sometimes\" }\n", "", Rule::WordingMissing);
    }

    #[test]
    fn wording_without_a_status_is_an_error_and_unconfirmed_wording_a_warning() {
        let status = "wording_status = { nl = \"confirmed\", en = \"confirmed\" }";
        let found = finding(status, "", Rule::WordingStatusMissing);
        assert_eq!(found.severity(), Severity::Error);
        let found = finding("{ nl = \"confirmed\"", "{ nl = \"unconfirmed\"", Rule::WordingUnconfirmed);
        assert_eq!(found.severity(), Severity::Warning);
    }
}
