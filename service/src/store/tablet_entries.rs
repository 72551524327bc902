//! A client at a tablet: what both codes together opened, by the hash of its token.

use jiff::Timestamp;

use super::{StoreError, Tenant, reader::Reader, statement::sql};
use crate::domain::{MembershipId, SessionId};

sql! {
    INSERT = "INSERT INTO tablet_entries (organisation_id, token_hash, session_id, membership_id, created_at, expires_at)
              VALUES ($1, $2, $3, $4, $5, $6)";
    DELETE_EXPIRED = "DELETE FROM tablet_entries WHERE organisation_id = $1 AND expires_at <= $2";
    FIND = "SELECT session_id, membership_id, created_at, expires_at FROM tablet_entries
            WHERE organisation_id = $1 AND token_hash = $2";
}

/// Who stands at the tablet.
#[derive(Debug, Clone, Copy)]
pub struct TabletEntryRow {
    /// The session.
    pub session: SessionId,
    /// The member.
    pub membership: MembershipId,
    /// Since when.
    pub entered_at: Timestamp,
    /// Until when.
    pub expires_at: Timestamp,
}

impl Tenant<'_> {
    /// Stores an entry, and forgets those that ran out when it began.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn insert_tablet_entry(&self, token_hash: &[u8], entry: TabletEntryRow) -> Result<(), StoreError> {
        let organisation = self.organisation().uuid();
        let TabletEntryRow { session, membership, entered_at, expires_at } = entry;
        self.execute(DELETE_EXPIRED, &[&organisation, &entered_at]).await?;
        self.execute(
            INSERT,
            &[&organisation, &token_hash, &session.uuid(), &membership.uuid(), &entered_at, &expires_at],
        )
        .await?;
        Ok(())
    }

    /// The entry of a token.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn tablet_entry(&self, token_hash: &[u8]) -> Result<Option<TabletEntryRow>, StoreError> {
        let row = self.query_opt(FIND, &[&self.organisation().uuid(), &token_hash]).await?;
        row.map(|row| {
            let mut read = Reader::new(&row, FIND);
            Ok(TabletEntryRow {
                session: read.id()?,
                membership: read.id()?,
                entered_at: read.value()?,
                expires_at: read.value()?,
            })
        })
        .transpose()
    }
}
