//! When a group meets: written down by who leads it.

use jiff::Timestamp;

use crate::{
    access::{Actor, AuditEvent, record},
    domain::{AccountId, GroupId, Schedule},
    store::{StoreError, Tenant},
};

/// Writes down when a group meets; none when it has no fixed time.
///
/// # Errors
///
/// [`StoreError`] when the database does not answer.
pub async fn save_schedule(
    tenant: &Tenant<'_>,
    group: GroupId,
    schedule: Option<Schedule>,
    by: AccountId,
    now: Timestamp,
) -> Result<(), StoreError> {
    tenant.save_schedule(group, schedule, now).await?;
    record(tenant, &AuditEvent::new(Actor::Account(by), "save-schedule").on("group", group.uuid()), now);
    Ok(())
}
