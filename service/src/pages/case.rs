//! `GET /groups/{group_id}/members/{membership_id}/case.pdf`: the course of one client for intervision, without who it is.
//!
//! Nothing that names: no pseudonym, no day, no group, no team, no organisation, no therapist, no words of the client.
//! Sessions are those of the stay, counted from one; the size of the group is a range. The sheet says what was left out,
//! and that whoever shares it must look whether the story can still be recognised.

use actix_web::{
    HttpRequest, HttpResponse,
    http::header,
    web::{Data, Path, Query},
};
use jiff::civil::Date;
use uuid::Uuid;

use super::{
    case_sheet::{Case, sheet},
    chart_file,
    frame::Pages,
    group::MeasureQuery,
    measure::scales_of,
    session::led_group,
    views::Section,
};
use crate::{
    access::{Actor, AuditEvent},
    analyse::member_course,
    clock::{SharedClock, local_date},
    domain::MembershipId,
    print,
    store::Store,
    web::{CurrentLogin, OwnLibrary, Problem, ProblemKind},
};

/// What the handler extracts.
type Parts = (Data<Pages>, Data<Store>, OwnLibrary, Data<SharedClock>);

/// `GET /groups/{group_id}/members/{membership_id}/case.pdf`
pub(super) async fn pdf(
    request: HttpRequest,
    login: CurrentLogin,
    parts: Parts,
    path: Path<(Uuid, Uuid)>,
    query: Query<MeasureQuery>,
) -> Result<HttpResponse, Problem> {
    let case = read(&login, &parts, path.into_inner(), &query).await?;
    let layout = parts.0.layout(&request, Some(&login), Section::Groups);
    let sheet = sheet(&case, &parts.2, &layout)?;
    let left_out = layout.t("case-full");
    let printed = actix_web::web::block(move || print::pdf(&sheet, |_| left_out.clone())).await;
    let bytes = printed.map_err(|error| Problem::internal(&error))?.map_err(|error| Problem::internal(&error))?;
    let name = (header::CONTENT_DISPOSITION, "inline; filename=\"peil-casus.pdf\"");
    let made = HttpResponse::Ok().content_type("application/pdf").insert_header(name).body(bytes);
    let stay = case.course.membership.id;
    let event = AuditEvent::new(Actor::Account(login.who.account), "download-case").on("membership", stay.uuid());
    chart_file::handed_out(made, (&parts.1, &parts.3, &login), &event).await
}

/// Authorises and reads; whoever hands the sheet out writes down whose course was taken along.
async fn read(
    login: &CurrentLogin,
    (_, store, library, clock): &Parts,
    (group, member): (Uuid, Uuid),
    query: &MeasureQuery,
) -> Result<Case, Problem> {
    let (who, now, missing) = (&login.who, clock.now(), || Problem::new(ProblemKind::NotFound));
    let mut connection = store.connect().await?;
    let tenant = connection.begin(who.organisation).await?;
    let group = led_group(&tenant, login, group.into(), now).await?;
    let member = tenant.membership(MembershipId::from(member)).await?;
    let member = member.filter(|row| row.group == group.id).ok_or_else(missing)?;
    let scales = scales_of(&tenant, library, group.id).await?;
    let scored = tenant.scored_instruments(group.id).await?;
    let scale = query.choose(&scales, &scored).ok_or_else(|| Problem::new(ProblemKind::NothingToShow))?;
    let (stay, today) = (member.id, local_date(now, &who.time_zone));
    let until: Date = member.left_on.unwrap_or(today);
    let signals = tenant.stay_signals(stay, who.signals_enabled).await?;
    let together = tenant.memberships(group.id).await?.iter().filter(|other| other.is_active_on(until)).count();
    let of_scale = (scale.instrument.as_str(), scale.id.as_str());
    let course = member_course(&tenant, library, (&group, member), of_scale, who.signals_enabled).await?;
    tenant.commit().await?;
    Ok(Case { kind: group.kind, format: group.format, together, until, course, signals, scale })
}
