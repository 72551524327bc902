//! Stays of clients in groups: from–to, under a pseudonym.

use jiff::civil::Date;

use super::{StoreError, Tenant, reader::Reader, statement::sql};
use crate::domain::{ClientId, EndReason, GroupId, MembershipId, Pseudonym};

sql! {
    INSERT = "INSERT INTO memberships (organisation_id, membership_id, group_id, client_id, pseudonym, joined_on,
                                       planned_end_on)
              VALUES ($1, $2, $3, $4, $5, $6, $7)";
    // Whoever leaves before a first day that lies ahead was there for no day but the last.
    END = "UPDATE memberships SET left_on = $3, end_reason = $4, joined_on = least(joined_on, $3)
           WHERE organisation_id = $1 AND membership_id = $2 AND left_on IS NULL";
    OF_GROUP = "SELECT membership_id, group_id, client_id, pseudonym, joined_on, left_on, end_reason, planned_end_on
                FROM memberships WHERE organisation_id = $1 AND group_id = $2 ORDER BY joined_on, pseudonym";
    ALL = "SELECT membership_id, group_id, client_id, pseudonym, joined_on, left_on, end_reason, planned_end_on
           FROM memberships WHERE organisation_id = $1 ORDER BY joined_on, pseudonym";
    FIND = "SELECT membership_id, group_id, client_id, pseudonym, joined_on, left_on, end_reason, planned_end_on
            FROM memberships WHERE organisation_id = $1 AND membership_id = $2";
}

/// A stay to add.
pub struct NewMembership<'a> {
    /// Its id.
    pub id: MembershipId,
    /// The group.
    pub group: GroupId,
    /// The client.
    pub client: ClientId,
    /// The name in this group.
    pub pseudonym: &'a Pseudonym,
    /// First day.
    pub joined_on: Date,
    /// Planned last day.
    pub planned_end_on: Option<Date>,
}

/// A stay as stored.
#[derive(Debug, Clone)]
pub struct MembershipRow {
    /// Its id.
    pub id: MembershipId,
    /// The group.
    pub group: GroupId,
    /// The client.
    pub client: ClientId,
    /// The name in this group.
    pub pseudonym: String,
    /// First day.
    pub joined_on: Date,
    /// Last day, when it ended.
    pub left_on: Option<Date>,
    /// How it ended.
    pub end_reason: Option<EndReason>,
    /// Planned last day.
    pub planned_end_on: Option<Date>,
}

impl MembershipRow {
    /// Whether the client belongs to the group on a day (the last day included).
    #[must_use]
    pub fn is_active_on(&self, day: Date) -> bool {
        self.joined_on <= day && self.left_on.is_none_or(|left| day <= left)
    }
}

impl Tenant<'_> {
    /// Adds a stay.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the pseudonym is taken in the group, the client is in it already, or the database does not
    /// answer.
    pub async fn insert_membership(&self, membership: &NewMembership<'_>) -> Result<(), StoreError> {
        self.execute(
            INSERT,
            &[
                &self.organisation().uuid(),
                &membership.id.uuid(),
                &membership.group.uuid(),
                &membership.client.uuid(),
                &membership.pseudonym.as_str(),
                &membership.joined_on,
                &membership.planned_end_on,
            ],
        )
        .await?;
        Ok(())
    }

    /// Ends a stay; `false` when it ended before.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the day lies before its start or the database does not answer.
    pub async fn end_membership(&self, id: MembershipId, on: Date, reason: EndReason) -> Result<bool, StoreError> {
        Ok(self.execute(END, &[&self.organisation().uuid(), &id.uuid(), &on, &reason.word()]).await? == 1)
    }

    /// Every stay in a group, present and former, oldest first.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn memberships(&self, group: GroupId) -> Result<Vec<MembershipRow>, StoreError> {
        self.query(OF_GROUP, &[&self.organisation().uuid(), &group.uuid()]).await?.iter().map(read).collect()
    }

    /// Every stay in the organisation, oldest first.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn all_memberships(&self) -> Result<Vec<MembershipRow>, StoreError> {
        self.query(ALL, &[&self.organisation().uuid()]).await?.iter().map(read).collect()
    }

    /// One stay.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn membership(&self, id: MembershipId) -> Result<Option<MembershipRow>, StoreError> {
        let row = self.query_opt(FIND, &[&self.organisation().uuid(), &id.uuid()]).await?;
        row.as_ref().map(read).transpose()
    }
}

fn read(row: &tokio_postgres::Row) -> Result<MembershipRow, StoreError> {
    read_from(&mut Reader::new(row, OF_GROUP))
}

/// The next eight columns.
pub(super) fn read_from(read: &mut Reader<'_>) -> Result<MembershipRow, StoreError> {
    Ok(MembershipRow {
        id: read.id()?,
        group: read.id()?,
        client: read.id()?,
        pseudonym: read.value()?,
        joined_on: read.value()?,
        left_on: read.value()?,
        end_reason: read.word_opt()?,
        planned_end_on: read.value()?,
    })
}
