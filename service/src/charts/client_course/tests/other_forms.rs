//! The same facts as a table and as sentences.

use super::*;
use crate::charts::Numerals;

pub(super) struct Plain;

impl ClientPhrases for Plain {
    fn course(&self, span: &ClientSpan) -> String {
        let ClientSpan { from, to, first, last, scores, missing } = span;
        format!("From {from} to {to}, session {first} to {last}: {scores} scores, {missing} missing.")
    }
    fn change(&self) -> Option<String> {
        Some("Reliably better.".to_owned())
    }
    fn expected(&self, standing: Standing, (low, high): (&str, &str)) -> String {
        format!("{standing:?}: {low} to {high} was to be expected.")
    }
    fn limits(&self, outer: &str, far: &str) -> String {
        format!("The limits lie at {outer} and {far}.")
    }
    fn sudden(&self, gains: &[String], losses: &[String]) -> String {
        format!("Suddenly better: {}; worse: {}.", gains.join(", "), losses.join(", "))
    }
}

#[test]
fn the_table_keeps_raw_scores_gaps_and_words() {
    let table = sample::eik().table();
    assert!(table.has_expected);
    assert_eq!(table.rows.len(), 14, "what is still to come has no row");
    assert_eq!((table.rows[3].score.as_deref(), table.rows[3].attendance.as_str()), (None, "ziek"));
    assert_eq!(table.rows[7].shift.as_deref(), Some("plots beter"));
    assert_eq!((table.rows[0].expected.is_none(), table.rows[1].expected.is_some()), (true, true));
    // Each limit further out lies further down: lower is better here.
    let number = |said: &str| said.replace(',', ".").parse::<f64>().unwrap();
    let row = &table.rows[8];
    let (outer, far) = (number(&row.expected.as_ref().unwrap()[3]), number(row.far.as_ref().unwrap()));
    assert!(table.has_far && far > outer, "{far} beyond {outer}");
    let mut halves = sample::client("18.5 17", 0);
    assert_eq!(halves.table().rows[0].score.as_deref(), Some("18,5"));
    halves.numerals = Numerals::Point;
    assert_eq!(halves.table().rows[0].score.as_deref(), Some("18.5"));
    assert!(!halves.table().has_expected && !halves.table().has_far);
}

#[test]
fn the_sentences_leave_out_what_is_not_known() {
    let plain = |view: &ClientCourse| sentences(view, &Plain);
    assert_eq!(plain(&sample::eik()).len(), 5);
    assert_eq!(plain(&sample::client("19 18", 0)).len(), 2);
    assert_eq!(
        plain(&sample::client("o", 0)),
        ["Nog geen antwoorden. Het verloop verschijnt na de eerste vragenlijst."]
    );
}
