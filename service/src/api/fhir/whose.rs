//! Whose answers somebody may read here: those of the groups that this account leads, alone or
//! together, or that its team leads. Whoever learns or looks on in a group reads no answers here. Every look is written
//! down.

use std::collections::BTreeSet;

use jiff::Timestamp;
use uuid::Uuid;

use crate::{
    access::{Actor, AuditEvent, Outcome, record},
    clock::local_date,
    domain::{GroupId, MembershipId},
    store::{StoreError, Tenant},
    web::CurrentLogin,
};

/// The groups whose answers this account may read today.
pub(super) async fn led_groups(
    tenant: &Tenant<'_>,
    login: &CurrentLogin,
    now: Timestamp,
) -> Result<Vec<GroupId>, StoreError> {
    let (who, today) = (&login.who, local_date(now, &login.who.time_zone));
    tenant.led_groups(who.account, who.overseen_team(), today).await
}

/// Writes down that answers or scores of these members were read: a row for each, or one when there were none.
pub(super) async fn written_down(
    tenant: &Tenant<'_>,
    login: &CurrentLogin,
    action: &'static str,
    members: BTreeSet<MembershipId>,
    now: Timestamp,
) -> Result<(), StoreError> {
    let event = AuditEvent::new(Actor::Account(login.who.account), action);
    if members.is_empty() {
        record(tenant, &event, now);
    }
    for member in members {
        record(tenant, &event.clone().on("membership", member.uuid()), now);
    }
    Ok(())
}

/// Writes down that something was asked for that this account may not see, or that is not there; which of the two is not
/// told.
pub(super) async fn denied(
    tenant: Tenant<'_>,
    login: &CurrentLogin,
    action: &'static str,
    subject: (&'static str, Uuid),
    now: Timestamp,
) -> Result<(), StoreError> {
    let event = AuditEvent::new(Actor::Account(login.who.account), action).on(subject.0, subject.1);
    record(&tenant, &event.with_outcome(Outcome::Denied), now);
    tenant.commit().await
}
