//! When groups meet.

use jiff::{Timestamp, civil::Time};

use super::{StoreError, Tenant, reader::Reader, statement::sql};
use crate::domain::{GroupId, Schedule};

sql! {
    SAVE = "INSERT INTO group_schedules (organisation_id, group_id, weekday, begins_at, minutes, every_weeks, set_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7)
            ON CONFLICT (organisation_id, group_id) DO UPDATE SET
                weekday = excluded.weekday, begins_at = excluded.begins_at, minutes = excluded.minutes,
                every_weeks = excluded.every_weeks, set_at = excluded.set_at";
    CLEAR = "DELETE FROM group_schedules WHERE organisation_id = $1 AND group_id = $2";
    OF_GROUP = "SELECT weekday, begins_at, minutes, every_weeks FROM group_schedules
                WHERE organisation_id = $1 AND group_id = $2";
}

impl Tenant<'_> {
    /// Writes down when a group meets; none when it has no fixed time.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn save_schedule(
        &self,
        group: GroupId,
        schedule: Option<Schedule>,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let (organisation, group) = (self.organisation().uuid(), group.uuid());
        match schedule {
            Some(at) => {
                let (weekday, minutes, every) = (at.weekday(), at.minutes(), at.every_weeks());
                self.execute(SAVE, &[&organisation, &group, &weekday, &at.begins_at(), &minutes, &every, &now]).await?
            }
            None => self.execute(CLEAR, &[&organisation, &group]).await?,
        };
        Ok(())
    }

    /// When a group meets; none without a fixed time.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn schedule(&self, group: GroupId) -> Result<Option<Schedule>, StoreError> {
        let row = self.query_opt(OF_GROUP, &[&self.organisation().uuid(), &group.uuid()]).await?;
        row.map(|row| read_schedule(&mut Reader::new(&row, OF_GROUP))).transpose().map(Option::flatten)
    }
}

/// Four columns that are all there or all absent. The table's checks are those of [`Schedule`]: a row that this version
/// does not know is no fixed time.
pub(super) fn read_schedule(read: &mut Reader<'_>) -> Result<Option<Schedule>, StoreError> {
    let (weekday, begins_at) = (read.value::<Option<i16>>()?, read.value::<Option<Time>>()?);
    let (minutes, every) = (read.value::<Option<i16>>()?, read.value::<Option<i16>>()?);
    let (Some(weekday), Some(begins_at), Some(minutes), Some(every)) = (weekday, begins_at, minutes, every) else {
        return Ok(None);
    };
    Ok(Schedule::new(weekday, begins_at, minutes, every).ok())
}
