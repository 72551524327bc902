//! What is agreed at a session, and settled at a later one.

use jiff::Timestamp;

use super::super::CollectError;
use crate::{
    access::{Actor, AuditEvent, record},
    domain::{AccountId, AgreementId, GroupId, IdempotencyKey, Settled},
    store::{AgreementRow, NewAgreement, StoreError, Tenant},
};

/// The agreements of a group that nobody settled yet, the oldest first.
///
/// # Errors
///
/// [`StoreError`] when the database does not answer.
pub async fn open_agreements(tenant: &Tenant<'_>, group: GroupId) -> Result<Vec<AgreementRow>, StoreError> {
    tenant.open_agreements(group).await
}

/// Writes down an agreement; the same form again changes nothing. A form that comes back with other words is one more.
///
/// # Errors
///
/// [`CollectError::NotFound`] when session or member are not of the group, or the store's own.
pub async fn agree(
    tenant: &Tenant<'_>,
    agreement: &NewAgreement<'_>,
    by: AccountId,
    now: Timestamp,
) -> Result<(), CollectError> {
    let session = tenant.session(agreement.session).await?.filter(|row| row.group == agreement.group);
    session.ok_or(CollectError::NotFound)?;
    if let Some(member) = agreement.membership {
        tenant.membership(member).await?.filter(|row| row.group == agreement.group).ok_or(CollectError::NotFound)?;
    }
    let again = NewAgreement { key: IdempotencyKey::new(now), ..*agreement };
    let stored = tenant.insert_agreement(agreement, by, now).await?
        || !tenant.is_same_agreement(agreement).await? && tenant.insert_agreement(&again, by, now).await?;
    if stored {
        note(tenant, by, "make-agreement", agreement.id, now);
    }
    Ok(())
}

/// Settles an agreement. Once: what became of it stays, and saying the same again changes nothing.
///
/// # Errors
///
/// [`CollectError::NotFound`] when it is not of the group, [`CollectError::AgreementSettled`] when it was settled
/// otherwise, or the store's own.
pub async fn settle(
    tenant: &Tenant<'_>,
    (group, id): (GroupId, AgreementId),
    settled: Settled,
    by: AccountId,
    now: Timestamp,
) -> Result<(), CollectError> {
    if tenant.settle_agreement((group, id), settled, by, now).await? {
        note(tenant, by, "settle-agreement", id, now);
        return Ok(());
    }
    match tenant.agreement_end(group, id).await?.ok_or(CollectError::NotFound)? {
        Some(before) if before == settled => Ok(()),
        _ => Err(CollectError::AgreementSettled),
    }
}

fn note(tenant: &Tenant<'_>, by: AccountId, action: &'static str, id: AgreementId, now: Timestamp) {
    record(tenant, &AuditEvent::new(Actor::Account(by), action).on("agreement", id.uuid()), now);
}
