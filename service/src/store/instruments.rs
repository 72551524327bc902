//! The instrument versions of an organisation, and the wording that an administrator confirmed.

use jiff::Timestamp;

use super::{StoreError, Tenant, reader::Reader, statement::sql};
use crate::domain::AccountId;

sql! {
    INSERT = "INSERT INTO instrument_versions (organisation_id, instrument_id, instrument_version, item_hash, text_hash,
                                               scoring_hash, loaded_at)
              VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING";
    LIST = "SELECT instrument_id, instrument_version, item_hash, text_hash, scoring_hash
            FROM instrument_versions WHERE organisation_id = $1 ORDER BY instrument_id, instrument_version";
    CONFIRM = "INSERT INTO wording_confirmations (organisation_id, instrument_id, instrument_version, text_hash,
                                                  confirmed_by, confirmed_at)
               VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING";
    CONFIRMATIONS = "SELECT c.instrument_id, c.instrument_version, c.text_hash, a.display_name, c.confirmed_at
                     FROM wording_confirmations c
                     JOIN accounts a ON a.organisation_id = c.organisation_id AND a.account_id = c.confirmed_by
                     WHERE c.organisation_id = $1";
}

/// An instrument version as an organisation has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InstrumentVersionRow {
    /// The instrument.
    pub id: String,
    /// The version.
    pub version: String,
    /// Hash of items, scales and order.
    pub item_hash: String,
    /// Hash of what the client reads.
    pub text_hash: String,
    /// Hash of scores, bands and alerts.
    pub scoring_hash: String,
}

/// A wording that an administrator compared with its holder's file.
#[derive(Debug, Clone)]
pub struct WordingConfirmationRow {
    /// The instrument.
    pub id: String,
    /// The version.
    pub version: String,
    /// Hash of exactly this text in its language.
    pub text_hash: String,
    /// Name of the administrator.
    pub by: String,
    /// When.
    pub at: Timestamp,
}

impl Tenant<'_> {
    /// Adds an instrument version; a known one is left as it is.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn insert_instrument_version(
        &self,
        row: &InstrumentVersionRow,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let organisation = self.organisation().uuid();
        self.execute(
            INSERT,
            &[&organisation, &row.id, &row.version, &row.item_hash, &row.text_hash, &row.scoring_hash, &now],
        )
        .await?;
        Ok(())
    }

    /// Every instrument version of the organisation.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn instrument_versions(&self) -> Result<Vec<InstrumentVersionRow>, StoreError> {
        let rows = self.query(LIST, &[&self.organisation().uuid()]).await?;
        rows.iter()
            .map(|row| {
                let mut read = Reader::new(row, LIST);
                Ok(InstrumentVersionRow {
                    id: read.value()?,
                    version: read.value()?,
                    item_hash: read.value()?,
                    text_hash: read.value()?,
                    scoring_hash: read.value()?,
                })
            })
            .collect()
    }

    /// Records that an administrator compared a text with its holder's file.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the version is unknown or the database does not answer.
    pub async fn confirm_wording(
        &self,
        instrument: &str,
        version: &str,
        text_hash: &str,
        by: AccountId,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let organisation = self.organisation().uuid();
        self.execute(CONFIRM, &[&organisation, &instrument, &version, &text_hash, &by.uuid(), &now]).await?;
        Ok(())
    }

    /// Every wording that was confirmed here.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn wording_confirmations(&self) -> Result<Vec<WordingConfirmationRow>, StoreError> {
        let rows = self.query(CONFIRMATIONS, &[&self.organisation().uuid()]).await?;
        rows.iter()
            .map(|row| {
                let mut read = Reader::new(row, CONFIRMATIONS);
                Ok(WordingConfirmationRow {
                    id: read.value()?,
                    version: read.value()?,
                    text_hash: read.value()?,
                    by: read.value()?,
                    at: read.value()?,
                })
            })
            .collect()
    }
}
