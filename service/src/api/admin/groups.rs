//! Groups, and who has which part in them.

use actix_web::{
    HttpResponse,
    web::{Json, Path},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::{Counter, Made, fields};
use crate::{
    domain::{Cycle, GroupId, GroupMethod, TeamId},
    web::{Problem, ProblemBody},
};

/// A group to add or change.
#[derive(Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub(in crate::api) struct GroupBody {
    name: Option<String>,
    /// As in `psychotherapy`.
    kind: Option<String>,
    /// As in `schema`.
    method: Option<String>,
    /// `open`, `closed` or `phased`.
    format: Option<String>,
    /// 1 to 8.
    setting: Option<i16>,
    planned_size: Option<i16>,
    planned_sessions: Option<i16>,
    /// A day as `2026-11-23`.
    started_on: Option<String>,
    /// Only once it ended.
    ended_on: Option<String>,
    /// First day of the first of the cycles that follow each other; with both numbers of weeks, or without.
    cycle_starts_on: Option<String>,
    /// Weeks of a cycle.
    cycle_weeks: Option<i16>,
    /// Weeks between two days in a cycle on which newcomers enter.
    entry_weeks: Option<i16>,
    /// Id or name of the team; for a team lead always the own one.
    team: Option<String>,
}

/// A group.
#[derive(Serialize, ToSchema)]
pub(in crate::api) struct SetUpGroupReply {
    group_id: Uuid,
    name: String,
    kind: &'static str,
    method: Option<&'static str>,
    format: &'static str,
    setting: i16,
    planned_size: Option<i16>,
    planned_sessions: Option<i16>,
    started_on: String,
    ended_on: Option<String>,
    cycle_starts_on: Option<String>,
    cycle_weeks: Option<i16>,
    entry_weeks: Option<i16>,
    team_id: Option<Uuid>,
    members: i64,
    /// Who lead it, alone or together; fewer than two is worth a warning.
    leaders: i64,
}

/// A part in a group.
#[derive(Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub(in crate::api) struct PartBody {
    /// Id of the colleague.
    account: Option<String>,
    /// `lead`, `co`, `trainee` or `observer`.
    part: Option<String>,
    from: Option<String>,
    until: Option<String>,
}

/// The groups that this account sets up.
#[utoipa::path(get, path = "/api/v1/admin/groups", tag = "admin", security(("login" = [])), responses((status = 200, body = [SetUpGroupReply])))]
pub(in crate::api) async fn list(counter: Counter) -> Result<Json<Vec<SetUpGroupReply>>, Problem> {
    let mut connection = counter.store.connect().await?;
    let tenant = connection.begin(counter.login.who.organisation).await?;
    let rows = counter.desk(&tenant).groups().await?.into_iter();
    Ok(Json(
        rows.map(|row| SetUpGroupReply {
            group_id: row.id.uuid(),
            name: row.name,
            kind: row.kind.word(),
            method: row.method.map(GroupMethod::word),
            format: row.format.word(),
            setting: row.setting,
            planned_size: row.planned_size,
            planned_sessions: row.planned_sessions,
            started_on: row.started_on.to_string(),
            ended_on: row.ended_on.map(|day| day.to_string()),
            cycle_starts_on: row.cycle.map(|cycle| cycle.first().to_string()),
            cycle_weeks: row.cycle.map(Cycle::weeks),
            entry_weeks: row.cycle.map(Cycle::entry),
            team_id: row.team.map(TeamId::uuid),
            members: row.members,
            leaders: row.leaders,
        })
        .collect(),
    ))
}

/// Adds a group.
#[utoipa::path(post, path = "/api/v1/admin/groups", tag = "admin", security(("login" = [])), request_body = GroupBody, responses(
    (status = 201, body = Made),
    (status = 409, description = "name-taken", body = ProblemBody, content_type = "application/problem+json"),
    (status = 422, description = "field-refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(in crate::api) async fn add(counter: Counter, body: Json<GroupBody>) -> Result<HttpResponse, Problem> {
    let mut connection = counter.store.connect().await?;
    let tenant = connection.begin(counter.login.who.organisation).await?;
    let id = counter.desk(&tenant).add_group(&fields(&body.0)).await?.uuid();
    tenant.commit().await?;
    Ok(HttpResponse::Created().json(Made { id }))
}

/// Changes a group; what is left out becomes empty.
#[utoipa::path(put, path = "/api/v1/admin/groups/{group_id}", tag = "admin", security(("login" = [])),
    params(("group_id" = Uuid, Path)), request_body = GroupBody, responses(
    (status = 204),
    (status = 404, description = "not-found", body = ProblemBody, content_type = "application/problem+json"),
    (status = 409, description = "name-taken or has-members", body = ProblemBody, content_type = "application/problem+json"),
    (status = 422, description = "field-refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(in crate::api) async fn change(
    counter: Counter,
    path: Path<Uuid>,
    body: Json<GroupBody>,
) -> Result<HttpResponse, Problem> {
    let mut connection = counter.store.connect().await?;
    let tenant = connection.begin(counter.login.who.organisation).await?;
    counter.desk(&tenant).change_group(GroupId::from(path.into_inner()), &fields(&body.0)).await?;
    tenant.commit().await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Gives a colleague a part in a group.
#[utoipa::path(post, path = "/api/v1/admin/groups/{group_id}/therapists", tag = "admin", security(("login" = [])),
    params(("group_id" = Uuid, Path)), request_body = PartBody, responses(
    (status = 204),
    (status = 404, description = "not-found", body = ProblemBody, content_type = "application/problem+json"),
    (status = 409, description = "part-overlaps", body = ProblemBody, content_type = "application/problem+json"),
    (status = 422, description = "field-refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(in crate::api) async fn add_part(
    counter: Counter,
    path: Path<Uuid>,
    body: Json<PartBody>,
) -> Result<HttpResponse, Problem> {
    let mut connection = counter.store.connect().await?;
    let tenant = connection.begin(counter.login.who.organisation).await?;
    counter.desk(&tenant).add_part(GroupId::from(path.into_inner()), &fields(&body.0)).await?;
    tenant.commit().await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Sets the last day of a part: `account`, `from` (the day on which it began) and `until`.
#[utoipa::path(put, path = "/api/v1/admin/groups/{group_id}/therapists", tag = "admin", security(("login" = [])),
    params(("group_id" = Uuid, Path)), request_body = PartBody, responses(
    (status = 204),
    (status = 404, description = "not-found", body = ProblemBody, content_type = "application/problem+json"),
    (status = 409, description = "part-overlaps", body = ProblemBody, content_type = "application/problem+json"),
    (status = 422, description = "field-refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(in crate::api) async fn end_part(
    counter: Counter,
    path: Path<Uuid>,
    body: Json<PartBody>,
) -> Result<HttpResponse, Problem> {
    let mut connection = counter.store.connect().await?;
    let tenant = connection.begin(counter.login.who.organisation).await?;
    counter.desk(&tenant).end_part(GroupId::from(path.into_inner()), &fields(&body.0)).await?;
    tenant.commit().await?;
    Ok(HttpResponse::NoContent().finish())
}
