//! How long a session took: with the clients, and besides.

use jiff::Timestamp;

use super::super::CollectError;
use crate::{
    access::{Actor, AuditEvent, record},
    domain::{AccountId, IndirectActivity, IndirectMinutes, SessionId, SessionMode, SessionTime},
    store::Tenant,
};

/// Somebody's own indirect work, heading by heading; none takes back what he wrote before.
pub type OwnMinutes = Vec<(IndirectActivity, Option<IndirectMinutes>)>;

/// Writes down when and how a session was held.
///
/// # Errors
///
/// [`CollectError::Store`] when the database does not answer.
pub async fn set_time(
    tenant: &Tenant<'_>,
    session: SessionId,
    (time, mode): (SessionTime, Option<SessionMode>),
    by: AccountId,
    now: Timestamp,
) -> Result<(), CollectError> {
    tenant.set_session_time(session, time, mode, now).await?;
    note(tenant, by, "session-time", session, now);
    Ok(())
}

/// Somebody who was there says that the times are right, although the session was planned shorter or longer: they count as
/// written down, and nobody is asked again. Saying so of a session without an end, or again, changes nothing.
///
/// # Errors
///
/// [`CollectError::Store`] when the database does not answer.
pub async fn confirm_time(
    tenant: &Tenant<'_>,
    session: SessionId,
    by: AccountId,
    now: Timestamp,
) -> Result<(), CollectError> {
    if tenant.confirm_session_time(session, now).await? {
        note(tenant, by, "confirm-time", session, now);
    }
    Ok(())
}

/// Writes down somebody's own indirect work on a session. Headings that are not named stay as they were.
///
/// # Errors
///
/// [`CollectError::Store`] when the database does not answer.
pub async fn record_minutes(
    tenant: &Tenant<'_>,
    session: SessionId,
    minutes: &OwnMinutes,
    by: AccountId,
    now: Timestamp,
) -> Result<(), CollectError> {
    for row in minutes {
        tenant.record_indirect((session, by), *row, now).await?;
    }
    note(tenant, by, "indirect-minutes", session, now);
    Ok(())
}

fn note(tenant: &Tenant<'_>, by: AccountId, action: &'static str, session: SessionId, now: Timestamp) {
    record(tenant, &AuditEvent::new(Actor::Account(by), action).on("session", session.uuid()), now);
}
