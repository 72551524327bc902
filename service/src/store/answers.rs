//! Answers, one row an item. Until the form is submitted they may change; a trigger refuses it afterwards.

use jiff::Timestamp;

use super::{StoreError, Tenant, reader::Reader, statement::sql};
use crate::domain::{AssignmentId, Language};

sql! {
    SAVE = "INSERT INTO answers (organisation_id, assignment_id, item_id, value, language, answered_at)
            VALUES ($1, $2, $3, ($4::text)::numeric, $5, $6)
            ON CONFLICT (organisation_id, assignment_id, item_id) DO UPDATE SET
                value = excluded.value, language = excluded.language, answered_at = excluded.answered_at";
    CLEAR = "DELETE FROM answers WHERE organisation_id = $1 AND assignment_id = $2 AND item_id = $3";
    OF_ASSIGNMENT = "SELECT item_id, value::text FROM answers
                     WHERE organisation_id = $1 AND assignment_id = $2 ORDER BY item_id";
}

/// One answer: the item and the exact decimal as text.
#[derive(Clone, PartialEq, Eq)]
pub struct AnswerRow {
    /// The item.
    pub item: String,
    /// The value, as an exact decimal.
    pub value: String,
}

impl std::fmt::Debug for AnswerRow {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("AnswerRow(…)")
    }
}

impl Tenant<'_> {
    /// Saves one answer, over an earlier one to the same item.
    ///
    /// # Errors
    ///
    /// [`StoreError`], a refused change when the form was submitted.
    pub async fn save_answer(
        &self,
        assignment: AssignmentId,
        answer: &AnswerRow,
        language: Language,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let organisation = self.organisation().uuid();
        self.execute(SAVE, &[&organisation, &assignment.uuid(), &answer.item, &answer.value, &language.word(), &now])
            .await?;
        Ok(())
    }

    /// Takes one answer back.
    ///
    /// # Errors
    ///
    /// [`StoreError`], a refused change when the form was submitted.
    pub async fn clear_answer(&self, assignment: AssignmentId, item: &str) -> Result<(), StoreError> {
        self.execute(CLEAR, &[&self.organisation().uuid(), &assignment.uuid(), &item]).await?;
        Ok(())
    }

    /// The answers saved so far.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn answers(&self, assignment: AssignmentId) -> Result<Vec<AnswerRow>, StoreError> {
        let rows = self.query(OF_ASSIGNMENT, &[&self.organisation().uuid(), &assignment.uuid()]).await?;
        rows.iter()
            .map(|row| {
                let mut read = Reader::new(row, OF_ASSIGNMENT);
                Ok(AnswerRow { item: read.value()?, value: read.value()? })
            })
            .collect()
    }
}
