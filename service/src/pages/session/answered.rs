//! How far the members are tonight; never what they answered.

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Data, Path},
};
use jiff::tz::TimeZone;
use uuid::Uuid;

use super::{members_of, own_session};
use crate::{
    clock::SharedClock,
    pages::{
        frame::{Pages, html},
        views::{AnswerState, AnsweredFragment, AnsweredPanel, AnsweredRow, Section, format},
    },
    store::{MembershipRow, ProgressRow, SessionRow, Store, Tenant},
    web::{CurrentLogin, Problem},
};

/// `GET /groups/{group_id}/sessions/{session_id}/answered`
pub(in crate::pages) async fn answered(
    request: HttpRequest,
    login: CurrentLogin,
    pages: Data<Pages>,
    store: Data<Store>,
    clock: Data<SharedClock>,
    path: Path<(Uuid, Uuid)>,
) -> Result<HttpResponse, Problem> {
    let now = clock.now();
    let mut connection = store.connect().await?;
    let tenant = connection.begin(login.who.organisation).await?;
    let (_, session) = own_session(&tenant, &login, path.into_inner(), now).await?;
    let members = members_of(&tenant, &session).await?;
    let answered = answered_panel(&tenant, &session, &members, &login, now).await?;
    html(&AnsweredFragment { layout: pages.layout(&request, Some(&login), Section::Groups), answered })
}

/// How far a member is. With one side of the session sent he is not done, and not busy either.
fn state_of(row: &ProgressRow) -> AnswerState {
    let (before, other) = (row.before, row.other);
    match (before.is_done(), other.is_done()) {
        (true, true) => AnswerState::Done,
        (false, true) if other.asked > 0 => AnswerState::AfterSent,
        (true, false) if before.asked > 0 && !other.is_begun() => AnswerState::BeforeSent,
        _ if before.is_begun() || other.is_begun() => AnswerState::Started,
        _ => AnswerState::NotYet,
    }
}

pub(super) async fn answered_panel(
    tenant: &Tenant<'_>,
    session: &SessionRow,
    members: &[MembershipRow],
    login: &CurrentLogin,
    now: jiff::Timestamp,
) -> Result<AnsweredPanel, Problem> {
    let progress = tenant.session_progress(session.id).await?;
    let rows = members.iter().map(|member| {
        let own = progress.iter().find(|row| row.membership == member.id);
        let state = own.map_or(AnswerState::NotYet, state_of);
        AnsweredRow { pseudonym: member.pseudonym.clone(), state }
    });
    let rows: Vec<AnsweredRow> = rows.collect();
    let zone = TimeZone::get(&login.who.time_zone).unwrap_or(TimeZone::UTC);
    Ok(AnsweredPanel {
        href: format!("/groups/{}/sessions/{}/answered", session.group, session.id),
        events_href: format!("/groups/{}/events", session.group),
        updated_at: format::clock(now.to_zoned(zone).time()),
        done: u32::try_from(rows.iter().filter(|row| row.state == AnswerState::Done).count()).unwrap_or(0),
        rows,
    })
}
