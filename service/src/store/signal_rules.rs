//! What an organisation set otherwise than the rules of signals come.

use jiff::Timestamp;
use serde_json::Value;

use super::{StoreError, Tenant, reader::Reader, statement::sql};

sql! {
    FIND = "SELECT settings FROM signal_rules WHERE organisation_id = $1";
    SAVE = "INSERT INTO signal_rules (organisation_id, settings, changed_at) VALUES ($1, $2, $3)
            ON CONFLICT (organisation_id) DO UPDATE SET settings = excluded.settings, changed_at = excluded.changed_at";
}

impl Tenant<'_> {
    /// The settings that differ, by name; none where nothing was ever set.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn signal_rules(&self) -> Result<Option<Value>, StoreError> {
        let row = self.query_opt(FIND, &[&self.organisation().uuid()]).await?;
        row.map(|row| Reader::new(&row, FIND).value()).transpose()
    }

    /// Stores the settings that differ over the earlier ones.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn save_signal_rules(&self, differing: &Value, now: Timestamp) -> Result<(), StoreError> {
        self.execute(SAVE, &[&self.organisation().uuid(), differing, &now]).await?;
        Ok(())
    }
}
