//! Links by which somebody chooses a password: one an account, for one use, of which only a hash is kept.

use jiff::Timestamp;

use super::{StoreError, Tenant, reader::Reader, statement::sql};
use crate::domain::AccountId;

sql! {
    SAVE = "INSERT INTO account_links (organisation_id, token_hash, account_id, made_at, expires_at)
            VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (organisation_id, account_id) DO UPDATE SET
                token_hash = excluded.token_hash, made_at = excluded.made_at, expires_at = excluded.expires_at,
                used_at = NULL";
    FIND = "SELECT a.account_id, a.display_name, a.email
            FROM account_links l
            JOIN accounts a ON a.organisation_id = l.organisation_id AND a.account_id = l.account_id
            WHERE l.organisation_id = $1 AND l.token_hash = $2 AND l.used_at IS NULL AND l.expires_at > $3
              AND a.disabled_at IS NULL";
    USE = "UPDATE account_links SET used_at = $3
           WHERE organisation_id = $1 AND token_hash = $2 AND used_at IS NULL AND expires_at > $3";
    FORGET = "DELETE FROM account_links WHERE organisation_id = $1 AND account_id = $2";
    SET_PASSWORD = "UPDATE accounts SET password_hash = $3
                    WHERE organisation_id = $1 AND account_id = $2 AND disabled_at IS NULL";
}

/// Whose password a link is for.
#[derive(Clone)]
pub struct LinkRow {
    /// The account.
    pub account: AccountId,
    /// Its name.
    pub name: String,
    /// Its address.
    pub email: String,
}

impl Tenant<'_> {
    /// Keeps a link; an older one of the account stops working.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn save_account_link(
        &self,
        token_hash: &[u8],
        account: AccountId,
        (now, until): (Timestamp, Timestamp),
    ) -> Result<(), StoreError> {
        self.execute(SAVE, &[&self.organisation().uuid(), &token_hash, &account.uuid(), &now, &until]).await?;
        Ok(())
    }

    /// The account of a link that still works.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn account_link(&self, token_hash: &[u8], now: Timestamp) -> Result<Option<LinkRow>, StoreError> {
        let row = self.query_opt(FIND, &[&self.organisation().uuid(), &token_hash, &now]).await?;
        row.map(|row| {
            let mut read = Reader::new(&row, FIND);
            Ok(LinkRow { account: read.id()?, name: read.value()?, email: read.value()? })
        })
        .transpose()
    }

    /// Uses a link up; `false` when somebody was first, or it is too old.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn use_account_link(&self, token_hash: &[u8], now: Timestamp) -> Result<bool, StoreError> {
        Ok(self.execute(USE, &[&self.organisation().uuid(), &token_hash, &now]).await? == 1)
    }

    /// Takes the link of an account away.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn forget_account_link(&self, account: AccountId) -> Result<(), StoreError> {
        self.execute(FORGET, &[&self.organisation().uuid(), &account.uuid()]).await?;
        Ok(())
    }

    /// Sets the password of an account that may come in.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn set_password_hash(&self, account: AccountId, hash: &str) -> Result<(), StoreError> {
        self.execute(SET_PASSWORD, &[&self.organisation().uuid(), &account.uuid(), &hash]).await?;
        Ok(())
    }
}
