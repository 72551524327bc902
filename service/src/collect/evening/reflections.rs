//! Reflection notes: each therapist's own first, then one of all together.

use jiff::Timestamp;

use super::{super::CollectError, EveningReader};
use crate::{
    access::{Actor, AuditEvent, record},
    domain::{AccountId, Reflection, SessionId},
    store::{Note, ReflectionRow, StoreError, Tenant},
};

/// What was written about a session, as far as its reader may see it.
pub struct Reflections {
    /// The reader's own note.
    pub own: Option<ReflectionRow>,
    /// The notes of the others. None for who was not there: those are between the therapists of the evening.
    pub others: Vec<ReflectionRow>,
    /// The joint note.
    pub joint: Option<ReflectionRow>,
    /// Who wrote a note of his own; never what.
    pub written_by: Vec<AccountId>,
}

/// What became of a wording.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Written {
    /// It is the newest one now.
    Stored,
    /// Somebody wrote another one since it was read; nothing was stored.
    Conflict,
}

/// What was written about a session, as far as the reader may see it.
///
/// # Errors
///
/// [`StoreError`] when the database does not answer.
pub async fn reflections(
    tenant: &Tenant<'_>,
    session: SessionId,
    reader: EveningReader,
) -> Result<Reflections, StoreError> {
    let rows = if reader.writes { tenant.own_reflections(session, reader.sealed()).await? } else { Vec::new() };
    let (own, others): (Vec<_>, Vec<_>) = rows.into_iter().partition(|row| row.account == reader.account);
    Ok(Reflections {
        own: own.into_iter().next(),
        others,
        joint: tenant.joint_reflection(session, reader.sealed()).await?,
        written_by: tenant.reflected_by(session).await?,
    })
}

/// Writes the reader's own note over the wording that he read (0 for none).
///
/// # Errors
///
/// [`CollectError::NotForReaders`] for who was not at the session, or the store's own.
pub async fn write_own(
    tenant: &Tenant<'_>,
    session: SessionId,
    by: EveningReader,
    (read, said): (i32, &Reflection),
    now: Timestamp,
) -> Result<Written, CollectError> {
    if !by.writes {
        return Err(CollectError::NotForReaders);
    }
    write(tenant, (Note::Own, "write-reflection"), (session, by.account), (read, said), now).await
}

/// Writes the joint note over the wording that was read (0 for none); only those who lead, and were there.
///
/// # Errors
///
/// [`CollectError::NotForReaders`], [`CollectError::OwnFirst`] before his own note is there, or the store's own.
pub async fn write_joint(
    tenant: &Tenant<'_>,
    session: SessionId,
    by: EveningReader,
    (read, said): (i32, &Reflection),
    now: Timestamp,
) -> Result<Written, CollectError> {
    if !(by.writes && by.leads) {
        return Err(CollectError::NotForReaders);
    }
    if !tenant.reflected_by(session).await?.contains(&by.account) {
        return Err(CollectError::OwnFirst);
    }
    write(tenant, (Note::Joint, "write-joint-reflection"), (session, by.account), (read, said), now).await
}

async fn write(
    tenant: &Tenant<'_>,
    (note, action): (Note, &'static str),
    (session, by): (SessionId, AccountId),
    wording: (i32, &Reflection),
    now: Timestamp,
) -> Result<Written, CollectError> {
    if !tenant.write_reflection(note, (session, by), wording, now).await? {
        return Ok(Written::Conflict);
    }
    record(tenant, &AuditEvent::new(Actor::Account(by), action).on("session", session.uuid()), now);
    Ok(Written::Stored)
}
