//! What is known of one group: its members, its sessions, who came, what was asked and what was scored, as the rules want it.
//!
//! A session that is still open counts for those only who completed the form: nobody has missed it yet, and half a room's
//! ratings are not the room's.

use std::collections::BTreeMap;

use jiff::civil::Date;
use peil_questionnaires::Library;
use peil_stats::{
    change::Direction,
    signals::{Form, GroupSession, MemberAnswer, Presence, Visit},
};

use super::SignalsError;
use crate::{
    analyse::{days_between, direction_of, session_scale, weeks},
    domain::{Attendance, GroupFormat, GroupId, MembershipId, Plan, SessionId},
    store::{AttendanceRow, GroupRow, GroupScoreRow, MembershipRow, SessionRow, Tenant},
};

/// Days between sessions, as long as a group had too few to tell.
const WEEK: i32 = 7;

/// A group with its people and its sessions.
pub(super) struct Room {
    pub(super) group: GroupRow,
    pub(super) plan: Plan,
    pub(super) members: Vec<MembershipRow>,
    /// In order of time.
    sessions: Vec<SessionRow>,
    attendance: BTreeMap<(MembershipId, SessionId), Attendance>,
    /// Whether a form was submitted, for each that was asked, by its instrument.
    asked: BTreeMap<(MembershipId, SessionId, String), bool>,
    /// How each member rated each session, higher is better.
    process: BTreeMap<(MembershipId, SessionId), f64>,
}

/// One member's stay on one scale.
pub(super) struct Stay {
    pub(super) membership: MembershipId,
    pub(super) visits: Vec<Visit>,
    /// The session of each visit; none for scores that have none.
    pub(super) sessions: Vec<Option<SessionId>>,
    /// Weeks since the start of the stay.
    pub(super) planned_end: Option<f64>,
}

impl Room {
    pub(super) async fn read(
        tenant: &Tenant<'_>,
        library: &Library,
        group: GroupId,
    ) -> Result<Option<Self>, SignalsError> {
        let Some(row) = tenant.group(group).await? else { return Ok(None) };
        let plan = tenant.group_plan(group).await?;
        let mut sessions = tenant.sessions(group).await?;
        sessions.sort_by_key(|session| (session.held_on, session.number));
        let attendance = tenant.group_attendance(group).await?;
        let asked = tenant.group_assignments(group).await?;
        let mut process = BTreeMap::new();
        if let Some((instrument, score)) = session_scale(library, &plan) {
            let sign = if direction_of(score) == Direction::HigherBetter { 1.0 } else { -1.0 };
            let rated = tenant.group_scores(group, instrument.id(), score.id()).await?;
            let at = |row: &GroupScoreRow| row.session.map(|session| ((row.membership, session), sign * row.value));
            process.extend(rated.iter().filter_map(at));
        }
        Ok(Some(Self {
            members: tenant.memberships(group).await?,
            attendance: attendance.into_iter().map(|row| ((row.membership, row.session), row.status)).collect(),
            asked: asked
                .into_iter()
                .map(|row| ((row.membership, row.session, row.instrument), row.submitted))
                .collect(),
            group: row,
            plan,
            sessions,
            process,
        }))
    }

    /// A group of which only the people, the sessions and who came are known.
    pub(super) fn of_people(
        group: GroupRow,
        members: Vec<MembershipRow>,
        mut sessions: Vec<SessionRow>,
        attendance: Vec<AttendanceRow>,
    ) -> Self {
        sessions.sort_by_key(|session| (session.held_on, session.number));
        Self {
            group,
            plan: Plan::default(),
            members,
            sessions,
            attendance: attendance.into_iter().map(|row| ((row.membership, row.session), row.status)).collect(),
            asked: BTreeMap::new(),
            process: BTreeMap::new(),
        }
    }

    /// The closed sessions in order of time.
    pub(super) fn closed(&self) -> impl Iterator<Item = &SessionRow> {
        self.sessions.iter().filter(|session| session.closed_at.is_some())
    }

    /// Whether a member came to a session.
    pub(super) fn presence(&self, member: MembershipId, session: SessionId) -> Presence {
        presence(self.attendance.get(&(member, session)).copied())
    }

    /// How a member rated a session, in points, higher is better.
    pub(super) fn rating(&self, member: MembershipId, session: SessionId) -> Option<f64> {
        self.process.get(&(member, session)).copied()
    }

    /// The newest session, open or closed.
    pub(super) fn newest(&self) -> Option<SessionId> {
        self.sessions.last().map(|session| session.id)
    }

    /// The newest session that was closed.
    pub(super) fn newest_closed(&self) -> Option<SessionId> {
        self.sessions.iter().rev().find(|session| session.closed_at.is_some()).map(|session| session.id)
    }

    /// Members whose stay has not ended, in a group that has not.
    pub(super) fn present(&self) -> impl Iterator<Item = &MembershipRow> {
        self.members.iter().filter(|member| self.group.ended_on.is_none() && member.left_on.is_none())
    }

