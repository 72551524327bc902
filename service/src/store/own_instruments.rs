//! Definitions of an organisation's own, and wording that it has a licence for. Rows are added and never changed.

use jiff::Timestamp;

use super::{StoreError, Tenant, reader::Reader, statement::sql};
use crate::domain::Language;

sql! {
    INSERT = "INSERT INTO own_instruments (organisation_id, instrument_id, instrument_version, definition, added_at)
              VALUES ($1, $2, $3, $4, $5)";
    LIST = "SELECT o.instrument_id, o.instrument_version, o.definition, v.item_hash, v.text_hash, v.scoring_hash
            FROM own_instruments o
            JOIN instrument_versions v ON v.organisation_id = o.organisation_id AND v.instrument_id = o.instrument_id
                                      AND v.instrument_version = o.instrument_version
            WHERE o.organisation_id = $1 ORDER BY o.instrument_id, o.added_at";
    INSERT_WORDING = "INSERT INTO own_wordings (organisation_id, instrument_id, instrument_version, language, number,
                                                text_hash, wording, added_at)
                      SELECT $1, $2, $3, $4, coalesce(max(number), 0) + 1, $5, $6, $7 FROM own_wordings
                      WHERE organisation_id = $1 AND instrument_id = $2 AND instrument_version = $3 AND language = $4";
    WORDINGS = "SELECT DISTINCT ON (instrument_id, instrument_version, language)
                       instrument_id, instrument_version, language, text_hash, wording
                FROM own_wordings WHERE organisation_id = $1
                ORDER BY instrument_id, instrument_version, language, number DESC";
    KNOWN = "SELECT EXISTS (SELECT FROM own_wordings
                            WHERE organisation_id = $1 AND instrument_id = $2 AND instrument_version = $3
                              AND language = $4 AND text_hash = $5)";
    COUNTS = "SELECT (SELECT count(*) FROM own_instruments WHERE organisation_id = $1),
                     (SELECT count(*) FROM own_wordings WHERE organisation_id = $1)";
}

/// A definition as an organisation added it.
#[derive(Debug, Clone)]
pub struct OwnInstrumentRow {
    /// The instrument.
    pub id: String,
    /// Its version.
    pub version: String,
    /// The file (TOML).
    pub definition: String,
    /// Hash of items, scales and order, when it was added.
    pub item_hash: String,
    /// Hash of what the client reads, without licensed wording.
    pub text_hash: String,
    /// Hash of scores, bands and alerts.
    pub scoring_hash: String,
}

/// The newest wording of one instrument version in one language. It does not print itself: it is licensed.
#[derive(Clone)]
pub struct OwnWordingRow {
    /// The instrument.
    pub id: String,
    /// Its version.
    pub version: String,
    /// Tag of the language.
    pub language: String,
    /// Hash of what the client reads with these words.
    pub text_hash: String,
    /// The file (TOML).
    pub wording: String,
}

impl std::fmt::Debug for OwnWordingRow {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "OwnWordingRow({} {} {} …)", self.id, self.version, self.language)
    }
}

/// How many rows an organisation has added. They are only ever added, so that the same numbers mean the same library.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct OwnCounts {
    /// Definitions.
    pub instruments: i64,
    /// Wordings.
    pub wordings: i64,
}

impl Tenant<'_> {
    /// Adds a definition. Its version must be among the instrument versions.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when it is there already or the database does not answer.
    pub async fn insert_own_instrument(
        &self,
        id: &str,
        version: &str,
        definition: &str,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.execute(INSERT, &[&self.organisation().uuid(), &id, &version, &definition, &now]).await?;
        Ok(())
    }

    /// Every definition of the organisation's own, with the hashes it was pinned by.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn own_instruments(&self) -> Result<Vec<OwnInstrumentRow>, StoreError> {
        let rows = self.query(LIST, &[&self.organisation().uuid()]).await?;
        rows.iter()
            .map(|row| {
                let mut read = Reader::new(row, LIST);
                Ok(OwnInstrumentRow {
                    id: read.value()?,
                    version: read.value()?,
                    definition: read.value()?,
                    item_hash: read.value()?,
                    text_hash: read.value()?,
                    scoring_hash: read.value()?,
                })
            })
            .collect()
    }

    /// Adds wording, over an earlier one in the same language, which stays as it was.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the version is unknown or the database does not answer.
    pub async fn insert_own_wording(&self, wording: &OwnWordingRow, now: Timestamp) -> Result<(), StoreError> {
        let OwnWordingRow { id, version, language, text_hash, wording } = wording;
        let organisation = self.organisation().uuid();
        self.execute(INSERT_WORDING, &[&organisation, id, version, language, text_hash, wording, &now]).await?;
        Ok(())
    }

    /// The newest wording of every version and language.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn own_wordings(&self) -> Result<Vec<OwnWordingRow>, StoreError> {
        let rows = self.query(WORDINGS, &[&self.organisation().uuid()]).await?;
        rows.iter()
            .map(|row| {
                let mut read = Reader::new(row, WORDINGS);
                Ok(OwnWordingRow {
                    id: read.value()?,
                    version: read.value()?,
                    language: read.value()?,
                    text_hash: read.value()?,
                    wording: read.value()?,
                })
            })
            .collect()
    }

    /// Whether the organisation had this wording of a version, now or before.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn wording_is_known(
        &self,
        id: &str,
        version: &str,
        language: Language,
        text_hash: &str,
    ) -> Result<bool, StoreError> {
        let organisation = self.organisation().uuid();
        let row = self.query_one(KNOWN, &[&organisation, &id, &version, &language.word(), &text_hash]).await?;
        Reader::new(&row, KNOWN).value()
    }

    /// How many definitions and wordings were added.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn own_counts(&self) -> Result<OwnCounts, StoreError> {
        let row = self.query_one(COUNTS, &[&self.organisation().uuid()]).await?;
        let mut read = Reader::new(&row, COUNTS);
        Ok(OwnCounts { instruments: read.value()?, wordings: read.value()? })
    }
}
