//! Consent, each purpose apart, given and withdrawn at a moment.

use jiff::Timestamp;

use super::{StoreError, Tenant, statement::sql};
use crate::domain::{AccountId, ClientId, ConsentPurpose};

sql! {
    INSERT = "INSERT INTO consents (organisation_id, client_id, purpose, given_at, recorded_by)
              VALUES ($1, $2, $3, $4, $5)";
    WITHDRAW = "UPDATE consents SET withdrawn_at = $4
                WHERE organisation_id = $1 AND client_id = $2 AND purpose = $3 AND withdrawn_at IS NULL";
}

impl Tenant<'_> {
    /// Records that a client agreed to a purpose.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn give_consent(
        &self,
        client: ClientId,
        purpose: ConsentPurpose,
        recorded_by: Option<AccountId>,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let recorded_by = recorded_by.map(AccountId::uuid);
        let organisation = self.organisation().uuid();
        self.execute(INSERT, &[&organisation, &client.uuid(), &purpose.word(), &now, &recorded_by]).await?;
        Ok(())
    }

    /// Records that a client took a consent back.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn withdraw_consent(
        &self,
        client: ClientId,
        purpose: ConsentPurpose,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.execute(WITHDRAW, &[&self.organisation().uuid(), &client.uuid(), &purpose.word(), &now]).await?;
        Ok(())
    }
}
