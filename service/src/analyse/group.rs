//! Everything a group's page shows of one scale: who is in it, who came, who answered, what was scored, what the model
//! says, and what there is to talk about. Numbers only; words and pictures are made elsewhere.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{Timestamp, civil::Date};
use peil_questionnaires::{Instrument, Library, Score};

use super::{
    AnalyseError, BandPoint, Course, NoVerdictReason, ScaleModel, Verdict, limits_of,
    model::{days_between, weeks},
    session_scale, verdict,
};
use crate::{
    domain::{Attendance, GroupId, MembershipId, Plan, SessionId},
    store::{GroupRow, GroupScoreRow, MembershipRow, SessionRow, SignalRow, StoreError, Tenant, TherapistRow},
};

/// One session of the group.
#[derive(Debug, Clone)]
pub struct SessionReading {
    /// The session.
    pub session: SessionRow,
    /// Members who came.
    pub present: usize,
    /// Members who belonged to the group that day.
    pub expected: usize,
    /// Members who submitted at least one form.
    pub answered: usize,
}

/// One member.
#[derive(Debug, Clone)]
pub struct MemberReading {
    /// The stay.
    pub membership: MembershipRow,
    /// The score at each session, by its place in [`GroupReading::sessions`].
    pub scores: Vec<Option<f64>>,
    /// The model's line at each session of the stay.
    pub line: Vec<Option<f64>>,
    /// Attendance at each session; none where nothing was recorded or the member was not in the group.
    pub attendance: Vec<Option<Attendance>>,
    /// Whether this scale's form was submitted at each session; none where it was not asked.
    pub answered: Vec<Option<bool>>,
    /// What the change so far means.
    pub verdict: Result<Verdict, NoVerdictReason>,
}

/// How the newest session was rated by the members, on the first scale of the plan that is about the session.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Climate {
    /// Mean of the totals.
    pub mean: f64,
    /// Of how many. A mean of one is somebody's score: it is for the group's page, where therapists read every score by
    /// name, and is told as one answer there. What the group sees has rules of its own (`domain::wall`).
    pub answers: usize,
    /// The highest total that can be reached.
    pub highest: f64,
}

/// A group, read for one scale.
#[derive(Debug, Clone)]
pub struct GroupReading {
    /// The group.
    pub group: GroupRow,
    /// Who leads it today, the lead first.
    pub therapists: Vec<TherapistRow>,
    /// What it measures.
    pub plan: Plan,
    /// Its sessions in order. For imported scores, which have none, one for each day of measuring.
    pub sessions: Vec<SessionReading>,
    /// The day of each place on the horizontal axis.
    pub days: Vec<Date>,
    /// Present and former members, oldest stay first.
    pub members: Vec<MemberReading>,
    /// Whether the member belongs to the group now: at its newest session, or today before the first.
    pub current: Vec<bool>,
    /// How the newest session was rated; none when nobody did.
    pub climate: Option<Climate>,
    /// The group's mean at each session, by place.
    pub band: Vec<Option<BandPoint>>,
    /// The model behind lines and band.
    pub model: Option<ScaleModel>,
    /// When it was fitted.
    pub fitted_at: Option<Timestamp>,
    /// The clinical cut-off, when the instrument has one that was checked.
    pub cut_off: Option<f64>,
    /// Signals that hold and that nobody closed, newest first.
    pub signals: Vec<SignalRow>,
}

/// Reads a group for one scale of one instrument.
///
/// # Errors
///
/// [`AnalyseError`] when rows or model cannot be read.
pub async fn read_group(
    tenant: &Tenant<'_>,
    library: &Library,
    group: GroupRow,
    (instrument, scale): (&str, &str),
    today: Date,
) -> Result<GroupReading, AnalyseError> {
    let unknown = || AnalyseError::UnknownScale { instrument: instrument.to_owned(), scale: scale.to_owned() };
    let definition = library.latest(instrument).ok_or_else(unknown)?;
    let score = definition.score(scale).ok_or_else(unknown)?;
    let id = group.id;
    // Sent together, in two goes: somebody waits for this.
    let (members, sessions, scores, marks, plan, therapists, signals, fit) = tokio::try_join!(
        tenant.memberships(id),
        tenant.sessions(id),
        tenant.group_scores(id, instrument, scale),
        Marks::read(tenant, id, instrument),
        tenant.group_plan(id),
        tenant.group_therapists(id, today),
        tenant.group_signals(id),
        tenant.fit_of_group((instrument, scale), id),
    )?;
    let climate = climate_of(tenant, library, &plan, sessions.last()).await?;
    let fitted_at = fit.as_ref().map(|(row, _)| row.fitted_at);
    let model = fit.and_then(|(row, part)| ScaleModel::stored_with(row.estimates, id, part));
    let days = days_of(&sessions, &scores);
    let members = members
        .into_iter()
        .map(|member| read_member(member, &days, &scores, &marks, model.as_ref(), (definition, score)))
        .collect::<Vec<_>>();
    let newest = days.last().map_or(today, |day| day.on);
    Ok(GroupReading {
        current: members.iter().map(|member| member.membership.is_active_on(newest)).collect(),
        climate,
        therapists,
        plan,
        sessions: sessions.iter().enumerate().map(|(at, session)| marks.of_session(session, at, &members)).collect(),
        cut_off: limits_of(definition, score).ok().and_then(|(_, _, value)| value),
        band: band_of(model.as_ref(), id, &days),
        days: days.iter().map(|day| day.on).collect(),
        signals,
        members,
        model,
        fitted_at,
        group,
    })
}

