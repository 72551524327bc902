//! The administrator's page of alerts: who is on duty, within which time an alert must be seen, and what needs both. It
//! shows no alert, no client and no answer.

use std::collections::BTreeSet;

use actix_web::{HttpRequest, HttpResponse, web::Data};
use jiff::tz::TimeZone;
use serde::Deserialize;
use uuid::Uuid;

use super::{
    admin::moment,
    entrance::form_language,
    frame::{Pages, html, see},
    own_form::OwnForm,
    views::{Colleague, DutyPage, SafetyInstrument, Section},
};
use crate::{
    access::{Actor, AuditEvent, record},
    clock::SharedClock,
    collect,
    domain::{AccountId, AlertMinutes},
    store::{DutyRow, Store},
    web::{CurrentLogin, OwnLibrary, Problem, ProblemKind},
};

/// `GET /admin/alerts`
pub(super) async fn page(
    request: HttpRequest,
    login: CurrentLogin,
    pages: Data<Pages>,
    store: Data<Store>,
    library: OwnLibrary,
    clock: Data<SharedClock>,
) -> Result<HttpResponse, Problem> {
    let now = clock.now();
    let mut connection = store.connect().await?;
    let tenant = connection.begin(login.who.organisation).await?;
    let (on_duty, off_duty) = (tenant.on_duty().await?, tenant.off_duty().await?);
    let minutes = tenant.alert_minutes().await?;
    let planned: BTreeSet<String> = tenant.planned_instruments().await?.into_iter().collect();
    record(&tenant, &AuditEvent::new(Actor::Account(login.who.account), "view-alert-settings"), now);
    tenant.commit().await?;
    let layout = pages.layout(&request, Some(&login), Section::Admin);
    let zone = TimeZone::get(&login.who.time_zone).unwrap_or(TimeZone::UTC);
    let colleague = |row: DutyRow| Colleague {
        id: row.account.to_string(),
        name: row.display_name,
        role: row.role,
        since: row.from_at.map(|at| moment(&layout, at, &zone)),
    };
    let instruments = library.iter().filter(|instrument| collect::is_safety_instrument(instrument));
    html(&DutyPage {
        on_duty: on_duty.into_iter().map(colleague).collect(),
        off_duty: off_duty.into_iter().map(colleague).collect(),
        minutes: minutes.map(|minutes| minutes.to_string()),
        shortest: AlertMinutes::MIN,
        longest: AlertMinutes::MAX,
        instruments: instruments
            .map(|instrument| SafetyInstrument {
                title: instrument.title(form_language(layout.language)).to_owned(),
                version: instrument.version().to_string(),
                planned: planned.contains(instrument.id()),
            })
            .collect(),
        layout,
    })
}

/// What the form of the time sends.
#[derive(Deserialize)]
pub(super) struct MinutesForm {
    minutes: String,
}

/// `POST /admin/alerts`: within which time an alert must be seen.
pub(super) async fn minutes(
    login: CurrentLogin,
    store: Data<Store>,
    clock: Data<SharedClock>,
    form: OwnForm<MinutesForm>,
) -> Result<HttpResponse, Problem> {
    let malformed = || Problem::new(ProblemKind::MalformedBody);
    let number = form.0.minutes.trim().parse().map_err(|_| malformed())?;
    let within = AlertMinutes::new(number).map_err(|error| malformed().with_detail(error.to_string()))?;
    let mut connection = store.connect().await?;
    let tenant = connection.begin(login.who.organisation).await?;
    collect::set_alert_minutes(&tenant, within, login.who.account, clock.now()).await?;
    tenant.commit().await?;
    Ok(see("/admin/alerts"))
}

/// What the forms of one colleague send.
#[derive(Deserialize)]
pub(super) struct ColleagueForm {
    account_id: Uuid,
}

/// `POST /admin/alerts/duty`: puts a colleague on duty.
pub(super) async fn begin(
    login: CurrentLogin,
    store: Data<Store>,
    clock: Data<SharedClock>,
    form: OwnForm<ColleagueForm>,
) -> Result<HttpResponse, Problem> {
    let mut connection = store.connect().await?;
    let tenant = connection.begin(login.who.organisation).await?;
    collect::begin_duty(&tenant, AccountId::from(form.0.account_id), login.who.account, clock.now()).await?;
    tenant.commit().await?;
    Ok(see("/admin/alerts"))
}

/// `POST /admin/alerts/duty/end`: takes a colleague off duty.
pub(super) async fn end(
    login: CurrentLogin,
    store: Data<Store>,
    library: OwnLibrary,
    clock: Data<SharedClock>,
    form: OwnForm<ColleagueForm>,
) -> Result<HttpResponse, Problem> {
    let mut connection = store.connect().await?;
    let tenant = connection.begin(login.who.organisation).await?;
    let account = AccountId::from(form.0.account_id);
    collect::end_duty(&tenant, &library, account, Actor::Account(login.who.account), clock.now()).await?;
    tenant.commit().await?;
    Ok(see("/admin/alerts"))
}
