//! The composition of a group at a glance: the page, its picture as a file, and what somebody who waits would change.

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Data, Path, Query},
};
use serde::Deserialize;
use uuid::Uuid;

use super::{
    chart_file::{self, Kind, chart_problem},
    composition_shown::{page_of, view_of},
    frame::{Pages, html},
    group::MeasureQuery,
    measure::{Scale, scales_of},
    session::own_group,
    views::Section,
};
use crate::{
    access::{Actor, AuditEvent, record},
    analyse::{GroupComposition, read_composition},
    charts::{Size, Theme, composition_svg},
    clock::{SharedClock, local_date},
    domain::{GroupId, MembershipId},
    store::Store,
    web::{CurrentLogin, OwnLibrary, Problem, ProblemKind},
};

/// What every handler here extracts.
type Parts = (Data<Pages>, Data<Store>, OwnLibrary, Data<SharedClock>);

/// Who waits and is asked about, beside the scale.
#[derive(Deserialize)]
pub(super) struct WithQuery {
    with: Option<Uuid>,
}

/// Both queries of an address.
type Asked = (Query<MeasureQuery>, Query<WithQuery>);

/// What a handler reads before it shows anything.
pub(super) struct Read {
    pub(super) composition: GroupComposition,
    pub(super) scales: Vec<Scale>,
    pub(super) scale: Scale,
}

/// `GET /groups/{group_id}/composition`
pub(super) async fn page(
    request: HttpRequest,
    login: CurrentLogin,
    parts: Parts,
    path: Path<Uuid>,
    asked: Asked,
) -> Result<HttpResponse, Problem> {
    let read = read(&login, &parts, path.into_inner().into(), &asked, Some("view-composition")).await?;
    let layout = parts.0.layout(&request, Some(&login), Section::Groups);
    html(&page_of(&read, &parts.2, layout)?)
}

/// `GET /groups/{group_id}/composition/chart.svg`
pub(super) async fn chart_svg(
    request: HttpRequest,
    login: CurrentLogin,
    parts: Parts,
    path: Path<Uuid>,
    asked: Asked,
) -> Result<HttpResponse, Problem> {
    file(Kind::Svg, &request, &login, &parts, (path.into_inner().into(), &asked)).await
}

/// `GET /groups/{group_id}/composition/chart.png`
pub(super) async fn chart_png(
    request: HttpRequest,
    login: CurrentLogin,
    parts: Parts,
    path: Path<Uuid>,
    asked: Asked,
) -> Result<HttpResponse, Problem> {
    file(Kind::Png, &request, &login, &parts, (path.into_inner().into(), &asked)).await
}

/// `GET /groups/{group_id}/composition/chart.pdf`
pub(super) async fn chart_pdf(
    request: HttpRequest,
    login: CurrentLogin,
    parts: Parts,
    path: Path<Uuid>,
    asked: Asked,
) -> Result<HttpResponse, Problem> {
    file(Kind::Pdf, &request, &login, &parts, (path.into_inner().into(), &asked)).await
}

/// The picture as a file.
async fn file(
    kind: Kind,
    request: &HttpRequest,
    login: &CurrentLogin,
    parts: &Parts,
    (group, asked): (GroupId, &Asked),
) -> Result<HttpResponse, Problem> {
    let read = read(login, parts, group, asked, None).await?;
    let layout = parts.0.layout(request, Some(login), Section::Groups);
    let view = view_of(&read, &parts.2, &layout).ok_or_else(|| Problem::new(ProblemKind::NothingToShow))?;
    let svg = composition_svg(&view, Theme::Light, Size::SHEET).map_err(chart_problem)?;
    let made = chart_file::file(kind, "peil-samenstelling", svg, layout.language).await?;
    let event = AuditEvent::new(Actor::Account(login.who.account), "download-composition").on("group", group.uuid());
    chart_file::handed_out(made, (&parts.1, &parts.3, login), &event).await
}

/// Authorises, reads, and writes down that it was seen; of a file whoever hands it out does.
async fn read(
    login: &CurrentLogin,
    (_, store, library, clock): &Parts,
    group: GroupId,
    (measure, with): &Asked,
    action: Option<&'static str>,
) -> Result<Read, Problem> {
    let now = clock.now();
    let with = with.with.map(MembershipId::from);
    let mut connection = store.connect().await?;
    let tenant = connection.begin(login.who.organisation).await?;
    let group = own_group(&tenant, login, group, now).await?;
    let id = group.id;
    let scales = scales_of(&tenant, library, id).await?;
    let scored = tenant.scored_instruments(id).await?;
    let scale = measure.choose(&scales, &scored).ok_or_else(|| Problem::new(ProblemKind::NothingToShow))?;
    let today = local_date(now, &login.who.time_zone);
    let of = (scale.instrument.as_str(), scale.id.as_str());
    let composition = read_composition(&tenant, library, group, of, (with, today)).await?;
    // Only somebody who waits for this group can be held against it.
    if with.is_some() && composition.newcomer.is_none() {
        return Err(Problem::new(ProblemKind::NotFound));
    }
    if let Some(action) = action {
        record(&tenant, &AuditEvent::new(Actor::Account(login.who.account), action).on("group", id.uuid()), now);
    }
    tenant.commit().await?;
    Ok(Read { composition, scales, scale })
}
