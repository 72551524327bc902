//! A safety alert that nobody saw in time calls in those on duty.

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};

use super::{super::CollectError, note};
use crate::{
    domain::{EscalationReason, GroupId},
    store::Tenant,
};

/// Calls in those on duty for every safety alert that nobody saw for `minutes` minutes, and tells whose pages must hear
/// of it. Once for each alert, however many workers look.
///
/// # Errors
///
/// [`CollectError::Store`] when the database does not answer; the transaction must not be committed then.
pub async fn escalate_unseen(
    tenant: &Tenant<'_>,
    minutes: i32,
    now: Timestamp,
) -> Result<BTreeSet<GroupId>, CollectError> {
    let mut groups = BTreeSet::new();
    for (id, group) in tenant.unseen_since(now - SignedDuration::from_mins(minutes.into())).await? {
        if tenant.escalate_signal(id, EscalationReason::Unseen, now).await? {
            note(tenant, "escalate-alert", id, now).await?;
            groups.insert(group);
        }
    }
    Ok(groups)
}
