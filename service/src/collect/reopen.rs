//! A session that was closed too soon goes on, on the same day.

use jiff::{Timestamp, civil::Date};
use rand::Rng;

use super::{CODE_LIFETIME, CollectError, session::already_open, withdraw_line};
use crate::{
    access::{Actor, AuditEvent, record},
    domain::{AccountId, SessionCode},
    store::{SessionRow, StoreError, Tenant},
};

/// Whether a session can be opened again: it is closed, today's, and the newest of its group.
///
/// # Errors
///
/// [`StoreError`] when the database does not answer.
pub async fn may_reopen(tenant: &Tenant<'_>, session: &SessionRow, today: Date) -> Result<bool, StoreError> {
    if session.closed_at.is_none() || session.held_on != today {
        return Ok(false);
    }
    Ok(tenant.sessions(session.group).await?.last().is_some_and(|newest| newest.id == session.id))
}

/// Opens a closed session again, with a new code. Forms that were asked and not sent can be sent again; the end that closing
/// wrote down is taken back, one that somebody wrote down stays. What the rules said after the close stands until answers say
/// otherwise, so that nothing is raised a second time. What is open already stays as it is.
///
/// # Errors
///
/// [`CollectError::NotReopened`] on another day and when a later session was opened, [`CollectError::SessionIsOpen`] when one
/// was opened meanwhile, or the store's own.
pub async fn reopen_session(
    tenant: &Tenant<'_>,
    session: &SessionRow,
    by: AccountId,
    today: Date,
    now: Timestamp,
    random: &mut impl Rng,
) -> Result<(), CollectError> {
    if session.closed_at.is_none() {
        return Ok(());
    }
    if !may_reopen(tenant, session, today).await? {
        return Err(CollectError::NotReopened);
    }
    if !tenant.reopen_session(session.id).await.map_err(already_open)? {
        return Ok(());
    }
    // What a client let the group see was until the end of the session, and that was told: it is asked anew.
    for member in tenant.given_lines(session.id, now).await? {
        withdraw_line(tenant, session.id, member, by, now).await?;
    }
    tenant.insert_session_code(&SessionCode::draw(random), session.id, now + CODE_LIFETIME).await?;
    let event = AuditEvent::new(Actor::Account(by), "reopen-session").on("session", session.id.uuid());
    record(tenant, &event, now);
    Ok(())
}
