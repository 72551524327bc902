//! Failed attempts at a secret, counted where they survive a restart.

use jiff::Timestamp;

use super::{StoreError, Tenant, reader::Reader, statement::sql};

sql! {
    FIND = "SELECT failures FROM failed_attempts
            WHERE organisation_id = $1 AND subject = $2 AND window_started_at > $3";
    RECORD = "INSERT INTO failed_attempts (organisation_id, subject, window_started_at, failures)
              VALUES ($1, $2, $3, 1)
              ON CONFLICT (organisation_id, subject) DO UPDATE SET
                  failures = CASE WHEN failed_attempts.window_started_at > $4 THEN failed_attempts.failures + 1 ELSE 1 END,
                  window_started_at = CASE WHEN failed_attempts.window_started_at > $4
                                           THEN failed_attempts.window_started_at ELSE $3 END";
    CLEAR = "DELETE FROM failed_attempts WHERE organisation_id = $1 AND subject = $2";
}

/// How often a secret was guessed wrongly in the window.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Attempts(pub i32);

impl Tenant<'_> {
    /// The failures at `subject` in a window that began after `since`.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn failed_attempts(&self, subject: &str, since: Timestamp) -> Result<Attempts, StoreError> {
        let row = self.query_opt(FIND, &[&self.organisation().uuid(), &subject, &since]).await?;
        let failures = row.map(|row| Reader::new(&row, FIND).value()).transpose()?;
        Ok(Attempts(failures.unwrap_or(0)))
    }

    /// Counts one failure; a window that began before `since` starts anew.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn record_failed_attempt(
        &self,
        subject: &str,
        now: Timestamp,
        since: Timestamp,
    ) -> Result<(), StoreError> {
        self.execute(RECORD, &[&self.organisation().uuid(), &subject, &now, &since]).await?;
        Ok(())
    }

    /// Forgets the failures, after a success.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn clear_failed_attempts(&self, subject: &str) -> Result<(), StoreError> {
        self.execute(CLEAR, &[&self.organisation().uuid(), &subject]).await?;
        Ok(())
    }
}
