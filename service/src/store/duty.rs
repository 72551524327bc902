//! Who is on duty: called in by alerts that are bad, worse, or seen by nobody in time. Periods, never removed.

use jiff::Timestamp;

use super::{StoreError, Tenant, reader::Reader, statement::sql};
use crate::domain::{AccountId, Role};

sql! {
    BEGIN = "INSERT INTO duty_periods (organisation_id, account_id, from_at)
             SELECT a.organisation_id, a.account_id, $3 FROM accounts a
             WHERE a.organisation_id = $1 AND a.account_id = $2 AND a.disabled_at IS NULL
               AND a.role IN ('therapist', 'team_lead')
             ON CONFLICT DO NOTHING";
    END = "UPDATE duty_periods SET until_at = $3 WHERE organisation_id = $1 AND account_id = $2 AND until_at IS NULL";
    // One at a time: two administrators cannot each take the last but one off the list.
    LOCK = "SELECT pg_advisory_xact_lock(hashtextextended($1::text, 3))";
    ON_DUTY = "SELECT a.account_id, a.display_name, a.role, d.from_at
               FROM accounts a
               JOIN duty_periods d ON d.organisation_id = a.organisation_id AND d.account_id = a.account_id
                                  AND d.until_at IS NULL
               WHERE a.organisation_id = $1 AND a.disabled_at IS NULL AND a.role IN ('therapist', 'team_lead')
               ORDER BY a.display_name";
    OFF_DUTY = "SELECT a.account_id, a.display_name, a.role, NULL::timestamptz AS from_at
                FROM accounts a
                WHERE a.organisation_id = $1 AND a.disabled_at IS NULL AND a.role IN ('therapist', 'team_lead')
                  AND NOT EXISTS (SELECT FROM duty_periods d WHERE d.organisation_id = a.organisation_id
                                    AND d.account_id = a.account_id AND d.until_at IS NULL)
                ORDER BY a.display_name";
}

/// An account of care, on duty or not.
#[derive(Debug, Clone)]
pub struct DutyRow {
    /// The account.
    pub account: AccountId,
    /// The name that colleagues see.
    pub display_name: String,
    /// What it may do.
    pub role: Role,
    /// Since when it is on duty; none when it is not.
    pub from_at: Option<Timestamp>,
}

impl Tenant<'_> {
    /// Puts an account of care on duty from now on; `false` when it is on duty, is shut, or is not of care.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn begin_duty(&self, account: AccountId, now: Timestamp) -> Result<bool, StoreError> {
        Ok(self.execute(BEGIN, &[&self.organisation().uuid(), &account.uuid(), &now]).await? == 1)
    }

    /// Takes an account off duty; `false` when it was not on it.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn end_duty(&self, account: AccountId, now: Timestamp) -> Result<bool, StoreError> {
        Ok(self.execute(END, &[&self.organisation().uuid(), &account.uuid(), &now]).await? == 1)
    }

    /// Waits for everybody else who changes the list of those on duty, until this transaction ends.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn lock_duty(&self) -> Result<(), StoreError> {
        self.query_one(LOCK, &[&self.organisation().to_string()]).await?;
        Ok(())
    }

    /// Who is on duty now.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn on_duty(&self) -> Result<Vec<DutyRow>, StoreError> {
        self.query(ON_DUTY, &[&self.organisation().uuid()]).await?.iter().map(read).collect()
    }

    /// Who could be put on duty.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn off_duty(&self) -> Result<Vec<DutyRow>, StoreError> {
        self.query(OFF_DUTY, &[&self.organisation().uuid()]).await?.iter().map(read).collect()
    }
}

fn read(row: &tokio_postgres::Row) -> Result<DutyRow, StoreError> {
    let mut read = Reader::new(row, ON_DUTY);
    Ok(DutyRow { account: read.id()?, display_name: read.value()?, role: read.word()?, from_at: read.value()? })
}
