//! What became of the ended stays of groups, kept from one look to the next for as long as nobody judges the group anew.

use serde_json::Value;
use uuid::Uuid;

use super::{StoreError, Tenant, reader::Reader, statement::sql};
use crate::domain::GroupId;

sql! {
    KEPT = "SELECT group_id, version, instrument_id, scale, module_version, stays, units FROM judged_groups
            WHERE organisation_id = $1 AND group_id = ANY($2)";
    // Not over what was judged anew since it was read.
    KEEP = "INSERT INTO judged_groups AS j (organisation_id, group_id, version, instrument_id, scale, module_version, stays,
                                            units)
            SELECT $1, n.group_id, n.version, n.instrument_id, n.scale, $8, n.stays, n.units
            FROM unnest($2::uuid[], $3::int8[], $4::text[], $5::text[], $6::int4[], $7::jsonb[])
                 AS n (group_id, version, instrument_id, scale, stays, units)
            ORDER BY n.group_id
            ON CONFLICT (organisation_id, group_id) DO UPDATE SET
                instrument_id = excluded.instrument_id, scale = excluded.scale, module_version = excluded.module_version,
                stays = excluded.stays, units = excluded.units
            WHERE j.version = excluded.version";
    FORGET = "INSERT INTO judged_groups AS j (organisation_id, group_id) SELECT $1, g FROM unnest($2::uuid[]) g ORDER BY g
              ON CONFLICT (organisation_id, group_id) DO UPDATE SET
                  version = j.version + 1, instrument_id = NULL, scale = NULL, module_version = NULL, stays = NULL,
                  units = NULL";
}

/// What is kept of a group.
#[derive(Debug, Clone)]
pub struct KeptGroup {
    /// The group.
    pub group: GroupId,
    /// How often it was judged anew.
    pub version: i64,
    /// What was found; none when it was judged anew since.
    pub found: Option<JudgedGroup>,
}

/// What became of the ended stays of a group, by its outcome scale.
#[derive(Debug, Clone)]
pub struct JudgedGroup {
    /// The instrument.
    pub instrument: String,
    /// The scale.
    pub scale: String,
    /// Version of the module that judged.
    pub module_version: String,
    /// Ended stays that were followed.
    pub stays: i32,
    /// What each rule said of each, and what was true.
    pub units: Value,
}

impl Tenant<'_> {
    /// What is kept of these groups; nothing of those that were never judged.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn kept_groups(&self, groups: &[GroupId]) -> Result<Vec<KeptGroup>, StoreError> {
        let groups: Vec<Uuid> = groups.iter().map(|group| group.uuid()).collect();
        let rows = self.query(KEPT, &[&self.organisation().uuid(), &groups]).await?;
        rows.iter().map(|row| kept(&mut Reader::new(row, KEPT))).collect()
    }

    /// Keeps what was found of groups, unless they were judged anew since the version that goes with it.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn keep_groups(
        &self,
        module_version: &str,
        all: &[(GroupId, i64, JudgedGroup)],
    ) -> Result<(), StoreError> {
        let groups: Vec<Uuid> = all.iter().map(|(group, ..)| group.uuid()).collect();
        let versions: Vec<i64> = all.iter().map(|(_, version, _)| *version).collect();
        let instruments: Vec<&str> = all.iter().map(|(.., found)| found.instrument.as_str()).collect();
        let scales: Vec<&str> = all.iter().map(|(.., found)| found.scale.as_str()).collect();
        let stays: Vec<i32> = all.iter().map(|(.., found)| found.stays).collect();
        let units: Vec<&Value> = all.iter().map(|(.., found)| &found.units).collect();
        let organisation = self.organisation().uuid();
        self.execute(
            KEEP,
            &[&organisation, &groups, &versions, &instruments, &scales, &stays, &units, &module_version],
        )
        .await?;
        Ok(())
    }

    /// Forgets what is kept of groups that are judged anew.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn forget_groups(&self, groups: &[GroupId]) -> Result<(), StoreError> {
        if groups.is_empty() {
            return Ok(());
        }
        let groups: Vec<Uuid> = groups.iter().map(|group| group.uuid()).collect();
        self.execute(FORGET, &[&self.organisation().uuid(), &groups]).await?;
        Ok(())
    }
}

fn kept(read: &mut Reader<'_>) -> Result<KeptGroup, StoreError> {
    let (group, version): (_, i64) = (read.id()?, read.value()?);
    let (instrument, scale): (Option<String>, Option<String>) = (read.value()?, read.value()?);
    let (module_version, stays, units): (Option<String>, Option<i32>, Option<Value>) =
        (read.value()?, read.value()?, read.value()?);
    let found = instrument.zip(scale).zip(module_version).zip(stays).zip(units).map(
        |((((instrument, scale), module_version), stays), units)| JudgedGroup {
            instrument,
            scale,
            module_version,
            stays,
            units,
        },
    );
    Ok(KeptGroup { group, version, found })
}
