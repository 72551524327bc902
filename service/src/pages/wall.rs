//! The wall of the room, for the group itself: what `domain::WallRule` lets it see, and nothing of one person.

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Data, Path, Query},
};
use jiff::tz::TimeZone;
use serde::Deserialize;
use uuid::Uuid;

use super::{
    frame::{Pages, html, see},
    own_form::OwnForm,
    session::{NoFields, led_session},
    wall_shown::{WallLook, WallShown},
};
use crate::{
    access::{Actor, AuditEvent, record},
    analyse::{WallLines, read_wall, session_scale},
    clock::SharedClock,
    collect::{fix_pictures, show_lines, withdraw_line},
    domain::{MembershipId, WallRule},
    jobs::{Changed, LiveUpdates},
    pages::views::{Layout, Section, WallFragment, WallPage, WallPanel, format},
    store::Store,
    web::{CurrentLogin, OwnLibrary, Problem},
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
    let (number, wall) = read(&login, &parts, path.into_inner(), (query.look, true), &layout).await?;
    html(&WallPage { layout, number: u32::try_from(number).unwrap_or(0), wall })
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
    let (_, wall) = read(&login, &parts, path.into_inner(), (query.look, false), &layout).await?;
    html(&WallFragment { layout, wall })
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
    live.tell(Changed { organisation: login.who.organisation, group: group.id });
    Ok(see(&format!("/groups/{}/sessions/{}?saved=line", group.id, session.id)))
}

/// Authorises, fixes the pictures, reads, and writes down that the wall was opened. It is for who leads: what it shows is
/// fixed by looking.
async fn read(
    login: &CurrentLogin,
    (_, store, library, clock): &Parts,
    path: (Uuid, Uuid),
    (look, opens): (WallLook, bool),
    layout: &Layout<'_>,
) -> Result<(i16, WallPanel), Problem> {
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
    if opens {
        let event = AuditEvent::new(Actor::Account(login.who.account), "view-wall").on("session", session.id.uuid());
        record(&tenant, &event, now).await?;
    }
    tenant.commit().await?;
    let shown = WallShown { wall: &wall, plan: &plan, library, layout, session: session.number, fewest: rule.fewest() };
    let (title, notes, picture) = shown.look(look)?;
    let own = format!("/groups/{}/sessions/{}", group.id, session.id);
    let zone = TimeZone::get(&login.who.time_zone).unwrap_or(TimeZone::UTC);
    let looks = WallLook::ALL.iter().map(|other| {
        (format!("{own}/room?look={}", other.word()), layout.label("wall-look", other.word()), *other == look)
    });
    let panel = WallPanel {
        href: format!("{own}/room/panel?look={}", look.word()),
        events_href: format!("/groups/{}/events", group.id),
        updated_at: format::clock(now.to_zoned(zone).time()),
        looks: looks.collect(),
        back_href: own,
        title,
        notes,
        picture,
    };
    Ok((session.number, panel))
}
