//! Who was put forward for a group, and the conversations before the first day.

use jiff::{Timestamp, civil::Date};

use super::{StoreError, Tenant, reader::Reader, statement::sql};
use crate::domain::{
    AccountId, CandidateId, Decided, GroupId, MembershipId, SelectionOutcome, SelectionStep, SelectionStepId,
};

sql! {
    INSERT = "INSERT INTO candidates (organisation_id, candidate_id, group_id, pseudonym, applied_on)
              VALUES ($1, $2, $3, $4, $5) ON CONFLICT (organisation_id, group_id, pseudonym) DO NOTHING";
    OF_GROUP = "SELECT candidate_id, pseudonym, applied_on, membership_id FROM candidates
                WHERE organisation_id = $1 AND group_id = $2 ORDER BY applied_on, candidate_id";
    // Locked: two who write down the same conversation make one stay.
    ONE = "SELECT candidate_id, pseudonym, applied_on, membership_id FROM candidates
           WHERE organisation_id = $1 AND group_id = $2 AND candidate_id = $3 FOR UPDATE";
    ENTER = "UPDATE candidates SET membership_id = $3 WHERE organisation_id = $1 AND candidate_id = $2";
    ADD_STEP = "INSERT INTO selection_steps (organisation_id, step_id, candidate_id, step, held_on, held_by, decided, outcome,
                                             motivation, expectation, checks, recorded_by, recorded_at)
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";
    STEPS = "SELECT t.candidate_id, t.step, t.held_on, a.display_name, t.decided, t.outcome, t.motivation, t.expectation,
                    t.checks, w.display_name, t.recorded_at
             FROM selection_steps t
             JOIN candidates c ON c.organisation_id = t.organisation_id AND c.candidate_id = t.candidate_id
             JOIN accounts a ON a.organisation_id = t.organisation_id AND a.account_id = t.held_by
             JOIN accounts w ON w.organisation_id = t.organisation_id AND w.account_id = t.recorded_by
             WHERE t.organisation_id = $1 AND c.group_id = $2
             ORDER BY t.recorded_at, t.step_id";
}

/// Somebody who was put forward.
#[derive(Debug, Clone)]
pub struct CandidateRow {
    /// Its id.
    pub id: CandidateId,
    /// The name in the group.
    pub pseudonym: String,
    /// The day.
    pub applied_on: Date,
    /// The stay, once there is one.
    pub membership: Option<MembershipId>,
}

/// A conversation to write down.
#[derive(Debug, Clone)]
pub struct NewSelectionStep {
    /// Which.
    pub step: SelectionStep,
    /// The day.
    pub held_on: Date,
    /// Who held it.
    pub held_by: AccountId,
    /// How it was decided.
    pub decided: Decided,
    /// What came of it.
    pub outcome: SelectionOutcome,
    /// How much the client wants to take part, 0 to 10, in the client's own words.
    pub motivation: Option<i16>,
    /// How much the client expects of the group, 0 to 10.
    pub expectation: Option<i16>,
    /// The points that were gone through, as `point=answer`.
    pub checks: Vec<String>,
}

/// A conversation as written down.
#[derive(Debug, Clone)]
pub struct SelectionStepRow {
    /// Whose.
    pub candidate: CandidateId,
    /// Which.
    pub step: SelectionStep,
    /// The day.
    pub held_on: Date,
    /// Who held it.
    pub held_by: String,
    /// How it was decided.
    pub decided: Decided,
    /// What came of it.
    pub outcome: SelectionOutcome,
    /// 0 to 10.
    pub motivation: Option<i16>,
    /// 0 to 10.
    pub expectation: Option<i16>,
    /// As `point=answer`.
    pub checks: Vec<String>,
    /// Who wrote it down.
    pub recorded_by: String,
    /// When.
    pub recorded_at: Timestamp,
}

impl Tenant<'_> {
    /// Puts somebody forward; `false` when the group has a candidate of this name.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn insert_candidate(
        &self,
        id: CandidateId,
        group: GroupId,
        pseudonym: &str,
        on: Date,
    ) -> Result<bool, StoreError> {
        let organisation = self.organisation().uuid();
        let added = self.execute(INSERT, &[&organisation, &id.uuid(), &group.uuid(), &pseudonym, &on]).await?;
        Ok(added == 1)
    }

    /// Who was put forward for a group, the longest ago first.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn candidates(&self, group: GroupId) -> Result<Vec<CandidateRow>, StoreError> {
        let rows = self.query(OF_GROUP, &[&self.organisation().uuid(), &group.uuid()]).await?;
        rows.iter().map(|row| read(row, OF_GROUP)).collect()
    }

    /// One of them, held until the end of the transaction.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn candidate(&self, group: GroupId, id: CandidateId) -> Result<Option<CandidateRow>, StoreError> {
        let row = self.query_opt(ONE, &[&self.organisation().uuid(), &group.uuid(), &id.uuid()]).await?;
        row.as_ref().map(|row| read(row, ONE)).transpose()
    }

    /// Notes the stay of somebody who was put forward.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn candidate_enters(&self, id: CandidateId, stay: MembershipId) -> Result<(), StoreError> {
        self.execute(ENTER, &[&self.organisation().uuid(), &id.uuid(), &stay.uuid()]).await?;
        Ok(())
    }

    /// Writes down a conversation.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn insert_selection_step(
        &self,
        candidate: CandidateId,
        (id, step): (SelectionStepId, &NewSelectionStep),
        by: AccountId,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let organisation = self.organisation().uuid();
        let words = (step.step.word(), step.decided.word(), step.outcome.word());
        self.execute(
            ADD_STEP,
            &[
                &organisation,
                &id.uuid(),
                &candidate.uuid(),
                &words.0,
                &step.held_on,
                &step.held_by.uuid(),
                &words.1,
                &words.2,
                &step.motivation,
                &step.expectation,
                &step.checks,
                &by.uuid(),
                &now,
            ],
        )
        .await?;
        Ok(())
    }

    /// The conversations with everybody who was put forward for a group, in the order of writing.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn selection_steps(&self, group: GroupId) -> Result<Vec<SelectionStepRow>, StoreError> {
        let rows = self.query(STEPS, &[&self.organisation().uuid(), &group.uuid()]).await?;
        let read = |row| {
            let mut read = Reader::new(row, STEPS);
            Ok(SelectionStepRow {
                candidate: read.id()?,
                step: read.word()?,
                held_on: read.value()?,
                held_by: read.value()?,
                decided: read.word()?,
                outcome: read.word()?,
                motivation: read.value()?,
                expectation: read.value()?,
                checks: read.value()?,
                recorded_by: read.value()?,
                recorded_at: read.value()?,
            })
        };
        rows.iter().map(read).collect()
    }
}

fn read(row: &tokio_postgres::Row, sql: &'static str) -> Result<CandidateRow, StoreError> {
    let mut read = Reader::new(row, sql);
    Ok(CandidateRow { id: read.id()?, pseudonym: read.value()?, applied_on: read.value()?, membership: read.id_opt()? })
}
