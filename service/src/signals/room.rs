//! What is known of one group: its members, its sessions, who came, what was asked and what was scored, as the rules want it.
//!
//! A session that is still open counts for those only who completed the form: nobody has missed it yet, and half a room's
//! ratings are not the room's.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use peil_questionnaires::{Instrument, Library, Score};
use peil_stats::{
    change::Direction,
    signals::{Form, GroupSession, MemberAnswer, Presence, Rule, Scale, Visit},
};

use crate::{
    analyse::{days_between, direction_of, limits_of, outcome_scale, session_scale, weeks},
    domain::{Attendance, GroupFormat, MembershipId, SessionId},
    store::{AttendanceRow, GroupRow, GroupScoreRow, HeldRow, MembershipRow, RoomRow, SessionRow},
};

/// Days between sessions, as long as a group had too few to tell.
const WEEK: i32 = 7;

/// A scale by which a group is judged.
#[derive(Debug, Clone)]
pub(super) struct Measure {
    pub(super) instrument: String,
    pub(super) score: String,
    pub(super) scale: Scale,
    /// The worst and the best score, with the sign that makes higher better.
    pub(super) ends: (f64, f64),
}

impl Measure {
    pub(super) fn of((instrument, score): (&Instrument, &Score)) -> Self {
        let (limit, cutoff) = match limits_of(instrument, score) {
            Ok((limit, cutoff, _)) => (Some(limit), cutoff),
            Err(_) => (None, None),
        };
        let scale = Scale { direction: direction_of(score), limit, cutoff, process_drop: None };
        let (low, high) = score.range();
        let ends = match scale.direction {
            Direction::HigherBetter => (low.to_f64(), high.to_f64()),
            Direction::LowerBetter => (-high.to_f64(), -low.to_f64()),
        };
        Self { instrument: instrument.id().to_owned(), score: score.id().to_owned(), scale, ends }
    }

    /// A score with the sign that makes higher better.
    pub(super) fn upward(&self, score: f64) -> f64 {
        match self.scale.direction {
            Direction::HigherBetter => score,
            Direction::LowerBetter => -score,
        }
    }

    pub(super) fn is(&self, other: &Self) -> bool {
        self.instrument == other.instrument && self.score == other.score
    }
}

/// A group with its people and its sessions.
pub(super) struct Room {
    pub(super) group: GroupRow,
    pub(super) members: Vec<MembershipRow>,
    /// The scale that says whether members get better; none where nothing of the kind is measured.
    pub(super) outcome: Option<Measure>,
    /// The scale by which members rate the sessions.
    pub(super) rated: Option<Measure>,
    /// In order of time.
    sessions: Vec<HeldRow>,
    attendance: BTreeMap<(MembershipId, SessionId), Attendance>,
    /// Whether a form was submitted, for each that was asked, by its instrument.
    asked: BTreeMap<String, BTreeMap<(MembershipId, SessionId), bool>>,
    /// How each member rated each session, higher is better.
    process: BTreeMap<(MembershipId, SessionId), f64>,
    /// The scores of each scale.
    scores: BTreeMap<String, BTreeMap<String, Vec<GroupScoreRow>>>,
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
    pub(super) fn new(row: RoomRow, library: &Library) -> Self {
        let outcome = outcome_scale(library, &row.plan).map(Measure::of);
        let rated = session_scale(library, &row.plan).map(Measure::of);
        let mut asked: BTreeMap<String, BTreeMap<_, _>> = BTreeMap::new();
        for form in row.asked {
            asked.entry(form.instrument).or_default().insert((form.membership, form.session), form.submitted);
        }
        let mut scores: BTreeMap<String, BTreeMap<String, Vec<_>>> = BTreeMap::new();
        for score in row.scores {
            let scales = scores.entry(score.instrument.clone()).or_default();
            scales.entry(score.scale.clone()).or_default().push(score);
        }
        let attendance = row.attendance.into_iter().map(|seen| ((seen.membership, seen.session), seen.status));
        let (group, members, sessions) = (row.group, row.members, row.sessions);
        let mut room = Self {
            attendance: attendance.collect(),
            group,
            members,
            outcome,
            rated,
            sessions,
            asked,
            process: BTreeMap::new(),
            scores,
        };
        if let Some(rated) = &room.rated {
            let at =
                |row: &GroupScoreRow| row.session.map(|session| ((row.membership, session), rated.upward(row.value)));
            room.process = room.scores_on(rated).iter().filter_map(at).collect();
        }
        room
    }

    /// Every score of a scale.
    pub(super) fn scores_on(&self, measure: &Measure) -> &[GroupScoreRow] {
        self.scores_of(&measure.instrument, &measure.score)
    }

    /// Every score of a questionnaire's scale.
    pub(super) fn scores_of(&self, instrument: &str, scale: &str) -> &[GroupScoreRow] {
        self.scores.get(instrument).and_then(|scales| scales.get(scale)).map_or(&[], Vec::as_slice)
    }

    /// Whether the signals were evaluated after every session of a stay. What was asked between the sessions has none.
    pub(super) fn followed(&self, stay: &Stay) -> bool {
        self.sessions_in(stay).next().is_some() && self.sessions_in(stay).all(|session| session.evaluated)
    }

    /// Whether every session of a stay was evaluated by the version of the rule that is in force.
    pub(super) fn followed_by(&self, rule: Rule, stay: &Stay) -> bool {
        let in_force = versioned(rule);
        let evaluated = |rules: &String| rules.split(' ').any(|version| version == in_force);
        self.sessions_in(stay).all(|session| session.rules.as_ref().is_some_and(evaluated))
    }

