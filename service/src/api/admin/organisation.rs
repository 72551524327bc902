//! What holds for the whole organisation.

use std::collections::BTreeMap;

use actix_web::{
    HttpResponse,
    web::{Data, Json},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Counter, fields};
use crate::{
    jobs::Worker,
    web::{Problem, ProblemBody},
};

/// What to change; what is left out stays.
#[derive(Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub(in crate::api) struct OrganisationBody {
    name: Option<String>,
    /// `on` or `off`.
    signals: Option<String>,
    /// From how many answers on the wall shows a picture: 5 to 20.
    fewest: Option<i16>,
}

/// The organisation.
#[derive(Serialize, ToSchema)]
pub(in crate::api) struct OrganisationReply {
    name: String,
    time_zone: String,
    /// `on` or `off`.
    signals: &'static str,
    fewest: i16,
}

/// A constant of the rules.
#[derive(Serialize, ToSchema)]
pub(in crate::api) struct RuleReply {
    name: &'static str,
    value: f64,
    /// What it is unless it is set.
    usual: f64,
    lowest: f64,
    highest: f64,
}

/// The organisation of this login.
#[utoipa::path(get, path = "/api/v1/admin/organisation", tag = "admin", security(("login" = [])), responses((status = 200, body = OrganisationReply)))]
pub(in crate::api) async fn show(counter: Counter) -> Result<Json<OrganisationReply>, Problem> {
    let mut connection = counter.store.connect().await?;
    let tenant = connection.begin(counter.login.who.organisation).await?;
    let (row, fewest) = (tenant.own_organisation().await?, tenant.wall_fewest().await?);
    let signals = if row.signals_enabled { "on" } else { "off" };
    Ok(Json(OrganisationReply { name: row.name, time_zone: row.time_zone, signals, fewest }))
}

/// Changes the organisation.
#[utoipa::path(put, path = "/api/v1/admin/organisation", tag = "admin", security(("login" = [])), request_body = OrganisationBody, responses(
    (status = 204),
    (status = 409, description = "name-taken", body = ProblemBody, content_type = "application/problem+json"),
    (status = 422, description = "field-refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(in crate::api) async fn change(
    counter: Counter,
    worker: Data<Worker>,
    body: Json<OrganisationBody>,
) -> Result<HttpResponse, Problem> {
    let mut connection = counter.store.connect().await?;
    let tenant = connection.begin(counter.login.who.organisation).await?;
    let (desk, wanted) = (counter.desk(&tenant), fields(&body.0));
    if body.name.is_some() {
        desk.rename_organisation(&wanted).await?;
    }
    if body.signals.is_some() {
        desk.switch_signals(&wanted).await?;
    }
    if body.fewest.is_some() {
        desk.set_wall_fewest(&wanted).await?;
    }
    tenant.commit().await?;
    worker.wake();
    Ok(HttpResponse::NoContent().finish())
}

/// The constants of the rules of signals.
#[utoipa::path(get, path = "/api/v1/admin/rules", tag = "admin", security(("login" = [])), responses((status = 200, body = [RuleReply])))]
pub(in crate::api) async fn rules(counter: Counter) -> Result<Json<Vec<RuleReply>>, Problem> {
    let mut connection = counter.store.connect().await?;
    let tenant = connection.begin(counter.login.who.organisation).await?;
    let rules = counter.desk(&tenant).rules().await?.into_iter();
    Ok(Json(
        rules
            .map(|one| RuleReply {
                name: one.name,
                value: one.value.as_f64().unwrap_or_default(),
                usual: one.usual.as_f64().unwrap_or_default(),
                lowest: one.lowest,
                highest: one.highest,
            })
            .collect(),
    ))
}

/// Sets constants by name; null sets one back.
#[utoipa::path(put, path = "/api/v1/admin/rules", tag = "admin", security(("login" = [])), request_body = BTreeMap<String, Option<f64>>, responses(
    (status = 204),
    (status = 422, description = "field-refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(in crate::api) async fn set_rules(
    counter: Counter,
    worker: Data<Worker>,
    body: Json<BTreeMap<String, Option<serde_json::Number>>>,
) -> Result<HttpResponse, Problem> {
    let mut connection = counter.store.connect().await?;
    let tenant = connection.begin(counter.login.who.organisation).await?;
    let desk = counter.desk(&tenant);
    let (set, back): (Vec<_>, Vec<_>) = body.0.into_iter().partition(|(_, value)| value.is_some());
    let set: Vec<(String, String)> =
        set.into_iter().filter_map(|(name, value)| Some((name, value?.to_string()))).collect();
    let back: Vec<String> = back.into_iter().map(|(name, _)| name).collect();
    if !set.is_empty() {
        desk.set_rules(&set).await?;
    }
    // Nothing named would set everything back.
    if !back.is_empty() {
        desk.reset_rules(&back).await?;
    }
    tenant.commit().await?;
    worker.wake();
    Ok(HttpResponse::NoContent().finish())
}
