//! What must still happen after a commit: written in the same transaction, taken with `SKIP LOCKED`.
//!
//! One analysis serves every waiting job of its scale. The jobs are locked before the scores are read and exactly those
//! are removed afterwards: a job that arrives in between stays, so its answer cannot be missed. Workers of two processes
//! analyse the same scale one after the other, so that the later result is the one that stays.

use std::collections::BTreeSet;

use jiff::Timestamp;
use uuid::Uuid;

use super::{StoreError, Tenant, reader::Reader, statement::sql};
use crate::domain::{GroupId, JobId};

sql! {
    INSERT = "INSERT INTO outbox (organisation_id, job_id, kind, instrument_id, scale, group_id, created_at, due_at)
              VALUES ($1, $2, 'analyse', $3, $4, $5, $6, $6)";
    FIRST = "SELECT instrument_id, scale, attempts FROM outbox
             WHERE organisation_id = $1 AND due_at <= $2
             ORDER BY due_at, job_id LIMIT 1 FOR UPDATE SKIP LOCKED";
    // Two processes that fitted one scale at once could store the older fit last.
    ALONE = "SELECT pg_try_advisory_xact_lock(hashtextextended($1::text || ' ' || $2::text || ' ' || $3::text, 2))";
    SAME_SCALE = "SELECT job_id, group_id FROM outbox WHERE organisation_id = $1 AND instrument_id = $2 AND scale = $3
                  FOR UPDATE SKIP LOCKED";
    AGAIN = "SELECT job_id FROM outbox WHERE organisation_id = $1 AND job_id = ANY($2) FOR UPDATE SKIP LOCKED";
    FINISH = "DELETE FROM outbox WHERE organisation_id = $1 AND job_id = ANY($2)";
    POSTPONE = "UPDATE outbox SET attempts = attempts + 1, due_at = $3
                WHERE organisation_id = $1 AND job_id = ANY($2)";
    GROUPS_WAITING = "SELECT DISTINCT group_id FROM outbox
                      WHERE organisation_id = $1 AND due_at <= $2 AND group_id IS NOT NULL";
    WAITING = "SELECT count(*) FROM outbox WHERE organisation_id = $1";
}

/// Jobs that one analysis serves, locked by the transaction that took them.
#[derive(Debug, Clone)]
pub struct Jobs {
    ids: Vec<Uuid>,
    /// The groups whose answers asked for it.
    pub groups: BTreeSet<GroupId>,
    /// Whether one of them is of no group, and so of all.
    pub everywhere: bool,
    /// The instrument to analyse.
    pub instrument: String,
    /// The scale of it.
    pub scale: String,
    /// How often the oldest failed.
    pub attempts: i32,
}

impl Tenant<'_> {
    /// Asks for the analysis of a scale, on behalf of a group.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn insert_job(
        &self,
        id: JobId,
        (instrument, scale): (&str, &str),
        group: Option<GroupId>,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let group = group.map(GroupId::uuid);
        self.execute(INSERT, &[&self.organisation().uuid(), &id.uuid(), &instrument, &scale, &group, &now]).await?;
        Ok(())
    }

    /// Takes the scale that waited longest, with all its jobs; they stay locked until this transaction ends.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn take_jobs(&self, now: Timestamp) -> Result<Option<Jobs>, StoreError> {
        let organisation = self.organisation().uuid();
        let Some(row) = self.query_opt(FIRST, &[&organisation, &now]).await? else { return Ok(None) };
        let mut read = Reader::new(&row, FIRST);
        let (instrument, scale, attempts): (String, String, i32) = (read.value()?, read.value()?, read.value()?);
        let alone = self.query_one(ALONE, &[&organisation.to_string(), &instrument, &scale]).await?;
        if !Reader::new(&alone, ALONE).value::<bool>()? {
            return Ok(None);
        }
        let rows = self.query(SAME_SCALE, &[&organisation, &instrument, &scale]).await?;
        let (mut ids, mut groups, mut everywhere) = (Vec::new(), BTreeSet::new(), false);
        for row in &rows {
            let mut read = Reader::new(row, SAME_SCALE);
            ids.push(read.value()?);
            let group = read.id_opt::<GroupId>()?;
            everywhere |= group.is_none();
            groups.extend(group);
        }
        Ok(Some(Jobs { ids, groups, everywhere, instrument, scale, attempts }))
    }

    /// Takes jobs once more after a commit in between; `false` when another worker has them, or did them.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn retake_jobs(&self, jobs: &Jobs) -> Result<bool, StoreError> {
        let organisation = self.organisation().uuid();
        let alone = self.query_one(ALONE, &[&organisation.to_string(), &jobs.instrument, &jobs.scale]).await?;
        if !Reader::new(&alone, ALONE).value::<bool>()? {
            return Ok(false);
        }
        Ok(self.query(AGAIN, &[&organisation, &jobs.ids]).await?.len() == jobs.ids.len())
    }

    /// Removes jobs that were done.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn finish_jobs(&self, jobs: &Jobs) -> Result<(), StoreError> {
        self.execute(FINISH, &[&self.organisation().uuid(), &jobs.ids]).await?;
        Ok(())
    }

    /// Puts failed jobs off.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn postpone_jobs(&self, jobs: &Jobs, until: Timestamp) -> Result<(), StoreError> {
        self.execute(POSTPONE, &[&self.organisation().uuid(), &jobs.ids, &until]).await?;
        Ok(())
    }

    /// The groups with a job that is due.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn groups_waiting(&self, now: Timestamp) -> Result<BTreeSet<GroupId>, StoreError> {
        let rows = self.query(GROUPS_WAITING, &[&self.organisation().uuid(), &now]).await?;
        rows.iter().map(|row| Reader::new(row, GROUPS_WAITING).id()).collect()
    }

    /// How many jobs wait.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn waiting_jobs(&self) -> Result<i64, StoreError> {
        let row = self.query_one(WAITING, &[&self.organisation().uuid()]).await?;
        Reader::new(&row, WAITING).value()
    }
}
