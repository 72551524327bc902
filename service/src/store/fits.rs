//! The newest mixed model of each scale, and what it says of each group.

use jiff::Timestamp;
use serde_json::Value;
use uuid::Uuid;

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
    LAST = "SELECT theta FROM fits WHERE organisation_id = $1 AND instrument_id = $2 AND scale = $3";
    // The same with what it says of one group ($4).
    OF_GROUP = "SELECT f.formula, f.theta, f.estimates, f.scores, f.clients, f.groups, f.fitted_at, p.part
                FROM fits f LEFT JOIN fit_parts p
                    ON p.organisation_id = f.organisation_id AND p.instrument_id = f.instrument_id AND p.scale = f.scale
                       AND p.group_id = $4
                WHERE f.organisation_id = $1 AND f.instrument_id = $2 AND f.scale = $3";
    PARTS = "INSERT INTO fit_parts (organisation_id, instrument_id, scale, group_id, part)
             SELECT $1, $2, $3, p.group_id, p.part FROM unnest($4::uuid[], $5::jsonb[]) p (group_id, part)
             ON CONFLICT (organisation_id, instrument_id, scale, group_id) DO UPDATE SET part = excluded.part
                 WHERE fit_parts.part <> excluded.part";
    OTHER_PARTS = "DELETE FROM fit_parts
                   WHERE organisation_id = $1 AND instrument_id = $2 AND scale = $3 AND NOT group_id = ANY ($4::uuid[])";
    DELETE = "DELETE FROM fits WHERE organisation_id = $1 AND instrument_id = $2 AND scale = $3";
}

/// A fitted model as stored.
#[derive(Debug, Clone)]
pub struct FitRow {
    /// The formula.
    pub formula: String,
    /// θ at the optimum: the start of the next fit.
    pub theta: Vec<f64>,
    /// What the analysis read from the model of everybody.
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
    /// Stores the newest model of a scale, and what it says of each group, over the one before.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn save_fit(
        &self,
        (instrument, scale): (&str, &str),
        fit: &FitRow,
        parts: &[(GroupId, Value)],
    ) -> Result<(), StoreError> {
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
        let (groups, parts): (Vec<Uuid>, Vec<&Value>) = parts.iter().map(|(group, part)| (group.uuid(), part)).unzip();
        let organisation = self.organisation().uuid();
        self.execute(OTHER_PARTS, &[&organisation, &instrument, &scale, &groups]).await?;
        self.execute(PARTS, &[&organisation, &instrument, &scale, &groups, &parts]).await?;
        Ok(())
    }

    /// θ of the newest model of a scale: where the next fit begins.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn last_theta(&self, instrument: &str, scale: &str) -> Result<Option<Vec<f64>>, StoreError> {
        let row = self.query_opt(LAST, &[&self.organisation().uuid(), &instrument, &scale]).await?;
        row.map(|row| Reader::new(&row, LAST).value()).transpose()
    }

    /// The newest model of a scale.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn fit(&self, instrument: &str, scale: &str) -> Result<Option<FitRow>, StoreError> {
        let row = self.query_opt(FIND, &[&self.organisation().uuid(), &instrument, &scale]).await?;
        row.map(|row| read_fit(&mut Reader::new(&row, FIND))).transpose()
    }

    /// The newest model of a scale, with what it says of one group.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn fit_of_group(
        &self,
        (instrument, scale): (&str, &str),
        group: GroupId,
    ) -> Result<Option<(FitRow, Option<Value>)>, StoreError> {
        let row = self.query_opt(OF_GROUP, &[&self.organisation().uuid(), &instrument, &scale, &group.uuid()]).await?;
        row.map(|row| {
            let mut read = Reader::new(&row, OF_GROUP);
            Ok((read_fit(&mut read)?, read.value()?))
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

fn read_fit(read: &mut Reader<'_>) -> Result<FitRow, StoreError> {
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
