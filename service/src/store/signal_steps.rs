//! The steps that people took about a signal, whatever its rule: seen, discussed, acted, closed. Written once, never changed.

use jiff::Timestamp;

use super::{StoreError, Tenant, reader::Reader, statement::sql};
use crate::domain::{AccountId, SignalId, SignalStep, StepId, StepNote};

sql! {
    LOCK = "SELECT round FROM signals WHERE organisation_id = $1 AND signal_id = $2 FOR UPDATE";
    // A statement of its own: whoever waited for the lock must not read the steps as they were before the waiting.
    FURTHEST = "SELECT step FROM signal_steps WHERE organisation_id = $1 AND signal_id = $2 AND round = $3
                ORDER BY array_position(ARRAY['closed', 'acted', 'discussed', 'seen'], step) LIMIT 1";
    INSERT = "INSERT INTO signal_steps (organisation_id, step_id, signal_id, round, step, account_id, taken_at, note)
              VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING";
    SEEN = "UPDATE signals SET seen_round = $3 WHERE organisation_id = $1 AND signal_id = $2 AND seen_round < $3";
    OF_SIGNAL = "SELECT t.round, t.step, a.display_name, t.taken_at, t.note
                 FROM signal_steps t
                 JOIN accounts a ON a.organisation_id = t.organisation_id AND a.account_id = t.account_id
                 WHERE t.organisation_id = $1 AND t.signal_id = $2
                 ORDER BY t.taken_at, array_position(ARRAY['seen', 'discussed', 'acted', 'closed'], t.step), t.step_id";
}

/// Where a signal stands, locked until the transaction ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StandingRow {
    /// How often it was raised or got worse.
    pub round: i16,
    /// The furthest step of this round; none when nobody saw it.
    pub furthest: Option<SignalStep>,
}

/// A step to write.
pub struct NewStep<'a> {
    /// Its id.
    pub id: StepId,
    /// The signal.
    pub signal: SignalId,
    /// The round of the signal that it is about.
    pub round: i16,
    /// Which step.
    pub step: SignalStep,
    /// Who took it.
    pub by: AccountId,
    /// What was written about it.
    pub note: Option<&'a StepNote>,
}

/// A step as stored.
#[derive(Clone)]
pub struct StepRow {
    /// The round of the signal that it is about.
    pub round: i16,
    /// Which step.
    pub step: SignalStep,
    /// Name of who took it.
    pub by: String,
    /// When.
    pub taken_at: Timestamp,
    /// What was written about it.
    pub note: Option<String>,
}

impl Tenant<'_> {
    /// Where a signal stands; nobody else can take a step, and no answer can make it worse, until this transaction ends.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn lock_signal(&self, signal: SignalId) -> Result<Option<StandingRow>, StoreError> {
        let (organisation, signal) = (self.organisation().uuid(), signal.uuid());
        let Some(row) = self.query_opt(LOCK, &[&organisation, &signal]).await? else { return Ok(None) };
        let round: i16 = Reader::new(&row, LOCK).value()?;
        let step = self.query_opt(FURTHEST, &[&organisation, &signal, &round]).await?;
        let furthest = step.map(|row| Reader::new(&row, FURTHEST).word()).transpose()?;
        Ok(Some(StandingRow { round, furthest }))
    }

    /// Writes a step; `false` when the same person saw this round before, or it was closed before.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn insert_step(&self, step: &NewStep<'_>, now: Timestamp) -> Result<bool, StoreError> {
        let written = self
            .execute(
                INSERT,
                &[
                    &self.organisation().uuid(),
                    &step.id.uuid(),
                    &step.signal.uuid(),
                    &step.round,
                    &step.step.word(),
                    &step.by.uuid(),
                    &now,
                    &step.note.map(StepNote::as_str),
                ],
            )
            .await?;
        // Whoever takes a step saw it: it no longer waits.
        self.execute(SEEN, &[&self.organisation().uuid(), &step.signal.uuid(), &step.round]).await?;
        Ok(written == 1)
    }

    /// Every step about a signal, oldest first.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn steps(&self, signal: SignalId) -> Result<Vec<StepRow>, StoreError> {
        let rows = self.query(OF_SIGNAL, &[&self.organisation().uuid(), &signal.uuid()]).await?;
        rows.iter()
            .map(|row| {
                let mut read = Reader::new(row, OF_SIGNAL);
                Ok(StepRow {
                    round: read.value()?,
                    step: read.word()?,
                    by: read.value()?,
                    taken_at: read.value()?,
                    note: read.value()?,
                })
            })
            .collect()
    }
}
