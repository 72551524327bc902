//! A stay as the hazard of leaving is learnt from it and foretold by it.

use jiff::civil::{Date, date};
use peil_stats::{
    dropout::{Baseline, Competing, CourseForHazard, Ending, HazardSession, StartScore},
    signals::Presence,
};

use super::Measured;
use crate::{
    analyse::{days_between, weeks},
    domain::MembershipId,
    signals::{room::Room, truth::ending},
    store::{HeldRow, MembershipRow},
};

/// The day from which all stays count their weeks.
const BEGINNING: Date = date(1970, 1, 1);

/// A stay that owns what the hazard model borrows.
#[derive(Debug, Clone)]
pub(super) struct Stay {
    group: String,
    began: f64,
    /// Motivation and expectation.
    before: [Option<StartScore>; 2],
    start: Option<StartScore>,
    sessions: Vec<HazardSession>,
    ended: Option<(f64, Ending)>,
    planned_end: Option<f64>,
}

/// A day on the scale on which stays begin, in weeks.
pub(super) fn on_calendar(day: Date) -> f64 {
    weeks(days_between(BEGINNING, day))
}

impl Stay {
    /// Of a member; only closed sessions count, for nobody has missed one that goes on.
    pub(super) fn of(room: &Room, member: &MembershipRow, measured: &Measured) -> Self {
        let held = room.closed().filter(|session| member.is_active_on(session.held_on));
        let planned_end = room.planned_end(member);
        let known = |(day, score)| StartScore { weeks: weeks(days_between(member.joined_on, day)), score };
        Self {
            group: room.group.id.to_string(),
            began: on_calendar(member.joined_on),
            before: measured.before(member.id).map(|score| score.map(known)),
            start: measured.start(member.id).map(known),
            sessions: held.map(|session| seen(room, member, session, measured)).collect(),
            ended: ended(room, member, planned_end),
            planned_end,
        }
    }

    pub(super) fn course(&self) -> CourseForHazard<'_> {
        let [motivation, expectation] = self.before;
        CourseForHazard {
            group: Some(&self.group),
            began: self.began,
            // Age and earlier treatments are not asked.
            baseline: Baseline { motivation, expectation, ..Baseline::default() },
            start: self.start,
            sessions: &self.sessions,
            ended: self.ended,
            // What is written down is known.
            end_seen: None,
            planned_end: self.planned_end,
        }
    }
}

fn seen(room: &Room, member: &MembershipRow, session: &HeldRow, measured: &Measured) -> HazardSession {
    let others: Vec<MembershipId> = room
        .members
        .iter()
        .filter(|other| other.id != member.id && other.is_active_on(session.held_on))
        .map(|other| other.id)
        .collect();
    let known = others.iter().map(|other| room.presence(*other, session.id));
    let known: Vec<Presence> = known.filter(|presence| *presence != Presence::NotRecorded).collect();
    let away = known.iter().filter(|presence| **presence != Presence::Present).count();
    HazardSession {
        process: room.rating(member.id, session.id).and_then(|points| measured.rating(points)),
        deviation: measured.deviation(member.id, session.id),
        others_absent: (!known.is_empty()).then(|| away as f64 / known.len() as f64),
        group_size: Some(others.len() as f64 + 1.0),
        ..HazardSession::new(
            weeks(days_between(member.joined_on, session.held_on)),
            room.presence(member.id, session.id),
        )
    }
}

/// The end that was recorded; of a group that ended with its members in it, the end of the group.
fn ended(room: &Room, member: &MembershipRow, planned_end: Option<f64>) -> Option<(f64, Ending)> {
    let since = |day: Date| weeks(days_between(member.joined_on, day));
    if let Some((day, reason)) = member.left_on.zip(member.end_reason) {
        return Some((since(day), ending(reason)));
    }
    let over = since(room.group.ended_on?);
    let as_planned = planned_end.is_some_and(|planned| over >= planned);
    Some((over, Ending::Competing(if as_planned { Competing::Planned } else { Competing::Other })))
}
