//! Who waits for a group: members who came to none of its sessions, with what was measured meanwhile. No score.

use jiff::civil::Date;

use super::{StoreError, Tenant, reader::Reader, statement::sql};
use crate::domain::{GroupId, MembershipId};

sql! {
    LIST = "SELECT m.membership_id, m.pseudonym, m.listed_on, m.joined_on, m.planned_end_on, coalesce(x.times, 0), x.last_on,
                   EXISTS (SELECT FROM baseline_starts b
                           JOIN baseline_designs d ON d.organisation_id = b.organisation_id AND d.design_id = b.design_id
                            AND d.drawn_at IS NOT NULL AND d.cancelled_at IS NULL AND d.ended_at IS NULL
                           WHERE b.organisation_id = m.organisation_id AND b.membership_id = m.membership_id)
            FROM memberships m
            LEFT JOIN LATERAL (SELECT count(DISTINCT s.measured_on) AS times, max(s.measured_on) AS last_on FROM scores s
                               WHERE s.organisation_id = m.organisation_id AND s.membership_id = m.membership_id
                                 AND s.waiting) x ON true
            WHERE m.organisation_id = $1 AND m.group_id = $2 AND m.left_on IS NULL
              AND first_visit(m.organisation_id, m.membership_id) IS NULL
            ORDER BY m.joined_on, m.listed_on NULLS FIRST, m.pseudonym";
}

/// One who waits.
#[derive(Debug, Clone)]
pub struct WaitingRow {
    /// The member.
    pub membership: MembershipId,
    /// The name in the group.
    pub pseudonym: String,
    /// Since when; none where nobody knows.
    pub listed_on: Option<Date>,
    /// The first day in the group, as expected now.
    pub joined_on: Date,
    /// Planned last day.
    pub planned_end_on: Option<Date>,
    /// Days on which something was measured while waiting.
    pub measured: i64,
    /// The last of them.
    pub measured_on: Option<Date>,
    /// Whether the lot decides the first day.
    pub drawn: bool,
}

impl Tenant<'_> {
    /// Who waits for a group, whoever begins first before the others.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn waiting(&self, group: GroupId) -> Result<Vec<WaitingRow>, StoreError> {
        let rows = self.query(LIST, &[&self.organisation().uuid(), &group.uuid()]).await?;
        let read = |row| {
            let mut read = Reader::new(row, LIST);
            Ok(WaitingRow {
                membership: read.id()?,
                pseudonym: read.value()?,
                listed_on: read.value()?,
                joined_on: read.value()?,
                planned_end_on: read.value()?,
                measured: read.value()?,
                measured_on: read.value()?,
                drawn: read.value()?,
            })
        };
        rows.iter().map(read).collect()
    }
}
