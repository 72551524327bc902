//! A client before a session: what was known that may tell whether the client comes back.

use super::{Baseline, CourseForHazard, DropoutDefinition, Ending};
use crate::signals::Presence;

/// What may tell whether a client leaves at the next session. Whatever is not known is `None`.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct RiskRow<'a> {
    /// The name of the group; `None` outside any.
    pub group: Option<&'a str>,
    /// The number of the next session in the stay, ≥ 2: the first is who never came.
    pub session: usize,
    /// What was asked around the start, once it was answered.
    pub baseline: Baseline<'a>,
    /// x₀, once it was scored.
    pub start: Option<f64>,
    /// Whether the client came to the last session: 1 or 0.
    pub attended_last: Option<f64>,
    /// Share of the sessions so far that the client came to.
    pub attendance: Option<f64>,
    /// Absences in a row without notice up to now, at most 2.
    pub silent: Option<f64>,
    /// The newest process score.
    pub process: Option<f64>,
    /// Its change from the one before.
    pub process_change: Option<f64>,
    /// The newest deviation from the expected course, in its standard deviations, positive is better.
    pub deviation: Option<f64>,
    /// Share of the other members who stayed away from the last session.
    pub others_absent: Option<f64>,
    /// Members of the group at the last session.
    pub group_size: Option<f64>,
}

impl<'a> RiskRow<'a> {
    /// What was known after the first `held` sessions (≥ 1) of a stay; nothing of what came after the last of them, what is
    /// asked around the start included. (Else who still had to be scored would be known by a score that only those get who
    /// stay.)
    #[must_use]
    pub fn after(course: &CourseForHazard<'a>, held: usize) -> Self {
        let sessions = &course.sessions[..held.min(course.sessions.len())];
        let known = sessions.iter().filter_map(|session| came(session.presence));
        let (count, came_to) = known.fold((0.0, 0.0), |(count, sum), came| (count + 1.0, sum + came));
        let silent = sessions.iter().fold(0.0, |run: f64, session| match session.presence {
            Presence::AbsentWithoutNotice | Presence::Absent => run + 1.0,
            Presence::NotRecorded => run,
            Presence::Present | Presence::AbsentWithNotice => 0.0,
        });
        let mut processes = sessions.iter().rev().filter_map(|session| session.process);
        let (process, before) = (processes.next(), processes.next());
        let last = sessions.last();
        // Without any session only what was there from the start on.
        let now = last.map_or(0.0, |last| last.weeks);
        Self {
            group: course.group,
            session: sessions.len() + 1,
            baseline: course.baseline.by(now),
            start: course.start.and_then(|start| start.by(now)).map(|start| start.score),
            attended_last: last.and_then(|session| came(session.presence)),
            attendance: (count > 0.0).then(|| came_to / count),
            silent: (count > 0.0).then(|| silent.min(2.0)),
            process,
            process_change: process.zip(before).map(|(now, before)| now - before),
            deviation: sessions.iter().rev().find_map(|session| session.deviation),
            others_absent: last.and_then(|session| session.others_absent),
            group_size: last.and_then(|session| session.group_size),
        }
    }
}

fn came(presence: Presence) -> Option<f64> {
    match presence {
        Presence::Present => Some(1.0),
        Presence::Absent | Presence::AbsentWithNotice | Presence::AbsentWithoutNotice => Some(0.0),
        Presence::NotRecorded => None,
    }
}

/// A row of the discrete-time model: somebody who might leave at a session, and whether that happened.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct PersonSession<'a> {
    /// Which course.
    pub(super) course: usize,
    /// When the session was held, in weeks since the moment that all courses count from; of who left without another session
    /// on record, when it would have been. Until then nobody can tell who leaves from who stays.
    pub(super) at: f64,
    pub(super) known: RiskRow<'a>,
    pub(super) left: bool,
    /// Whether the stay ended otherwise than in leaving.
    pub(super) ended_otherwise: bool,
}

/// The rows of all courses by what was known at `now` (weeks since the moment that all courses count from), and how many of
/// the courses had ended.
///
/// A stay adds a row for each session after its first. A stay that ends otherwise, or runs, adds none for a session that it
/// did not see: that is what censoring means here. The session that somebody left at adds one when it was due, not on the day
/// of the last visit: else those who leave would be known a session before those who stay.
pub(super) fn person_sessions<'a>(
    courses: &[CourseForHazard<'a>],
    definition: &DropoutDefinition,
    now: f64,
) -> (Vec<PersonSession<'a>>, usize) {
    let (mut rows, mut ended) = (Vec::new(), 0);
    for (place, course) in courses.iter().enumerate().filter(|(_, course)| course.began <= now) {
        let outcome = definition.outcome(course, now - course.began);
        let dropped = outcome.ending == Ending::Dropout;
        ended += usize::from(outcome.ending != Ending::Running);
        let ended_otherwise = matches!(outcome.ending, Ending::Competing(_));
        for held in 1..outcome.sessions + usize::from(dropped) {
            let left = dropped && held == outcome.sessions;
            let due = course.sessions.get(held).map(|session| session.weeks).or(course.end_seen);
            let due = due.unwrap_or_else(|| course.sessions[held - 1].weeks + course.pace(held));
            let at = course.began + if left { outcome.weeks.max(due) } else { due };
            if at <= now {
                let known = RiskRow::after(course, held);
                rows.push(PersonSession { course: place, at, known, left, ended_otherwise });
            }
        }
    }
    (rows, ended)
}

