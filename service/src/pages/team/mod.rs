//! `GET /team/groups`: the groups of a team beside each other, for whoever leads the team. Never in order of how they did,
//! and never about a therapist.

mod asked;
mod pictures;
mod shown;

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Data, Query},
};

use self::asked::{Asked, TeamQuery};
use super::{
    chart_file::{self, Kind, chart_problem},
    frame::{Pages, html},
    measure::Scale,
    views::Section,
};
use crate::{
    access::{Actor, AuditEvent, record},
    analyse::{TeamReading, is_outcome, read_team},
    charts::{Size, Theme, funnel_svg, group_effects_svg},
    clock::SharedClock,
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
    let read = read(&login, &parts, &query, "view-team").await?;
    html(&shown::page(read.as_ref(), &parts.2, layout)?)
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
    let read = read(login, parts, query, "download-team").await?.ok_or_else(nothing)?;
    let compared = pictures::compared(&read, &parts.2, &layout).ok_or_else(nothing)?;
    let (svg, name) = match picture {
        Picture::Effects => (group_effects_svg(&compared.effects(), Theme::Light, Size::SHEET), "peil-groepen"),
        Picture::Funnel => (funnel_svg(&compared.funnel(), Theme::Light, Size::SHEET), "peil-trechter"),
    };
    chart_file::file(kind, name, svg.map_err(chart_problem)?, layout.language).await
}

/// Reads the own team's groups, and writes down that they were seen; nothing for who leads no team.
async fn read(
    login: &CurrentLogin,
    (_, store, library, clock): &Parts,
    query: &TeamQuery,
    action: &'static str,
) -> Result<Option<Read>, Problem> {
    let (who, now) = (&login.who, clock.now());
    let Some(team) = who.overseen_team() else { return Ok(None) };
    let mut connection = store.connect().await?;
    let tenant = connection.begin(who.organisation).await?;
    let scales = outcomes(&tenant, library).await?;
    let scale = query.scale(&scales);
    let chosen = scale.as_ref().map(|scale| (scale.instrument.as_str(), scale.id.as_str()));
    let reading = read_team(&tenant, team, (chosen, query.window()), (now, who.signals_enabled)).await?;
    record(&tenant, &AuditEvent::new(Actor::Account(who.account), action), now);
    tenant.commit().await?;
    let asked = query.asked(scale, &reading.kinds());
    Ok(Some(Read { reading, scales, asked }))
}

/// The scales by which clients' outcomes are followed and of which there are scores: of each questionnaire its main one.
async fn outcomes(tenant: &Tenant<'_>, library: &OwnLibrary) -> Result<Vec<Scale>, Problem> {
    let scored = tenant.scored_scales().await?.into_iter().map(|(instrument, id)| Scale { instrument, id });
    let followed = |scale: &Scale| {
        let Some((instrument, score)) = scale.definition(library) else { return false };
        let scores = instrument.scores();
        let main = scores.iter().find(|score| score.id() == "total").or(scores.first());
        is_outcome(instrument) && main.is_some_and(|main| main.id() == score.id())
    };
    Ok(scored.filter(followed).collect())
}
