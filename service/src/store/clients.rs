//! Clients: an id, a code, and nothing that names anybody.

use jiff::{Timestamp, civil::Date};

use super::{StoreError, Tenant, reader::Reader, statement::sql};
use crate::domain::ClientId;

sql! {
    INSERT = "INSERT INTO clients (organisation_id, client_id, code_hash, started_on, created_at)
              VALUES ($1, $2, $3, $4, $5)";
    CODE_HASH = "SELECT code_hash FROM clients WHERE organisation_id = $1 AND client_id = $2";
    SET_CODE_HASH = "UPDATE clients SET code_hash = $3 WHERE organisation_id = $1 AND client_id = $2";
}

/// A client to add.
pub struct NewClient<'a> {
    /// The id.
    pub id: ClientId,
    /// Argon2id hash of the own code; none for a client who never comes to a tablet.
    pub code_hash: Option<&'a str>,
    /// Day zero of the client's course.
    pub started_on: Date,
}

impl Tenant<'_> {
    /// Adds a client.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn insert_client(&self, client: &NewClient<'_>, now: Timestamp) -> Result<(), StoreError> {
        self.execute(
            INSERT,
            &[&self.organisation().uuid(), &client.id.uuid(), &client.code_hash, &client.started_on, &now],
        )
        .await?;
        Ok(())
    }

    /// The hash of a client's own code, if the client has one.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn client_code_hash(&self, id: ClientId) -> Result<Option<String>, StoreError> {
        let row = self.query_opt(CODE_HASH, &[&self.organisation().uuid(), &id.uuid()]).await?;
        Ok(row.map(|row| Reader::new(&row, CODE_HASH).value::<Option<String>>()).transpose()?.flatten())
    }

    /// Replaces a client's own code.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn set_client_code_hash(&self, id: ClientId, hash: &str) -> Result<(), StoreError> {
        self.execute(SET_CODE_HASH, &[&self.organisation().uuid(), &id.uuid(), &hash]).await?;
        Ok(())
    }
}
