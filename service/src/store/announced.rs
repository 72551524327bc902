//! Who said beforehand that he will not come, and why. What is over is not kept: the reason stands with the attendance then.

use jiff::{Timestamp, civil::Date};

use super::{StoreError, Tenant, reader::Reader, statement::sql};
use crate::domain::{AccountId, Announced, Attendance, GroupId, MembershipId};

sql! {
    SAVE = "INSERT INTO announced_absences (organisation_id, membership_id, absent_on, status, noted_at, noted_by)
            VALUES ($1, $2, $3, $4, $5, $6)
            ON CONFLICT (organisation_id, membership_id, absent_on) DO UPDATE SET
                status = excluded.status, noted_at = excluded.noted_at, noted_by = excluded.noted_by
            WHERE announced_absences.status <> excluded.status";
    REMOVE = "DELETE FROM announced_absences WHERE organisation_id = $1 AND membership_id = $2 AND absent_on = $3";
    ON_DAY = "SELECT a.membership_id, a.status FROM announced_absences a
              JOIN memberships m ON m.organisation_id = a.organisation_id AND m.membership_id = a.membership_id
              WHERE a.organisation_id = $1 AND m.group_id = $2 AND a.absent_on = $3";
    TAKE = "DELETE FROM announced_absences a USING memberships m
            WHERE a.organisation_id = $1 AND m.organisation_id = a.organisation_id AND m.membership_id = a.membership_id
              AND m.group_id = $2 AND a.absent_on <= $3
            RETURNING a.membership_id, a.status, a.absent_on = $3
                      AND m.joined_on <= $3 AND (m.left_on IS NULL OR m.left_on >= $3)";
}

/// A member who will not come.
pub type AnnouncedRow = (MembershipId, Announced);

impl Tenant<'_> {
    /// Writes down that a member will not come on a day; `false` when the same was known.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn announce_absence(
        &self,
        (membership, on): (MembershipId, Date),
        why: Announced,
        by: AccountId,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let (organisation, word) = (self.organisation().uuid(), why.attendance().word());
        Ok(self.execute(SAVE, &[&organisation, &membership.uuid(), &on, &word, &now, &by.uuid()]).await? == 1)
    }

    /// A member comes on a day after all; `false` when nothing else was known.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn remove_announced_absence(&self, membership: MembershipId, on: Date) -> Result<bool, StoreError> {
        Ok(self.execute(REMOVE, &[&self.organisation().uuid(), &membership.uuid(), &on]).await? == 1)
    }

    /// Which members of a group will not come on a day.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn announced_absences(&self, group: GroupId, on: Date) -> Result<Vec<AnnouncedRow>, StoreError> {
        let rows = self.query(ON_DAY, &[&self.organisation().uuid(), &group.uuid(), &on]).await?;
        let rows = rows.iter().map(|row| announced(&mut Reader::new(row, ON_DAY)));
        rows.filter_map(Result::transpose).collect()
    }

    /// Which members of a group said that they would not come today; these and what was said of earlier days are gone then.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn take_announced_absences(&self, group: GroupId, today: Date) -> Result<Vec<AnnouncedRow>, StoreError> {
        let rows = self.query(TAKE, &[&self.organisation().uuid(), &group.uuid(), &today]).await?;
        let mut taken = Vec::new();
        for row in &rows {
            let mut read = Reader::new(row, TAKE);
            let (said, is_todays) = (announced(&mut read)?, read.value::<bool>()?);
            taken.extend(said.filter(|_| is_todays));
        }
        Ok(taken)
    }
}

/// The table's check is that of [`Announced`]: a word that this version does not know says nothing.
fn announced(read: &mut Reader<'_>) -> Result<Option<AnnouncedRow>, StoreError> {
    let (membership, word): (MembershipId, Attendance) = (read.id()?, read.word()?);
    Ok(Announced::new(word).map(|why| (membership, why)))
}
