//! A definition survives being written, and a damaged one is refused or means the same.
#![allow(clippy::unwrap_used)]

use peil_questionnaires::{Answers, Decimal, Instrument, Library, Moment, Scale, Severity, alerts, check, form, score};
use proptest::prelude::*;

const EVERY: &str = include_str!("definitions/every-method.toml");
const PHQ: &str = include_str!("../instruments/phq-9/1.0.0.toml");
const SESSION: &str = include_str!("../instruments/peil-session/1.0.0.toml");

fn every_definition() -> Vec<Instrument> {
    let mut all: Vec<Instrument> = Library::embedded().unwrap().iter().cloned().collect();
    all.push(Instrument::parse(EVERY).unwrap());
    all
}

#[test]
fn a_definition_written_as_toml_or_json_reads_back_as_itself() {
    for instrument in every_definition() {
        let (toml, json) = (instrument.to_toml().unwrap(), instrument.to_json().unwrap());
        for back in [Instrument::parse(&toml).unwrap(), Instrument::from_json(&json).unwrap()] {
            assert_eq!(back, instrument);
            assert_eq!(back.hashes(), instrument.hashes());
            assert_eq!(back.to_toml().unwrap(), toml);
            assert_eq!(back.to_json().unwrap(), json);
        }
    }
}

#[test]
fn the_json_is_canonical() {
    let session = Instrument::parse(SESSION).unwrap();
    let json = session.to_json().unwrap();
    assert!(json.starts_with("{\"alert\":[{\"escalate\":[],\"id\":\"session-low\""), "{json}");
    assert!(!json.contains("null") && !json.contains("\": "), "keys that hold nothing are left out");
    let reordered = SESSION.replacen("id = \"open\"\nscale = \"line\"", "scale = \"line\"\nid = \"open\"", 1);
    assert_eq!(Instrument::parse(&reordered).unwrap().to_json().unwrap(), json);
}

#[test]
fn json_with_an_unknown_key_or_a_binary_fraction_is_refused() {
    let json = Instrument::parse(EVERY).unwrap().to_json().unwrap();
    for (from, to) in [("{\"alert\"", "{\"colour\":1,\"alert\""), ("\"times\":\"0.5\"", "\"times\":0.5"), ("}", "")] {
        assert!(json.contains(from));
        assert!(Instrument::from_json(&json.replacen(from, to, 1)).is_err(), "{from}");
    }
}

/// What becomes of a form that is answered in one way after another.
fn behaviour(instrument: &Instrument, turn: usize) -> impl PartialEq + std::fmt::Debug {
    let pairs = instrument.items().iter().enumerate().filter_map(|(index, item)| {
        let value = match item.scale() {
            Scale::Choice { options } => options.get((index * turn + turn) % (options.len() + 1))?.value(),
            Scale::Vas { min, max, .. } | Scale::Number { min, max, .. } => [*min, *max][(index * turn) % 2],
            Scale::Text { .. } => return None,
        };
        Some((item.id().to_owned(), value))
    });
    let pairs: Vec<(String, Decimal)> = pairs.collect();
    let answers = Answers::new(instrument, pairs.clone()).unwrap();
    let raised = alerts(instrument, &answers, Moment::OnSubmit);
    let raised: Vec<String> =
        raised.iter().map(|one| format!("{:?} {:?}", one.alert().id(), one.recipients())).collect();
    (pairs, score(instrument, &answers), raised)
}

/// What the file looks like after one thing that happens to files.
fn damaged(text: &str, line: usize, how: u8, digit: u8) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let at = line % lines.len();
    let mut damaged: Vec<String> = lines.iter().map(|line| (*line).to_owned()).collect();
    match how {
        0 => _ = damaged.remove(at),
        1 => damaged.insert(at, lines[at].to_owned()),
        2 => damaged.swap(at, (at + 1) % lines.len()),
        3 => damaged.truncate(at),
        4 => damaged[at] = lines[at].replace(|byte: char| byte.is_ascii_digit(), &digit.to_string()),
        5 => damaged[at] = lines[at].replacen('"', "", 1),
        _ => damaged[at] = lines[at].chars().rev().collect(),
    }
    damaged.join("\n")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    /// Refused by the reader, refused by the check, another version by its hashes, or the same form, scores and alerts.
    #[test]
    fn a_damaged_file_is_refused_or_means_the_same(
        file in prop::sample::select(vec![PHQ, SESSION, EVERY]),
        line in any::<usize>(),
        how in 0_u8..7,
        digit in 0_u8..10,
    ) {
        let original = Instrument::parse(file).unwrap();
        let Ok(changed) = Instrument::parse(&damaged(file, line, how, digit)) else { return Ok(()) };
        if check(&changed).iter().any(|finding| finding.severity() == Severity::Error) {
            return Ok(());
        }
        if changed.hashes() != original.hashes() {
            // The library's pinned hashes catch it; what was written must at least be itself.
            prop_assert_eq!(&Instrument::parse(&changed.to_toml().unwrap()).unwrap(), &changed);
            return Ok(());
        }
        for language in original.languages() {
            let (mut one, two) = (form(&changed, *language), form(&original, *language));
            // The identity of a definition is its id and version, not its hashes.
            one.id.clone_from(&two.id);
            one.version = two.version;
            one.wording_status = two.wording_status;
            prop_assert_eq!(one, two);
        }
        for turn in 0..7 {
            prop_assert_eq!(behaviour(&changed, turn), behaviour(&original, turn));
        }
    }
}
