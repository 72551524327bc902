//! Reflection notes on a session: each therapist's own, and the joint one. Wordings are numbered; whoever writes the next
//! one names the one that he read, and the table's key refuses him when somebody was first. The seal is in the statements.

use jiff::Timestamp;

use super::{SealedReader, StoreError, Tenant, reader::Reader, statement::sql};
use crate::domain::{AccountId, Reflection, SessionId};

sql! {
    WRITE_OWN = "INSERT INTO own_reflections (organisation_id, session_id, account_id, version, said, written_at)
                 SELECT $1, $2, $3, $4, $5, $6
                 WHERE $4 = 1 + coalesce((SELECT max(version) FROM own_reflections
                                          WHERE organisation_id = $1 AND session_id = $2 AND account_id = $3), 0)
                 ON CONFLICT DO NOTHING";
    WRITE_JOINT = "INSERT INTO joint_reflections (organisation_id, session_id, version, account_id, said, written_at)
                   SELECT $1, $2, $4, $3, $5, $6
                   WHERE $4 = 1 + coalesce((SELECT max(version) FROM joint_reflections
                                            WHERE organisation_id = $1 AND session_id = $2), 0)
                   ON CONFLICT DO NOTHING";
    // $4: the reader writes himself, and so sees nothing of others until his own is there.
    OWN = "SELECT DISTINCT ON (n.account_id) n.account_id, a.display_name, n.version, n.said, n.written_at
           FROM own_reflections n
           JOIN accounts a ON a.organisation_id = n.organisation_id AND a.account_id = n.account_id
           WHERE n.organisation_id = $1 AND n.session_id = $2
             AND (NOT $4 OR EXISTS (SELECT FROM own_reflections own WHERE own.organisation_id = $1
                                    AND own.session_id = $2 AND own.account_id = $3))
           ORDER BY n.account_id, n.version DESC";
    JOINT = "SELECT n.account_id, a.display_name, n.version, n.said, n.written_at
             FROM joint_reflections n
             JOIN accounts a ON a.organisation_id = n.organisation_id AND a.account_id = n.account_id
             WHERE n.organisation_id = $1 AND n.session_id = $2
               AND (NOT $4 OR EXISTS (SELECT FROM own_reflections own WHERE own.organisation_id = $1
                                      AND own.session_id = $2 AND own.account_id = $3))
             ORDER BY n.version DESC LIMIT 1";
    WROTE = "SELECT DISTINCT account_id FROM own_reflections
             WHERE organisation_id = $1 AND session_id = $2 ORDER BY account_id";
}

/// The newest wording of a note. It does not print its words.
#[derive(Clone)]
pub struct ReflectionRow {
    /// Who wrote this wording.
    pub account: AccountId,
    /// The name that colleagues see.
    pub name: String,
    /// Its number, from 1.
    pub version: i32,
    /// The words.
    pub said: String,
    /// When it was written.
    pub written_at: Timestamp,
}

/// Which note of a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Note {
    /// The writer's own.
    Own,
    /// The one of all together.
    Joint,
}

impl Tenant<'_> {
    /// Writes the wording after `read` (0 when there was none); `false` when somebody wrote it first.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn write_reflection(
        &self,
        note: Note,
        (session, by): (SessionId, AccountId),
        (read, said): (i32, &Reflection),
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let statement = match note {
            Note::Own => WRITE_OWN,
            Note::Joint => WRITE_JOINT,
        };
        let version = read.saturating_add(1);
        let organisation = self.organisation().uuid();
        let written = self
            .execute(statement, &[&organisation, &session.uuid(), &by.uuid(), &version, &said.as_str(), &now])
            .await?;
        Ok(written == 1)
    }

    /// Everybody's own note, as far as the reader may see them.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn own_reflections(
        &self,
        session: SessionId,
        reader: SealedReader,
    ) -> Result<Vec<ReflectionRow>, StoreError> {
        let organisation = self.organisation().uuid();
        let rows = self.query(OWN, &[&organisation, &session.uuid(), &reader.account.uuid(), &reader.writes]).await?;
        rows.iter().map(read_reflection).collect()
    }

    /// The joint note, as far as the reader may see it.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn joint_reflection(
        &self,
        session: SessionId,
        reader: SealedReader,
    ) -> Result<Option<ReflectionRow>, StoreError> {
        let organisation = self.organisation().uuid();
        let row =
            self.query_opt(JOINT, &[&organisation, &session.uuid(), &reader.account.uuid(), &reader.writes]).await?;
        row.as_ref().map(read_reflection).transpose()
    }

    /// Who wrote a note of his own; never what.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn reflected_by(&self, session: SessionId) -> Result<Vec<AccountId>, StoreError> {
        let rows = self.query(WROTE, &[&self.organisation().uuid(), &session.uuid()]).await?;
        rows.iter().map(|row| Reader::new(row, WROTE).id()).collect()
    }
}

fn read_reflection(row: &tokio_postgres::Row) -> Result<ReflectionRow, StoreError> {
    let mut read = Reader::new(row, OWN);
    Ok(ReflectionRow {
        account: read.id()?,
        name: read.value()?,
        version: read.value()?,
        said: read.value()?,
        written_at: read.value()?,
    })
}
