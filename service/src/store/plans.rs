//! What each group measures, in the order of asking. A plan is replaced as a whole; what was asked by it stays.

use super::{StoreError, Tenant, reader::Reader, statement::sql};
use crate::domain::{Every, GroupId, Occasion, Plan, Planned, Weeks};

sql! {
    INSERT = "INSERT INTO group_plans (organisation_id, group_id, instrument_id, instrument_version, position, occasion,
                                       every, weeks_after)
              VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    // One saver at a time: who does not wait here would clear the rows as they were, and add to those of the other.
    LOCK = "SELECT group_id FROM groups WHERE organisation_id = $1 AND group_id = $2 FOR NO KEY UPDATE";
    CLEAR = "DELETE FROM group_plans WHERE organisation_id = $1 AND group_id = $2";
    OF_GROUP = "SELECT instrument_id, instrument_version, occasion, every, weeks_after FROM group_plans
                WHERE organisation_id = $1 AND group_id = $2 ORDER BY position";
    INSTRUMENTS = "SELECT DISTINCT p.instrument_id FROM group_plans p
                   JOIN groups g ON g.organisation_id = p.organisation_id AND g.group_id = p.group_id
                   WHERE p.organisation_id = $1 AND g.ended_on IS NULL ORDER BY p.instrument_id";
}

impl Tenant<'_> {
    /// Replaces what a group measures, whole: of two who save at once the last one's plan stands. It counts from the next
    /// session on.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when an instrument version is unknown or the database does not answer.
    pub async fn save_group_plan(&self, group: GroupId, plan: &Plan) -> Result<(), StoreError> {
        let organisation = self.organisation().uuid();
        self.query_opt(LOCK, &[&organisation, &group.uuid()]).await?;
        self.execute(CLEAR, &[&organisation, &group.uuid()]).await?;
        for (position, row) in (0_i16..).zip(plan.rows()) {
            let (every, weeks) = (row.occasion.every().map(Every::get), row.occasion.weeks().map(Weeks::get));
            let kind = row.occasion.kind().word();
            self.execute(
                INSERT,
                &[&organisation, &group.uuid(), &row.instrument, &row.version, &position, &kind, &every, &weeks],
            )
            .await?;
        }
        Ok(())
    }

    /// What a group measures.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn group_plan(&self, group: GroupId) -> Result<Plan, StoreError> {
        let rows = self.query(OF_GROUP, &[&self.organisation().uuid(), &group.uuid()]).await?;
        let read = |row| {
            let mut read = Reader::new(row, OF_GROUP);
            let (instrument, version) = (read.value()?, read.value()?);
            let occasion = Occasion::new(read.word()?, read.value()?, read.value()?)?;
            Ok(Planned { instrument, version, occasion })
        };
        let rows: Vec<Planned> = rows.iter().map(read).collect::<Result<_, StoreError>>()?;
        Ok(Plan::new(rows)?)
    }

    /// Every instrument that a running group measures.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn planned_instruments(&self) -> Result<Vec<String>, StoreError> {
        let rows = self.query(INSTRUMENTS, &[&self.organisation().uuid()]).await?;
        rows.iter().map(|row| Reader::new(row, INSTRUMENTS).value()).collect()
    }
}
