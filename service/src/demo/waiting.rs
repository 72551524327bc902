//! Who waits for a group of the demonstration that lets people in on fixed days: one with a first day, one who was put on the
//! list for the day after that. Each was put forward and advised before.

use jiff::{SignedDuration, Timestamp, ToSpan, civil::Date};

use super::{
    DemoError,
    groups::Group,
    ids::Ids,
    selecting::{select_others, select_waiting},
};
use crate::{
    domain::{ClientId, Cycle, MembershipId, Pseudonym},
    store::{NewClient, NewMembership, Tenant},
};

/// The group that has fixed cycles.
pub(super) const WITH_CYCLES: &str = "Vaardigheden op woensdag";
/// Weeks of a cycle, and between two days on which newcomers enter.
const CYCLE: (i16, i16) = (12, 4);
/// Who waits, and since how many days. No tree of a member.
const WAIT: [(&str, i64); 2] = [("Abeel", 38), ("Kweepeer", 9)];

/// Gives the group its cycles and lists who waits for it; tells how many clients that are.
pub(super) async fn list_waiting(
    tenant: &Tenant<'_>,
    group: &Group,
    (code_hash, ids): (&str, &mut Ids),
    (today, now): (Date, Timestamp),
) -> Result<usize, DemoError> {
    let mut row = tenant.group_set_up(group.id, today).await?.ok_or(DemoError::Unplanned("group"))?;
    let cycle = Cycle::new(group.date(1)?, CYCLE.0, CYCLE.1).map_err(|_| DemoError::Unplanned("cycle"))?;
    row.cycle = Some(cycle);
    tenant.update_group_set_up(&row).await?;
    let mut entries = cycle.entries(today.checked_add(1.day())?, today.checked_add(1.year())?);
    for (name, days) in WAIT {
        let entry = entries.next().ok_or(DemoError::Unplanned("day of entry"))?;
        let at = now - SignedDuration::from_hours(24 * days);
        let listed_on = today.checked_sub(days.days())?;
        let client = ClientId::from(ids.next(at));
        let new = NewClient { id: client, code_hash: Some(code_hash), started_on: listed_on };
        tenant.insert_client(&new, at).await?;
        let stay = NewMembership {
            id: MembershipId::from(ids.next(at)),
            group: group.id,
            client,
            pseudonym: &Pseudonym::parse(name)?,
            joined_on: entry.on,
            planned_end_on: Some(entry.whole_until),
            listed_on: Some(listed_on),
        };
        tenant.insert_membership(&stay).await?;
        select_waiting(tenant, group, (name, stay.id, listed_on), (ids, now)).await?;
    }
    select_others(tenant, group, ids, (today, now)).await?;
    Ok(WAIT.len())
}

#[cfg(test)]
mod tests {
    use super::{super::members::TREES, WAIT};

    #[test]
    fn who_waits_has_no_members_name() {
        assert!(WAIT.iter().all(|(name, _)| !TREES.contains(name)));
    }
}
