//! Who came to a session, and why not.

use jiff::Timestamp;

use super::{StoreError, Tenant, reader::Reader, statement::sql};
use crate::domain::{AccountId, Attendance, GroupId, MembershipId, SessionId};

sql! {
    UPSERT = "INSERT INTO attendance (organisation_id, session_id, membership_id, status, recorded_at, recorded_by)
              VALUES ($1, $2, $3, $4, $5, $6)
              ON CONFLICT (organisation_id, session_id, membership_id) DO UPDATE SET
                  status = excluded.status, recorded_at = excluded.recorded_at, recorded_by = excluded.recorded_by
              WHERE attendance.status <> excluded.status OR attendance.recorded_by IS NULL";
    // What was seen last holds: who was noted as away and stands at the tablet came after all.
    ARRIVE = "WITH noted AS (SELECT status FROM attendance
                             WHERE organisation_id = $1 AND session_id = $2 AND membership_id = $3)
              INSERT INTO attendance (organisation_id, session_id, membership_id, status, recorded_at)
              VALUES ($1, $2, $3, 'present', $4)
              ON CONFLICT (organisation_id, session_id, membership_id) DO UPDATE SET
                  status = excluded.status, recorded_at = excluded.recorded_at, recorded_by = NULL
              WHERE attendance.status <> 'present'
              RETURNING (SELECT status FROM noted)";
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

/// What was noted of a member before he stood at the tablet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Arrival {
    /// That he is there.
    Known,
    /// Nothing.
    First,
    /// Why he would not come.
    After(Attendance),
}

impl Tenant<'_> {
    /// Records what a therapist saw; `false` when a therapist had written the same.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn record_attendance(
        &self,
        row: AttendanceRow,
        by: Option<AccountId>,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let organisation = self.organisation().uuid();
        let by = by.map(AccountId::uuid);
        let written = self
            .execute(
                UPSERT,
                &[&organisation, &row.session.uuid(), &row.membership.uuid(), &row.status.word(), &now, &by],
            )
            .await?;
        Ok(written == 1)
    }

    /// A member who stands at the tablet is there, also who was noted as away before. Whatever a therapist writes
    /// afterwards holds.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn record_arrival(
        &self,
        session: SessionId,
        membership: MembershipId,
        now: Timestamp,
    ) -> Result<Arrival, StoreError> {
        let organisation = self.organisation().uuid();
        let written = self.query_opt(ARRIVE, &[&organisation, &session.uuid(), &membership.uuid(), &now]).await?;
        let Some(row) = written else { return Ok(Arrival::Known) };
        Ok(Reader::new(&row, ARRIVE).word_opt()?.map_or(Arrival::First, Arrival::After))
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
