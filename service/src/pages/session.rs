//! Tonight's session: open it, its code, who answered, who came, close it; and a client's new code.

use std::collections::BTreeMap;

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Data, Path, Query},
};
use fast_qr::{QRBuilder, convert::svg::SvgBuilder};
use jiff::tz::TimeZone;
use serde::Deserialize;
use uuid::Uuid;

use super::{
    frame::{Pages, html, see},
    own_form::OwnForm,
    views::{
        AnswerState, AnsweredFragment, AnsweredPanel, AnsweredRow, AttendanceRow, ClientCodePage, Section, SessionPage,
        TabletAccess, format,
    },
};
use crate::{
    access::{Actor, AuditEvent, Passwords, leads_group, record, visible_group},
    clock::{SharedClock, local_date},
    collect,
    domain::{Attendance, ClientCode, GroupId, MembershipId, SessionCode, SessionId},
    jobs::{Changed, LiveUpdates},
    store::{GroupRow, MembershipRow, ProgressRow, SessionRow, Store, Tenant},
    web::{CurrentLogin, OwnLibrary, Problem, ProblemKind},
};

/// A form without fields of its own.
#[derive(Deserialize)]
pub(super) struct NoFields {}

/// Whether attendance was just saved.
#[derive(Deserialize)]
pub(super) struct SavedQuery {
    saved: Option<String>,
}

/// `POST /groups/{group_id}/sessions`: opens tonight's session.
pub(super) async fn open(
    login: CurrentLogin,
    store: Data<Store>,
    library: OwnLibrary,
    clock: Data<SharedClock>,
    path: Path<Uuid>,
    _form: OwnForm<NoFields>,
) -> Result<HttpResponse, Problem> {
    let (group, now) = (GroupId::from(path.into_inner()), clock.now());
    let mut connection = store.connect().await?;
    let tenant = connection.begin(login.who.organisation).await?;
    led_group(&tenant, &login, group, now).await?;
    let today = local_date(now, &login.who.time_zone);
    let by = login.who.account;
    let opened = collect::open_session(&tenant, &library, group, by, today, now, &mut rand::rng()).await?;
    tenant.commit().await?;
    Ok(see(&format!("/groups/{group}/sessions/{}", opened.id)))
}

/// `GET /groups/{group_id}/sessions/{session_id}`
pub(super) async fn page(
    request: HttpRequest,
    login: CurrentLogin,
    pages: Data<Pages>,
    store: Data<Store>,
    clock: Data<SharedClock>,
    path: Path<(Uuid, Uuid)>,
    query: Query<SavedQuery>,
) -> Result<HttpResponse, Problem> {
    let now = clock.now();
    let mut connection = store.connect().await?;
    let tenant = connection.begin(login.who.organisation).await?;
    let (group, session) = own_session(&tenant, &login, path.into_inner(), now).await?;
    let event = AuditEvent::new(Actor::Account(login.who.account), "view-session").on("session", session.id.uuid());
    let layout = pages.layout(&request, Some(&login), Section::Groups);
    let members = members_of(&tenant, &session).await?;
    let noted: BTreeMap<MembershipId, Attendance> = tenant
        .group_attendance(group.id)
        .await?
        .into_iter()
        .filter(|row| row.session == session.id)
        .map(|row| (row.membership, row.status))
        .collect();
    let attendance = members.iter().map(|member| AttendanceRow {
        membership_id: member.id.to_string(),
        pseudonym: member.pseudonym.clone(),
        attendance: noted.get(&member.id).copied(),
    });
    let leads = leads_group(&tenant, &login.who, &group, local_date(now, &login.who.time_zone)).await?;
    let page = SessionPage {
        leads,
        group_id: group.id.to_string(),
        group_name: group.name,
        id: session.id.to_string(),
        number: u32::try_from(session.number).unwrap_or(0),
        day: format::day(layout.texts, layout.language, session.held_on),
        tablet: tablet_access(&tenant, &pages, &login, &session, now).await?,
        answered: answered_panel(&tenant, &session, &members, &login, now).await?,
        attendance: attendance.collect(),
        saved: query.saved.is_some(),
        layout,
    };
    record(&tenant, &event, now).await?;
    tenant.commit().await?;
    html(&page)
}

