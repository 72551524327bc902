//! The multiple baseline of one group: plan it, draw, measure who waits, and see what came out.

mod chart;
mod effects;
mod found;
mod model;
mod plan;
mod shown;
mod test;

use std::collections::BTreeMap;

use actix_web::{
    HttpRequest, HttpResponse,
    http::StatusCode,
    web::{Data, Path},
};
use uuid::Uuid;

use self::found::Found;
use super::{
    chart_file::{self, Kind, chart_problem},
    frame::{Pages, html, see},
    own_form::OwnForm,
    session::{NoFields, led_group, own_group},
    views::Section,
};
use crate::{
    access::{Actor, AuditEvent, record},
    charts::{Size, Theme, baselines_svg},
    clock::{SharedClock, local_date},
    collect::{BaselineRefused, cancel_baseline, draw_baseline, end_baseline, open_waiting, plan_baseline},
    domain::{BaselineCancelled, GroupId},
    store::Store,
    web::{CurrentLogin, OwnLibrary, Problem, ProblemKind},
};

/// What every handler here extracts.
type Parts = (Data<Pages>, Data<Store>, OwnLibrary, Data<SharedClock>);

/// The fields of a form, as they were sent.
type Fields = BTreeMap<String, String>;

/// `GET /groups/{group_id}/baseline`
pub(super) async fn page(
    request: HttpRequest,
    login: CurrentLogin,
    parts: Parts,
    path: Path<Uuid>,
) -> Result<HttpResponse, Problem> {
    show(&request, &login, &parts, path.into_inner().into(), None).await
}

/// `POST /groups/{group_id}/baseline`: makes a plan.
pub(super) async fn plan(
    request: HttpRequest,
    login: CurrentLogin,
    parts: Parts,
    path: Path<Uuid>,
    form: OwnForm<Fields>,
) -> Result<HttpResponse, Problem> {
    let (group, now) = (GroupId::from(path.into_inner()), parts.3.now());
    let done = {
        let mut connection = parts.1.connect().await?;
        let tenant = connection.begin(login.who.organisation).await?;
        led_group(&tenant, &login, group, now).await?;
        let wish = plan::wish(&form.0).ok_or_else(|| Problem::new(ProblemKind::MalformedBody))?;
        let made = plan_baseline(&tenant, &parts.2, group, &wish, login.who.account, now).await.map(|_| ());
        if made.is_ok() {
            tenant.commit().await?;
        }
        made
    };
    answer(&request, &login, &parts, group, (done, Some(&form.0))).await
}

/// `POST /groups/{group_id}/baseline/draw`: draws the starts, once, and fixes them.
pub(super) async fn draw(
    request: HttpRequest,
    login: CurrentLogin,
    parts: Parts,
    path: Path<Uuid>,
    _form: OwnForm<NoFields>,
) -> Result<HttpResponse, Problem> {
    let (group, now) = (GroupId::from(path.into_inner()), parts.3.now());
    let done = {
        let mut connection = parts.1.connect().await?;
        let tenant = connection.begin(login.who.organisation).await?;
        led_group(&tenant, &login, group, now).await?;
        let today = local_date(now, &login.who.time_zone);
        let drawn = draw_baseline(&tenant, group, login.who.account, (today, now), &mut rand::rng()).await;
        if drawn.is_ok() {
            tenant.commit().await?;
        }
        drawn
    };
    answer(&request, &login, &parts, group, (done, None)).await
}

/// `POST /groups/{group_id}/baseline/waiting`: opens today's measurement of those who wait.
pub(super) async fn waiting(
    request: HttpRequest,
    login: CurrentLogin,
    parts: Parts,
    path: Path<Uuid>,
    _form: OwnForm<NoFields>,
) -> Result<HttpResponse, Problem> {
    let (group, now) = (GroupId::from(path.into_inner()), parts.3.now());
    let done = {
        let mut connection = parts.1.connect().await?;
        let tenant = connection.begin(login.who.organisation).await?;
        led_group(&tenant, &login, group, now).await?;
        let days = (local_date(now, &login.who.time_zone), now);
        let opened = open_waiting(&tenant, &parts.2, group, login.who.account, days, &mut rand::rng()).await;
        if opened.is_ok() {
            tenant.commit().await?;
        }
        opened.map(|_| ())
    };
    answer(&request, &login, &parts, group, (done, None)).await
}

/// `POST /groups/{group_id}/baseline/end`: what is not in will not come.
pub(super) async fn end(
    request: HttpRequest,
    login: CurrentLogin,
    parts: Parts,
    path: Path<Uuid>,
    _form: OwnForm<NoFields>,
) -> Result<HttpResponse, Problem> {
    let (group, now) = (GroupId::from(path.into_inner()), parts.3.now());
    let done = {
        let mut connection = parts.1.connect().await?;
        let tenant = connection.begin(login.who.organisation).await?;
        led_group(&tenant, &login, group, now).await?;
        let ended = end_baseline(&tenant, group, login.who.account, now).await;
        if ended.is_ok() {
            tenant.commit().await?;
        }
        ended
    };
    answer(&request, &login, &parts, group, (done, None)).await
}

