//! The page of one session.

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Data, Path, Query},
};
use uuid::Uuid;

use super::{
    SavedQuery,
    answered::{Noted, answered_panel, noted},
    members_of, own_session,
    room::tablet_access,
    time::Card,
    today,
};
use crate::{
    access::{Actor, AuditEvent, leads_group, record},
    clock::SharedClock,
    collect::{EveningReader, may_reopen, reader_of},
    domain::Role,
    pages::{
        frame::{Pages, html},
        views::{AttendanceRow, Section, SessionPage, format},
    },
    store::{MembershipRow, Store},
    web::{CurrentLogin, Problem},
};

/// `GET /groups/{group_id}/sessions/{session_id}`
pub(in crate::pages) async fn page(
    request: HttpRequest,
    login: CurrentLogin,
    pages: Data<Pages>,
    store: Data<Store>,
    clock: Data<SharedClock>,
    path: Path<(Uuid, Uuid)>,
    query: Query<SavedQuery>,
) -> Result<HttpResponse, Problem> {
    let now = clock.now();
    let today = today(&login, now);
    let mut connection = store.connect().await?;
    let tenant = connection.begin(login.who.organisation).await?;
    let (group, session) = own_session(&tenant, &login, path.into_inner(), now).await?;
    let event = AuditEvent::new(Actor::Account(login.who.account), "view-session").on("session", session.id.uuid());
    let layout = pages.layout(&request, Some(&login), Section::Groups);
    let members = members_of(&tenant, &session).await?;
    let noted = noted(&tenant, &session).await?;
    let leads = leads_group(&tenant, &login.who, &group, today).await?;
    let by_experience = login.who.role == Role::ExperienceExpert;
    // What comes after a session tells how clients found it.
    let reader = match by_experience {
        true => None,
        false => reader_of(&tenant, &login.who, (&group, &session), today).await?,
    };
    let onlooker = EveningReader { account: login.who.account, writes: false, leads: leads && by_experience };
    let page = SessionPage {
        leads,
        by_experience,
        reopens: leads && may_reopen(&tenant, &session, today).await?,
        reflects: reader.is_some(),
        group_id: group.id.to_string(),
        group_name: group.name,
        id: session.id.to_string(),
        number: u32::try_from(session.number).unwrap_or(0),
        day: format::day(layout.texts, layout.language, session.held_on),
        tablet: tablet_access(&tenant, &pages, &login, &session, now).await?,
        answered: answered_panel(&tenant, &session, (&members, &noted), &login, now).await?,
        attendance: attendance_rows(&members, &noted),
        lines_given: {
            let given = if by_experience { Vec::new() } else { tenant.given_lines(session.id, now).await? };
            let given = members.iter().filter(|member| given.contains(&member.id));
            given.map(|member| (member.id.to_string(), member.pseudonym.clone())).collect()
        },
        time: Card { session: &session, reader: reader.unwrap_or(onlooker), back: "" }.read(&tenant, &login).await?,
        saved: query.saved.clone().unwrap_or_default(),
        problem: query.problem.clone().unwrap_or_default(),
        layout,
    };
    record(&tenant, &event, now);
    tenant.commit().await?;
    html(&page)
}

fn attendance_rows(members: &[MembershipRow], noted: &Noted) -> Vec<AttendanceRow> {
    let row = |member: &MembershipRow| AttendanceRow {
        membership_id: member.id.to_string(),
        pseudonym: member.pseudonym.clone(),
        attendance: noted.get(&member.id).copied(),
    };
    members.iter().map(row).collect()
}
