//! The newest mixed model of each scale.

use jiff::Timestamp;
use serde_json::Value;

use super::{StoreError, Tenant, reader::Reader, statement::sql};
use crate::domain::GroupId;

sql! {
    UPSERT = "INSERT INTO fits (organisation_id, instrument_id, scale, formula, theta, estimates, scores, clients, groups,
                                fitted_at)
              VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
              ON CONFLICT (organisation_id, instrument_id, scale) DO UPDATE SET
                  formula = excluded.formula, theta = excluded.theta, estimates = excluded.estimates,
                  scores = excluded.scores, clients = excluded.clients, groups = excluded.groups,
                  fitted_at = excluded.fitted_at";
    FIND = "SELECT formula, theta, estimates, scores, clients, groups, fitted_at FROM fits
            WHERE organisation_id = $1 AND instrument_id = $2 AND scale = $3";
    // The same with the lines of these stays ($4), and the band and change of one group ($5): the whole of an organisation
    // is hundreds of kilobytes. Each part is taken out of the stored document once.
    OF_GROUP = "WITH fit AS MATERIALIZED (
                    SELECT formula, theta, estimates - 'lines' - 'bands' - 'changes' - 'comparisons' AS rest, estimates->'lines' AS lines,
                           estimates->'bands'->($5::text) AS band, estimates->'changes'->($5::text) AS change,
                           scores, clients, groups, fitted_at
                    FROM fits WHERE organisation_id = $1 AND instrument_id = $2 AND scale = $3)
                SELECT formula, theta,
                       rest || jsonb_build_object(
                           'comparisons', '[]'::jsonb,
                           'lines', coalesce((SELECT jsonb_object_agg(line.key, line.value)
                                              FROM jsonb_each(lines) line WHERE line.key = ANY ($4::text[])), '{}'),
                           'bands', CASE WHEN band IS NULL THEN '{}' ELSE jsonb_build_object($5::text, band) END,
                           'changes', CASE WHEN change IS NULL THEN '{}' ELSE jsonb_build_object($5::text, change) END),
                       scores, clients, groups, fitted_at
                FROM fit";
    COMPARISONS = "SELECT jsonb_build_object('version', estimates->'version', 'comparisons', estimates->'comparisons')
                   FROM fits WHERE organisation_id = $1 AND instrument_id = $2 AND scale = $3";
    DELETE = "DELETE FROM fits WHERE organisation_id = $1 AND instrument_id = $2 AND scale = $3";
}

/// A fitted model as stored.
#[derive(Debug, Clone)]
pub struct FitRow {
    /// The formula.
    pub formula: String,
    /// θ at the optimum: the start of the next fit.
    pub theta: Vec<f64>,
    /// What the analysis read from the model.
    pub estimates: Value,
    /// Scores used.
    pub scores: i32,
    /// Clients in them.
    pub clients: i32,
    /// Groups in them.
    pub groups: i32,
    /// When.
    pub fitted_at: Timestamp,
}

impl Tenant<'_> {
    /// Stores the newest model of a scale over the one before.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn save_fit(&self, instrument: &str, scale: &str, fit: &FitRow) -> Result<(), StoreError> {
        self.execute(
            UPSERT,
            &[
                &self.organisation().uuid(),
                &instrument,
                &scale,
                &fit.formula,
                &fit.theta,
                &fit.estimates,
                &fit.scores,
                &fit.clients,
                &fit.groups,
                &fit.fitted_at,
            ],
        )
        .await?;
        Ok(())
    }

    /// The newest model of a scale.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn fit(&self, instrument: &str, scale: &str) -> Result<Option<FitRow>, StoreError> {
        let row = self.query_opt(FIND, &[&self.organisation().uuid(), &instrument, &scale]).await?;
        row.as_ref().map(read_fit).transpose()
    }

    /// The newest model of a scale, of which only the lines of these stays and what is of one group are read.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn fit_of_group(
        &self,
        (instrument, scale): (&str, &str),
        group: GroupId,
        stays: &[String],
    ) -> Result<Option<FitRow>, StoreError> {
        let (organisation, group) = (self.organisation().uuid(), group.to_string());
        let row = self.query_opt(OF_GROUP, &[&organisation, &instrument, &scale, &stays, &group]).await?;
        row.as_ref().map(read_fit).transpose()
    }

    /// Of the newest model of a scale its version and how groups stand beside each other, as stored.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn stored_comparisons(&self, instrument: &str, scale: &str) -> Result<Option<Value>, StoreError> {
        let row = self.query_opt(COMPARISONS, &[&self.organisation().uuid(), &instrument, &scale]).await?;
        row.map(|row| Reader::new(&row, COMPARISONS).value()).transpose()
    }

    /// Removes the model of a scale: a stale one is never shown.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn delete_fit(&self, instrument: &str, scale: &str) -> Result<(), StoreError> {
        self.execute(DELETE, &[&self.organisation().uuid(), &instrument, &scale]).await?;
        Ok(())
    }
}

fn read_fit(row: &tokio_postgres::Row) -> Result<FitRow, StoreError> {
    let mut read = Reader::new(row, FIND);
    Ok(FitRow {
        formula: read.value()?,
        theta: read.value()?,
        estimates: read.value()?,
        scores: read.value()?,
        clients: read.value()?,
        groups: read.value()?,
        fitted_at: read.value()?,
    })
}
