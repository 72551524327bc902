//! Content hashes change with the content they stand for, and with nothing else.
#![allow(clippy::unwrap_used)]

use peil_questionnaires::{Hashes, Instrument, Language};

const PHQ: &str = include_str!("../instruments/phq-9/1.0.0.toml");

fn hashes(text: &str) -> Hashes {
    Instrument::parse(text).unwrap().hashes().clone()
}

/// Which of text, items and scoring differ after a change of the file.
fn changed(from: &str, to: &str) -> (bool, bool, bool) {
    assert!(PHQ.contains(from), "the file lost {from:?}");
    let (before, after) = (hashes(PHQ), hashes(&PHQ.replacen(from, to, 1)));
    (before.text() != after.text(), before.items() != after.items(), before.scoring() != after.scoring())
}

#[test]
fn comments_indents_and_the_order_of_keys_change_nothing() {
    let indented: String = PHQ.lines().map(|line| format!("   {line}  # remark\n")).collect();
    assert_eq!(hashes(&indented), hashes(PHQ));
    let bare = PHQ.lines().filter(|line| !line.starts_with('#'));
    let bare: Vec<&str> = bare.collect();
    assert_eq!(hashes(&bare.join("\n\n")), hashes(PHQ));
    let order = changed("id = \"phq1\"\nscale = \"frequency\"", "scale = \"frequency\"\nid = \"phq1\"");
    assert_eq!(order, (false, false, false));
    let zeros = changed("points = \"6\"", "points = \"6.00\"");
    assert_eq!(zeros, (false, false, false));
}

#[test]
fn a_word_changes_the_text_hash_of_its_language_only() {
    let (from, to) = ("Verscheidene dagen", "Meerdere dagen");
    assert_eq!(changed(from, to), (true, false, false));
    let (before, after) = (hashes(PHQ), hashes(&PHQ.replacen(from, to, 1)));
    assert_ne!(before.text_in(Language::Nl), after.text_in(Language::Nl));
    assert_eq!(before.text_in(Language::En), after.text_in(Language::En));
}

#[test]
fn what_can_be_answered_changes_the_item_hash_only() {
    assert_eq!(changed("scale = \"frequency\"", "scale = \"frequency\"\nrequired = true"), (false, true, false));
    assert_eq!(changed("LA6568-5", "LA0000-0"), (false, true, false));
}

#[test]
fn what_becomes_of_the_answers_changes_the_scoring_hash_only() {
    for (from, to) in [
        ("points = \"6\"", "points = \"5\""),
        ("min_answered = 7", "min_answered = 8"),
        ("below = \"5\"", "below = \"6\""),
        ("op = \"ge\", value = \"1\"", "op = \"ge\", value = \"2\""),
        ("raise = \"on_save\"", "raise = \"on_submit\""),
        ("seen = \"quoted\"", "seen = \"memory\""),
        ("validated = false", "validated = true"),
    ] {
        assert_eq!(changed(from, to), (false, false, true), "{from}");
    }
}

#[test]
fn an_item_id_changes_both_what_is_asked_and_what_is_shown() {
    let (text, items, _) = changed("id = \"phq1\"", "id = \"interest\"");
    assert!(text && items);
}

#[test]
fn a_hash_is_written_as_64_hexadecimal_digits() {
    let written = hashes(PHQ).items().to_string();
    assert_eq!(written.len(), 64);
    assert!(written.bytes().all(|byte| byte.is_ascii_hexdigit()));
}
