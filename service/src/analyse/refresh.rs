//! Refits a scale when an answer was accepted, from the last optimum.

use jiff::Timestamp;
use peil_questionnaires::{Instrument, Library, Score};

use super::{AnalyseError, Rooms, ScaleModel, comparison_outdated, fit_courses};
use crate::{
    domain::JobId,
    store::{FitRow, ScoreRow, Tenant},
};

/// Analyses one scale of the organisation anew, and returns the scores that it did so with.
///
/// # Errors
///
/// [`AnalyseError`]; a model that can no longer be fitted is removed rather than shown stale.
pub async fn refresh_scale(
    tenant: &Tenant<'_>,
    library: &Library,
    (instrument, scale): (&str, &str),
    now: Timestamp,
) -> Result<Vec<ScoreRow>, AnalyseError> {
    definition_of(library, instrument, scale)?;
    let mut rows = tenant.scores_of_scale(instrument, scale).await?;
    // The same data give the same fit, whatever order the database returns them in.
    rows.sort_by_key(|row| (row.group, row.membership, row.client, row.days, row.session));
    let mut rooms = Rooms {
        sessions: tenant.all_sessions().await?,
        members: tenant.all_memberships().await?,
        closed: tenant.closed_groups().await?.into_iter().collect(),
    };
    rooms.add_days_of_measuring(&rows);
    let last = tenant.last_theta(instrument, scale).await?;
    match compute(rows.clone(), rooms, last).await {
        Ok(Some(mut model)) => {
            let parts = model.take_apart(&rows).into_iter();
            let parts = parts.map(|(group, part)| Ok((group, serde_json::to_value(part)?)));
            let parts = parts.collect::<Result<Vec<_>, AnalyseError>>()?;
            tenant.save_fit((instrument, scale), &stored(model, now)?, &parts).await?;
        }
        Ok(None) => tenant.delete_fit(instrument, scale).await?,
        Err(error) => {
            tracing::warn!(instrument, scale, error = %error, "no model for this scale");
            tenant.delete_fit(instrument, scale).await?;
        }
    }
    Ok(rows)
}

/// Asks for the analysis of every scale whose stored model is of another version of the analysis.
///
/// # Errors
///
/// [`AnalyseError::Store`] when the database does not answer.
pub async fn renew_stale(tenant: &Tenant<'_>, now: Timestamp) -> Result<(), AnalyseError> {
    for (instrument, scale) in tenant.scored_scales().await? {
        let stored = tenant.fit(&instrument, &scale).await?;
        if stored.is_some_and(|row| ScaleModel::stored(row.estimates).is_none()) {
            tenant.insert_job(JobId::new(now), (&instrument, &scale), None, now).await?;
        }
    }
    Ok(())
}

/// Analyses every scale that has scores.
///
/// # Errors
///
/// As [`refresh_scale`].
pub async fn refresh_all(tenant: &Tenant<'_>, library: &Library, now: Timestamp) -> Result<(), AnalyseError> {
    for (instrument, scale) in tenant.scored_scales().await? {
        let rows = refresh_scale(tenant, library, (&instrument, &scale), now).await?;
        comparison_outdated(tenant, library, (&instrument, &scale), rows.len(), now).await?;
    }
    Ok(())
}

async fn compute(
    rows: Vec<ScoreRow>,
    rooms: Rooms,
    last: Option<Vec<f64>>,
) -> Result<Option<ScaleModel>, AnalyseError> {
    tokio::task::spawn_blocking(move || fit_courses(&rows, &rooms, last.as_deref()))
        .await
        .map_err(|_| AnalyseError::BrokenOff)?
}

fn stored(model: ScaleModel, now: Timestamp) -> Result<FitRow, AnalyseError> {
    let count = |number: usize| i32::try_from(number).unwrap_or(i32::MAX);
    Ok(FitRow {
        formula: model.formula.clone(),
        theta: model.theta.clone(),
        scores: count(model.scores),
        clients: count(model.clients),
        groups: count(model.groups),
        estimates: serde_json::to_value(model)?,
        fitted_at: now,
    })
}

/// The definition of a scale, in its newest version.
///
/// # Errors
///
/// [`AnalyseError::UnknownScale`] when there is none here.
pub(crate) fn definition_of<'l>(
    library: &'l Library,
    instrument: &str,
    scale: &str,
) -> Result<(&'l Instrument, &'l Score), AnalyseError> {
    let unknown = || AnalyseError::UnknownScale { instrument: instrument.to_owned(), scale: scale.to_owned() };
    let definition = library.latest(instrument).ok_or_else(unknown)?;
    let score = definition.score(scale).ok_or_else(unknown)?;
    Ok((definition, score))
}
