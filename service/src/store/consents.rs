//! Consent, each purpose apart, given and withdrawn at a moment.

use jiff::Timestamp;

use super::{StoreError, Tenant, reader::Reader, statement::sql};
use crate::domain::{AccountId, ClientId, ConsentPurpose, GroupId};

sql! {
    // What was agreed to already stays as it was given.
    INSERT = "INSERT INTO consents (organisation_id, client_id, purpose, given_at, recorded_by)
              SELECT $1::uuid, $2::uuid, $3::text, $4::timestamptz, $5::uuid
              WHERE NOT EXISTS (SELECT 1 FROM consents
                                WHERE organisation_id = $1 AND client_id = $2 AND purpose = $3 AND withdrawn_at IS NULL)";
    OF_GROUP = "SELECT c.client_id, c.purpose, min(c.given_at) FROM consents c
                WHERE c.organisation_id = $1 AND c.withdrawn_at IS NULL
                  AND c.client_id IN (SELECT client_id FROM memberships WHERE organisation_id = $1 AND group_id = $2)
                GROUP BY c.client_id, c.purpose";
    WITHDRAW = "UPDATE consents SET withdrawn_at = $4
                WHERE organisation_id = $1 AND client_id = $2 AND purpose = $3 AND withdrawn_at IS NULL";
}

impl Tenant<'_> {
    /// What the clients of a group, those who left among them, agreed to and did not take back, and since when.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn consents_of_group(
        &self,
        group: GroupId,
    ) -> Result<Vec<(ClientId, ConsentPurpose, Timestamp)>, StoreError> {
        let rows = self.query(OF_GROUP, &[&self.organisation().uuid(), &group.uuid()]).await?;
        let read = |row| {
            let mut read = Reader::new(row, OF_GROUP);
            Ok((read.id()?, read.word()?, read.value()?))
        };
        rows.iter().map(read).collect()
    }

    /// Records that a client agreed to a purpose; tells whether that is new: who agreed to it already, agreed then.
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
    ) -> Result<bool, StoreError> {
        let recorded_by = recorded_by.map(AccountId::uuid);
        let organisation = self.organisation().uuid();
        Ok(self.execute(INSERT, &[&organisation, &client.uuid(), &purpose.word(), &now, &recorded_by]).await? > 0)
    }

    /// Records that a client took a consent back; tells whether there was one.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn withdraw_consent(
        &self,
        client: ClientId,
        purpose: ConsentPurpose,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let organisation = self.organisation().uuid();
        Ok(self.execute(WITHDRAW, &[&organisation, &client.uuid(), &purpose.word(), &now]).await? > 0)
    }
}
