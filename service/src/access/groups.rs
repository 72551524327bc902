//! Which groups somebody may see: therapists those in which they have a part today, team leads those of their team. What
//! is measured there is for those who lead: whoever learns or looks on sees it, and changes nothing.

use jiff::civil::Date;

use super::LoggedIn;
use crate::{
    domain::{GroupId, Role, TherapistPart},
    store::{GroupRow, StoreError, Tenant},
};

/// The group, when this account may see it on this day. That it exists is not told to others.
///
/// # Errors
///
/// [`StoreError`] when the database does not answer.
pub async fn visible_group(
    tenant: &Tenant<'_>,
    who: &LoggedIn,
    id: GroupId,
    today: Date,
) -> Result<Option<GroupRow>, StoreError> {
    let Some(group) = tenant.group(id).await? else { return Ok(None) };
    let visible = of_own_team(who, &group) || tenant.part_in_group(id, who.account, today).await?.is_some();
    Ok(visible.then_some(group))
}

/// Whether this account leads the group on this day, alone or together, or leads its team.
///
/// # Errors
///
/// [`StoreError`] when the database does not answer.
pub async fn leads_group(
    tenant: &Tenant<'_>,
    who: &LoggedIn,
    group: &GroupRow,
    today: Date,
) -> Result<bool, StoreError> {
    let part = tenant.part_in_group(group.id, who.account, today).await?;
    Ok(of_own_team(who, group) || part.is_some_and(TherapistPart::leads))
}

fn of_own_team(who: &LoggedIn, group: &GroupRow) -> bool {
    who.role == Role::TeamLead && who.team.is_some() && group.team == who.team
}
