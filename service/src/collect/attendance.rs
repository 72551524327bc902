//! Who came, as the therapists saw it.

use jiff::Timestamp;

use super::CollectError;
use crate::{
    access::{Actor, AuditEvent, record},
    domain::{AccountId, Attendance, MembershipId, SessionId},
    store::{AttendanceRow, Noted, Tenant},
};

/// Records who came to a session; what was written before changes nothing, and is not written again. What is overwritten stands
/// in the audit, member by member: that somebody was there after all, or was not.
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
    let (mut is_changed, mut changes) = (false, Vec::new());
    for (membership, status) in seen {
        if !members.iter().any(|member| member.id == *membership) {
            return Err(CollectError::NotFound);
        }
        let row = AttendanceRow { session, membership: *membership, status: *status };
        let noted = tenant.record_attendance(row, by, now).await?;
        is_changed |= noted != Noted::Known;
        if let Noted::After(before) = noted {
            changes.push((*membership, change(before, *status)));
        }
    }
    let Some(by) = by.filter(|_| is_changed) else { return Ok(()) };
    for (membership, what) in changes {
        record(tenant, &AuditEvent::new(Actor::Account(by), what).on("membership", membership.uuid()), now);
    }
    record(tenant, &AuditEvent::new(Actor::Account(by), "attendance").on("session", session.uuid()), now);
    Ok(())
}

/// What the audit says of a change: who was there, and not why somebody was not. The audit is for ever, and illness is health
/// data; the reason that holds stands with the attendance, and goes with it.
pub(super) const fn change(from: Attendance, to: Attendance) -> &'static str {
    match (from.is_present(), to.is_present()) {
        (true, true) => "present-to-present",
        (true, false) => "present-to-absent",
        (false, true) => "absent-to-present",
        (false, false) => "absence-reason",
    }
}

#[cfg(test)]
mod tests {
    use super::{Attendance, change};

    #[test]
    fn a_change_says_who_was_there_and_no_reason() {
        assert_eq!(change(Attendance::Present, Attendance::AbsentIll), "present-to-absent");
        assert_eq!(change(Attendance::AbsentIll, Attendance::Present), "absent-to-present");
        assert_eq!(change(Attendance::AbsentHoliday, Attendance::AbsentIll), "absence-reason");
        for (from, to) in Attendance::ALL.iter().flat_map(|from| Attendance::ALL.iter().map(move |to| (from, to))) {
            assert!(!change(*from, *to).contains("ill"), "no health in what is never erased");
        }
    }
}
