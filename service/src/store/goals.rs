//! What members of a group wrote down as their own goals, last time they did.

use super::{StoreError, Tenant, reader::Reader, statement::sql};
use crate::domain::{GroupId, MembershipId};

sql! {
    OF_GROUP = "SELECT n.membership_id, w.item_id, w.written, w.value::float8
                FROM (SELECT DISTINCT ON (a.membership_id) a.membership_id, a.assignment_id
                      FROM memberships m
                      JOIN assignments a ON a.organisation_id = m.organisation_id AND a.membership_id = m.membership_id
                      JOIN responses r ON r.organisation_id = a.organisation_id AND r.assignment_id = a.assignment_id
                      WHERE m.organisation_id = $1 AND m.group_id = $2 AND a.instrument_id = $3
                      ORDER BY a.membership_id, r.submitted_at DESC) n
                JOIN answers w ON w.organisation_id = $1 AND w.assignment_id = n.assignment_id
                ORDER BY n.membership_id, w.item_id";
}

/// An answer of the newest form of goals of one member. It does not print its words.
#[derive(Clone)]
pub struct GoalRow {
    /// The member.
    pub membership: MembershipId,
    /// The item.
    pub item: String,
    /// The words of a goal.
    pub written: Option<String>,
    /// How near it is.
    pub near: Option<f64>,
}

impl Tenant<'_> {
    /// The newest answers of each member of a group to an instrument for own goals.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn group_goals(&self, group: GroupId, instrument: &str) -> Result<Vec<GoalRow>, StoreError> {
        let rows = self.query(OF_GROUP, &[&self.organisation().uuid(), &group.uuid(), &instrument]).await?;
        rows.iter()
            .map(|row| {
                let mut read = Reader::new(row, OF_GROUP);
                Ok(GoalRow { membership: read.id()?, item: read.value()?, written: read.value()?, near: read.value()? })
            })
            .collect()
    }
}
