//! How far the members are; never what they answered.
//!
//! One rule says of how many: of who is expected. Who was noted as absent is not, unless he began to answer all the same.

use std::collections::BTreeMap;

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Data, Path},
};
use jiff::tz::TimeZone;
use uuid::Uuid;

use super::{members_of, own_session};
use crate::{
    clock::SharedClock,
    domain::{Attendance, MembershipId},
    pages::{
        changes::OpenPage,
        frame::{Pages, html},
        group_panel::places,
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
    let noted = noted(&tenant, &session).await?;
    let answered = answered_panel(&tenant, &session, (&members, &noted), &login, now).await?;
    html(&AnsweredFragment { layout: pages.layout(&request, Some(&login), Section::Groups), answered })
}

/// Who was noted as present or absent.
pub(super) type Noted = BTreeMap<MembershipId, Attendance>;

/// What was noted of this session.
pub(super) async fn noted(tenant: &Tenant<'_>, session: &SessionRow) -> Result<Noted, Problem> {
    let rows = tenant.group_attendance(session.group).await?.into_iter();
    Ok(rows.filter(|row| row.session == session.id).map(|row| (row.membership, row.status)).collect())
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
    (members, noted): (&[MembershipRow], &Noted),
    login: &CurrentLogin,
    now: jiff::Timestamp,
) -> Result<AnsweredPanel, Problem> {
    let progress = tenant.session_progress(session.id).await?;
    let rows = members.iter().map(|member| {
        let own = progress.iter().find(|row| row.membership == member.id);
        let state = own.map_or(AnswerState::NotYet, state_of);
        let is_away = noted.get(&member.id).is_some_and(|status| !status.is_present());
        let state = if is_away && state == AnswerState::NotYet { AnswerState::Away } else { state };
        AnsweredRow { pseudonym: member.pseudonym.clone(), state }
    });
    let rows: Vec<AnsweredRow> = rows.collect();
    let zone = TimeZone::get(&login.who.time_zone).unwrap_or(TimeZone::UTC);
    Ok(AnsweredPanel {
        href: format!("/groups/{}/sessions/{}/answered", session.group, session.id),
        events_href: OpenPage::Session.events_of(session.group),
        updated_at: format::clock(now.to_zoned(zone).time()),
        done: places(rows.iter().filter(|row| row.state == AnswerState::Done).count()),
        expected: places(rows.iter().filter(|row| row.state != AnswerState::Away).count()),
        rows,
    })
}
