//! Attempts at a secret without success, counted where they survive a restart.

use jiff::Timestamp;

use super::{StoreError, Tenant, reader::Reader, statement::sql};

sql! {
    COUNT = "INSERT INTO failed_attempts (organisation_id, subject, window_started_at, failures)
             VALUES ($1, $2, $3, 1)
             ON CONFLICT (organisation_id, subject) DO UPDATE SET
                 failures = CASE WHEN failed_attempts.window_started_at > $4 THEN failed_attempts.failures + 1 ELSE 1 END,
                 window_started_at = CASE WHEN failed_attempts.window_started_at > $4
                                          THEN failed_attempts.window_started_at ELSE $3 END
             RETURNING failures";
    CLEAR = "DELETE FROM failed_attempts WHERE organisation_id = $1 AND subject = $2";
}

/// How often a secret was tried in the window without success.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Attempts(pub i32);

impl Tenant<'_> {
    /// Counts one attempt at `subject` and tells how many there are with it; a window that began before `since` starts
    /// anew. Others who try the same secret wait here until the transaction ends.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn count_attempt(&self, subject: &str, now: Timestamp, since: Timestamp) -> Result<Attempts, StoreError> {
        let row = self.query_one(COUNT, &[&self.organisation().uuid(), &subject, &now, &since]).await?;
        Ok(Attempts(Reader::new(&row, COUNT).value()?))
    }

    /// Forgets the attempts, after a success.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn clear_attempts(&self, subject: &str) -> Result<(), StoreError> {
        self.execute(CLEAR, &[&self.organisation().uuid(), &subject]).await?;
        Ok(())
    }
}
