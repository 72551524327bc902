//! The course of one member on one scale: every measurement of the stay in order of time, at sessions and outside them,
//! beside what was to be expected and what would be a reliable change. Numbers only; words and pictures are made elsewhere.

use std::cmp::Reverse;

use jiff::{ToSpan, civil::Date};
use peil_questionnaires::{Instrument, Library, Occasion, Score};
use peil_stats::{
    change::{Cutoff, ReliableLimit},
    expected::{ExpectedCourse, Limits, TooFar},
    signals::{Settings, SuddenChange, sudden_changes},
};

use super::{
    AnalyseError, NoExpectedCourse, NoVerdictReason, Verdict, expected_course,
    group::Marks,
    limits_of,
    model::{days_between, weeks},
    settings_in_force, verdict,
    verdict::direction_of,
};
use crate::{
    domain::{Attendance, MembershipId, MomentKind, SessionId},
    store::{GroupRow, GroupScoreRow, MembershipRow, SessionRow, Tenant},
};

/// Sessions that a chart shows before they were held, at most.
const MOST_AHEAD: usize = 40;
/// Days between two sessions when fewer than two were held.
const USUAL_DAYS: i64 = 7;

/// Where a measurement stands on the axis.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// At a session of the group; for imported scores, which have none, the day of measuring by its number in the group.
    Session(i16),
    /// Outside the sessions.
    Moment(MomentKind),
    /// On a day of its own.
    Day(Date),
}

/// One measurement of the stay, or one that could have been, or one that is to come.
#[derive(Debug, Clone, Copy)]
pub struct MemberVisit {
    /// Where it stands.
    pub place: Place,
    /// The day; for sessions to come the day on which they would be held.
    pub on: Date,
    /// Whether it is still to come.
    pub is_ahead: bool,
    /// The score.
    pub score: Option<f64>,
    /// Whether the form of this scale was submitted; none where it was not asked.
    pub answered: Option<bool>,
    /// Whether the member came; none where nobody noted it.
    pub attendance: Option<Attendance>,
    /// What was to be expected here.
    pub limits: Option<Limits>,
    /// Where the score lies to it; none where it is not judged.
    pub too_far: Option<TooFar>,
    /// A sudden gain or loss that ends here.
    pub sudden: Option<SuddenChange>,
    /// Whether the score is of the same items as the newest one: others are shown and compared with nothing.
    is_comparable: bool,
}

/// The course of one member.
#[derive(Debug, Clone)]
pub struct MemberCourse {
    /// The stay.
    pub membership: MembershipRow,
    /// Its measurements in order of time, those still to come last.
    pub visits: Vec<MemberVisit>,
    /// What the change so far means.
    pub verdict: Result<Verdict, NoVerdictReason>,
    /// From which scores a change since the first is reliable: better, worse.
    pub reliable: Option<(f64, f64)>,
    /// The clinical cut-off, when the instrument has one that was checked.
    pub cut_off: Option<f64>,
    /// Why nothing is expected; none when [`MemberVisit::limits`] say what is.
    pub no_expected: Option<NoExpectedCourse>,
    /// The index of the visit at which the end is planned, as far as the axis goes.
    pub planned_end: Option<usize>,
}

/// What is known of a scale.
struct Rule<'a> {
    score: &'a Score,
    limits: Option<(ReliableLimit, Option<Cutoff>, Option<f64>)>,
    expected: Result<ExpectedCourse, NoExpectedCourse>,
    /// The constants of the rules.
    settings: Settings,
}

/// Reads the course of one member for one scale of one instrument.
///
/// # Errors
///
/// [`AnalyseError`] when rows cannot be read.
pub async fn member_course(
    tenant: &Tenant<'_>,
    library: &Library,
    (group, membership): (&GroupRow, MembershipRow),
    (instrument, scale): (&str, &str),
    signals_enabled: bool,
) -> Result<MemberCourse, AnalyseError> {
    let unknown = || AnalyseError::UnknownScale { instrument: instrument.to_owned(), scale: scale.to_owned() };
    let definition = library.latest(instrument).ok_or_else(unknown)?;
    let score = definition.score(scale).ok_or_else(unknown)?;
    let scores = tenant.group_scores(group.id, instrument, scale).await?;
    let sessions = tenant.sessions(group.id).await?;
    let marks = Marks::read(tenant, group.id, instrument).await?;
    let moments = moments_of(tenant, membership.id).await?;
    let expected = if !signals_enabled {
        Err(NoExpectedCourse::SignalsOff)
    } else if definition.moment() == Some(Occasion::AfterSession) {
        Err(NoExpectedCourse::NotAnOutcome)
    } else {
        expected_course(tenant, instrument, scale).await?
    };
    let settings = settings_in_force(tenant).await?;
    let rule = Rule { score, limits: limits_of(definition, score).ok(), expected, settings };
    let mut visits = held(&membership, &sessions, &scores, &moments, &marks);
    let planned_end = look_ahead(&mut visits, group, &membership, rule.expected.is_ok());
    Ok(compose(membership, visits, planned_end, definition, &rule))
}

