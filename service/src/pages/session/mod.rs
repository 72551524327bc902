//! Tonight's session: open it, its code, who answered, who came, how long it took, close it; and a client's new code.

mod answered;
mod attendance;
mod page;
mod room;
mod time;

use jiff::civil::Date;
use serde::Deserialize;
use uuid::Uuid;

pub(super) use self::{
    answered::answered,
    attendance::attendance,
    page::page,
    room::{client_code, close, code, code_page, open, qr_svg, reopen},
    time::{Card, confirm, minutes, time},
};
use crate::{
    access::{leads_group, visible_group},
    clock::local_date,
    domain::{GroupId, SessionId},
    store::{GroupRow, MembershipRow, SessionRow, Tenant},
    web::{CurrentLogin, Problem, ProblemKind},
};

/// A form without fields of its own.
#[derive(Deserialize)]
pub(super) struct NoFields {}

/// What was just saved, or could not be.
#[derive(Default, Deserialize)]
pub(super) struct SavedQuery {
    pub(super) saved: Option<String>,
    pub(super) problem: Option<String>,
}

/// The day it is where the reader works.
pub(super) fn today(login: &CurrentLogin, now: jiff::Timestamp) -> Date {
    local_date(now, &login.who.time_zone)
}

pub(super) async fn own_group(
    tenant: &Tenant<'_>,
    login: &CurrentLogin,
    group: GroupId,
    now: jiff::Timestamp,
) -> Result<GroupRow, Problem> {
    let today = local_date(now, &login.who.time_zone);
    visible_group(tenant, &login.who, group, today).await?.ok_or_else(|| Problem::new(ProblemKind::NotFound))
}

/// The group, for who may change something of it: whoever learns or looks on may not.
pub(super) async fn led_group(
    tenant: &Tenant<'_>,
    login: &CurrentLogin,
    group: GroupId,
    now: jiff::Timestamp,
) -> Result<GroupRow, Problem> {
    let row = own_group(tenant, login, group, now).await?;
    let leads = leads_group(tenant, &login.who, &row, local_date(now, &login.who.time_zone)).await?;
    if leads { Ok(row) } else { Err(Problem::new(ProblemKind::Forbidden)) }
}

pub(super) async fn led_session(
    tenant: &Tenant<'_>,
    login: &CurrentLogin,
    (group, session): (Uuid, Uuid),
    now: jiff::Timestamp,
) -> Result<(GroupRow, SessionRow), Problem> {
    led_group(tenant, login, group.into(), now).await?;
    own_session(tenant, login, (group, session), now).await
}

pub(super) async fn own_session(
    tenant: &Tenant<'_>,
    login: &CurrentLogin,
    (group, session): (Uuid, Uuid),
    now: jiff::Timestamp,
) -> Result<(GroupRow, SessionRow), Problem> {
    let group = own_group(tenant, login, group.into(), now).await?;
    let session = tenant.session(SessionId::from(session)).await?.filter(|session| session.group == group.id);
    Ok((group, session.ok_or_else(|| Problem::new(ProblemKind::NotFound))?))
}

pub(super) async fn members_of(tenant: &Tenant<'_>, session: &SessionRow) -> Result<Vec<MembershipRow>, Problem> {
    let members = tenant.memberships(session.group).await?.into_iter();
    Ok(members.filter(|member| member.is_active_on(session.held_on)).collect())
}
