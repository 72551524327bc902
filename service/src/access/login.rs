//! Logging in and out, and finding out who a request comes from.

use jiff::{SignedDuration, Timestamp};

use super::{
    Actor, AuditEvent, BadToken, LoggedIn, Outcome, PasswordError, Passwords, Token, TooManyAttempts, audit,
    limits::count_attempt,
};
use crate::{
    domain::Email,
    store::{AccountRow, LoginSessionRow, Store, StoreError},
};

/// The cookie of a login. The prefix makes browsers insist on `Secure`, on `/` and on this very host.
pub const SESSION_COOKIE: &str = "__Host-peil";

/// The longest a login lives.
const ABSOLUTE: SignedDuration = SignedDuration::from_hours(12);
/// The longest a login may lie unused.
const IDLE: SignedDuration = SignedDuration::from_mins(60);
/// The use of a login is written down once in this while, not at each request.
const TOUCH: SignedDuration = SignedDuration::from_mins(1);

/// Why nobody was let in.
#[derive(Debug, thiserror::Error)]
pub enum LoginError {
    /// Address and password do not belong together; which of the two is wrong is not told.
    #[error("address and password do not belong together")]
    Wrong,
    /// Too many failures.
    #[error(transparent)]
    TooMany(#[from] TooManyAttempts),
    /// The secret could not be checked.
    #[error(transparent)]
    Password(#[from] PasswordError),
    /// No token could be drawn.
    #[error(transparent)]
    Token(#[from] BadToken),
    /// The rows cannot be reached.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Lets an account in and returns what its browser keeps.
///
/// # Errors
///
/// [`LoginError`]; failures are counted and written to the audit.
pub async fn log_in(
    store: &Store,
    passwords: &Passwords,
    email: &Email,
    password: &str,
    now: Timestamp,
) -> Result<Token, LoginError> {
    let mut connection = store.connect().await?;
    let Some((organisation, account)) = connection.account_route(email).await? else {
        passwords.matches(password, None).await?;
        return Err(LoginError::Wrong);
    };
    let subject = format!("account:{account}");
    let tenant = connection.begin(organisation).await?;
    count_attempt(&tenant, &subject, now).await?;
    let hash = tenant.account(account).await?.and_then(|row| row.password_hash);
    tenant.commit().await?;
    // No transaction is held open while the hash is computed.
    let right = passwords.matches(password, hash.as_deref()).await?;
    let tenant = connection.begin(organisation).await?;
    let event = AuditEvent::new(Actor::Account(account), "login");
    if !right {
        audit::record(&tenant, &event.with_outcome(Outcome::Denied), now);
        tenant.commit().await?;
        return Err(LoginError::Wrong);
    }
    let token = Token::draw(organisation)?;
    tenant.clear_attempts(&subject).await?;
    tenant.insert_login_session(&token.hash(), account, now, now + ABSOLUTE).await?;
    tenant.note_login(account, now).await?;
    audit::record(&tenant, &event, now);
    tenant.commit().await?;
    Ok(token)
}

/// Ends a login.
///
/// # Errors
///
/// [`StoreError`] when the database does not answer.
pub async fn log_out(store: &Store, token: &Token, now: Timestamp) -> Result<(), StoreError> {
    let mut connection = store.connect().await?;
    let tenant = connection.begin(token.organisation()).await?;
    if let Some(session) = tenant.login_session(&token.hash(), now, now - IDLE).await? {
        tenant.delete_login_session(&token.hash()).await?;
        audit::record(&tenant, &AuditEvent::new(Actor::Account(session.account), "logout"), now);
    }
    tenant.commit().await
}

/// Who a token belongs to, if it is live.
///
/// # Errors
///
/// [`StoreError`] when the database does not answer.
pub async fn who_is(store: &Store, token: &Token, now: Timestamp) -> Result<Option<LoggedIn>, StoreError> {
    let mut connection = store.connect().await?;
    let organisation = token.organisation();
    let tenant = connection.begin(organisation).await?;
    let Some(session) = tenant.login_session(&token.hash(), now, now - IDLE).await? else { return Ok(None) };
    let Some(account) = tenant.account(session.account).await? else { return Ok(None) };
    if now.duration_since(session.last_seen_at) >= TOUCH {
        tenant.touch_login_session(&token.hash(), now).await?;
        tenant.commit().await?;
    }
    let AccountRow { id, team, display_name, role, language, .. } = account;
    let LoginSessionRow { time_zone, signals_enabled, .. } = session;
    Ok(Some(LoggedIn { organisation, time_zone, signals_enabled, account: id, role, team, display_name, language }))
}
