//! The newest mixed model of each scale.

use jiff::Timestamp;
use serde_json::Value;

use super::{StoreError, Tenant, reader::Reader, statement::sql};

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
        row.map(|row| {
            let mut read = Reader::new(&row, FIND);
            Ok(FitRow {
                formula: read.value()?,
                theta: read.value()?,
                estimates: read.value()?,
                scores: read.value()?,
                clients: read.value()?,
                groups: read.value()?,
                fitted_at: read.value()?,
            })
        })
        .transpose()
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
