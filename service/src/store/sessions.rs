//! Sessions of a group, and the code that opens tonight's one on a tablet. The table also holds moments of one member, which
//! have a file of their own; nothing here but codes and closing looks at them.

use jiff::{Timestamp, civil::Date};

use super::{Connection, StoreError, Tenant, connection::many, reader::Reader, statement::sql};
use crate::domain::{AccountId, GroupId, OrganisationId, SessionCode, SessionId};

sql! {
    INSERT = "INSERT INTO sessions (organisation_id, session_id, group_id, number, held_on, opened_at, opened_by)
              SELECT $1, $2, $3, coalesce(max(number), 0) + 1, $4, $5, $6
              FROM sessions WHERE organisation_id = $1 AND group_id = $3
              RETURNING number";
    CLOSE = "UPDATE sessions SET closed_at = $3
             WHERE organisation_id = $1 AND session_id = $2 AND closed_at IS NULL";
    // An end that somebody wrote down is not what closing said.
    REOPEN = "UPDATE sessions SET closed_at = NULL, ended_by_closing = false, time_confirmed_at = NULL,
                                  ended_at = CASE WHEN ended_by_closing OR ended_at = closed_at THEN NULL ELSE ended_at END
              WHERE organisation_id = $1 AND session_id = $2 AND number IS NOT NULL AND closed_at IS NOT NULL";
    FIND = "SELECT session_id, group_id, number, held_on, opened_at, closed_at
            FROM sessions WHERE organisation_id = $1 AND session_id = $2 AND number IS NOT NULL";
    OF_GROUP = "SELECT session_id, group_id, number, held_on, opened_at, closed_at
                FROM sessions WHERE organisation_id = $1 AND group_id = $2 AND number IS NOT NULL ORDER BY number";
    ALL = "SELECT session_id, group_id, number, held_on, opened_at, closed_at
           FROM sessions WHERE organisation_id = $1 AND number IS NOT NULL ORDER BY group_id, number";
    INSERT_CODE = "INSERT INTO session_codes (organisation_id, code, session_id, expires_at) VALUES ($1, $2, $3, $4)";
    CODE_OF = "SELECT organisation_id, session_id, code, expires_at FROM session_codes
               WHERE organisation_id = $1 AND session_id = $2 ORDER BY expires_at DESC LIMIT 1";
    EXPIRE_CODES = "UPDATE session_codes SET expires_at = $3
                    WHERE organisation_id = $1 AND session_id = $2 AND expires_at > $3";
    FIND_CODE = "SELECT organisation_id, session_id, code, expires_at FROM session_codes WHERE code = $1";
}

/// A session as stored.
#[derive(Debug, Clone)]
pub struct SessionRow {
    /// Its id.
    pub id: SessionId,
    /// The group.
    pub group: GroupId,
    /// 1 for the group's first.
    pub number: i16,
    /// The day.
    pub held_on: Date,
    /// When the tablet could first be used.
    pub opened_at: Timestamp,
    /// When it was closed.
    pub closed_at: Option<Timestamp>,
}

/// Where a code leads.
#[derive(Debug, Clone)]
pub struct CodeRow {
    /// The organisation.
    pub organisation: OrganisationId,
    /// The session.
    pub session: SessionId,
    /// The six signs.
    pub code: String,
    /// Until when.
    pub expires_at: Timestamp,
}

impl Connection {
    /// Where a session code leads, expired or not.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn session_code(&mut self, code: &SessionCode) -> Result<Option<CodeRow>, StoreError> {
        let transaction = self.for_code(code).await?;
        many(&transaction, FIND_CODE, &[&code.as_str()]).await?.first().map(read_code).transpose()
    }
}

impl Tenant<'_> {
    /// Adds the next session of a group and tells its number.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when one is still open or the database does not answer.
    pub async fn insert_session(
        &self,
        id: SessionId,
        group: GroupId,
        held_on: Date,
        opened_by: Option<AccountId>,
        now: Timestamp,
    ) -> Result<i16, StoreError> {
        let organisation = self.organisation().uuid();
        let opened_by = opened_by.map(AccountId::uuid);
        let row =
            self.query_one(INSERT, &[&organisation, &id.uuid(), &group.uuid(), &held_on, &now, &opened_by]).await?;
        Reader::new(&row, INSERT).value()
    }

    /// Closes a session.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn close_session(&self, id: SessionId, now: Timestamp) -> Result<(), StoreError> {
        let organisation = self.organisation().uuid();
        self.execute(CLOSE, &[&organisation, &id.uuid(), &now]).await?;
        self.execute(EXPIRE_CODES, &[&organisation, &id.uuid(), &now]).await?;
        Ok(())
    }

    /// Opens a closed session again; `false` when it was open. What ended only because it was closed has no end again.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when another session of the group is open or the database does not answer.
    pub async fn reopen_session(&self, id: SessionId) -> Result<bool, StoreError> {
        Ok(self.execute(REOPEN, &[&self.organisation().uuid(), &id.uuid()]).await? == 1)
    }

    /// One session.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn session(&self, id: SessionId) -> Result<Option<SessionRow>, StoreError> {
        let row = self.query_opt(FIND, &[&self.organisation().uuid(), &id.uuid()]).await?;
        row.as_ref().map(read_session).transpose()
    }

    /// The sessions of a group in their order.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn sessions(&self, group: GroupId) -> Result<Vec<SessionRow>, StoreError> {
        let rows = self.query(OF_GROUP, &[&self.organisation().uuid(), &group.uuid()]).await?;
        rows.iter().map(read_session).collect()
    }

    /// Every session of the organisation, group by group in their order.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn all_sessions(&self) -> Result<Vec<SessionRow>, StoreError> {
        self.query(ALL, &[&self.organisation().uuid()]).await?.iter().map(read_session).collect()
    }

    /// Gives a session a code.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when another session has this code or the database does not answer.
    pub async fn insert_session_code(
        &self,
        code: &SessionCode,
        session: SessionId,
        expires_at: Timestamp,
    ) -> Result<(), StoreError> {
        let organisation = self.organisation().uuid();
        self.execute(INSERT_CODE, &[&organisation, &code.as_str(), &session.uuid(), &expires_at]).await?;
        Ok(())
    }

    /// The newest code of a session.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn code_of_session(&self, session: SessionId) -> Result<Option<CodeRow>, StoreError> {
        let row = self.query_opt(CODE_OF, &[&self.organisation().uuid(), &session.uuid()]).await?;
        row.as_ref().map(read_code).transpose()
    }
}

fn read_session(row: &tokio_postgres::Row) -> Result<SessionRow, StoreError> {
    let mut read = Reader::new(row, FIND);
    Ok(SessionRow {
        id: read.id()?,
        group: read.id()?,
        number: read.value()?,
        held_on: read.value()?,
        opened_at: read.value()?,
        closed_at: read.value()?,
    })
}

fn read_code(row: &tokio_postgres::Row) -> Result<CodeRow, StoreError> {
    let mut read = Reader::new(row, FIND_CODE);
    Ok(CodeRow { organisation: read.id()?, session: read.id()?, code: read.value()?, expires_at: read.value()? })
}
