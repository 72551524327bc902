//! Imported files: which, how many rows, and that each comes in once.

use jiff::Timestamp;

use super::{StoreError, Tenant, reader::Reader, statement::sql};
use crate::domain::ImportId;

sql! {
    INSERT = "INSERT INTO imports (organisation_id, import_id, content_hash, rows, research_ground,
                                   imported_at)
              VALUES ($1, $2, $3, $4, $5, $6)";
    OF_CONTENT = "SELECT import_id FROM imports WHERE organisation_id = $1 AND content_hash = $2";
    KNOWN = "SELECT EXISTS (SELECT FROM imports WHERE organisation_id = $1 AND content_hash = $2)";
}

/// An import to note.
pub struct NewImport<'a> {
    /// Its id.
    pub id: ImportId,
    /// SHA-256 of the file and of how it is read, in hexadecimal.
    pub content_hash: &'a str,
    /// Rows taken over.
    pub rows: i32,
    /// Why its clients may go into research, in the words of whoever imports it; none when they may not.
    pub research_ground: Option<&'a str>,
}

impl Tenant<'_> {
    /// Notes an import.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when this file was imported before or the database does not answer.
    pub async fn insert_import(&self, import: &NewImport<'_>, now: Timestamp) -> Result<(), StoreError> {
        let organisation = self.organisation().uuid();
        let (rows, ground) = (import.rows, import.research_ground);
        self.execute(INSERT, &[&organisation, &import.id.uuid(), &import.content_hash, &rows, &ground, &now]).await?;
        Ok(())
    }

    /// The import of a file that came before.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn import_of(&self, content_hash: &str) -> Result<Option<ImportId>, StoreError> {
        let row = self.query_opt(OF_CONTENT, &[&self.organisation().uuid(), &content_hash]).await?;
        row.map(|row| Reader::new(&row, OF_CONTENT).id()).transpose()
    }

    /// Whether a file was imported before.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn is_imported(&self, content_hash: &str) -> Result<bool, StoreError> {
        let row = self.query_one(KNOWN, &[&self.organisation().uuid(), &content_hash]).await?;
        Reader::new(&row, KNOWN).value()
    }
}