async fn moments_of(tenant: &Tenant<'_>, member: MembershipId) -> Result<Vec<(SessionId, MomentKind)>, AnalyseError> {
    let mut moments = Vec::new();
    for kind in MomentKind::ALL {
        moments.extend(tenant.moment_of(member, *kind).await?.map(|row| (row.id, row.kind)));
    }
    Ok(moments)
}

/// The measurements that were, or could have been.
fn held(
    membership: &MembershipRow,
    sessions: &[SessionRow],
    scores: &[GroupScoreRow],
    moments: &[(SessionId, MomentKind)],
    marks: &Marks,
) -> Vec<MemberVisit> {
    let own: Vec<&GroupScoreRow> = scores.iter().filter(|score| score.membership == membership.id).collect();
    let newest = own.iter().max_by_key(|score| score.measured_on).map(|score| score.items.as_str());
    let with = |visit: MemberVisit, score: Option<&&GroupScoreRow>| MemberVisit {
        score: score.map(|score| score.value),
        is_comparable: score.is_some_and(|score| Some(score.items.as_str()) == newest),
        ..visit
    };
    let mut visits: Vec<MemberVisit> = Vec::new();
    for session in sessions {
        let score = own.iter().find(|score| score.session == Some(session.id));
        let key = (membership.id, session.id);
        if score.is_some() || membership.is_active_on(session.held_on) {
            let visit = MemberVisit {
                answered: marks.asked.get(&key).copied(),
                attendance: marks.attendance.get(&key).copied(),
                ..MemberVisit::blank(Place::Session(session.number), session.held_on)
            };
            visits.push(with(visit, score));
        }
    }
    // A group without sessions was imported: its days of measuring are numbered as on its own page.
    let mut days: Vec<Date> = scores.iter().map(|score| score.measured_on).collect();
    days.sort_unstable();
    days.dedup();
    let number = |on: Date| days.iter().position(|day| *day == on).and_then(|at| i16::try_from(at + 1).ok());
    for score in own.iter().filter(|score| sessions.iter().all(|session| score.session != Some(session.id))) {
        let moment = moments.iter().find(|(id, _)| score.session == Some(*id)).map(|(_, kind)| Place::Moment(*kind));
        let day = Place::Day(score.measured_on);
        let imported = || number(score.measured_on).filter(|_| sessions.is_empty()).map_or(day, Place::Session);
        let visit = MemberVisit::blank(moment.unwrap_or_else(imported), score.measured_on);
        visits.push(with(visit, Some(score)));
    }
    visits.sort_by_key(|visit| (visit.on, rank(visit.place)));
    visits
}

/// What comes first on one day.
fn rank(place: Place) -> (u8, i16) {
    match place {
        Place::Moment(MomentKind::Start) => (0, 0),
        Place::Session(number) => (1, number),
        Place::Day(_) => (2, 0),
        Place::Moment(MomentKind::End) => (3, 0),
        Place::Moment(MomentKind::FollowUp) => (4, 0),
    }
}

/// Adds the sessions that are planned and not held yet, when the picture has room for them, and finds the planned end.
fn look_ahead(
    visits: &mut Vec<MemberVisit>,
    group: &GroupRow,
    membership: &MembershipRow,
    expects: bool,
) -> Option<usize> {
    let numbered = |visit: &MemberVisit| match visit.place {
        Place::Session(number) => Some((number, visit.on)),
        Place::Moment(_) | Place::Day(_) => None,
    };
    let sessions: Vec<(i16, Date)> = visits.iter().filter_map(numbered).collect();
    let (last, last_on) = *sessions.iter().max_by_key(|(number, _)| *number)?;
    let between = usual_days(&sessions);
    let planned = match membership.planned_end_on {
        Some(end) if end <= last_on => sessions.iter().filter(|(_, on)| *on <= end).map(|(number, _)| *number).max()?,
        Some(end) => {
            let days = i64::from(days_between(last_on, end));
            last.saturating_add(i16::try_from(days / between).unwrap_or(i16::MAX))
        }
        None => group.planned_sessions?,
    };
    let ahead = usize::try_from(planned.saturating_sub(last)).unwrap_or(0);
    let is_running = membership.left_on.is_none() && group.ended_on.is_none();
    // Without a band there is little to see in sessions to come: they may not fill more than half of the picture.
    let most = if expects { MOST_AHEAD } else { visits.len().clamp(6, MOST_AHEAD) };
    if ahead > 0 && (!is_running || ahead > most) {
        return None;
    }
    for (number, step) in (last.saturating_add(1)..=planned).zip(1..) {
        let on = last_on.checked_add((step * between).days()).unwrap_or(last_on);
        visits.push(MemberVisit { is_ahead: true, ..MemberVisit::blank(Place::Session(number), on) });
    }
    visits.iter().position(|visit| visit.place == Place::Session(planned))
}

