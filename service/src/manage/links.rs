//! The link by which somebody chooses his own password: it works once, and for three days.

use jiff::{SignedDuration, Timestamp};

use super::{Desk, ManageError};
use crate::{
    access::{Actor, AuditEvent, Passwords, Token, record},
    domain::{AccountId, NewPassword},
    store::{LinkRow, Store},
};

/// How long a link works.
pub const LINK_LIFETIME: SignedDuration = SignedDuration::from_hours(72);

impl Desk<'_> {
    pub(super) async fn make_link(&self, id: AccountId) -> Result<Token, ManageError> {
        let token = Token::draw(self.tenant.organisation())?;
        self.tenant.save_account_link(&token.hash(), id, (self.now, self.now + LINK_LIFETIME)).await?;
        record(self.tenant, &AuditEvent::new(self.actor(), "make-account-link").on("account", id.uuid()), self.now);
        Ok(token)
    }
}

/// Whose link it is, while it works.
///
/// # Errors
///
/// [`ManageError::LinkSpent`], or the store's own.
pub async fn link_of(store: &Store, token: &Token, now: Timestamp) -> Result<LinkRow, ManageError> {
    let mut connection = store.connect().await?;
    let tenant = connection.begin(token.organisation()).await?;
    tenant.account_link(&token.hash(), now).await?.ok_or(ManageError::LinkSpent)
}

/// Uses a link up: its owner's password is the new one, and whoever was logged in by the old one is not any more.
///
/// # Errors
///
/// [`ManageError::LinkSpent`] when it was used meanwhile or is too old, or the store's own.
pub async fn choose_password(
    store: &Store,
    passwords: &Passwords,
    token: &Token,
    password: &NewPassword,
    now: Timestamp,
) -> Result<(), ManageError> {
    let account = link_of(store, token, now).await?.account;
    // No transaction is held open while the hash is computed.
    let hash = passwords.hash(password.expose()).await?;
    let mut connection = store.connect().await?;
    let tenant = connection.begin(token.organisation()).await?;
    if !tenant.use_account_link(&token.hash(), now).await? {
        return Err(ManageError::LinkSpent);
    }
    tenant.set_password_hash(account, &hash).await?;
    tenant.end_logins(account).await?;
    // Who was locked out by wrong guesses may come in again.
    tenant.clear_attempts(&format!("account:{account}")).await?;
    record(&tenant, &AuditEvent::new(Actor::Account(account), "choose-password").on("account", account.uuid()), now);
    tenant.commit().await?;
    Ok(())
}