    fn sessions_in(&self, stay: &Stay) -> impl Iterator<Item = &HeldRow> {
        let of_stay: BTreeSet<SessionId> = stay.sessions.iter().flatten().copied().collect();
        self.sessions.iter().filter(move |session| of_stay.contains(&session.id))
    }

    /// A group of which only the people, the sessions and who came are known.
    pub(super) fn of_people(
        group: GroupRow,
        members: Vec<MembershipRow>,
        sessions: Vec<SessionRow>,
        attendance: Vec<AttendanceRow>,
    ) -> Self {
        let held = |row: SessionRow| HeldRow {
            id: row.id,
            number: row.number,
            held_on: row.held_on,
            closed: row.closed_at.is_some(),
            evaluated: false,
            rules: None,
        };
        let mut sessions: Vec<HeldRow> = sessions.into_iter().map(held).collect();
        sessions.sort_by_key(|session| (session.held_on, session.number));
        Self {
            group,
            members,
            outcome: None,
            rated: None,
            sessions,
            attendance: attendance.into_iter().map(|row| ((row.membership, row.session), row.status)).collect(),
            asked: BTreeMap::new(),
            process: BTreeMap::new(),
            scores: BTreeMap::new(),
        }
    }

    /// The closed sessions in order of time.
    pub(super) fn closed(&self) -> impl Iterator<Item = &HeldRow> {
        self.sessions.iter().filter(|session| session.closed)
    }

    /// Whether a member came to a session.
    pub(super) fn presence(&self, member: MembershipId, session: SessionId) -> Presence {
        presence(self.attendance.get(&(member, session)).copied())
    }

    /// How a member rated a session, in points, higher is better.
    pub(super) fn rating(&self, member: MembershipId, session: SessionId) -> Option<f64> {
        self.process.get(&(member, session)).copied()
    }

    /// How a member rated the newest session that the member rated, and the one before it, higher is better. Of the same
    /// sessions as [`Self::stay`]: an open one counts once its outcome form is there.
    pub(super) fn last_ratings(&self, member: MembershipId) -> Option<(f64, f64)> {
        let is_answered = |session: &HeldRow| {
            let form = |measure: &Measure| self.form(member, session, &measure.instrument, false);
            self.outcome.as_ref().is_some_and(|measure| form(measure) == Form::Completed)
        };
        let counted = self.sessions.iter().rev().filter(|session| session.closed || is_answered(session));
        let mut rated = counted.filter_map(|session| self.rating(member, session.id));
        rated.next().zip(rated.next())
    }

    /// The newest session, open or closed.
    pub(super) fn newest(&self) -> Option<SessionId> {
        self.sessions.last().map(|session| session.id)
    }

    /// The newest session that was closed.
    pub(super) fn newest_closed(&self) -> Option<SessionId> {
        self.closed().last().map(|session| session.id)
    }

    /// Members whose stay has not ended, in a group that has not.
    pub(super) fn present(&self) -> impl Iterator<Item = &MembershipRow> {
        self.members.iter().filter(|member| self.group.ended_on.is_none() && member.left_on.is_none())
    }

    /// One member's visits, with the scores of one scale.
    pub(super) fn stay(&self, member: &MembershipRow, measure: &Measure) -> Stay {
        let (instrument, scores) = (measure.instrument.as_str(), of_one_measure(member, self.scores_on(measure)));
        let mut placed: Vec<(Date, bool, Visit, Option<SessionId>)> = Vec::new();
        for session in self.sessions.iter().filter(|session| member.is_active_on(session.held_on)) {
            let score = scores.iter().find(|score| score.session == Some(session.id)).map(|score| score.value);
            let form = self.form(member.id, session, instrument, score.is_some());
            if !session.closed && form != Form::Completed {
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
    pub(super) fn sessions_of(&self, measure: &Measure) -> (Vec<GroupSession>, Vec<SessionId>) {
        let outcome: BTreeMap<(MembershipId, SessionId), f64> = self
            .scores_on(measure)
            .iter()
            .filter_map(|score| score.session.map(|session| ((score.membership, session), score.value)))
            .collect();
        self.closed()
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

    fn form(&self, member: MembershipId, session: &HeldRow, instrument: &str, scored: bool) -> Form {
        match self.asked.get(instrument).and_then(|forms| forms.get(&(member, session.id))) {
            Some(true) => Form::Completed,
            // A session that is still open is not missed yet.
            Some(false) if session.closed => Form::Missed,
            None if scored => Form::Completed,
            _ => Form::NotAsked,
        }
    }

    /// The planned end of the stay; where none is written down, in a closed group, the day of its last planned session, or
    /// the day on which that would be when it goes on meeting as it did. Sessions past the plan do not move it.
    pub(super) fn planned_end(&self, member: &MembershipRow) -> Option<f64> {
        if let Some(day) = member.planned_end_on {
            return Some(weeks(days_between(member.joined_on, day)));
        }
        let planned = self.group.planned_sessions.filter(|_| self.group.format == GroupFormat::Closed)?;
        let last = self.sessions.iter().find(|session| session.number >= planned).or(self.sessions.last())?;
        let left = i32::from(planned.saturating_sub(last.number).max(0));
        let mut gaps: Vec<i32> =
            self.sessions.windows(2).map(|pair| days_between(pair[0].held_on, pair[1].held_on)).collect();
        gaps.sort_unstable();
        let gap = gaps.get(gaps.len() / 2).copied().unwrap_or(WEEK);
        Some(weeks(days_between(member.joined_on, last.held_on) + left * gap))
    }
}

/// The rules with their versions in force, as they are written down with a session: `DET:2 OFF:1 …`.
pub(super) fn rules_in_force() -> String {
    Rule::ALL.map(versioned).join(" ")
}

fn versioned(rule: Rule) -> String {
    format!("{}:{}", rule.id(), rule.version())
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
