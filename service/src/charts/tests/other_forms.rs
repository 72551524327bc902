//! The same facts as a table and as sentences.

use super::*;

struct Plain;

impl alternative::Phrases for Plain {
    fn group(&self, course: &alternative::Course, interval: (&str, &str)) -> String {
        format!("group {} to {} ({}, {})", course.from, course.to, interval.0, interval.1)
    }
    fn member(&self, label: &str, status: Status, course: &alternative::Course, answered: usize) -> String {
        format!("{label} {status:?} {} to {}, {answered}", course.from, course.to)
    }
    fn silent(&self, label: &str) -> String {
        format!("{label} silent")
    }
    fn left(&self, label: &str, after: u32) -> String {
        format!("{label} left after {after}")
    }
}

#[test]
fn the_table_keeps_raw_scores_and_gaps() {
    let mut view = sample::tuesday();
    view.members[0].points[0] = Some(18.5);
    view.members[0].points[1] = None;
    let table = view.table();
    assert_eq!(table.sessions.len(), 14);
    assert_eq!(table.members[0].scores[0].as_deref(), Some("18,5"));
    assert_eq!(table.members[0].scores[1], None);
    assert_eq!(table.group.len(), 14);
}

#[test]
fn the_sentences_start_with_the_group_and_the_lifted() {
    let mut view = sample::long_group();
    view.members[0].points = Vec::new();
    let sentences = alternative::sentences(&view, &Plain);
    assert!(sentences[0].starts_with("group "));
    assert!(sentences[1].starts_with("Beuk Bad") && sentences[2].starts_with("Els Recovered"));
    assert!(sentences.contains(&"Eik silent".to_owned()) && sentences.contains(&"Den left after 17".to_owned()));
}
