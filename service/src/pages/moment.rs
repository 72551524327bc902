//! A measurement of one member outside a session: open it, show its code.

use std::collections::BTreeMap;

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Data, Path},
};
use jiff::tz::TimeZone;
use uuid::Uuid;

use super::{
    frame::{Pages, html, see},
    own_form::OwnForm,
    session::{led_group, own_group, qr_svg},
    views::{MomentPage, Section, TabletAccess, format},
};
use crate::{
    access::{Actor, AuditEvent, leads_group, record},
    clock::{SharedClock, local_date},
    collect::open_moment,
    domain::{GroupId, MembershipId, MomentKind, SessionCode, SessionId},
    store::{ProgressRow, Store},
    web::{CurrentLogin, OwnLibrary, Problem, ProblemKind},
};

/// `POST /groups/{group_id}/members/{membership_id}/moments`: opens it, with a new code when the old one ran out.
#[allow(clippy::too_many_arguments, reason = "one extractor each")]
pub(super) async fn open(
    login: CurrentLogin,
    store: Data<Store>,
    library: OwnLibrary,
    clock: Data<SharedClock>,
    path: Path<(Uuid, Uuid)>,
    form: OwnForm<BTreeMap<String, String>>,
) -> Result<HttpResponse, Problem> {
    let (group, member) = path.into_inner();
    let (group, member, now) = (GroupId::from(group), MembershipId::from(member), clock.now());
    let mut connection = store.connect().await?;
    let tenant = connection.begin(login.who.organisation).await?;
    led_group(&tenant, &login, group, now).await?;
    let today = local_date(now, &login.who.time_zone);
    let member = tenant.membership(member).await?.filter(|row| row.group == group);
    let member = member.ok_or_else(|| Problem::new(ProblemKind::NotFound))?.id;
    let kind = form.0.get("kind").and_then(|kind| kind.parse::<MomentKind>().ok());
    let kind = kind.ok_or_else(|| Problem::new(ProblemKind::MalformedBody))?;
    let (asked, by) = ((group, member, kind), login.who.account);
    let moment = open_moment(&tenant, &library, asked, by, (today, now), &mut rand::rng()).await?;
    tenant.commit().await?;
    Ok(see(&format!("/groups/{group}/moments/{moment}")))
}

/// `GET /groups/{group_id}/moments/{moment_id}`
pub(super) async fn page(
    request: HttpRequest,
    login: CurrentLogin,
    pages: Data<Pages>,
    store: Data<Store>,
    clock: Data<SharedClock>,
    path: Path<(Uuid, Uuid)>,
) -> Result<HttpResponse, Problem> {
    let (now, missing) = (clock.now(), || Problem::new(ProblemKind::NotFound));
    let (group, moment) = path.into_inner();
    let mut connection = store.connect().await?;
    let tenant = connection.begin(login.who.organisation).await?;
    let group = own_group(&tenant, &login, group.into(), now).await?;
    let moment = tenant.moment(SessionId::from(moment)).await?.filter(|moment| moment.group == group.id);
    let moment = moment.ok_or_else(missing)?;
    let member = tenant.membership(moment.membership).await?.ok_or_else(missing)?;
    let progress = tenant.session_progress(moment.id).await?;
    let code = tenant.code_of_session(moment.id).await?.filter(|row| row.expires_at > now);
    let layout = pages.layout(&request, Some(&login), Section::Groups);
    let tablet = match code {
        None => TabletAccess::Expired,
        Some(row) => {
            let code = SessionCode::parse(&row.code)?;
            let until = row.expires_at.to_zoned(TimeZone::get(&login.who.time_zone).unwrap_or(TimeZone::UTC));
            TabletAccess::Open {
                qr_svg: qr_svg(&pages.public_url, &code)?,
                code: code.spoken(),
                address: format!("{}/t", pages.public_url),
                valid_until: format::day(layout.texts, layout.language, until.date()),
            }
        }
    };
    let event = AuditEvent::new(Actor::Account(login.who.account), "view-moment").on("session", moment.id.uuid());
    record(&tenant, &event, now);
    let leads = leads_group(&tenant, &login.who, &group, local_date(now, &login.who.time_zone)).await?;
    tenant.commit().await?;
    html(&MomentPage {
        leads,
        group_id: group.id.to_string(),
        group_name: group.name,
        membership_id: member.id.to_string(),
        pseudonym: member.pseudonym,
        kind: moment.kind,
        done: progress.iter().all(ProgressRow::is_done) && !progress.is_empty(),
        tablet,
        layout,
    })
}