/// `GET /groups/{group_id}/sessions/{session_id}/answered`
pub(super) async fn answered(
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

/// `POST …/attendance`: one field for each member, `attendance-<membership>`.
#[allow(clippy::too_many_arguments, reason = "one extractor each")]
pub(super) async fn attendance(
    login: CurrentLogin,
    store: Data<Store>,
    clock: Data<SharedClock>,
    live: Data<LiveUpdates>,
    path: Path<(Uuid, Uuid)>,
    form: OwnForm<BTreeMap<String, String>>,
) -> Result<HttpResponse, Problem> {
    let now = clock.now();
    let mut connection = store.connect().await?;
    let tenant = connection.begin(login.who.organisation).await?;
    let (group, session) = led_session(&tenant, &login, path.into_inner(), now).await?;
    let malformed = || Problem::new(ProblemKind::MalformedBody);
    let seen = form.0.iter().map(|(field, word)| {
        let member = field.strip_prefix("attendance-").and_then(|id| id.parse().ok()).ok_or_else(malformed)?;
        Ok((member, word.parse().map_err(|_| malformed())?))
    });
    let seen: Vec<(MembershipId, Attendance)> = seen.collect::<Result<_, Problem>>()?;
    collect::record_attendance(&tenant, session.id, &seen, Some(login.who.account), now).await?;
    tenant.commit().await?;
    live.tell(Changed { organisation: login.who.organisation, group: group.id });
    Ok(see(&format!("/groups/{}/sessions/{}?saved=yes", group.id, session.id)))
}

/// `POST …/close`
pub(super) async fn close(
    login: CurrentLogin,
    store: Data<Store>,
    library: OwnLibrary,
    clock: Data<SharedClock>,
    live: Data<LiveUpdates>,
    path: Path<(Uuid, Uuid)>,
    _form: OwnForm<NoFields>,
) -> Result<HttpResponse, Problem> {
    let now = clock.now();
    let mut connection = store.connect().await?;
    let tenant = connection.begin(login.who.organisation).await?;
    let (group, session) = led_session(&tenant, &login, path.into_inner(), now).await?;
    collect::close_session(&tenant, &library, session.id, Some(login.who.account), now).await?;
    tenant.commit().await?;
    live.tell(Changed { organisation: login.who.organisation, group: group.id });
    Ok(see(&format!("/groups/{}", group.id)))
}

/// `POST …/code`: a new code for the tablet.
pub(super) async fn code(
    login: CurrentLogin,
    store: Data<Store>,
    clock: Data<SharedClock>,
    path: Path<(Uuid, Uuid)>,
    _form: OwnForm<NoFields>,
) -> Result<HttpResponse, Problem> {
    let now = clock.now();
    let mut connection = store.connect().await?;
    let tenant = connection.begin(login.who.organisation).await?;
    let (group, session) = led_session(&tenant, &login, path.into_inner(), now).await?;
    if session.closed_at.is_none() {
        collect::renew_code(&tenant, session.id, login.who.account, now, &mut rand::rng()).await?;
        tenant.commit().await?;
    }
    Ok(see(&format!("/groups/{}/sessions/{}", group.id, session.id)))
}

/// Where the page of a new code leads back to.
#[derive(Deserialize)]
pub(super) struct BackField {
    back: String,
}

/// `POST /groups/{group_id}/members/{membership_id}/code`: a new own code, shown once.
#[allow(clippy::too_many_arguments, reason = "one extractor each")]
pub(super) async fn client_code(
    request: HttpRequest,
    login: CurrentLogin,
    pages: Data<Pages>,
    store: Data<Store>,
    passwords: Data<Passwords>,
    clock: Data<SharedClock>,
    path: Path<(Uuid, Uuid)>,
    form: OwnForm<BackField>,
) -> Result<HttpResponse, Problem> {
    let (group, member) = path.into_inner();
    let (group, member, now) = (GroupId::from(group), MembershipId::from(member), clock.now());
    let organisation = login.who.organisation;
    let mut connection = store.connect().await?;
    let tenant = connection.begin(organisation).await?;
    led_group(&tenant, &login, group, now).await?;
    let row = tenant.membership(member).await?.ok_or_else(|| Problem::new(ProblemKind::NotFound))?;
    drop(tenant);
    drop(connection);
    let drawn = ClientCode::draw(&mut rand::rng());
    let scope = (organisation, group);
    let code = collect::new_client_code(&store, &passwords, scope, member, login.who.account, drawn, now).await?;
    let back = format!("/groups/{group}");
    let own = form.0.back.starts_with(&back);
    html(&ClientCodePage {
        layout: pages.layout(&request, Some(&login), Section::Groups),
        pseudonym: row.pseudonym,
        code: code.expose().to_owned(),
        back_href: if own { form.0.back.clone() } else { back },
    })
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

async fn led_session(
    tenant: &Tenant<'_>,
    login: &CurrentLogin,
    (group, session): (Uuid, Uuid),
    now: jiff::Timestamp,
) -> Result<(GroupRow, SessionRow), Problem> {
    led_group(tenant, login, group.into(), now).await?;
    own_session(tenant, login, (group, session), now).await
}

async fn own_session(
    tenant: &Tenant<'_>,
    login: &CurrentLogin,
    (group, session): (Uuid, Uuid),
    now: jiff::Timestamp,
) -> Result<(GroupRow, SessionRow), Problem> {
    let group = own_group(tenant, login, group.into(), now).await?;
    let session = tenant.session(SessionId::from(session)).await?.filter(|session| session.group == group.id);
    Ok((group, session.ok_or_else(|| Problem::new(ProblemKind::NotFound))?))
}

async fn members_of(tenant: &Tenant<'_>, session: &SessionRow) -> Result<Vec<MembershipRow>, Problem> {
    let members = tenant.memberships(session.group).await?.into_iter();
    Ok(members.filter(|member| member.is_active_on(session.held_on)).collect())
}

async fn tablet_access(
    tenant: &Tenant<'_>,
    pages: &Pages,
    login: &CurrentLogin,
    session: &SessionRow,
    now: jiff::Timestamp,
) -> Result<TabletAccess, Problem> {
    if session.closed_at.is_some() {
        return Ok(TabletAccess::Closed);
    }
    let Some(row) = tenant.code_of_session(session.id).await?.filter(|row| row.expires_at > now) else {
        return Ok(TabletAccess::Expired);
    };
    let code = SessionCode::parse(&row.code)?;
    let zone = TimeZone::get(&login.who.time_zone).unwrap_or(TimeZone::UTC);
    Ok(TabletAccess::Open {
        code: code.spoken(),
        qr_svg: qr_svg(&pages.public_url, &code)?,
        address: format!("{}/t", pages.public_url),
        valid_until: format::clock(row.expires_at.to_zoned(zone).time()),
    })
}

/// The address with a code as a picture.
pub(super) fn qr_svg(public_url: &str, code: &SessionCode) -> Result<String, Problem> {
    let address = format!("{public_url}/t/{}", code.as_str());
    let qr = QRBuilder::new(address).build().map_err(|error| Problem::internal(&error))?;
    Ok(SvgBuilder::default().to_str(&qr))
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

async fn answered_panel(
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
