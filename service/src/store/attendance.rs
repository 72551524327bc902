//! Who came to a session, and why not.

use jiff::Timestamp;

use super::{StoreError, Tenant, reader::Reader, statement::sql};
use crate::domain::{AccountId, Attendance, GroupId, MembershipId, SessionId};

sql! {
    FIRST = "INSERT INTO attendance (organisation_id, session_id, membership_id, status, recorded_at, recorded_by)
             VALUES ($1, $2, $3, $4, $5, $6)
             ON CONFLICT (organisation_id, session_id, membership_id) DO NOTHING";
    // Locked before it is read: what is told to have been there is what is overwritten.
    LOCK = "SELECT status, recorded_by IS NOT NULL FROM attendance
            WHERE organisation_id = $1 AND session_id = $2 AND membership_id = $3 FOR UPDATE";
    CHANGE = "UPDATE attendance SET status = $4, recorded_at = $5, recorded_by = $6
              WHERE organisation_id = $1 AND session_id = $2 AND membership_id = $3";
    OF_GROUP = "SELECT a.session_id, a.membership_id, a.status
                FROM attendance a
                JOIN sessions s ON s.organisation_id = a.organisation_id AND s.session_id = a.session_id
                WHERE a.organisation_id = $1 AND s.group_id = $2";
    ALL = "SELECT session_id, membership_id, status FROM attendance WHERE organisation_id = $1";
}

/// One member at one session.
#[derive(Debug, Clone, Copy)]
pub struct AttendanceRow {
    /// The session.
    pub session: SessionId,
    /// The member.
    pub membership: MembershipId,
    /// Came, or why not.
    pub status: Attendance,
}

/// What a note of attendance came after.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Noted {
    /// The same, written by whoever has the last word: nothing was written.
    Known,
    /// Nothing.
    First,
    /// The same, seen at the tablet; now a therapist says so.
    Confirmed,
    /// Something else.
    After(Attendance),
}

impl Tenant<'_> {
    /// Records what a therapist saw.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn record_attendance(
        &self,
        row: AttendanceRow,
        by: Option<AccountId>,
        now: Timestamp,
    ) -> Result<Noted, StoreError> {
        self.note(row, by, now).await
    }

    /// A member who stands at the tablet is there, what was seen last holds: also who was noted as away before. Whatever a
    /// therapist writes afterwards holds.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn record_arrival(
        &self,
        session: SessionId,
        membership: MembershipId,
        now: Timestamp,
    ) -> Result<Noted, StoreError> {
        self.note(AttendanceRow { session, membership, status: Attendance::Present }, None, now).await
    }

    /// Two who write at the same moment: the second sees what the first wrote.
    async fn note(
        &self,
        AttendanceRow { session, membership, status }: AttendanceRow,
        by: Option<AccountId>,
        now: Timestamp,
    ) -> Result<Noted, StoreError> {
        let (organisation, session, membership) = (self.organisation().uuid(), session.uuid(), membership.uuid());
        let (word, by) = (status.word(), by.map(AccountId::uuid));
        if self.execute(FIRST, &[&organisation, &session, &membership, &word, &now, &by]).await? == 1 {
            return Ok(Noted::First);
        }
        let row = self.query_one(LOCK, &[&organisation, &session, &membership]).await?;
        let mut read = Reader::new(&row, LOCK);
        let (before, is_by_therapist): (Attendance, bool) = (read.word()?, read.value()?);
        if before == status && (is_by_therapist || by.is_none()) {
            return Ok(Noted::Known);
        }
        self.execute(CHANGE, &[&organisation, &session, &membership, &word, &now, &by]).await?;
        Ok(if before == status { Noted::Confirmed } else { Noted::After(before) })
    }

    /// All attendance of a group.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn group_attendance(&self, group: GroupId) -> Result<Vec<AttendanceRow>, StoreError> {
        let rows = self.query(OF_GROUP, &[&self.organisation().uuid(), &group.uuid()]).await?;
        rows.iter().map(read).collect()
    }

    /// All attendance of the organisation.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn all_attendance(&self) -> Result<Vec<AttendanceRow>, StoreError> {
        self.query(ALL, &[&self.organisation().uuid()]).await?.iter().map(read).collect()
    }
}

fn read(row: &tokio_postgres::Row) -> Result<AttendanceRow, StoreError> {
    let mut read = Reader::new(row, OF_GROUP);
    Ok(AttendanceRow { session: read.id()?, membership: read.id()?, status: read.word()? })
}
