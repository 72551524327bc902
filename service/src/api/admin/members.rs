//! Members of a group.

use actix_web::{
    HttpResponse,
    web::{Data, Json, Path},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::{Counter, fields};
use crate::{
    access::Passwords,
    domain::{ClientCode, GroupId, MembershipId},
    web::{Problem, ProblemBody},
};

/// A client who enters a group.
#[derive(Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub(in crate::api) struct MemberBody {
    /// The name in the group.
    pseudonym: Option<String>,
    /// A day as `2026-11-23`.
    joined_on: Option<String>,
    planned_end_on: Option<String>,
    /// Id of a client who is known already.
    client: Option<String>,
}

/// Days of a stay.
#[derive(Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub(in crate::api) struct StayBody {
    joined_on: Option<String>,
    planned_end_on: Option<String>,
}

/// A new member.
#[derive(Serialize, ToSchema)]
pub(in crate::api) struct NewMemberReply {
    membership_id: Uuid,
    /// The own code of a client who is new, told once.
    client_code: Option<String>,
}

/// A member.
#[derive(Serialize, ToSchema)]
pub(in crate::api) struct MemberReply {
    membership_id: Uuid,
    client_id: Uuid,
    pseudonym: String,
    joined_on: String,
    left_on: Option<String>,
    planned_end_on: Option<String>,
}

/// Who is and was in a group; no scores.
#[utoipa::path(get, path = "/api/v1/admin/groups/{group_id}/members", tag = "admin", security(("login" = [])),
    params(("group_id" = Uuid, Path)), responses(
    (status = 200, body = [MemberReply]),
    (status = 404, description = "not-found", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(in crate::api) async fn list(counter: Counter, path: Path<Uuid>) -> Result<Json<Vec<MemberReply>>, Problem> {
    let mut connection = counter.store.connect().await?;
    let tenant = connection.begin(counter.login.who.organisation).await?;
    let group = counter.desk(&tenant).led_group(GroupId::from(path.into_inner())).await?;
    let rows = tenant.memberships(group.id).await?.into_iter();
    Ok(Json(
        rows.map(|row| MemberReply {
            membership_id: row.id.uuid(),
            client_id: row.client.uuid(),
            pseudonym: row.pseudonym,
            joined_on: row.joined_on.to_string(),
            left_on: row.left_on.map(|day| day.to_string()),
            planned_end_on: row.planned_end_on.map(|day| day.to_string()),
        })
        .collect(),
    ))
}

/// Lets a client enter a group.
#[utoipa::path(post, path = "/api/v1/admin/groups/{group_id}/members", tag = "admin", security(("login" = [])),
    params(("group_id" = Uuid, Path)), request_body = MemberBody, responses(
    (status = 201, body = NewMemberReply),
    (status = 404, description = "not-found", body = ProblemBody, content_type = "application/problem+json"),
    (status = 409, description = "pseudonym-taken or already-member", body = ProblemBody, content_type = "application/problem+json"),
    (status = 422, description = "field-refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(in crate::api) async fn add(
    counter: Counter,
    passwords: Data<Passwords>,
    path: Path<Uuid>,
    body: Json<MemberBody>,
) -> Result<HttpResponse, Problem> {
    let (group, fields) = (GroupId::from(path.into_inner()), fields(&body.0));
    let mut connection = counter.store.connect().await?;
    {
        // Nothing is hashed for who may not add anybody here.
        let tenant = connection.begin(counter.login.who.organisation).await?;
        counter.desk(&tenant).led_group(group).await?;
    }
    let code = ClientCode::draw(&mut rand::rng());
    let hash = passwords.hash(code.expose()).await?;
    let tenant = connection.begin(counter.login.who.organisation).await?;
    let id = counter.desk(&tenant).add_member(group, &fields, &hash).await?;
    tenant.commit().await?;
    let new = fields.text("client").is_empty();
    let client_code = new.then(|| code.expose().to_owned());
    Ok(HttpResponse::Created().json(NewMemberReply { membership_id: id.uuid(), client_code }))
}

/// Corrects the days of a stay.
#[utoipa::path(put, path = "/api/v1/admin/groups/{group_id}/members/{membership_id}", tag = "admin", security(("login" = [])),
    params(("group_id" = Uuid, Path), ("membership_id" = Uuid, Path)), request_body = StayBody, responses(
    (status = 204),
    (status = 404, description = "not-found", body = ProblemBody, content_type = "application/problem+json"),
    (status = 409, description = "has-scores or already-member", body = ProblemBody, content_type = "application/problem+json"),
    (status = 422, description = "field-refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(in crate::api) async fn correct(
    counter: Counter,
    path: Path<(Uuid, Uuid)>,
    body: Json<StayBody>,
) -> Result<HttpResponse, Problem> {
    let (group, member) = path.into_inner();
    let mut connection = counter.store.connect().await?;
    let tenant = connection.begin(counter.login.who.organisation).await?;
    let desk = counter.desk(&tenant);
    desk.correct_member(GroupId::from(group), MembershipId::from(member), &fields(&body.0)).await?;
    tenant.commit().await?;
    Ok(HttpResponse::NoContent().finish())
}
