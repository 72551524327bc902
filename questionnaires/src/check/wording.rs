//! Texts, languages and what the licence says about them.

use crate::check::finding::{Finding, Place, Rule};
use crate::definition::{Alert, Band, Instrument, Item, LicenceClass, Score, WordingStatus};
use crate::language::{Language, Text};

pub(super) fn check(instrument: &Instrument) -> Vec<Finding> {
    let mut findings = missing_languages(instrument);
    let class = instrument.licence().class();
    if class == LicenceClass::A && instrument.licence().notice_text().is_none() {
        let message = "a class A instrument without its holder's notice";
        findings.push(Finding::new(Rule::NoticeMissing, Place::new(instrument, "licence", "licence"), message));
    }
    findings.extend(text_hashes(instrument));
    if class.ships_wording() {
        findings.extend(missing_wording(instrument));
        findings.extend(wording_status(instrument));
    } else {
        findings.extend(forbidden_wording(instrument));
    }
    findings
}

/// A text of the definition, by where it stands.
#[derive(Clone, Copy)]
enum Words<'a> {
    Own(&'static str),
    Item(usize, &'a Item, &'static str),
    Option(&'a str, usize),
    Score(usize, &'a Score),
    Band(usize, &'a Score, usize, &'a Band),
    Alert(usize, &'a Alert),
}

impl Words<'_> {
    fn place(self, instrument: &Instrument) -> Place {
        match self {
            Self::Own(name) => Place::new(instrument, name, name),
            Self::Item(index, item, name) => {
                Place::new(instrument, format!("item {} {name}", item.id()), &format!("item.{index}.{name}"))
            }
            Self::Option(scale, nth) => {
                Place::new(instrument, format!("scale {scale} option"), &format!("scale.{scale}.option.{nth}.title"))
            }
            Self::Score(index, score) => {
                Place::new(instrument, format!("score {}", score.id()), &format!("score.{index}.title"))
            }
            Self::Band(index, score, nth, band) => {
                let part = format!("score {} band {}", score.id(), band.id());
                Place::new(instrument, part, &format!("score.{index}.band.{nth}.title"))
            }
            Self::Alert(index, alert) => {
                Place::new(instrument, format!("alert {}", alert.id()), &format!("alert.{index}.title"))
            }
        }
    }
}

/// Every text with the place it stands in.
fn texts(instrument: &Instrument) -> Vec<(Words<'_>, &Text)> {
    let mut texts: Vec<(Words<'_>, &Text)> = Vec::new();
    texts.extend(instrument.own_texts().into_iter().map(|(name, text)| (Words::Own(name), text)));
    for (index, item) in instrument.items().iter().enumerate() {
        texts.extend(item.texts().map(|(name, text)| (Words::Item(index, item, name), text)));
    }
    for (id, scale) in instrument.scales() {
        let options = scale.options().iter().enumerate();
        texts.extend(options.filter_map(|(nth, option)| Some((Words::Option(id, nth), option.text()?))));
    }
    for (index, score) in instrument.scores().iter().enumerate() {
        texts.push((Words::Score(index, score), score.title_text()));
        let bands = score.bands().iter().enumerate();
        texts.extend(bands.map(|(nth, band)| (Words::Band(index, score, nth, band), band.title_text())));
    }
    for (index, alert) in instrument.alerts().iter().enumerate() {
        texts.push((Words::Alert(index, alert), alert.title_text()));
    }
    texts
}

/// Whether there is anything of an item that the client reads.
fn is_worded(item: &Item) -> bool {
    item.texts().next().is_some() || item.scale().options().iter().any(|option| option.text().is_some())
}

fn missing_languages(instrument: &Instrument) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (words, text) in texts(instrument) {
        for language in instrument.languages() {
            let blank = text.exact(*language).is_none_or(|exact| exact.trim().is_empty());
            if blank {
                let message = format!("no text in {language}");
                findings.push(Finding::new(Rule::LanguageMissing, words.place(instrument), message));
            }
        }
    }
    findings
}

fn missing_wording(instrument: &Instrument) -> Vec<Finding> {
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
            let place = Place::new(instrument, format!("item {}", item.id()), &format!("item.{index}"));
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
            Some(Finding::new(rule, Place::new(instrument, "wording_status", "wording_status"), message))
        })
        .collect()
}

/// A named text hash is one, and belongs to wording that the site brings along in a language of the instrument.
fn text_hashes(instrument: &Instrument) -> Vec<Finding> {
    let licence = instrument.licence();
    let fault = |(language, hash): (Language, &str)| {
        let message = if hash.len() != 64 || !hash.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f')) {
            format!("the text hash in {language} is not 64 lower-case hexadecimal digits")
        } else if !instrument.languages().contains(&language) {
            format!("a text hash in {language}, in which the instrument is not offered")
        } else if licence.class().ships_wording() {
            "a text hash beside wording that ships here".to_owned()
        } else {
            return None;
        };
        Some(Finding::new(Rule::TextHash, Place::new(instrument, "licence", "licence.text_hash"), message))
    };
    licence.text_hashes().filter_map(fault).collect()
}

fn forbidden_wording(instrument: &Instrument) -> Vec<Finding> {
    instrument
        .items()
        .iter()
        .enumerate()
        .filter(|(_, item)| is_worded(item))
        .map(|(index, item)| {
            let place = Place::new(instrument, format!("item {}", item.id()), &format!("item.{index}"));
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
    fn a_text_hash_that_cannot_be_met_is_found() {
        let hash = "0".repeat(64);
        for given in [format!("{{ nl = \"{hash}\" }}"), format!("{{ de = \"{hash}\" }}"), "{ nl = \"abc\" }".to_owned()]
        {
            finding("class = \"A\"", &format!("class = \"A\"\ntext_hash = {given}"), Rule::TextHash);
        }
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
