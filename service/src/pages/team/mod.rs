//! `GET /team/groups`: the groups of a team beside each other, for whoever leads the team. Never in order of how they did,
//! and never about a therapist.

mod as_of;
mod asked;
mod pictures;
mod shown;

use actix_web::{
    HttpRequest, HttpResponse,
    http::header,
    web::{Data, Query},
};
use serde::Serialize;

use self::asked::{Asked, TeamQuery};
use super::{
    chart_file::{self, Kind, chart_problem},
    frame::{Pages, html},
    measure::Scale,
    views::Section,
};
use crate::{
    access::{Actor, AuditEvent, record},
    analyse::{Moment, TeamReading, is_counted, is_main_outcome, read_team},
    charts::{Funnel, GroupEffects, Size, Theme, funnel_svg, group_effects_svg},
    clock::{SharedClock, local_date},
    domain::TeamId,
    store::{Store, Tenant},
    web::{CurrentLogin, OwnLibrary, Problem, ProblemKind},
};

/// What every handler here extracts.
type Parts = (Data<Pages>, Data<Store>, OwnLibrary, Data<SharedClock>);

/// What a handler reads before it shows anything.
struct Read {
    reading: TeamReading,
    /// The outcome scales that the organisation has scores of.
    scales: Vec<Scale>,
    asked: Asked,
    team: TeamId,
    /// The organisation's time zone.
    zone: String,
}

/// Which of the two charts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Picture {
    Effects,
    Funnel,
}

/// `GET /team/groups`
pub(super) async fn page(
    request: HttpRequest,
    login: CurrentLogin,
    parts: Parts,
    query: Query<TeamQuery>,
) -> Result<HttpResponse, Problem> {
    let layout = parts.0.layout(&request, Some(&login), Section::Team);
    let read = read(&login, &parts, &query, Some("view-team")).await?;
    html(&shown::page(read.as_ref(), &parts.2, layout)?)
}

/// Whether the page would show more than when it was made: `GET /team/groups/counted`, asked by the page itself.
#[derive(Serialize)]
struct Whether {
    counted: bool,
}

/// `GET /team/groups/counted`. Only whether the comparison is there: nothing of it, so nobody saw anything.
pub(super) async fn counted(
    login: CurrentLogin,
    parts: Parts,
    query: Query<TeamQuery>,
) -> Result<HttpResponse, Problem> {
    let (_, store, library, clock) = &parts;
    let mut connection = store.connect().await?;
    let tenant = connection.begin(login.who.organisation).await?;
    let counted = match query.scale(&outcomes(&tenant, library).await?) {
        Some(scale) => is_counted(&tenant, (&scale.instrument, &scale.id), clock.now()).await?,
        None => true,
    };
    tenant.commit().await?;
    Ok(HttpResponse::Ok().insert_header((header::CACHE_CONTROL, "no-store")).json(Whether { counted }))
}

/// `GET /team/groups/effects/chart.svg`
pub(super) async fn effects_svg(
    request: HttpRequest,
    login: CurrentLogin,
    parts: Parts,
    query: Query<TeamQuery>,
) -> Result<HttpResponse, Problem> {
    file((Picture::Effects, Kind::Svg), &request, &login, &parts, &query).await
}

/// `GET /team/groups/effects/chart.png`
pub(super) async fn effects_png(
    request: HttpRequest,
    login: CurrentLogin,
    parts: Parts,
    query: Query<TeamQuery>,
) -> Result<HttpResponse, Problem> {
    file((Picture::Effects, Kind::Png), &request, &login, &parts, &query).await
}

/// `GET /team/groups/effects/chart.pdf`
pub(super) async fn effects_pdf(
    request: HttpRequest,
    login: CurrentLogin,
    parts: Parts,
    query: Query<TeamQuery>,
) -> Result<HttpResponse, Problem> {
    file((Picture::Effects, Kind::Pdf), &request, &login, &parts, &query).await
}

/// `GET /team/groups/funnel/chart.svg`
pub(super) async fn funnel_svg_file(
    request: HttpRequest,
    login: CurrentLogin,
    parts: Parts,
    query: Query<TeamQuery>,
) -> Result<HttpResponse, Problem> {
    file((Picture::Funnel, Kind::Svg), &request, &login, &parts, &query).await
}

