//! The chart in sentences, for those who hear it.
//!
//! The order and the facts are decided here; the sentences are the caller's, who knows the language and its plurals.

use super::view::{GroupCourse, Status};

/// From where to where, and over which sessions; numbers already written for the reader.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Course {
    /// Score at the first session of the course.
    pub from: String,
    /// Score at the last session of the course.
    pub to: String,
    /// First session of the course.
    pub first: u32,
    /// Last session of the course.
    pub last: u32,
}

/// The caller's sentences.
pub trait Phrases {
    /// The group's course and the 95 % interval at its end; none where the line is a bare mean.
    fn group(&self, course: &Course, interval: Option<(&str, &str)>) -> String;
    /// A member's measured course: first and last score, and how many of the sessions were answered.
    fn member(&self, label: &str, status: Status, course: &Course, answered: usize) -> String;
    /// A member of whom nothing was measured.
    fn silent(&self, label: &str) -> String;
    /// A member left after this session.
    fn left(&self, label: &str, after: u32) -> String;
}

/// The chart's sentences: the group first, then lifted members, then the others.
pub fn sentences(view: &GroupCourse, phrases: &dyn Phrases) -> Vec<String> {
    if view.is_empty() {
        return vec![view.nothing_yet.clone()];
    }
    let mut out: Vec<String> = group(view, phrases).into_iter().collect();
    let (lifted, others): (Vec<_>, Vec<_>) = view.members.iter().partition(|member| member.status.is_lifted());
    for member in lifted.into_iter().chain(others) {
        let measured = (1..=view.sessions).filter_map(|session| member.point(session).map(|score| (session, score)));
        let measured: Vec<(u32, f64)> = measured.collect();
        out.push(match course(view, &measured) {
            Some(course) => phrases.member(&member.label, member.status, &course, measured.len()),
            None => phrases.silent(&member.label),
        });
        if let Some(departure) = &member.left {
            out.push(phrases.left(&member.label, departure.after));
        }
    }
    out
}

fn group(view: &GroupCourse, phrases: &dyn Phrases) -> Option<String> {
    let line = (1..=view.sessions).filter_map(|session| view.group_at(session).map(|point| (session, point)));
    let line: Vec<_> = line.collect();
    let means: Vec<(u32, f64)> = line.iter().map(|(session, point)| (*session, point.mean)).collect();
    let (_, end) = line.last()?;
    let (lower, upper) = (view.numerals.write(end.lower, 1), view.numerals.write(end.upper, 1));
    let interval = (end.lower < end.upper).then_some((lower.as_str(), upper.as_str()));
    course(view, &means).map(|course| phrases.group(&course, interval))
}

fn course(view: &GroupCourse, values: &[(u32, f64)]) -> Option<Course> {
    let ((first, from), (last, to)) = (*values.first()?, *values.last()?);
    let write = |value| view.numerals.write(value, 1);
    Some(Course { from: write(from), to: write(to), first, last })
}
