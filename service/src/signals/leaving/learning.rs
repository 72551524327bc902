//! What goes before a dropout, learnt from the stays of the organisation: rarely, for a fit takes seconds, and what it
//! finds hardly changes with one stay more.

use jiff::{Timestamp, tz::TimeZone};
use peil_questionnaires::Library;
use peil_stats::dropout::{
    CourseForHazard, DropoutDefinition, Ending, HazardError, HazardModel, HazardSettings, ValidationSettings,
};

use super::{
    Expectations, LeavingTrial, Measured,
    stay::{Stay, on_calendar},
};
use crate::{
    analyse::settings_in_force,
    domain::{ExpectedSource, GroupId},
    signals::{SignalsError, TOGETHER, VERSION, judge_anew, room::Room},
    store::{DropoutModelRow, Tenant},
};

/// What the model of an organisation rests on.
#[derive(Debug, Clone, PartialEq)]
pub struct LeavingModel {
    /// When it was fitted; none as long as too few stays have ended, or nobody has learnt from them yet.
    pub fitted_at: Option<Timestamp>,
    /// Whether the stays were enough, and the last fit failed.
    pub failed: bool,
    /// Clients before a session, from which it was learnt.
    pub rows: usize,
    /// Stays that had ended, when somebody last looked.
    pub ended: usize,
    /// How many a model needs.
    pub ended_needed: usize,
    /// Of those, stays that ended in dropping out.
    pub dropouts: usize,
    /// How many a model needs.
    pub dropouts_needed: usize,
    /// What counts as dropping out.
    pub definition: DropoutDefinition,
    /// How well such a model foretold here; none where there is none, or where nobody tried it yet.
    pub trial: Option<LeavingTrial>,
    /// The chance of leaving from which DROP speaks now; that of the trial may have been another one.
    pub limit: f64,
}

/// Stays by what was known at some moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Counted {
    begun: usize,
    ended: usize,
    dropouts: usize,
}

/// What was learnt of the stays.
struct Learnt {
    counted: Counted,
    /// None where the same stays would teach the same.
    model: Option<Result<(HazardModel, LeavingTrial), HazardError>>,
}

/// Fits the model anew to all that is known `now`, where a stay has ended since the last time, and tries one of earlier time
/// on what came later; for whoever claimed it. With the first model, and with the loss of the last, every group is to be
/// judged anew: `true` when that was asked for.
///
/// # Errors
///
/// [`SignalsError`]; the transaction must not be committed then.
pub async fn learn_leaving(tenant: &Tenant<'_>, library: &Library, now: Timestamp) -> Result<bool, SignalsError> {
    let source = ExpectedSource::Own;
    let before = tenant.dropout_models().await?.into_iter().find(|row| row.source == source);
    let before = before.filter(|row| usable(row).is_some());
    let had_one = before.is_some();
    // A model that nobody tried is learnt anew, though it will be the same.
    let learnt_of = before.filter(|row| tried(row).is_some()).and_then(|row| usize::try_from(row.ended).ok());
    let stays = all_stays(tenant, library).await?;
    let today = on_calendar(now.to_zoned(TimeZone::UTC).date());
    let limit = settings_in_force(tenant).await?.dropout_probability;
    let cut = ValidationSettings { limit, ..ValidationSettings::default() };
    let learnt = tokio::task::spawn_blocking(move || learn(&stays, today, learnt_of, &cut));
    let Learnt { counted, model: Some(model) } = learnt.await.map_err(|_| SignalsError::BrokenOff)? else {
        tenant.release_dropout_model(source).await?;
        return Ok(false);
    };
    let (model, failed) = match model {
        Ok(model) => (Some(model), false),
        Err(HazardError::TooFewEnded { .. } | HazardError::TooFewDropouts { .. }) => (None, false),
        Err(error) => {
            tracing::warn!(error = %error, "no model of leaving for this organisation");
            (None, true)
        }
    };
    let has_one = model.is_some();
    tenant.save_dropout_model(&DropoutModelRow { failed, ..row(source, counted, model, now)? }).await?;
    if has_one != had_one {
        judge_anew(tenant, now).await?;
    }
    Ok(has_one != had_one)
}

fn learn(stays: &[Stay], today: f64, learnt_of: Option<usize>, cut: &ValidationSettings) -> Learnt {
    let courses: Vec<CourseForHazard<'_>> = stays.iter().map(Stay::course).collect();
    let settings = HazardSettings::default();
    let counted = count(&courses, today, &settings);
    let model = (learnt_of != Some(counted.ended)).then(|| {
        let model = HazardModel::fit_as_of(&courses, today, &settings)?;
        // What lies after today is known to no model, and is nothing to hold one against.
        let known: Vec<CourseForHazard<'_>> =
            courses.iter().filter(|course| is_over_by(course, today)).copied().collect();
        Ok((model, LeavingTrial::of(&known, &settings, cut)))
    });
    Learnt { counted, model }
}

