//! Submitted forms: one for each assignment, by constraint.

use jiff::Timestamp;

use super::{StoreError, Tenant, reader::Reader, statement::sql};
use crate::domain::{AssignmentId, IdempotencyKey, Language, ResponseId};

sql! {
    INSERT = "INSERT INTO responses (organisation_id, response_id, assignment_id, idempotency_key, language, item_hash,
                                     text_hash, submitted_at)
              VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (organisation_id, assignment_id) DO NOTHING";
    OF_ASSIGNMENT = "SELECT response_id, idempotency_key FROM responses
                     WHERE organisation_id = $1 AND assignment_id = $2";
}

/// A form to submit.
pub struct NewResponse<'a> {
    /// Its id.
    pub id: ResponseId,
    /// The assignment it closes.
    pub assignment: AssignmentId,
    /// The tablet's key.
    pub key: IdempotencyKey,
    /// The language on screen when it was sent.
    pub language: Language,
    /// Hash of the items that were asked.
    pub item_hash: &'a str,
    /// Hash of the text that was read.
    pub text_hash: &'a str,
}

/// A submitted form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ResponseRow {
    /// Its id.
    pub id: ResponseId,
    /// The key it came with.
    pub key: IdempotencyKey,
}

impl Tenant<'_> {
    /// Submits a form. `false` when it had been submitted already; a second sender waits here for the first.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn insert_response(&self, response: &NewResponse<'_>, now: Timestamp) -> Result<bool, StoreError> {
        let inserted = self
            .execute(
                INSERT,
                &[
                    &self.organisation().uuid(),
                    &response.id.uuid(),
                    &response.assignment.uuid(),
                    &response.key.uuid(),
                    &response.language.word(),
                    &response.item_hash,
                    &response.text_hash,
                    &now,
                ],
            )
            .await?;
        Ok(inserted == 1)
    }

    /// The response that closed an assignment.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn response_of(&self, assignment: AssignmentId) -> Result<Option<ResponseRow>, StoreError> {
        let row = self.query_opt(OF_ASSIGNMENT, &[&self.organisation().uuid(), &assignment.uuid()]).await?;
        row.map(|row| {
            let mut read = Reader::new(&row, OF_ASSIGNMENT);
            Ok(ResponseRow { id: read.id()?, key: read.id()? })
        })
        .transpose()
    }
}
