//! The wall of the room, for the group itself: what `domain::WallRule` lets it see, and nothing of one person.

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Data, Path, Query},
};
use jiff::tz::TimeZone;
use serde::Deserialize;
use uuid::Uuid;

use super::{
    changes::OpenPage,
    chart_file::{self, Kind, chart_problem},
    frame::{Pages, html, see},
    own_form::OwnForm,
    session::{NoFields, led_session},
    wall_shown::{WallDrawn, WallLook, WallShown},
};
use crate::{
    access::{Actor, AuditEvent, record},
    analyse::{WallLines, read_wall, session_scale},
    clock::SharedClock,
    collect::{fix_pictures, show_lines, withdraw_line},
    domain::{MembershipId, SessionId, WallRule},
    jobs::{Changed, LiveUpdates, What},
    pages::views::{Layout, Section, WallFragment, WallPage, WallPanel, format},
    store::Store,
    web::{CurrentLogin, OwnLibrary, Problem, ProblemKind},
};

/// Which way the wall looks.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct LookQuery {
    look: WallLook,
}

/// What every handler here extracts.
type Parts = (Data<Pages>, Data<Store>, OwnLibrary, Data<SharedClock>);

/// `GET /groups/{group_id}/sessions/{session_id}/room`
pub(super) async fn page(
    request: HttpRequest,
    login: CurrentLogin,
    parts: Parts,
    path: Path<(Uuid, Uuid)>,
    query: Query<LookQuery>,
) -> Result<HttpResponse, Problem> {
    let layout = parts.0.layout(&request, Some(&login), Section::Groups);
    let read = read(&login, &parts, path.into_inner(), (query.look, Some("view-wall")), &layout).await?;
    html(&WallPage { layout, number: u32::try_from(read.number).unwrap_or(0), wall: read.panel })
}

/// `GET /groups/{group_id}/sessions/{session_id}/room/panel`
pub(super) async fn panel(
    request: HttpRequest,
    login: CurrentLogin,
    parts: Parts,
    path: Path<(Uuid, Uuid)>,
    query: Query<LookQuery>,
) -> Result<HttpResponse, Problem> {
    let layout = parts.0.layout(&request, Some(&login), Section::Groups);
    let wall = read(&login, &parts, path.into_inner(), (query.look, None), &layout).await?.panel;
    html(&WallFragment { layout, wall })
}

/// `GET /groups/{group_id}/sessions/{session_id}/room/chart.svg`
pub(super) async fn chart_svg(
    request: HttpRequest,
    login: CurrentLogin,
    parts: Parts,
    path: Path<(Uuid, Uuid)>,
    query: Query<LookQuery>,
) -> Result<HttpResponse, Problem> {
    picture(Kind::Svg, &request, &login, &parts, (path.into_inner(), query.look)).await
}

/// `GET /groups/{group_id}/sessions/{session_id}/room/chart.png`
pub(super) async fn chart_png(
    request: HttpRequest,
    login: CurrentLogin,
    parts: Parts,
    path: Path<(Uuid, Uuid)>,
    query: Query<LookQuery>,
) -> Result<HttpResponse, Problem> {
    picture(Kind::Png, &request, &login, &parts, (path.into_inner(), query.look)).await
}

/// `GET /groups/{group_id}/sessions/{session_id}/room/chart.pdf`
pub(super) async fn chart_pdf(
    request: HttpRequest,
    login: CurrentLogin,
    parts: Parts,
    path: Path<(Uuid, Uuid)>,
    query: Query<LookQuery>,
) -> Result<HttpResponse, Problem> {
    picture(Kind::Pdf, &request, &login, &parts, (path.into_inner(), query.look)).await
}

/// The picture as a file, with no more in it than on the wall; there is none of lines, which hang on a consent.
async fn picture(
    kind: Kind,
    request: &HttpRequest,
    login: &CurrentLogin,
    parts: &Parts,
    (path, look): ((Uuid, Uuid), WallLook),
) -> Result<HttpResponse, Problem> {
    if look == WallLook::Lines {
        return Err(Problem::new(ProblemKind::NotFound));
    }
    let layout = parts.0.layout(request, Some(login), Section::Groups);
    let read = read(login, parts, path, (look, None), &layout).await?;
    let drawn = read.drawn.ok_or_else(|| Problem::new(ProblemKind::NothingToShow))?;
    let svg = drawn.svg().map_err(chart_problem)?;
    let made = chart_file::file(kind, "peil-scherm", svg, layout.language).await?;
    let event = AuditEvent::new(Actor::Account(login.who.account), "download-wall").on("session", read.session.uuid());
    chart_file::handed_out(made, (&parts.1, &parts.3, login), &event).await
}

