//! Colleagues and teams.

use actix_web::{
    HttpResponse,
    web::{Data, Json, Path},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::{Counter, Made, fields};
use crate::{
    domain::{AccountId, TeamId},
    web::{OwnLibrary, Problem, ProblemBody, PublicAddress},
};

/// A colleague to add or change.
#[derive(Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub(in crate::api) struct UserBody {
    /// Address to log in with; only for who is new.
    #[serde(skip_serializing_if = "Option::is_none")]
    email: Option<String>,
    name: Option<String>,
    /// `therapist`, `team_lead`, `researcher` or `administrator`.
    role: Option<String>,
    /// Id or name of the team.
    team: Option<String>,
    profession: Option<String>,
    /// `nl` or `en`; only for who is new.
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<String>,
}

/// A colleague.
#[derive(Serialize, ToSchema)]
pub(in crate::api) struct UserReply {
    account_id: Uuid,
    email: String,
    name: String,
    role: &'static str,
    team_id: Option<Uuid>,
    profession: Option<&'static str>,
    blocked: bool,
    has_password: bool,
    /// Time of the last login.
    last_login_at: Option<String>,
}

/// An account with the link by which its owner chooses a password: told once.
#[derive(Serialize, ToSchema)]
pub(in crate::api) struct LinkReply {
    account_id: Uuid,
    link: String,
}

/// `blocked` or `open`.
#[derive(Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub(in crate::api) struct AccessBody {
    state: Option<String>,
}

/// A name.
#[derive(Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub(in crate::api) struct NameBody {
    name: Option<String>,
}

/// A team.
#[derive(Serialize, ToSchema)]
pub(in crate::api) struct TeamReply {
    team_id: Uuid,
    name: String,
    people: i64,
    groups: i64,
}

/// Everybody who works here.
#[utoipa::path(get, path = "/api/v1/admin/users", tag = "admin", security(("login" = [])), responses((status = 200, body = [UserReply])))]
pub(in crate::api) async fn users(counter: Counter) -> Result<Json<Vec<UserReply>>, Problem> {
    let mut connection = counter.store.connect().await?;
    let tenant = connection.begin(counter.login.who.organisation).await?;
    let rows = tenant.staff().await?.into_iter();
    Ok(Json(
        rows.map(|row| UserReply {
            account_id: row.id.uuid(),
            email: row.email,
            name: row.name,
            role: row.role.word(),
            team_id: row.team.map(TeamId::uuid),
            profession: row.profession.map(crate::domain::Profession::word),
            blocked: row.blocked,
            has_password: row.has_password,
            last_login_at: row.last_login_at.map(|at| at.to_string()),
        })
        .collect(),
    ))
}

/// Adds a colleague; the link by which he chooses a password is told once.
#[utoipa::path(post, path = "/api/v1/admin/users", tag = "admin", security(("login" = [])), request_body = UserBody, responses(
    (status = 201, body = LinkReply),
    (status = 409, description = "email-taken", body = ProblemBody, content_type = "application/problem+json"),
    (status = 422, description = "field-refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(in crate::api) async fn add_user(
    counter: Counter,
    address: Data<PublicAddress>,
    body: Json<UserBody>,
) -> Result<HttpResponse, Problem> {
    let mut connection = counter.store.connect().await?;
    let tenant = connection.begin(counter.login.who.organisation).await?;
    let (id, token) = counter.desk(&tenant).add_staff(&fields(&body.0)).await?;
    tenant.commit().await?;
    let link = address.welcome(&token);
    Ok(HttpResponse::Created().json(LinkReply { account_id: id.uuid(), link }))
}