/// The median of days between sessions.
fn usual_days(sessions: &[(i16, Date)]) -> i64 {
    let mut days: Vec<i64> = sessions.windows(2).map(|pair| i64::from(days_between(pair[0].1, pair[1].1))).collect();
    days.sort_unstable_by_key(|days| Reverse(*days));
    days.get(days.len() / 2).copied().unwrap_or(USUAL_DAYS).max(1)
}

fn compose(
    membership: MembershipRow,
    mut visits: Vec<MemberVisit>,
    planned_end: Option<usize>,
    definition: &Instrument,
    rule: &Rule<'_>,
) -> MemberCourse {
    let values: Vec<f64> = visits.iter().filter_map(MemberVisit::comparable).collect();
    let start = visits.iter().position(|visit| visit.comparable().is_some());
    let limit = rule.limits.map(|(limit, ..)| limit);
    if let Some((at, first)) = start.and_then(|at| Some((at, visits[at].comparable()?))) {
        expect(&mut visits, at, first, rule);
    }
    if let Some(limit) = limit {
        // A form that nobody asked for lies between no two scores.
        let due = |visit: &MemberVisit| visit.score.is_some() || visit.is_missed();
        let places: Vec<usize> = (0..visits.len()).filter(|at| due(&visits[*at])).collect();
        let scores: Vec<Option<f64>> = places.iter().map(|at| visits[*at].comparable()).collect();
        for sudden in sudden_changes(&scores, direction_of(rule.score), limit, rule.settings.sudden_share) {
            visits[places[sudden.at]].sudden = Some(sudden);
        }
    }
    let sign = direction_of(rule.score).sign();
    MemberCourse {
        verdict: verdict(definition, rule.score, &values),
        reliable: values
            .first()
            .zip(limit)
            .map(|(first, limit)| (first + sign * limit.points(), first - sign * limit.points())),
        cut_off: rule.limits.and_then(|(_, _, value)| value),
        no_expected: rule.expected.as_ref().err().copied(),
        planned_end,
        visits,
        membership,
    }
}

/// Limits for all that comes after x₀, and where the scores lie to them: judged from the third measured session on, as OFF
/// does. A score in the functional range is judged too: who climbs there from a low start is off track all the same.
fn expect(visits: &mut [MemberVisit], start: usize, first: f64, rule: &Rule<'_>) {
    let Ok(expected) = &rule.expected else { return };
    let (since, from) = (visits[start].on, rule.settings.off_track_from);
    let mut measured = 1;
    for visit in &mut visits[start + 1..] {
        let limits = expected.limits(first, weeks(days_between(since, visit.on)));
        visit.limits = Some(limits);
        if let Some(score) = visit.comparable() {
            measured += 1;
            visit.too_far = (measured >= from).then(|| limits.place(score));
        }
    }
}

impl MemberVisit {
    /// Nothing known yet.
    fn blank(place: Place, on: Date) -> Self {
        Self {
            place,
            on,
            is_ahead: false,
            score: None,
            answered: None,
            attendance: None,
            limits: None,
            too_far: None,
            sudden: None,
            is_comparable: false,
        }
    }

    /// Whether a score was due here and is not there: the form was asked and not sent.
    #[must_use]
    pub fn is_missed(&self) -> bool {
        self.score.is_none() && self.answered == Some(false)
    }

    /// The score, when it may be compared with the newest one.
    fn comparable(&self) -> Option<f64> {
        self.score.filter(|_| self.is_comparable)
    }
}

#[cfg(test)]
#[path = "member_test.rs"]
#[allow(clippy::unwrap_used)]
mod tests;
