//! Logged-in browsers: only the hash of each token is stored, and each can be revoked.

use jiff::Timestamp;

use super::{StoreError, Tenant, reader::Reader, statement::sql};
use crate::domain::AccountId;

sql! {
    INSERT = "INSERT INTO login_sessions (organisation_id, token_hash, account_id, created_at, last_seen_at, expires_at)
              VALUES ($1, $2, $3, $4, $4, $5)";
    FIND = "SELECT l.account_id, l.last_seen_at, o.time_zone, o.signals_enabled
            FROM login_sessions l JOIN organisations o ON o.organisation_id = l.organisation_id
            WHERE l.organisation_id = $1 AND l.token_hash = $2 AND l.expires_at > $3 AND l.last_seen_at > $4";
    TOUCH = "UPDATE login_sessions SET last_seen_at = $3 WHERE organisation_id = $1 AND token_hash = $2";
    DELETE = "DELETE FROM login_sessions WHERE organisation_id = $1 AND token_hash = $2";
    DELETE_EXPIRED = "DELETE FROM login_sessions WHERE organisation_id = $1 AND expires_at <= $2";
}

/// A live login.
#[derive(Debug, Clone)]
pub struct LoginSessionRow {
    /// Whose.
    pub account: AccountId,
    /// When it was last used.
    pub last_seen_at: Timestamp,
    /// IANA name of its organisation's time zone.
    pub time_zone: String,
    /// Whether its organisation has the module of signals switched on.
    pub signals_enabled: bool,
}

impl Tenant<'_> {
    /// Stores a login, and forgets those that ran out.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn insert_login_session(
        &self,
        token_hash: &[u8],
        account: AccountId,
        now: Timestamp,
        expires_at: Timestamp,
    ) -> Result<(), StoreError> {
        let organisation = self.organisation().uuid();
        self.execute(DELETE_EXPIRED, &[&organisation, &now]).await?;
        self.execute(INSERT, &[&organisation, &token_hash, &account.uuid(), &now, &expires_at]).await?;
        Ok(())
    }

    /// The login of a token that has not expired and was used after `idle_since`.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn login_session(
        &self,
        token_hash: &[u8],
        now: Timestamp,
        idle_since: Timestamp,
    ) -> Result<Option<LoginSessionRow>, StoreError> {
        let row = self.query_opt(FIND, &[&self.organisation().uuid(), &token_hash, &now, &idle_since]).await?;
        row.map(|row| {
            let mut read = Reader::new(&row, FIND);
            Ok(LoginSessionRow {
                account: read.id()?,
                last_seen_at: read.value()?,
                time_zone: read.value()?,
                signals_enabled: read.value()?,
            })
        })
        .transpose()
    }

    /// Notes that a login was used.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn touch_login_session(&self, token_hash: &[u8], now: Timestamp) -> Result<(), StoreError> {
        self.execute(TOUCH, &[&self.organisation().uuid(), &token_hash, &now]).await?;
        Ok(())
    }

    /// Ends a login.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn delete_login_session(&self, token_hash: &[u8]) -> Result<(), StoreError> {
        self.execute(DELETE, &[&self.organisation().uuid(), &token_hash]).await?;
        Ok(())
    }
}
