//! Who came, as the therapists saw it.

use jiff::Timestamp;

use super::CollectError;
use crate::{
    access::{Actor, AuditEvent, record},
    domain::{AccountId, Attendance, MembershipId, SessionId},
    store::{AttendanceRow, Tenant},
};

/// Records who came to a session; what was written before changes nothing, and is not written again.
///
/// # Errors
///
/// [`CollectError::NotFound`] when a member is not of the session's group, or the store's own.
pub async fn record_attendance(
    tenant: &Tenant<'_>,
    session: SessionId,
    seen: &[(MembershipId, Attendance)],
    by: Option<AccountId>,
    now: Timestamp,
) -> Result<(), CollectError> {
    let row = tenant.session(session).await?.ok_or(CollectError::NotFound)?;
    let members = tenant.memberships(row.group).await?;
    let mut changed = false;
    for (membership, status) in seen {
        if !members.iter().any(|member| member.id == *membership) {
            return Err(CollectError::NotFound);
        }
        let row = AttendanceRow { session, membership: *membership, status: *status };
        changed |= tenant.record_attendance(row, by, now).await?;
    }
    if let Some(by) = by.filter(|_| changed) {
        record(tenant, &AuditEvent::new(Actor::Account(by), "attendance").on("session", session.uuid()), now);
    }
    Ok(())
}
