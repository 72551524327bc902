//! Who says beforehand that he will not come: noted before the session is there, and taken over when it is opened.

use jiff::{Timestamp, civil::Date};

use super::{CollectError, record_attendance};
use crate::{
    access::{Actor, AuditEvent, record},
    domain::{AccountId, Announced, Attendance, GroupId, MembershipId, SessionId},
    store::Tenant,
};

/// Writes down that a member of a group will not come on a day, or comes after all. Saying the same again changes nothing. The
/// audit tells of whom, never why.
///
/// # Errors
///
/// [`CollectError::NotFound`] when nobody of that day's members is meant, or the store's own.
pub async fn announce_absence(
    tenant: &Tenant<'_>,
    group: GroupId,
    (member, on): (MembershipId, Date),
    why: Option<Announced>,
    by: AccountId,
    now: Timestamp,
) -> Result<(), CollectError> {
    let row = tenant.membership(member).await?.filter(|row| row.group == group && row.is_active_on(on));
    let member = row.ok_or(CollectError::NotFound)?.id;
    let (changed, action) = match why {
        Some(why) => (tenant.announce_absence((member, on), why, by, now).await?, "announce-absence"),
        None => (tenant.remove_announced_absence(member, on).await?, "withdraw-absence"),
    };
    if changed {
        record(tenant, &AuditEvent::new(Actor::Account(by), action).on("membership", member.uuid()), now);
    }
    Ok(())
}

/// Notes those who said that they would not come today as away at the session that is opened.
pub(super) async fn take_over(
    tenant: &Tenant<'_>,
    (group, session): (GroupId, SessionId),
    today: Date,
    by: AccountId,
    now: Timestamp,
) -> Result<(), CollectError> {
    let taken = tenant.take_announced_absences(group, today).await?;
    let away: Vec<(MembershipId, Attendance)> =
        taken.into_iter().map(|(member, why)| (member, why.attendance())).collect();
    record_attendance(tenant, session, &away, Some(by), now).await
}
