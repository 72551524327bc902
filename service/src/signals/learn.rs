//! What the rules learn from all courses of an organisation: what may be expected of a client, and how fast groups move.

use std::collections::BTreeMap;

use jiff::Timestamp;
use peil_questionnaires::Score;
use peil_stats::{
    change::Direction,
    expected::{ExpectedFitError, FitSettings, ObservedCourse, Parameters, fit},
    signals::{GroupCourse, GroupSession, MemberAnswer, Settings, SlopePrior, window_slopes},
};

use super::{SignalsError, VERSION};
use crate::{
    analyse::{Course, StoredCourse, days_between, direction_of, stored_expected, weeks},
    domain::{ExpectedSource, GroupId, SessionId},
    store::{ExpectedRow, ScoreRow, SessionRow, Tenant},
};

/// What was learnt of one scale.
pub(super) struct Learnt {
    /// The expected course that counts; none where there is none.
    pub(super) expected: Option<StoredCourse>,
    /// The slopes that groups usually have: those that are stored with the course, where there is one.
    pub(super) prior: Option<SlopePrior>,
    /// Whether there is an expected course now and there was none before, or the other way round: then every group is
    /// judged anew.
    pub(super) turned: bool,
}

/// Fits the organisation's own expected course anew, from the last one on, and stores it; one that can no longer be fitted
/// is removed rather than used stale.
pub(super) async fn learn(
    tenant: &Tenant<'_>,
    (instrument, score): (&str, &Score),
    rows: &[ScoreRow],
    settings: &Settings,
    now: Timestamp,
) -> Result<Learnt, SignalsError> {
    let direction = direction_of(score);
    let before = tenant.expected_courses(instrument, score.id()).await?;
    let own = before.iter().find(|row| row.source == ExpectedSource::Own);
    let warm: Option<Parameters> = own.and_then(|row| serde_json::from_value(row.parameters.clone()).ok());
    let sessions = tenant.all_sessions().await?;
    let (rows, settings) = (rows.to_vec(), *settings);
    let (fitted, prior) = tokio::task::spawn_blocking(move || {
        let fitted = fit_own(&rows, direction, warm.as_ref());
        (fitted, prior_of(&rows, &sessions, direction, &settings))
    })
    .await
    .map_err(|_| SignalsError::BrokenOff)?;
    match fitted {
        Ok(parameters) => {
            let row = ExpectedRow {
                source: ExpectedSource::Own,
                courses: i32::try_from(parameters.courses).unwrap_or(i32::MAX),
                parameters: serde_json::to_value(parameters)?,
                slopes: prior.map(serde_json::to_value).transpose()?,
                module_version: VERSION.to_owned(),
                fitted_at: now,
            };
            tenant.save_expected(instrument, score.id(), &row).await?;
        }
        Err(error) => {
            if !matches!(error, ExpectedFitError::TooFewCourses { .. }) {
                tracing::warn!(instrument, scale = score.id(), error = %error, "no expected course for this scale");
            }
            tenant.delete_expected(instrument, score.id(), ExpectedSource::Own).await?;
        }
    }
    let expected = stored_expected(tenant, instrument, score.id()).await?;
    let prior = expected.as_ref().map_or(prior, |stored| stored.slopes);
    Ok(Learnt { turned: expected.is_some() == before.is_empty(), expected, prior })
}

fn fit_own(rows: &[ScoreRow], direction: Direction, warm: Option<&Parameters>) -> Result<Parameters, ExpectedFitError> {
    let mut courses: BTreeMap<Course, Vec<&ScoreRow>> = BTreeMap::new();
    for row in rows {
        courses.entry(Course::of(row)).or_default().push(row);
    }
    /// A course's group, start, and scores after it.
    type Kept = (Option<String>, f64, Vec<(f64, f64)>);
    let kept: Vec<Kept> = courses
        .into_values()
        .filter_map(|mut scores| {
            scores.sort_by_key(|row| (row.days, row.session));
            let (first, later) = scores.split_first()?;
            let later = later.iter().map(|row| (weeks(row.days - first.days), row.value)).collect();
            Some((first.group.map(|group| group.to_string()), first.value, later))
        })
        .collect();
    let observed: Vec<ObservedCourse<'_>> = kept
        .iter()
        .map(|(group, start, scores)| ObservedCourse { group: group.as_deref(), start: *start, scores })
        .collect();
    fit(&observed, direction, &FitSettings::default(), warm).map(|fitted| fitted.parameters)
}

/// The usual slopes of the organisation's groups, over all windows of sessions.
fn prior_of(
    rows: &[ScoreRow],
    sessions: &[SessionRow],
    direction: Direction,
    settings: &Settings,
) -> Option<SlopePrior> {
    let mut scored: BTreeMap<SessionId, Vec<(Course, f64)>> = BTreeMap::new();
    for row in rows {
        if let Some(session) = row.session {
            scored.entry(session).or_default().push((Course::of(row), row.value));
        }
    }
    let mut groups: BTreeMap<GroupId, Vec<&SessionRow>> = BTreeMap::new();
    for session in sessions.iter().filter(|session| scored.contains_key(&session.id)) {
        groups.entry(session.group).or_default().push(session);
    }
    let slopes = groups.into_values().flat_map(|mut held| {
        held.sort_by_key(|session| (session.held_on, session.number));
        let mut seats: BTreeMap<Course, usize> = BTreeMap::new();
        let mut answer = |(course, score): &(Course, f64)| {
            let next = seats.len();
            let member = *seats.entry(*course).or_insert(next);
            MemberAnswer { member, present: true, outcome: Some(*score), process: None }
        };
        let first = held.first().map(|session| session.held_on);
        let sessions: Vec<GroupSession> = held
            .iter()
            .map(|session| GroupSession {
                session: session.number.into(),
                weeks: first.map_or(0.0, |first| weeks(days_between(first, session.held_on))),
                members: scored[&session.id].iter().map(&mut answer).collect(),
            })
            .collect();
        let course = GroupCourse::new(&sessions).ok();
        course.map_or_else(Vec::new, |course| window_slopes(course, direction, settings.stall_window))
    });
    SlopePrior::estimate(&slopes.collect::<Vec<_>>(), settings.stall_windows)
}