/// `POST /groups/{group_id}/baseline/cancel`: gives the plan up; its lots stay to be seen.
pub(super) async fn cancel(
    request: HttpRequest,
    login: CurrentLogin,
    parts: Parts,
    path: Path<Uuid>,
    form: OwnForm<Fields>,
) -> Result<HttpResponse, Problem> {
    let (group, now) = (GroupId::from(path.into_inner()), parts.3.now());
    let done = {
        let mut connection = parts.1.connect().await?;
        let tenant = connection.begin(login.who.organisation).await?;
        led_group(&tenant, &login, group, now).await?;
        let reason = form.0.get("reason").and_then(|word| word.parse::<BaselineCancelled>().ok());
        let reason = reason.ok_or_else(|| Problem::new(ProblemKind::MalformedBody))?;
        let days = (local_date(now, &login.who.time_zone), now);
        let given_up = cancel_baseline(&tenant, group, reason, login.who.account, days).await;
        if given_up.is_ok() {
            tenant.commit().await?;
        }
        given_up
    };
    answer(&request, &login, &parts, group, (done, None)).await
}

/// `GET /groups/{group_id}/baseline/chart.svg`
pub(super) async fn chart_svg(
    request: HttpRequest,
    login: CurrentLogin,
    parts: Parts,
    path: Path<Uuid>,
) -> Result<HttpResponse, Problem> {
    file(Kind::Svg, &request, &login, &parts, path.into_inner().into()).await
}

/// `GET /groups/{group_id}/baseline/chart.png`
pub(super) async fn chart_png(
    request: HttpRequest,
    login: CurrentLogin,
    parts: Parts,
    path: Path<Uuid>,
) -> Result<HttpResponse, Problem> {
    file(Kind::Png, &request, &login, &parts, path.into_inner().into()).await
}

/// `GET /groups/{group_id}/baseline/chart.pdf`
pub(super) async fn chart_pdf(
    request: HttpRequest,
    login: CurrentLogin,
    parts: Parts,
    path: Path<Uuid>,
) -> Result<HttpResponse, Problem> {
    file(Kind::Pdf, &request, &login, &parts, path.into_inner().into()).await
}

/// Back to the page when it was done; the page with the reason when it was not.
async fn answer(
    request: &HttpRequest,
    login: &CurrentLogin,
    parts: &Parts,
    group: GroupId,
    (done, fields): (Result<(), BaselineRefused>, Option<&Fields>),
) -> Result<HttpResponse, Problem> {
    match done {
        Ok(()) => Ok(see(&format!("/groups/{group}/baseline"))),
        Err(BaselineRefused::Collect(error)) => Err(error.into()),
        Err(refused) => show(request, login, parts, group, Some((&refused, fields))).await,
    }
}

async fn show(
    request: &HttpRequest,
    login: &CurrentLogin,
    parts: &Parts,
    group: GroupId,
    refused: Option<(&BaselineRefused, Option<&Fields>)>,
) -> Result<HttpResponse, Problem> {
    let found = read(login, parts, group, Some("view-baseline")).await?;
    let layout = parts.0.layout(request, Some(login), Section::Groups);
    let mut reply = html(&shown::page(found, layout, &parts.2, refused)?)?;
    match refused {
        Some((BaselineRefused::Plan(_) | BaselineRefused::Measure, _)) => {
            *reply.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
        }
        Some(_) => *reply.status_mut() = StatusCode::CONFLICT,
        None => {}
    }
    Ok(reply)
}

/// The picture as a file; there is none where the page shows none.
async fn file(
    kind: Kind,
    request: &HttpRequest,
    login: &CurrentLogin,
    parts: &Parts,
    group: GroupId,
) -> Result<HttpResponse, Problem> {
    let found = read(login, parts, group, None).await?;
    let layout = parts.0.layout(request, Some(login), Section::Groups);
    let view = found.standing.as_ref().and_then(|standing| chart::view(standing, &layout, &parts.2));
    let view = view.ok_or_else(|| Problem::new(ProblemKind::NothingToShow))?;
    let svg = baselines_svg(&view, Theme::Light, Size::SHEET).map_err(chart_problem)?;
    let made = chart_file::file(kind, "peil-basislijnen", svg, layout.language).await?;
    let event = AuditEvent::new(Actor::Account(login.who.account), "download-baseline").on("group", group.uuid());
    chart_file::handed_out(made, (&parts.1, &parts.3, login), &event).await
}

/// Reads, and writes down that it was seen; of a file whoever hands it out does.
async fn read(
    login: &CurrentLogin,
    parts: &Parts,
    group: GroupId,
    action: Option<&'static str>,
) -> Result<Found, Problem> {
    let (pages, store, library, clock) = parts;
    let now = clock.now();
    let mut connection = store.connect().await?;
    let tenant = connection.begin(login.who.organisation).await?;
    let group = own_group(&tenant, login, group, now).await?;
    if let Some(action) = action {
        let event = AuditEvent::new(Actor::Account(login.who.account), action).on("group", group.id.uuid());
        record(&tenant, &event, now);
    }
    let found = Found::read(&tenant, (pages, library, login), group, now).await?;
    tenant.commit().await?;
    found.analysed().await
}
