//! By which key the numbers of a record system were hashed: the key stands outside, only what it makes of a fixed word is here.

use jiff::Timestamp;

use super::{StoreError, Tenant, reader::Reader, statement::sql};

sql! {
    CHECK = "SELECT check_hash FROM record_keys WHERE organisation_id = $1";
    NOTE = "INSERT INTO record_keys (organisation_id, check_hash, noted_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";
}

impl Tenant<'_> {
    /// What the organisation's key makes of the fixed word; none before the first import.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn record_key_check(&self) -> Result<Option<String>, StoreError> {
        let row = self.query_opt(CHECK, &[&self.organisation().uuid()]).await?;
        row.map(|row| Reader::new(&row, CHECK).value()).transpose()
    }

    /// Notes it at the first import; what was noted stays.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn note_record_key(&self, check: &str, now: Timestamp) -> Result<(), StoreError> {
        self.execute(NOTE, &[&self.organisation().uuid(), &check, &now]).await?;
        Ok(())
    }
}
