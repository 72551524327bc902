//! The room: a session opens and closes, its code lets tablets in, and a client gets a new code of his own.

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Data, Path},
};
use fast_qr::{QRBuilder, convert::svg::SvgBuilder};
use jiff::tz::TimeZone;
use serde::Deserialize;
use uuid::Uuid;

use super::{NoFields, led_group, led_session, own_session, today};
use crate::{
    access::{Actor, AuditEvent, Passwords, record},
    clock::{SharedClock, local_time},
    collect,
    domain::{ClientCode, GroupId, MembershipId, Role, SessionCode},
    jobs::{Changed, LiveUpdates, What},
    pages::{
        frame::{Pages, html, see},
        own_form::OwnForm,
        views::{ClientCodePage, CodePage, Section, TabletAccess, format},
    },
    store::{SessionRow, Store, Tenant},
    web::{CurrentLogin, OwnLibrary, Problem, ProblemKind},
};

/// `POST /groups/{group_id}/sessions`: opens tonight's session.
pub(in crate::pages) async fn open(
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
    let (at, by) = (local_time(now, &login.who.time_zone), login.who.account);
    let opened = collect::open_session(&tenant, &library, group, by, &at, &mut rand::rng()).await?;
    tenant.commit().await?;
    Ok(see(&format!("/groups/{group}/sessions/{}", opened.id)))
}

/// `POST …/close`: what comes after the session is the next page.
pub(in crate::pages) async fn close(
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
    live.tell(Changed { organisation: login.who.organisation, group: group.id, what: What::Closed });
    let after = if login.who.role == Role::ExperienceExpert { "" } else { "/after" };
    Ok(see(&format!("/groups/{}/sessions/{}{after}", group.id, session.id)))
}

/// `POST …/reopen`: today's session goes on after it was closed.
pub(in crate::pages) async fn reopen(
    login: CurrentLogin,
    store: Data<Store>,
    clock: Data<SharedClock>,
    live: Data<LiveUpdates>,
    path: Path<(Uuid, Uuid)>,
    _form: OwnForm<NoFields>,
) -> Result<HttpResponse, Problem> {
    let now = clock.now();
    let mut connection = store.connect().await?;
    let tenant = connection.begin(login.who.organisation).await?;
    let (group, session) = led_session(&tenant, &login, path.into_inner(), now).await?;
    let (by, today) = (login.who.account, today(&login, now));
    collect::reopen_session(&tenant, &session, by, today, now, &mut rand::rng()).await?;
    tenant.commit().await?;
    live.tell(Changed { organisation: login.who.organisation, group: group.id, what: What::Closed });
    Ok(see(&format!("/groups/{}/sessions/{}?saved=reopened", group.id, session.id)))
}

/// `GET …/code`: the code alone, to be shown to clients. Nothing of anybody stands on it, not even the group's name.
pub(in crate::pages) async fn code_page(
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
    let (group, session) = own_session(&tenant, &login, path.into_inner(), now).await?;
    let page = CodePage {
        layout: pages.layout(&request, Some(&login), Section::Groups),
        number: u32::try_from(session.number).unwrap_or(0),
        tablet: tablet_access(&tenant, &pages, &login, &session, now).await?,
        back_href: format!("/groups/{}/sessions/{}", group.id, session.id),
    };
    let event = AuditEvent::new(Actor::Account(login.who.account), "view-code").on("session", session.id.uuid());
    record(&tenant, &event, now);
    tenant.commit().await?;
    html(&page)
}

/// `POST …/code`: a new code for the tablet.
pub(in crate::pages) async fn code(
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
pub(in crate::pages) struct BackField {
    back: String,
}

/// `POST /groups/{group_id}/members/{membership_id}/code`: a new own code, shown once.
#[allow(clippy::too_many_arguments, reason = "one extractor each")]
pub(in crate::pages) async fn client_code(
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

pub(super) async fn tablet_access(
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
pub(in crate::pages) fn qr_svg(public_url: &str, code: &SessionCode) -> Result<String, Problem> {
    let address = format!("{public_url}/t/{}", code.as_str());
    let qr = QRBuilder::new(address).build().map_err(|error| Problem::internal(&error))?;
    Ok(SvgBuilder::default().to_str(&qr))
}
