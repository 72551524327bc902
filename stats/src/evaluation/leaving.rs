//! The courses of a study as the hazard of leaving is learnt from them.

use super::{Study, StudyGroup, StudyMember};
use crate::dropout::{Baseline, CourseForHazard, Ending, HazardSession, StartScore};
use crate::signals::{ClientCourse, Visit};

/// Weeks between the beginnings of groups of which nobody knows when they began: each begins after the one before ended.
const APART: f64 = 1000.0;

/// Courses that own what the hazard model borrows.
#[derive(Debug, Clone, PartialEq)]
pub struct Leaving(Vec<Stay>);

#[derive(Debug, Clone, PartialEq)]
struct Stay {
    group: String,
    began: f64,
    start: Option<StartScore>,
    sessions: Vec<HazardSession>,
    ended: Option<(f64, Ending)>,
    planned_end: Option<f64>,
}

impl Study {
    /// The courses for the hazard of leaving. Groups that began nobody knows when are taken one after the other, in their
    /// order: what is foretold of one is then learnt from others only.
    #[must_use]
    pub fn leaving(&self) -> Leaving {
        let known = self.groups().iter().all(|group| group.starts.is_some());
        let stays = self.groups().iter().enumerate().flat_map(|(place, group)| {
            let starts = group.starts.filter(|_| known).unwrap_or(APART * place as f64);
            group.members.iter().map(move |member| stay(place, starts, group, member))
        });
        Leaving(stays.collect())
    }
}

impl Leaving {
    /// As the model takes them.
    #[must_use]
    pub fn courses(&self) -> Vec<CourseForHazard<'_>> {
        self.0.iter().map(Stay::as_course).collect()
    }
}

impl Stay {
    fn as_course(&self) -> CourseForHazard<'_> {
        CourseForHazard {
            group: Some(&self.group),
            began: self.began,
            baseline: Baseline::default(),
            start: self.start,
            sessions: &self.sessions,
            ended: self.ended,
            planned_end: self.planned_end,
        }
    }
}

fn stay(place: usize, starts: f64, group: &StudyGroup, member: &StudyMember) -> Stay {
    // Weeks of visits count from the start of the stay, so an open group's later members began later.
    let first = group.members.iter().filter_map(|other| other.visits.first()).map(|visit| visit.session).min();
    let later = member.visits.first().zip(first).map_or(0, |(visit, first)| visit.session - first);
    let last = member.visits.last().map_or(0.0, |visit| visit.weeks);
    Stay {
        group: place.to_string(),
        began: starts + f64::from(later),
        start: ClientCourse::new(&member.visits, None)
            .ok()
            .and_then(|course| course.start())
            .map(|(visit, score)| StartScore { weeks: visit.weeks, score }),
        sessions: member.visits.iter().map(|visit| session(group, member, visit)).collect(),
        ended: (member.ending != Ending::Running).then_some((last, member.ending)),
        planned_end: member.planned_end,
    }
}

fn session(group: &StudyGroup, member: &StudyMember, visit: &Visit) -> HazardSession {
    let others = || {
        let others = group.members.iter().filter(|other| !std::ptr::eq(*other, member));
        others.filter_map(|other| other.visits.iter().find(|theirs| theirs.session == visit.session))
    };
    let (there, away) = (others().count(), others().filter(|theirs| !theirs.attended()).count());
    HazardSession {
        process: visit.process,
        others_absent: (there > 0).then(|| away as f64 / there as f64),
        group_size: Some(there as f64 + 1.0),
        ..HazardSession::new(visit.weeks, visit.presence)
    }
}
