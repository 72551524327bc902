//! The same facts as a table and as sentences.

use super::*;

struct Plain;

impl alternative::Phrases for Plain {
    fn group(&self, course: &alternative::Course, interval: Option<(&str, &str)>) -> String {
        format!("group {} to {} {interval:?}", course.from, course.to)
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
fn what_is_heard_and_counted_is_what_is_drawn() {
    let raw = sample::tuesday();
    let told = |view: &GroupCourse| alternative::sentences(&shown_course(view), &Plain)[0].clone();
    assert!(told(&raw).contains("Some("), "the model has an interval");
    let observed = Switches { lines: LineKind::Observed, ..Switches::default() };
    let observed = GroupCourse { switches: observed, ..raw.clone() };
    assert!(told(&observed).ends_with("None"), "a bare mean has none: {}", told(&observed));
    let first: Vec<f64> = raw.members.iter().filter_map(|member| member.point(1)).collect();
    let mean = raw.numerals.write(first.iter().sum::<f64>() / first.len() as f64, 1);
    assert!(told(&observed).starts_with(&format!("group {mean} to ")), "{}", told(&observed));
    let improvement = Switches { value: ValueAxis::Improvement, ..Switches::default() };
    let improvement = GroupCourse { switches: improvement, ..raw };
    assert!(told(&improvement).starts_with("group 0 to "), "{}", told(&improvement));
    let table = shown_course(&improvement).table();
    assert!(table.members.iter().all(|line| line.scores.iter().flatten().next().is_none_or(|first| first == "0")));
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