/// Changes a colleague; what is left out becomes empty.
#[utoipa::path(put, path = "/api/v1/admin/users/{account_id}", tag = "admin", security(("login" = [])),
    params(("account_id" = Uuid, Path)), request_body = UserBody, responses(
    (status = 204),
    (status = 404, description = "not-found", body = ProblemBody, content_type = "application/problem+json"),
    (status = 409, description = "last-administrator, last-on-duty or has-parts", body = ProblemBody, content_type = "application/problem+json"),
    (status = 422, description = "field-refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(in crate::api) async fn change_user(
    counter: Counter,
    library: OwnLibrary,
    path: Path<Uuid>,
    body: Json<UserBody>,
) -> Result<HttpResponse, Problem> {
    let mut connection = counter.store.connect().await?;
    let tenant = connection.begin(counter.login.who.organisation).await?;
    counter.desk(&tenant).change_staff(&library, AccountId::from(path.into_inner()), &fields(&body.0)).await?;
    tenant.commit().await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Blocks a colleague, or allows to log in again.
#[utoipa::path(put, path = "/api/v1/admin/users/{account_id}/access", tag = "admin", security(("login" = [])),
    params(("account_id" = Uuid, Path)), request_body = AccessBody, responses(
    (status = 204),
    (status = 404, description = "not-found", body = ProblemBody, content_type = "application/problem+json"),
    (status = 409, description = "last-administrator or last-on-duty", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(in crate::api) async fn access(
    counter: Counter,
    library: OwnLibrary,
    path: Path<Uuid>,
    body: Json<AccessBody>,
) -> Result<HttpResponse, Problem> {
    let mut connection = counter.store.connect().await?;
    let tenant = connection.begin(counter.login.who.organisation).await?;
    counter.desk(&tenant).set_access(&library, AccountId::from(path.into_inner()), &fields(&body.0)).await?;
    tenant.commit().await?;
    Ok(HttpResponse::NoContent().finish())
}

/// A new link by which a colleague chooses a password, told once; an older one stops working.
#[utoipa::path(post, path = "/api/v1/admin/users/{account_id}/link", tag = "admin", security(("login" = [])),
    params(("account_id" = Uuid, Path)), responses(
    (status = 201, body = LinkReply),
    (status = 404, description = "not-found", body = ProblemBody, content_type = "application/problem+json"),
    (status = 409, description = "account-blocked", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(in crate::api) async fn link(
    counter: Counter,
    address: Data<PublicAddress>,
    path: Path<Uuid>,
) -> Result<HttpResponse, Problem> {
    let id = AccountId::from(path.into_inner());
    let mut connection = counter.store.connect().await?;
    let tenant = connection.begin(counter.login.who.organisation).await?;
    let token = counter.desk(&tenant).new_link(id).await?;
    tenant.commit().await?;
    let link = address.welcome(&token);
    Ok(HttpResponse::Created().json(LinkReply { account_id: id.uuid(), link }))
}

/// The teams.
#[utoipa::path(get, path = "/api/v1/admin/teams", tag = "admin", security(("login" = [])), responses((status = 200, body = [TeamReply])))]
pub(in crate::api) async fn teams(counter: Counter) -> Result<Json<Vec<TeamReply>>, Problem> {
    let mut connection = counter.store.connect().await?;
    let tenant = connection.begin(counter.login.who.organisation).await?;
    let rows = tenant.teams().await?.into_iter();
    Ok(Json(
        rows.map(|row| TeamReply { team_id: row.id.uuid(), name: row.name, people: row.people, groups: row.groups })
            .collect(),
    ))
}

/// Adds a team.
#[utoipa::path(post, path = "/api/v1/admin/teams", tag = "admin", security(("login" = [])), request_body = NameBody, responses(
    (status = 201, body = Made),
    (status = 409, description = "name-taken", body = ProblemBody, content_type = "application/problem+json"),
    (status = 422, description = "field-refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(in crate::api) async fn add_team(counter: Counter, body: Json<NameBody>) -> Result<HttpResponse, Problem> {
    let mut connection = counter.store.connect().await?;
    let tenant = connection.begin(counter.login.who.organisation).await?;
    let id = counter.desk(&tenant).add_team(&fields(&body.0)).await?.uuid();
    tenant.commit().await?;
    Ok(HttpResponse::Created().json(Made { id }))
}

/// Gives a team another name.
#[utoipa::path(put, path = "/api/v1/admin/teams/{team_id}", tag = "admin", security(("login" = [])),
    params(("team_id" = Uuid, Path)), request_body = NameBody, responses(
    (status = 204),
    (status = 404, description = "not-found", body = ProblemBody, content_type = "application/problem+json"),
    (status = 409, description = "name-taken", body = ProblemBody, content_type = "application/problem+json"),
    (status = 422, description = "field-refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(in crate::api) async fn rename_team(
    counter: Counter,
    path: Path<Uuid>,
    body: Json<NameBody>,
) -> Result<HttpResponse, Problem> {
    let mut connection = counter.store.connect().await?;
    let tenant = connection.begin(counter.login.who.organisation).await?;
    counter.desk(&tenant).rename_team(TeamId::from(path.into_inner()), &fields(&body.0)).await?;
    tenant.commit().await?;
    Ok(HttpResponse::NoContent().finish())
}
