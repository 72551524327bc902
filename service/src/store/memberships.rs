//! Stays of clients in groups: from–to, under a pseudonym.

use jiff::civil::Date;

use super::{StoreError, Tenant, reader::Reader, statement::sql};
use crate::domain::{ClientId, EndReason, GroupId, MembershipId, Pseudonym};

sql! {
    INSERT = "INSERT INTO memberships (organisation_id, membership_id, group_id, client_id, pseudonym, joined_on,
                                       planned_end_on, listed_on)
              VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    // Whoever leaves before a first day that lies ahead was there for no day but the last.
    END = "UPDATE memberships SET left_on = $3, end_reason = $4, joined_on = least(joined_on, $3)
           WHERE organisation_id = $1 AND membership_id = $2 AND left_on IS NULL";
    OF_GROUP = "SELECT membership_id, group_id, client_id, pseudonym, joined_on, left_on, end_reason, planned_end_on
                FROM memberships WHERE organisation_id = $1 AND group_id = $2 ORDER BY joined_on, pseudonym";
    ALL = "SELECT membership_id, group_id, client_id, pseudonym, joined_on, left_on, end_reason, planned_end_on
           FROM memberships WHERE organisation_id = $1 ORDER BY joined_on, pseudonym";
    // A day of scores is never put aside: what is written of a stay is written of it as it was. What was measured while waiting
    // stays that whatever the first day; but a day that was drawn is not chosen anew.
    CORRECT = "UPDATE memberships m SET joined_on = $3, planned_end_on = $4
               WHERE m.organisation_id = $1 AND m.membership_id = $2 AND m.left_on IS NULL
                 AND (m.joined_on = $3
                      OR (NOT EXISTS (SELECT FROM scores s WHERE s.organisation_id = m.organisation_id
                                        AND s.membership_id = m.membership_id AND NOT s.waiting)
                          AND NOT EXISTS (SELECT FROM baseline_starts b
                                          JOIN baseline_designs d ON d.organisation_id = b.organisation_id
                                           AND d.design_id = b.design_id AND d.drawn_at IS NOT NULL
                                           AND d.cancelled_at IS NULL AND d.ended_at IS NULL
                                          WHERE b.organisation_id = m.organisation_id
                                            AND b.membership_id = m.membership_id)))";
    // Day zero of a client's course, where it was the only stay, goes with it.
    START = "UPDATE clients c SET started_on = $3
             WHERE c.organisation_id = $1 AND c.client_id = $2
               AND (SELECT count(*) FROM memberships m WHERE m.organisation_id = c.organisation_id
                      AND m.client_id = c.client_id) = 1";
    PRESENT = "SELECT DISTINCT ON (m.client_id) m.client_id, m.pseudonym, g.name
               FROM memberships m
               JOIN groups g ON g.organisation_id = m.organisation_id AND g.group_id = m.group_id
               WHERE m.organisation_id = $1 AND m.group_id = ANY($2) AND m.group_id <> $3
                 AND NOT EXISTS (SELECT FROM memberships h WHERE h.organisation_id = m.organisation_id
                                   AND h.client_id = m.client_id AND h.group_id = $3 AND h.left_on IS NULL)
               ORDER BY m.client_id, m.joined_on DESC LIMIT 1000";
    GROUPS_OF = "SELECT group_id FROM memberships WHERE organisation_id = $1 AND client_id = $2";
    SCORED = "SELECT DISTINCT s.membership_id FROM scores s
              JOIN memberships m ON m.organisation_id = s.organisation_id AND m.membership_id = s.membership_id
              WHERE s.organisation_id = $1 AND m.group_id = $2 AND NOT s.waiting";
    BEGAN = "SELECT first_visit($1, $2)";
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
    /// When the member was put down for the group; none where nobody knows.
    pub listed_on: Option<Date>,
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
    /// Whether the stay ended before it began: it counts in no figure of stays.
    #[must_use]
    pub fn never_began(&self) -> bool {
        self.end_reason == Some(EndReason::NotBegun)
    }

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
                &membership.listed_on,
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

    /// The first session that a member came to; none before it.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn first_visit(&self, id: MembershipId) -> Result<Option<Date>, StoreError> {
        let row = self.query_one(BEGAN, &[&self.organisation().uuid(), &id.uuid()]).await?;
        Reader::new(&row, BEGAN).value()
    }

    /// Corrects the first day and the planned last day of a stay that runs; `false` when the first day would change and there
    /// are scores, or it was drawn.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the client is in the group already on one of the days, or the database does not answer.
    pub async fn correct_membership(
        &self,
        row: &MembershipRow,
        (joined_on, planned_end_on): (Date, Option<Date>),
    ) -> Result<bool, StoreError> {
        let organisation = self.organisation().uuid();
        let corrected =
            self.execute(CORRECT, &[&organisation, &row.id.uuid(), &joined_on, &planned_end_on]).await? == 1;
        if corrected && row.joined_on != joined_on {
            self.execute(START, &[&organisation, &row.client.uuid(), &joined_on]).await?;
        }
        Ok(corrected)
    }

    /// Clients of some groups who could enter another: id, pseudonym and group of the last stay.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn clients_elsewhere(
        &self,
        groups: &[GroupId],
        entering: GroupId,
    ) -> Result<Vec<(ClientId, String, String)>, StoreError> {
        let groups: Vec<uuid::Uuid> = groups.iter().map(|group| group.uuid()).collect();
        let rows = self.query(PRESENT, &[&self.organisation().uuid(), &groups, &entering.uuid()]).await?;
        rows.iter()
            .map(|row| {
                let mut read = Reader::new(row, PRESENT);
                Ok((read.id()?, read.value()?, read.value()?))
            })
            .collect()
    }

    /// The groups that a client is in or was; none when there is no such client.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn groups_of_client(&self, client: ClientId) -> Result<Vec<GroupId>, StoreError> {
        let rows = self.query(GROUPS_OF, &[&self.organisation().uuid(), &client.uuid()]).await?;
        rows.iter().map(|row| Reader::new(row, GROUPS_OF).id()).collect()
    }

    /// The stays in a group that have scores; those of whoever waited are left out.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn scored_memberships(&self, group: GroupId) -> Result<Vec<MembershipId>, StoreError> {
        let rows = self.query(SCORED, &[&self.organisation().uuid(), &group.uuid()]).await?;
        rows.iter().map(|row| Reader::new(row, SCORED).id()).collect()
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
