//! The expected course of each scale: the organisation's own, and one that was read from a file.

use jiff::Timestamp;
use serde_json::Value;

use super::{StoreError, Tenant, reader::Reader, statement::sql};
use crate::domain::ExpectedSource;

sql! {
    UPSERT = "INSERT INTO expected_courses (organisation_id, instrument_id, scale, source, parameters, slopes,
                                            courses, module_version, fitted_at)
              VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
              ON CONFLICT (organisation_id, instrument_id, scale, source) DO UPDATE SET
                  parameters = excluded.parameters, slopes = excluded.slopes, courses = excluded.courses,
                  module_version = excluded.module_version, fitted_at = excluded.fitted_at";
    OF_SCALE = "SELECT source, parameters, slopes, courses, module_version, fitted_at FROM expected_courses
                WHERE organisation_id = $1 AND instrument_id = $2 AND scale = $3
                ORDER BY source = 'file' DESC";
    DELETE = "DELETE FROM expected_courses
              WHERE organisation_id = $1 AND instrument_id = $2 AND scale = $3 AND source = $4";
}

/// An expected course as stored.
#[derive(Debug, Clone)]
pub struct ExpectedRow {
    /// Where it is from.
    pub source: ExpectedSource,
    /// The numbers.
    pub parameters: Value,
    /// The slopes that groups usually have, where they are known.
    pub slopes: Option<Value>,
    /// Courses behind them.
    pub courses: i32,
    /// Version of the module that fitted it.
    pub module_version: String,
    /// When it was fitted.
    pub fitted_at: Timestamp,
}

impl Tenant<'_> {
    /// Stores the expected course of a scale over the earlier one of the same source.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn save_expected(&self, instrument: &str, scale: &str, row: &ExpectedRow) -> Result<(), StoreError> {
        self.execute(
            UPSERT,
            &[
                &self.organisation().uuid(),
                &instrument,
                &scale,
                &row.source.word(),
                &row.parameters,
                &row.slopes,
                &row.courses,
                &row.module_version,
                &row.fitted_at,
            ],
        )
        .await?;
        Ok(())
    }

    /// The expected courses of a scale, the one of a file first: the first is the one that counts.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn expected_courses(&self, instrument: &str, scale: &str) -> Result<Vec<ExpectedRow>, StoreError> {
        let rows = self.query(OF_SCALE, &[&self.organisation().uuid(), &instrument, &scale]).await?;
        rows.iter()
            .map(|row| {
                let mut read = Reader::new(row, OF_SCALE);
                Ok(ExpectedRow {
                    source: read.word()?,
                    parameters: read.value()?,
                    slopes: read.value()?,
                    courses: read.value()?,
                    module_version: read.value()?,
                    fitted_at: read.value()?,
                })
            })
            .collect()
    }

    /// Removes the expected course of one source; `false` when there was none.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn delete_expected(
        &self,
        instrument: &str,
        scale: &str,
        source: ExpectedSource,
    ) -> Result<bool, StoreError> {
        Ok(self.execute(DELETE, &[&self.organisation().uuid(), &instrument, &scale, &source.word()]).await? == 1)
    }
}
