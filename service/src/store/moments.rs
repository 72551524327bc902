//! Moments: measurements of one member outside a session. They live among the sessions, without a number.

use jiff::{Timestamp, civil::Date};

use super::{StoreError, Tenant, reader::Reader, statement::sql};
use crate::domain::{AccountId, GroupId, MembershipId, MomentKind, SessionId};

sql! {
    INSERT = "INSERT INTO sessions (organisation_id, session_id, group_id, for_membership, moment, held_on, opened_at,
                                    opened_by)
              VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING";
    OF_MEMBER = "SELECT session_id, group_id, for_membership, moment FROM sessions
                 WHERE organisation_id = $1 AND for_membership = $2 AND moment = $3";
    FIND = "SELECT session_id, group_id, for_membership, moment FROM sessions
            WHERE organisation_id = $1 AND session_id = $2 AND for_membership IS NOT NULL";
    SITTING = "SELECT s.session_id, s.group_id, s.number, s.held_on, s.for_membership, o.time_zone,
                      s.moment IS NOT DISTINCT FROM 'waiting' AS waits
               FROM sessions s JOIN organisations o ON o.organisation_id = s.organisation_id
               WHERE s.organisation_id = $1 AND s.session_id = $2";
}

/// A measurement of one member outside a session.
#[derive(Debug, Clone, Copy)]
pub struct MomentRow {
    /// Its id.
    pub id: SessionId,
    /// The group.
    pub group: GroupId,
    /// The member.
    pub membership: MembershipId,
    /// Its kind.
    pub kind: MomentKind,
}

/// Where a tablet's code leads: a session, or a moment of one member.
#[derive(Debug, Clone)]
pub struct SittingRow {
    /// Its id.
    pub id: SessionId,
    /// The group.
    pub group: GroupId,
    /// The number of the session; none for a moment.
    pub number: Option<i16>,
    /// The day it is held, or was opened.
    pub held_on: Date,
    /// The one member of a moment.
    pub only: Option<MembershipId>,
    /// The organisation's time zone: which day an answer is of.
    pub time_zone: String,
    /// Whether those answer who wait for the group.
    pub waits: bool,
}

impl Tenant<'_> {
    /// Adds a moment; one of the same kind stays as it is.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn insert_moment(
        &self,
        moment: MomentRow,
        today: Date,
        by: AccountId,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let MomentRow { id, group, membership, kind } = moment;
        let organisation = self.organisation().uuid();
        self.execute(
            INSERT,
            &[&organisation, &id.uuid(), &group.uuid(), &membership.uuid(), &kind.word(), &today, &now, &by.uuid()],
        )
        .await?;
        Ok(())
    }

    /// A member's moment of a kind.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn moment_of(&self, member: MembershipId, kind: MomentKind) -> Result<Option<MomentRow>, StoreError> {
        let organisation = self.organisation().uuid();
        let row = self.query_opt(OF_MEMBER, &[&organisation, &member.uuid(), &kind.word()]).await?;
        row.as_ref().map(read).transpose()
    }

    /// One moment.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn moment(&self, id: SessionId) -> Result<Option<MomentRow>, StoreError> {
        let row = self.query_opt(FIND, &[&self.organisation().uuid(), &id.uuid()]).await?;
        row.as_ref().map(read).transpose()
    }

    /// A session or a moment.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn sitting(&self, id: SessionId) -> Result<Option<SittingRow>, StoreError> {
        let row = self.query_opt(SITTING, &[&self.organisation().uuid(), &id.uuid()]).await?;
        let read = |row| {
            let mut read = Reader::new(row, SITTING);
            Ok(SittingRow {
                id: read.id()?,
                group: read.id()?,
                number: read.value()?,
                held_on: read.value()?,
                only: read.id_opt()?,
                time_zone: read.value()?,
                waits: read.value()?,
            })
        };
        row.as_ref().map(read).transpose()
    }
}

fn read(row: &tokio_postgres::Row) -> Result<MomentRow, StoreError> {
    let mut read = Reader::new(row, FIND);
    Ok(MomentRow { id: read.id()?, group: read.id()?, membership: read.id()?, kind: read.word()? })
}
