//! A stay in a group ends: how and when, by whoever leads the group. It is never undone; who comes back begins a new stay.

use jiff::{Timestamp, civil::Date};
use peil_questionnaires::Library;

use super::CollectError;
use crate::{
    access::{Actor, AuditEvent, record},
    analyse::{outcome_scale, session_scale},
    domain::{AccountId, EndReason, GroupId, JobId, MembershipId},
    store::Tenant,
};

/// Ends a stay after a day, today where its first day lies ahead, and asks for its signals to be judged: what they foretold is known now.
///
/// # Errors
///
/// [`CollectError::NotFound`] when there is no such member in the group, [`CollectError::StayHasEnded`] when it is over,
/// [`CollectError::DayOutsideStay`] when the day lies before its start or ahead, [`CollectError::StayHasBegun`] when it would not
/// have begun and did, or the store's own.
pub async fn end_stay(
    tenant: &Tenant<'_>,
    library: &Library,
    (group, member): (GroupId, MembershipId),
    (reason, on): (EndReason, Date),
    by: AccountId,
    (today, now): (Date, Timestamp),
) -> Result<(), CollectError> {
    let stay = tenant.membership(member).await?.filter(|row| row.group == group).ok_or(CollectError::NotFound)?;
    // Who still waits for the first day can leave today.
    if stay.left_on.is_none() && (on < stay.joined_on.min(today) || on > today) {
        return Err(CollectError::DayOutsideStay);
    }
    if reason == EndReason::NotBegun && tenant.first_visit(member).await?.is_some() {
        return Err(CollectError::StayHasBegun);
    }
    if !tenant.end_membership(member, on, reason).await? {
        return Err(CollectError::StayHasEnded);
    }
    let plan = tenant.group_plan(group).await?;
    if let Some((instrument, score)) = outcome_scale(library, &plan).or(session_scale(library, &plan)) {
        tenant.insert_job(JobId::new(now), (instrument.id(), score.id()), Some(group), now).await?;
    }
    record(tenant, &AuditEvent::new(Actor::Account(by), "end-stay").on("membership", member.uuid()), now);
    Ok(())
}