/// Whether all that is written down of a stay happened by then.
fn is_over_by(course: &CourseForHazard<'_>, today: f64) -> bool {
    let last = course.sessions.last().map_or(0.0, |session| session.weeks);
    let end = course.ended.map_or(0.0, |(weeks, _)| weeks);
    course.began + last.max(end) <= today
}

/// What the model that counts rests on; before anybody looked, on nothing.
///
/// # Errors
///
/// [`SignalsError`] when the rows cannot be read.
pub async fn leaving_model(tenant: &Tenant<'_>) -> Result<LeavingModel, SignalsError> {
    let row = tenant.dropout_models().await?.into_iter().next();
    let needed = HazardSettings::default();
    let count = |of: fn(&DropoutModelRow) -> i32| row.as_ref().map_or(0, |row| usize::try_from(of(row)).unwrap_or(0));
    Ok(LeavingModel {
        fitted_at: row.as_ref().filter(|row| usable(row).is_some()).and_then(|row| row.fitted_at),
        failed: row.as_ref().is_some_and(|row| row.failed && row.module_version == VERSION),
        rows: count(|row| row.rows),
        ended: count(|row| row.ended),
        ended_needed: needed.ended,
        dropouts: count(|row| row.dropouts),
        dropouts_needed: needed.dropouts,
        definition: needed.definition,
        trial: row.as_ref().and_then(tried),
        limit: settings_in_force(tenant).await?.dropout_probability,
    })
}

/// A stored model of this version of the module: an older one is not used, and learnt anew with the next answer.
pub(super) fn usable(row: &DropoutModelRow) -> Option<HazardModel> {
    let model = row.model.clone().filter(|_| row.module_version == VERSION)?;
    serde_json::from_value(model).inspect_err(|error| tracing::warn!(%error, "a stored model of leaving is none")).ok()
}

/// How a stored model of this version did on later time.
fn tried(row: &DropoutModelRow) -> Option<LeavingTrial> {
    let trial = row.trial.clone().filter(|_| row.module_version == VERSION)?;
    serde_json::from_value(trial).inspect_err(|error| tracing::warn!(%error, "a stored trial of leaving is none")).ok()
}

async fn all_stays(tenant: &Tenant<'_>, library: &Library) -> Result<Vec<Stay>, SignalsError> {
    let mut stays = Vec::new();
    let groups: Vec<GroupId> = tenant.all_groups().await?.into_iter().collect();
    for groups in groups.chunks(TOGETHER) {
        let rooms: Vec<Room> = tenant.rooms(groups).await?.into_iter().map(|row| Room::new(row, library)).collect();
        let expectations = Expectations::read(tenant, &rooms).await?;
        for room in &rooms {
            let measured = Measured::of(room, &expectations);
            let began = room.members.iter().filter(|member| !member.never_began());
            stays.extend(began.map(|member| Stay::of(room, member, &measured)));
        }
    }
    Ok(stays)
}

fn count(courses: &[CourseForHazard<'_>], today: f64, settings: &HazardSettings) -> Counted {
    let begun = courses.iter().filter(|course| course.began <= today);
    let endings: Vec<Ending> =
        begun.map(|course| settings.definition.outcome(course, today - course.began).ending).collect();
    Counted {
        begun: endings.len(),
        ended: endings.iter().filter(|ending| **ending != Ending::Running).count(),
        dropouts: endings.iter().filter(|ending| **ending == Ending::Dropout).count(),
    }
}

fn row(
    source: ExpectedSource,
    counted: Counted,
    model: Option<(HazardModel, LeavingTrial)>,
    now: Timestamp,
) -> Result<DropoutModelRow, SignalsError> {
    let stored = |count: usize| i32::try_from(count).unwrap_or(i32::MAX);
    let (model, trial) = model.unzip();
    Ok(DropoutModelRow {
        source,
        rows: stored(model.as_ref().map_or(0, |model| model.basis().rows)),
        courses: stored(counted.begun),
        ended: stored(counted.ended),
        dropouts: stored(counted.dropouts),
        module_version: VERSION.to_owned(),
        fitted_at: model.is_some().then_some(now),
        model: model.map(serde_json::to_value).transpose()?,
        trial: trial.map(serde_json::to_value).transpose()?,
        failed: false,
    })
}
