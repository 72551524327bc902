//! Answers, one row an item: a number or words, never both. Until the form is submitted they may change; a trigger refuses it afterwards.

use jiff::Timestamp;
use peil_questionnaires::Answer;

use super::{AssignmentRow, StoreError, Tenant, reader::Reader, statement::sql};
use crate::domain::{AssignmentId, Language, MembershipId};

sql! {
    SAVE = "INSERT INTO answers (organisation_id, assignment_id, item_id, value, written, language, answered_at)
            VALUES ($1, $2, $3, ($4::text)::numeric, $5, $6, $7)
            ON CONFLICT (organisation_id, assignment_id, item_id) DO UPDATE SET
                value = excluded.value, written = excluded.written, language = excluded.language,
                answered_at = excluded.answered_at";
    CLEAR = "DELETE FROM answers WHERE organisation_id = $1 AND assignment_id = $2 AND item_id = $3";
    OF_ASSIGNMENT = "SELECT item_id, value::text, written FROM answers
                     WHERE organisation_id = $1 AND assignment_id = $2 ORDER BY item_id";
    LAST_WORDS = "SELECT w.item_id, w.value::text, w.written
                  FROM answers w
                  WHERE w.organisation_id = $1 AND w.written IS NOT NULL AND w.assignment_id =
                        (SELECT a.assignment_id
                         FROM assignments a
                         JOIN responses r ON r.organisation_id = a.organisation_id AND r.assignment_id = a.assignment_id
                         WHERE a.organisation_id = $1 AND a.membership_id = $2 AND a.instrument_id = $3
                         ORDER BY r.submitted_at DESC LIMIT 1)
                  ORDER BY w.item_id";
    PREVIOUS = "SELECT w.value::text
                FROM memberships own
                JOIN memberships m ON m.organisation_id = own.organisation_id AND m.client_id = own.client_id
                JOIN assignments a ON a.organisation_id = m.organisation_id AND a.membership_id = m.membership_id
                JOIN responses r ON r.organisation_id = a.organisation_id AND r.assignment_id = a.assignment_id
                JOIN answers w ON w.organisation_id = a.organisation_id AND w.assignment_id = a.assignment_id
                WHERE own.organisation_id = $1 AND own.membership_id = $2 AND a.instrument_id = $3
                  AND w.item_id = $4 AND w.value IS NOT NULL AND a.assignment_id <> $5
                ORDER BY r.submitted_at DESC LIMIT 1";
}

/// What was answered, as stored. It does not print itself.
#[derive(Clone, PartialEq, Eq)]
pub enum StoredAnswer {
    /// An exact decimal as text.
    Number(String),
    /// Words of the client's own.
    Words(String),
}

/// One answer: the item and what was answered.
#[derive(Clone, PartialEq, Eq)]
pub struct AnswerRow {
    /// The item.
    pub item: String,
    /// The number or the words.
    pub value: StoredAnswer,
}

impl From<&Answer> for StoredAnswer {
    fn from(answer: &Answer) -> Self {
        match answer {
            Answer::Number(value) => Self::Number(value.to_string()),
            Answer::Text(words) => Self::Words(words.clone()),
        }
    }
}

impl StoredAnswer {
    /// The answer; none for a number that no item can have.
    #[must_use]
    pub fn answer(&self) -> Option<Answer> {
        match self {
            Self::Number(value) => value.parse().ok().map(Answer::Number),
            Self::Words(words) => Some(Answer::Text(words.clone())),
        }
    }
}

impl std::fmt::Debug for StoredAnswer {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("StoredAnswer(…)")
    }
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
        let (number, words) = match &answer.value {
            StoredAnswer::Number(value) => (Some(value), None),
            StoredAnswer::Words(words) => (None, Some(words)),
        };
        self.execute(SAVE, &[&organisation, &assignment.uuid(), &answer.item, &number, &words, &language.word(), &now])
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

    /// The client's answer to an item in the newest form of the same instrument, before this one, that was sent and holds
    /// one; in whatever group.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn previous_answer(&self, asked: &AssignmentRow, item: &str) -> Result<Option<String>, StoreError> {
        let organisation = self.organisation().uuid();
        let (membership, assignment) = (asked.membership.uuid(), asked.id.uuid());
        let row =
            self.query_opt(PREVIOUS, &[&organisation, &membership, &asked.instrument, &item, &assignment]).await?;
        row.map(|row| Reader::new(&row, PREVIOUS).value()).transpose()
    }

    /// The answers saved so far.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn answers(&self, assignment: AssignmentId) -> Result<Vec<AnswerRow>, StoreError> {
        let rows = self.query(OF_ASSIGNMENT, &[&self.organisation().uuid(), &assignment.uuid()]).await?;
        rows.iter().filter_map(|row| read(row, OF_ASSIGNMENT).transpose()).collect()
    }

    /// The words of a member's last submitted form of an instrument, whichever version it was.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn last_words(&self, member: MembershipId, instrument: &str) -> Result<Vec<AnswerRow>, StoreError> {
        let rows = self.query(LAST_WORDS, &[&self.organisation().uuid(), &member.uuid(), &instrument]).await?;
        rows.iter().filter_map(|row| read(row, LAST_WORDS).transpose()).collect()
    }
}

/// A row's answer; the table has exactly one of the two.
fn read(row: &tokio_postgres::Row, sql: &'static str) -> Result<Option<AnswerRow>, StoreError> {
    let mut read = Reader::new(row, sql);
    let (item, number, words): (_, Option<String>, Option<String>) = (read.value()?, read.value()?, read.value()?);
    let value = number.map(StoredAnswer::Number).or(words.map(StoredAnswer::Words));
    Ok(value.map(|value| AnswerRow { item, value }))
}
