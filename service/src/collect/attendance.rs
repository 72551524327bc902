//! Who came, as the therapists saw it.

use jiff::Timestamp;

use super::CollectError;
use crate::{
    access::{Actor, AuditEvent, record},
    domain::{AccountId, Attendance, MembershipId, SessionId},
    store::{AttendanceRow, Noted, Tenant},
};

/// Records who came to a session; what was written before changes nothing, and is not written again. What is overwritten stands
/// in the audit, member by member, from what to what.
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
            changes.push((*membership, from_to(before, *status)));
        }
    }
    let Some(by) = by.filter(|_| is_changed) else { return Ok(()) };
    for (membership, change) in changes {
        record(tenant, &AuditEvent::new(Actor::Account(by), change).on("membership", membership.uuid()), now);
    }
    record(tenant, &AuditEvent::new(Actor::Account(by), "attendance").on("session", session.uuid()), now);
    Ok(())
}

/// What the audit says of a change; of none it would say so too.
pub(super) fn from_to(from: Attendance, to: Attendance) -> &'static str {
    macro_rules! to {
        ($from:literal) => {
            match to {
                Attendance::Present => concat!($from, "-to-present"),
                Attendance::AbsentWithNotice => concat!($from, "-to-absent-with-notice"),
                Attendance::AbsentIll => concat!($from, "-to-absent-ill"),
                Attendance::AbsentHoliday => concat!($from, "-to-absent-holiday"),
                Attendance::AbsentWithoutNotice => concat!($from, "-to-absent-without-notice"),
                Attendance::AbsentOther => concat!($from, "-to-absent-other"),
            }
        };
    }
    match from {
        Attendance::Present => to!("present"),
        Attendance::AbsentWithNotice => to!("absent-with-notice"),
        Attendance::AbsentIll => to!("absent-ill"),
        Attendance::AbsentHoliday => to!("absent-holiday"),
        Attendance::AbsentWithoutNotice => to!("absent-without-notice"),
        Attendance::AbsentOther => to!("absent-other"),
    }
}

#[cfg(test)]
mod tests {
    use super::{Attendance, from_to};

    #[test]
    fn a_change_says_from_what_to_what() {
        for from in Attendance::ALL {
            for to in Attendance::ALL {
                let words = format!("{}-to-{}", from.word(), to.word()).replace('_', "-");
                assert_eq!(from_to(*from, *to), words);
            }
        }
    }
}