/// `GET /team/groups/funnel/chart.png`
pub(super) async fn funnel_png(
    request: HttpRequest,
    login: CurrentLogin,
    parts: Parts,
    query: Query<TeamQuery>,
) -> Result<HttpResponse, Problem> {
    file((Picture::Funnel, Kind::Png), &request, &login, &parts, &query).await
}

/// `GET /team/groups/funnel/chart.pdf`
pub(super) async fn funnel_pdf(
    request: HttpRequest,
    login: CurrentLogin,
    parts: Parts,
    query: Query<TeamQuery>,
) -> Result<HttpResponse, Problem> {
    file((Picture::Funnel, Kind::Pdf), &request, &login, &parts, &query).await
}

/// A chart as a file; there is none where the page shows none.
async fn file(
    (picture, kind): (Picture, Kind),
    request: &HttpRequest,
    login: &CurrentLogin,
    parts: &Parts,
    query: &TeamQuery,
) -> Result<HttpResponse, Problem> {
    let nothing = || Problem::new(ProblemKind::NothingToShow);
    let layout = parts.0.layout(request, Some(login), Section::Team);
    let read = read(login, parts, query, None).await?.ok_or_else(nothing)?;
    let compared = pictures::compared(&read, &parts.2, &layout).ok_or_else(nothing)?;
    // Outside its page a picture says of which moment it is.
    let as_of = as_of::as_of(&read, &layout).unwrap_or_default();
    let dated = |subtitle: String| format!("{subtitle} {as_of}");
    let (svg, name) = match picture {
        Picture::Effects => {
            let view = compared.effects();
            let view = GroupEffects { subtitle: dated(view.subtitle.clone()), ..view };
            (group_effects_svg(&view, Theme::Light, Size::SHEET), "peil-groepen")
        }
        Picture::Funnel => {
            let view = compared.funnel();
            let view = Funnel { subtitle: dated(view.subtitle.clone()), ..view };
            (funnel_svg(&view, Theme::Light, Size::SHEET), "peil-trechter")
        }
    };
    let made = chart_file::file(kind, name, svg.map_err(chart_problem)?, layout.language).await?;
    let event = AuditEvent::new(Actor::Account(login.who.account), "download-team").on("team", read.team.uuid());
    chart_file::handed_out(made, (&parts.1, &parts.3, login), &event).await
}

/// Reads the own team's groups, and writes down that they were seen; of a file whoever hands it out does. Nothing for who leads
/// no team.
async fn read(
    login: &CurrentLogin,
    (_, store, library, clock): &Parts,
    query: &TeamQuery,
    action: Option<&'static str>,
) -> Result<Option<Read>, Problem> {
    let (who, now) = (&login.who, clock.now());
    let Some(team) = who.overseen_team() else { return Ok(None) };
    let mut connection = store.connect().await?;
    let tenant = connection.begin(who.organisation).await?;
    let scales = outcomes(&tenant, library).await?;
    let scale = query.scale(&scales);
    let chosen = scale.as_ref().map(|scale| (scale.instrument.as_str(), scale.id.as_str()));
    let moment = Moment { now, today: local_date(now, &who.time_zone) };
    let reading = read_team(&tenant, team, (chosen, query.window()), moment, who.signals_enabled).await?;
    if let Some(action) = action {
        record(&tenant, &AuditEvent::new(Actor::Account(who.account), action).on("team", team.uuid()), now);
    }
    tenant.commit().await?;
    let asked = query.asked(scale, &reading.kinds());
    Ok(Some(Read { reading, scales, asked, team, zone: who.time_zone.clone() }))
}

/// The scales by which clients' outcomes are followed and of which there are scores: of each questionnaire its main one.
async fn outcomes(tenant: &Tenant<'_>, library: &OwnLibrary) -> Result<Vec<Scale>, Problem> {
    let scored = tenant.scored_scales().await?.into_iter().map(|(instrument, id)| Scale { instrument, id });
    let followed =
        |scale: &Scale| scale.definition(library).is_some_and(|(instrument, score)| is_main_outcome(instrument, score));
    Ok(scored.filter(followed).collect())
}