/// `POST /groups/{group_id}/sessions/{session_id}/lines/{membership_id}/withdraw`: a client asked his therapist to take back
/// what he said on the tablet.
pub(super) async fn withdraw(
    login: CurrentLogin,
    (store, clock, live): (Data<Store>, Data<SharedClock>, Data<LiveUpdates>),
    path: Path<(Uuid, Uuid, Uuid)>,
    _form: OwnForm<NoFields>,
) -> Result<HttpResponse, Problem> {
    let ((group, session, member), now) = (path.into_inner(), clock.now());
    let mut connection = store.connect().await?;
    let tenant = connection.begin(login.who.organisation).await?;
    let (group, session) = led_session(&tenant, &login, (group, session), now).await?;
    withdraw_line(&tenant, session.id, MembershipId::from(member), login.who.account, now).await?;
    tenant.commit().await?;
    live.tell(Changed { organisation: login.who.organisation, group: group.id, what: What::Lines });
    Ok(see(&format!("/groups/{}/sessions/{}?saved=line", group.id, session.id)))
}

/// A wall that was read.
struct Read {
    session: SessionId,
    number: i16,
    panel: WallPanel,
    drawn: Option<WallDrawn>,
}

/// Authorises, fixes the pictures, reads, and writes down what was done with the wall, if it is said. It is for who leads: what it shows is
/// fixed by looking.
async fn read(
    login: &CurrentLogin,
    (_, store, library, clock): &Parts,
    path: (Uuid, Uuid),
    (look, action): (WallLook, Option<&'static str>),
    layout: &Layout<'_>,
) -> Result<Read, Problem> {
    let now = clock.now();
    let mut connection = store.connect().await?;
    let tenant = connection.begin(login.who.organisation).await?;
    let (group, session) = led_session(&tenant, login, path, now).await?;
    let rule = WallRule::new(tenant.wall_fewest().await?).map_err(|error| Problem::internal(&error))?;
    let plan = tenant.group_plan(group.id).await?;
    if let Some((instrument, _)) = session_scale(library, &plan) {
        fix_pictures(&tenant, (group.id, instrument.id()), rule, now).await?;
    }
    let wall = read_wall(&tenant, library, rule, (&group, &session), now).await?;
    if let (WallLook::Lines, WallLines::Shown { first_of, .. }) = (look, &wall.lines) {
        show_lines(&tenant, session.id, first_of, login.who.account, now).await?;
    }
    let shown = WallShown { wall: &wall, plan: &plan, library, layout, session: session.number, fewest: rule.fewest() };
    let seen = shown.look(look)?;
    if let Some(action) = action {
        let event = AuditEvent::new(Actor::Account(login.who.account), action).on("session", session.id.uuid());
        record(&tenant, &event, now);
    }
    tenant.commit().await?;
    let own = format!("/groups/{}/sessions/{}", group.id, session.id);
    let zone = TimeZone::get(&login.who.time_zone).unwrap_or(TimeZone::UTC);
    let looks = WallLook::ALL.iter().map(|other| {
        (format!("{own}/room?look={}", other.word()), layout.label("wall-look", other.word()), *other == look)
    });
    let panel = WallPanel {
        href: format!("{own}/room/panel?look={}", look.word()),
        events_href: OpenPage::Wall.events_of(group.id),
        updated_at: format::clock(now.to_zoned(zone).time()),
        looks: looks.collect(),
        files: match seen.drawn {
            Some(_) => chart_file::links(&format!("{own}/room"), &format!("look={}", look.word())),
            None => Vec::new(),
        },
        back_href: own,
        title: seen.title,
        notes: seen.notes,
        picture: seen.body,
        numbers: seen.numbers,
    };
    Ok(Read { session: session.id, number: session.number, panel, drawn: seen.drawn })
}