/// A place on the horizontal axis: a session, or a day of measuring without one.
#[derive(Debug, Clone, Copy)]
struct Day {
    session: Option<SessionId>,
    number: i16,
    on: Date,
}

fn days_of(sessions: &[SessionRow], scores: &[GroupScoreRow]) -> Vec<Day> {
    if !sessions.is_empty() {
        let day = |row: &SessionRow| Day { session: Some(row.id), number: row.number, on: row.held_on };
        return sessions.iter().map(day).collect();
    }
    let days: BTreeSet<Date> = scores.iter().map(|score| score.measured_on).collect();
    days.into_iter().zip(1..).map(|(on, number)| Day { session: None, number, on }).collect()
}

/// Who came and who answered.
pub(super) struct Marks {
    pub(super) attendance: BTreeMap<(MembershipId, SessionId), Attendance>,
    /// Whether the form of this instrument was submitted, for each form that was asked.
    pub(super) asked: BTreeMap<(MembershipId, SessionId), bool>,
    /// Members with any submitted form, session by session.
    any: BTreeSet<(SessionId, MembershipId)>,
}

impl Marks {
    pub(super) async fn read(tenant: &Tenant<'_>, group: GroupId, instrument: &str) -> Result<Self, StoreError> {
        let (attendance, assignments) =
            tokio::try_join!(tenant.group_attendance(group), tenant.group_assignments(group))?;
        Ok(Self {
            attendance: attendance.into_iter().map(|row| ((row.membership, row.session), row.status)).collect(),
            asked: assignments
                .iter()
                .filter(|row| row.instrument == instrument)
                .map(|row| ((row.membership, row.session), row.submitted))
                .collect(),
            any: assignments.iter().filter(|row| row.submitted).map(|row| (row.session, row.membership)).collect(),
        })
    }

    fn of_session(&self, session: &SessionRow, at: usize, members: &[MemberReading]) -> SessionReading {
        let there = |member: &&MemberReading| member.membership.is_active_on(session.held_on);
        let present = |member: &&MemberReading| member.attendance[at].is_some_and(Attendance::is_present);
        SessionReading {
            present: members.iter().filter(present).count(),
            expected: members.iter().filter(there).count(),
            answered: self.any.iter().filter(|(id, _)| *id == session.id).count(),
            session: session.clone(),
        }
    }
}

fn read_member(
    membership: MembershipRow,
    days: &[Day],
    scores: &[GroupScoreRow],
    marks: &Marks,
    model: Option<&ScaleModel>,
    (instrument, score): (&Instrument, &Score),
) -> MemberReading {
    let own: Vec<&GroupScoreRow> = scores.iter().filter(|score| score.membership == membership.id).collect();
    let at = |day: &Day| {
        own.iter()
            .find(|score| match day.session {
                Some(session) => score.session == Some(session),
                None => score.measured_on == day.on,
            })
            .map(|score| score.value)
    };
    let line = model.and_then(|model| model.lines.get(&Course::Membership(membership.id).key()));
    let on_line = |day: &Day| {
        let line = line.filter(|_| membership.is_active_on(day.on))?;
        Some(line.intercept + line.slope * weeks(days_between(membership.joined_on, day.on)))
    };
    let mark = |day: &Day| day.session.map(|session| (membership.id, session));
    let mut in_time = own.clone();
    in_time.sort_by_key(|score| score.measured_on);
    // Other items are another measure: it is shown, and no change is read from one to the other.
    let asked_now = in_time.last().map(|score| score.items.as_str());
    let same = in_time.iter().filter(|score| Some(score.items.as_str()) == asked_now);
    let values: Vec<f64> = same.map(|score| score.value).collect();
    MemberReading {
        scores: days.iter().map(at).collect(),
        line: days.iter().map(on_line).collect(),
        attendance: days.iter().map(|day| mark(day).and_then(|key| marks.attendance.get(&key).copied())).collect(),
        answered: days.iter().map(|day| mark(day).and_then(|key| marks.asked.get(&key).copied())).collect(),
        verdict: verdict(instrument, score, &values),
        membership,
    }
}

fn band_of(model: Option<&ScaleModel>, group: GroupId, days: &[Day]) -> Vec<Option<BandPoint>> {
    let points = model.and_then(|model| model.bands.get(&group.to_string()));
    let at = |day: &Day| points?.iter().find(|point| point.session == day.number).copied();
    days.iter().map(at).collect()
}

async fn climate_of(
    tenant: &Tenant<'_>,
    library: &Library,
    plan: &Plan,
    newest: Option<&SessionRow>,
) -> Result<Option<Climate>, StoreError> {
    let Some(newest) = newest else { return Ok(None) };
    let Some((instrument, total)) = session_scale(library, plan) else { return Ok(None) };
    let scores = tenant.group_scores(newest.group, instrument.id(), total.id()).await?;
    let values: Vec<f64> =
        scores.iter().filter(|score| score.session == Some(newest.id)).map(|score| score.value).collect();
    if values.is_empty() {
        return Ok(None);
    }
    #[allow(clippy::cast_precision_loss, reason = "a group has few members")]
    let mean = values.iter().sum::<f64>() / values.len() as f64;
    Ok(Some(Climate { mean, answers: values.len(), highest: total.range().1.to_f64() }))
}