    /// One member's visits, with the scores of one instrument's scale.
    pub(super) fn stay(&self, member: &MembershipRow, instrument: &str, scores: &[GroupScoreRow]) -> Stay {
        let scores = of_one_measure(member, scores);
        let mut placed: Vec<(Date, bool, Visit, Option<SessionId>)> = Vec::new();
        for session in self.sessions.iter().filter(|session| member.is_active_on(session.held_on)) {
            let score = scores.iter().find(|score| score.session == Some(session.id)).map(|score| score.value);
            let form = self.form(member.id, session, instrument, score.is_some());
            if session.closed_at.is_none() && form != Form::Completed {
                continue;
            }
            let visit = Visit {
                session: session.number.into(),
                weeks: weeks(days_between(member.joined_on, session.held_on)),
                presence: presence(self.attendance.get(&(member.id, session.id)).copied()),
                form,
                score,
                process: self.process.get(&(member.id, session.id)).copied(),
            };
            placed.push((session.held_on, true, visit, Some(session.id)));
        }
        // What was answered outside the sessions, or imported.
        let outside = |score: &&&GroupScoreRow| !self.sessions.iter().any(|held| score.session == Some(held.id));
        for score in scores.iter().filter(outside).filter(|score| member.is_active_on(score.measured_on)) {
            let visit = Visit {
                session: 0,
                weeks: weeks(days_between(member.joined_on, score.measured_on)),
                presence: Presence::NotRecorded,
                form: Form::Completed,
                score: Some(score.value),
                process: None,
            };
            placed.push((score.measured_on, false, visit, score.session));
        }
        placed.sort_by_key(|(day, at_session, visit, _)| (*day, *at_session, visit.session));
        Stay {
            membership: member.id,
            visits: placed.iter().map(|(_, _, visit, _)| *visit).collect(),
            sessions: placed.iter().map(|(_, _, _, session)| *session).collect(),
            planned_end: self.planned_end(member),
        }
    }

    /// The closed sessions with what each member gave; a member's number is the place in [`Room::members`].
    pub(super) fn sessions_of(&self, scores: &[GroupScoreRow]) -> (Vec<GroupSession>, Vec<SessionId>) {
        let outcome: BTreeMap<(MembershipId, SessionId), f64> = scores
            .iter()
            .filter_map(|score| score.session.map(|session| ((score.membership, session), score.value)))
            .collect();
        let closed = self.sessions.iter().filter(|session| session.closed_at.is_some());
        closed
            .map(|session| {
                let there = self.members.iter().enumerate().filter(|(_, m)| m.is_active_on(session.held_on));
                let answer = |(member, row): (usize, &MembershipRow)| MemberAnswer {
                    member,
                    present: self.attendance.get(&(row.id, session.id)).is_some_and(|seen| seen.is_present()),
                    outcome: outcome.get(&(row.id, session.id)).copied(),
                    process: self.process.get(&(row.id, session.id)).copied(),
                };
                let held = GroupSession {
                    session: session.number.into(),
                    weeks: weeks(days_between(self.group.started_on, session.held_on)),
                    members: there.map(answer).collect(),
                };
                (held, session.id)
            })
            .unzip()
    }

    fn form(&self, member: MembershipId, session: &SessionRow, instrument: &str, scored: bool) -> Form {
        match self.asked.get(&(member, session.id, instrument.to_owned())) {
            Some(true) => Form::Completed,
            // A session that is still open is not missed yet.
            Some(false) if session.closed_at.is_some() => Form::Missed,
            None if scored => Form::Completed,
            _ => Form::NotAsked,
        }
    }

    /// The planned end of the stay; where none is written down, in a closed group, the day of its last planned session when
    /// it goes on meeting as it did.
    pub(super) fn planned_end(&self, member: &MembershipRow) -> Option<f64> {
        if let Some(day) = member.planned_end_on {
            return Some(weeks(days_between(member.joined_on, day)));
        }
        let planned = self.group.planned_sessions.filter(|_| self.group.format == GroupFormat::Closed)?;
        let last = self.sessions.last()?;
        let left = i32::from(planned.checked_sub(last.number).filter(|left| *left >= 0)?);
        let mut gaps: Vec<i32> =
            self.sessions.windows(2).map(|pair| days_between(pair[0].held_on, pair[1].held_on)).collect();
        gaps.sort_unstable();
        let gap = gaps.get(gaps.len() / 2).copied().unwrap_or(WEEK);
        Some(weeks(days_between(member.joined_on, last.held_on) + left * gap))
    }
}

/// A member's scores by the items that were asked last: other items are another measure.
pub(super) fn of_one_measure<'s>(member: &MembershipRow, scores: &'s [GroupScoreRow]) -> Vec<&'s GroupScoreRow> {
    let own = || scores.iter().filter(|score| score.membership == member.id);
    let newest = own().max_by_key(|score| score.measured_on).map(|score| score.items.as_str());
    own().filter(|score| Some(score.items.as_str()) == newest).collect()
}

fn presence(seen: Option<Attendance>) -> Presence {
    match seen {
        Some(Attendance::Present) => Presence::Present,
        // Who is ill or on holiday has a reason that is known.
        Some(Attendance::AbsentWithNotice | Attendance::AbsentIll | Attendance::AbsentHoliday) => {
            Presence::AbsentWithNotice
        }
        Some(Attendance::AbsentWithoutNotice) => Presence::AbsentWithoutNotice,
        Some(Attendance::AbsentOther) => Presence::Absent,
        None => Presence::NotRecorded,
    }
}
