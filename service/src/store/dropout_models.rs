//! The hazard of leaving that an organisation has learnt from its own stays.

use std::collections::BTreeSet;

use jiff::Timestamp;
use serde_json::Value;

use super::{StoreError, Tenant, reader::Reader, statement::sql};
use crate::domain::{ExpectedSource, GroupId};

sql! {
    // Of two workers the second waits here for the first, and finds that it was done.
    CLAIM = "INSERT INTO dropout_models AS m (organisation_id, source, module_version, looked_at, claimed_at)
             VALUES ($1, $2, $3, $4, $4)
             ON CONFLICT (organisation_id, source) DO UPDATE SET
                 looked_at = excluded.looked_at, claimed_at = excluded.claimed_at, module_version = excluded.module_version,
                 model = CASE WHEN m.module_version = excluded.module_version THEN m.model END,
                 trial = CASE WHEN m.module_version = excluded.module_version THEN m.trial END,
                 fitted_at = CASE WHEN m.module_version = excluded.module_version THEN m.fitted_at END,
                 failed = m.failed AND m.module_version = excluded.module_version
             WHERE m.looked_at <= $5 OR m.claimed_at <= $6 OR m.module_version <> excluded.module_version";
    CLAIM_OLDER = "UPDATE dropout_models SET looked_at = $4, claimed_at = $4, module_version = $3, model = NULL,
                       trial = NULL, fitted_at = NULL, failed = false
                   WHERE organisation_id = $1 AND source = $2 AND module_version <> $3";
    RELEASE = "UPDATE dropout_models SET claimed_at = NULL WHERE organisation_id = $1 AND source = $2";
    SAVE = "UPDATE dropout_models SET model = $3, learnt_rows = $4, courses = $5, ended = $6, dropouts = $7,
                module_version = $8, fitted_at = $9, failed = $10, trial = $11, claimed_at = NULL
            WHERE organisation_id = $1 AND source = $2";
    ALL = "SELECT source, model, learnt_rows, courses, ended, dropouts, module_version, fitted_at, failed, trial
           FROM dropout_models WHERE organisation_id = $1 ORDER BY source = 'file' DESC";
    // A model holds what it knows of each group: of the others nothing is read, so that it does not grow with the organisation.
    // Nor is its trial: nobody foretells by that.
    OF_GROUPS = "SELECT source, CASE WHEN model ? 'groups' THEN (model - 'groups') || jsonb_build_object('groups',
                            (SELECT coalesce(jsonb_object_agg(g.key, g.value), '{}') FROM jsonb_each(model -> 'groups') g
                             WHERE g.key = ANY($2))) ELSE model END,
                        learnt_rows, courses, ended, dropouts, module_version, fitted_at, failed, NULL::jsonb AS trial
                 FROM dropout_models WHERE organisation_id = $1 ORDER BY source = 'file' DESC LIMIT 1";
}

/// A model of leaving as stored.
#[derive(Debug, Clone)]
pub struct DropoutModelRow {
    /// Where it is from.
    pub source: ExpectedSource,
    /// The model; none as long as too few stays have ended.
    pub model: Option<Value>,
    /// Clients before a session, from which it was learnt.
    pub rows: i32,
    /// Stays that had begun.
    pub courses: i32,
    /// Stays that had ended in any way.
    pub ended: i32,
    /// Stays that ended in dropping out.
    pub dropouts: i32,
    /// Version of the module that fitted it.
    pub module_version: String,
    /// When it was fitted.
    pub fitted_at: Option<Timestamp>,
    /// Whether there were stays enough, and the fit failed.
    pub failed: bool,
    /// How well such a model foretold later time; none without a model, of one that nobody tried yet, and where it was not
    /// read.
    pub trial: Option<Value>,
}

impl Tenant<'_> {
    /// Takes it upon this transaction to see whether there is more to learn; `false` when that was seen after `again` for this
    /// version of the module, unless somebody took it upon himself before `lost` and told no result. The model of another
    /// version is forgotten.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn claim_dropout_model(
        &self,
        source: ExpectedSource,
        module_version: &str,
        now: Timestamp,
        (again, lost): (Timestamp, Timestamp),
    ) -> Result<bool, StoreError> {
        let organisation = self.organisation().uuid();
        Ok(self.execute(CLAIM, &[&organisation, &source.word(), &module_version, &now, &again, &lost]).await? == 1)
    }

    /// Takes it upon this transaction to learn anew what another version of the module learnt, and forgets that; `false` where
    /// there is nothing of another version.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn claim_older_dropout_model(
        &self,
        source: ExpectedSource,
        module_version: &str,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let organisation = self.organisation().uuid();
        Ok(self.execute(CLAIM_OLDER, &[&organisation, &source.word(), &module_version, &now]).await? == 1)
    }

    /// Nothing is to be learnt: gives up what was taken upon oneself.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn release_dropout_model(&self, source: ExpectedSource) -> Result<(), StoreError> {
        self.execute(RELEASE, &[&self.organisation().uuid(), &source.word()]).await?;
        Ok(())
    }

    /// Stores a model over the earlier one of the same source.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn save_dropout_model(&self, row: &DropoutModelRow) -> Result<(), StoreError> {
        self.execute(
            SAVE,
            &[
                &self.organisation().uuid(),
                &row.source.word(),
                &row.model,
                &row.rows,
                &row.courses,
                &row.ended,
                &row.dropouts,
                &row.module_version,
                &row.fitted_at,
                &row.failed,
                &row.trial,
            ],
        )
        .await?;
        Ok(())
    }

    /// The models of the organisation; the first is the one that counts.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn dropout_models(&self) -> Result<Vec<DropoutModelRow>, StoreError> {
        let rows = self.query(ALL, &[&self.organisation().uuid()]).await?;
        rows.iter().map(|row| stored(&mut Reader::new(row, ALL))).collect()
    }

    /// The model that counts, with what it knows of these groups only.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn dropout_model_of(&self, groups: &BTreeSet<GroupId>) -> Result<Option<DropoutModelRow>, StoreError> {
        let groups: Vec<String> = groups.iter().map(ToString::to_string).collect();
        let row = self.query_opt(OF_GROUPS, &[&self.organisation().uuid(), &groups]).await?;
        row.map(|row| stored(&mut Reader::new(&row, OF_GROUPS))).transpose()
    }
}

fn stored(read: &mut Reader<'_>) -> Result<DropoutModelRow, StoreError> {
    Ok(DropoutModelRow {
        source: read.word()?,
        model: read.value()?,
        rows: read.value()?,
        courses: read.value()?,
        ended: read.value()?,
        dropouts: read.value()?,
        module_version: read.value()?,
        fitted_at: read.value()?,
        failed: read.value()?,
        trial: read.value()?,
    })
}
