//! Which groups somebody may see: therapists those they lead today, team leads those of their team.

use jiff::civil::Date;

use super::LoggedIn;
use crate::{
    domain::{GroupId, Role},
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
    let of_team = who.role == Role::TeamLead && who.team.is_some() && group.team == who.team;
    let visible = of_team || tenant.leads_group(id, who.account, today).await?;
    Ok(visible.then_some(group))
}