/// The moments at which ends became known, and those at which somebody was known to have left, each in order of time; on the
/// scale that all courses count from.
pub(crate) fn known_ends(courses: &[CourseForHazard<'_>], definition: &DropoutDefinition) -> (Vec<f64>, Vec<f64>) {
    let ends = courses.iter().filter_map(|course| Some(course.began + definition.known_at(course)?));
    let mut ends: Vec<f64> = ends.collect();
    let (rows, _) = person_sessions(courses, definition, f64::INFINITY);
    let mut left: Vec<f64> = rows.iter().filter(|row| row.left).map(|row| row.at).collect();
    ends.sort_by(f64::total_cmp);
    left.sort_by(f64::total_cmp);
    (ends, left)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dropout::{HazardSession, StartScore};

    #[test]
    fn who_leaves_is_told_from_who_stays_when_the_next_session_is_due() {
        let sessions = [0.0, 2.0, 4.0].map(|weeks| HazardSession::new(weeks, Presence::Present));
        let course = |ended| CourseForHazard {
            group: None,
            began: 10.0,
            baseline: Baseline::default(),
            start: None,
            sessions: &sessions,
            ended,
            end_seen: None,
            planned_end: None,
        };
        let definition = DropoutDefinition::default();
        let known = |ended, now| {
            let (rows, _) = person_sessions(&[course(ended)], &definition, now);
            rows.iter().map(|row| (row.at, row.left)).collect::<Vec<_>>()
        };
        // Every second week; an end on the day of the last visit, one between two sessions and one that was written down late.
        for (weeks, at) in [(4.0, 16.0), (5.5, 16.0), (9.0, 19.0)] {
            let ended = Some((weeks, Ending::Dropout));
            assert_eq!(known(ended, f64::INFINITY), [(12.0, false), (14.0, false), (at, true)]);
            assert_eq!(known(ended, at), known(ended, f64::INFINITY));
            assert_eq!(known(ended, at - 0.1), known(None, at - 0.1));
        }
        // An end that was seen at a session of the group was known then and not before: neither as an end nor as a row.
        let seen = CourseForHazard { end_seen: Some(9.0), ..course(Some((4.0, Ending::Dropout))) };
        let by = |now| {
            let (rows, ended) = person_sessions(&[seen], &definition, now);
            (rows.last().map(|row| (row.at, row.left)), ended)
        };
        assert_eq!((by(18.9), by(19.0)), ((Some((14.0, false)), 0), (Some((19.0, true)), 1)));
        assert_eq!(definition.known_at(&seen), Some(9.0));
        // Who is away without a word leaves at the session that completes the row, which is on record.
        let away = [0.0, 1.0, 2.0, 3.0].map(|weeks| HazardSession::new(weeks, Presence::AbsentWithoutNotice));
        let silent = CourseForHazard { sessions: &away, ended: Some((9.0, Ending::Running)), ..course(None) };
        let (rows, _) = person_sessions(&[silent], &definition, 20.0);
        assert_eq!(rows.iter().map(|row| (row.at, row.left)).collect::<Vec<_>>(), [(11.0, false), (12.0, true)]);
    }

    #[test]
    fn what_is_asked_around_the_start_is_known_once_it_was_answered() {
        let sessions = [0.0, 1.0, 2.0].map(|weeks| HazardSession::new(weeks, Presence::Present));
        let asked = |weeks, score| Some(StartScore { weeks, score });
        let baseline = Baseline { motivation: asked(2.0, 0.4), expectation: asked(-1.0, 0.7), ..Baseline::default() };
        let course = CourseForHazard {
            group: None,
            began: 0.0,
            baseline,
            start: asked(2.0, 12.0),
            sessions: &sessions,
            ended: None,
            end_seen: None,
            planned_end: None,
        };
        let (second, third) = (RiskRow::after(&course, 2), RiskRow::after(&course, 3));
        assert_eq!((second.start, second.baseline), (None, Baseline { motivation: None, ..baseline }));
        assert_eq!((third.start, third.baseline), (Some(12.0), baseline));
    }
}
