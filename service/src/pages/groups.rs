//! `GET /groups`: own groups.

use actix_web::{HttpRequest, HttpResponse, web::Data};

use super::{
    frame::{Pages, html},
    views::{GroupCard, GroupsPage, Section, format},
};
use crate::{
    access::{Actor, AuditEvent, record},
    clock::{SharedClock, local_date},
    store::{GroupSummaryRow, Store},
    web::{CurrentLogin, Problem},
};

/// The list of own groups.
pub(super) async fn groups(
    request: HttpRequest,
    login: CurrentLogin,
    pages: Data<Pages>,
    store: Data<Store>,
    clock: Data<SharedClock>,
) -> Result<HttpResponse, Problem> {
    let who = &login.who;
    let now = clock.now();
    let today = local_date(now, &who.time_zone);
    let mut connection = store.connect().await?;
    let tenant = connection.begin(who.organisation).await?;
    let rows = tenant.group_summaries(who.account, who.overseen_team(), today).await?;
    record(&tenant, &AuditEvent::new(Actor::Account(who.account), "list-groups"), now);
    tenant.commit().await?;
    let layout = pages.layout(&request, Some(&login), Section::Groups);
    let groups = rows.into_iter().map(|row| card(row, &layout)).collect();
    html(&GroupsPage { groups, layout })
}

fn card(row: GroupSummaryRow, layout: &super::views::Layout<'_>) -> GroupCard {
    let number = |value: i64| u32::try_from(value).unwrap_or(0);
    let positive = |value: u32| (value > 0).then_some(value);
    GroupCard {
        id: row.group.id.to_string(),
        name: row.group.name,
        kind: row.group.kind,
        format: row.group.format,
        session: positive(number(row.sessions.into())),
        planned: row.group.planned_sessions.and_then(|planned| u32::try_from(planned).ok()),
        members: number(row.members),
        last_day: row.last_session_on.map(|day| format::day(layout.texts, layout.language, day)),
        answered: row.last_session_on.map(|_| (number(row.answered), number(row.asked))),
        signals: number(row.signals),
        session_open: row.session_open,
        ended: row.group.ended_on.is_some(),
    }
}
