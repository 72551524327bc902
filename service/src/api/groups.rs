//! Own groups, for programs of therapists and team leads.

use actix_web::web::{Data, Json, Path, Query};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::{
    access::{Actor, AuditEvent, record, visible_group},
    analyse::{GroupReading, read_group},
    clock::{SharedClock, local_date},
    store::Store,
    web::{CurrentLogin, OwnLibrary, Problem, ProblemBody, ProblemKind},
};

/// One group of the list.
#[derive(Serialize, ToSchema)]
pub(super) struct GroupReply {
    group_id: Uuid,
    name: String,
    /// Kind of treatment.
    kind: &'static str,
    /// `open`, `closed` or `phased`.
    format: &'static str,
    members: i64,
    /// Number of the newest session; 0 before the first.
    sessions: i32,
    /// Signals of present members that still hold.
    signals: i64,
}

/// Which scale.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct ScaleQuery {
    /// Instrument; the first of the group's plan when left out.
    instrument: Option<String>,
    /// Scale of the instrument; `total` when left out.
    scale: Option<String>,
}

/// A group's course: what the chart is drawn from.
#[derive(Serialize, ToSchema)]
pub(super) struct CourseReply {
    instrument: String,
    scale: String,
    sessions: Vec<i16>,
    members: Vec<MemberCourse>,
    group: Vec<Option<GroupPoint>>,
    /// The formula of the model behind the lines.
    formula: Option<String>,
}

/// One member's course.
#[derive(Serialize, ToSchema)]
pub(super) struct MemberCourse {
    pseudonym: String,
    /// The score at each session; null where there is none.
    scores: Vec<Option<f64>>,
    /// The model's line at each session of the stay.
    line: Vec<Option<f64>>,
}

/// The group's mean at a session.
#[derive(Serialize, ToSchema)]
pub(super) struct GroupPoint {
    mean: f64,
    /// Lower end of the 95 % interval.
    lower: f64,
    /// Upper end.
    upper: f64,
}

/// The groups of this account.
#[utoipa::path(get, path = "/api/v1/groups", tag = "groups", security(("login" = [])), responses(
    (status = 200, body = [GroupReply]),
    (status = 401, description = "not-logged-in", body = ProblemBody, content_type = "application/problem+json"),
    (status = 403, description = "forbidden", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn list(
    login: CurrentLogin,
    store: Data<Store>,
    clock: Data<SharedClock>,
) -> Result<Json<Vec<GroupReply>>, Problem> {
    let who = &login.who;
    let now = clock.now();
    let today = local_date(now, &who.time_zone);
    let mut connection = store.connect().await?;
    let tenant = connection.begin(who.organisation).await?;
    let rows = tenant.group_summaries(who.account, who.overseen_team(), today).await?;
    record(&tenant, &AuditEvent::new(Actor::Account(who.account), "list-groups"), now);
    tenant.commit().await?;
    let reply = rows.into_iter().map(|row| GroupReply {
        group_id: row.group.id.uuid(),
        name: row.group.name,
        kind: row.group.kind.word(),
        format: row.group.format.word(),
        members: row.members,
        sessions: row.sessions,
        signals: row.signals,
    });
    Ok(Json(reply.collect()))
}

/// A group's course on one scale.
#[utoipa::path(get, path = "/api/v1/groups/{group_id}/course", tag = "groups", security(("login" = [])),
    params(("group_id" = Uuid, Path), ScaleQuery),
    responses(
        (status = 200, body = CourseReply),
        (status = 401, description = "not-logged-in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "not-found", body = ProblemBody, content_type = "application/problem+json"),
    ))]
pub(super) async fn course(
    login: CurrentLogin,
    store: Data<Store>,
    library: OwnLibrary,
    clock: Data<SharedClock>,
    path: Path<Uuid>,
    query: Query<ScaleQuery>,
) -> Result<Json<CourseReply>, Problem> {
    let (who, now) = (&login.who, clock.now());
    let today = local_date(now, &who.time_zone);
    let mut connection = store.connect().await?;
    let tenant = connection.begin(who.organisation).await?;
    let missing = || Problem::new(ProblemKind::NotFound);
    let group = visible_group(&tenant, who, path.into_inner().into(), today).await?.ok_or_else(missing)?;
    let plan = tenant.group_plan(group.id).await?;
    let instrument = query.instrument.clone().or_else(|| plan.rows().first().map(|row| row.instrument.clone()));
    let instrument = instrument.filter(|id| library.latest(id).is_some()).ok_or_else(missing)?;
    let scale = query.scale.clone().unwrap_or_else(|| "total".to_owned());
    let event = AuditEvent::new(Actor::Account(who.account), "view-course").on("group", group.id.uuid());
    let reading = read_group(&tenant, &library, group, (&instrument, &scale), today).await?;
    record(&tenant, &event, now);
    tenant.commit().await?;
    Ok(Json(reply(instrument, scale, reading)))
}

fn reply(instrument: String, scale: String, reading: GroupReading) -> CourseReply {
    let members = reading.members.into_iter();
    let group = reading.band.into_iter();
    CourseReply {
        instrument,
        scale,
        sessions: reading.sessions.iter().map(|session| session.session.number).collect(),
        members: members
            .map(|member| MemberCourse {
                pseudonym: member.membership.pseudonym,
                scores: member.scores,
                line: member.line,
            })
            .collect(),
        group: group
            .map(|point| point.map(|point| GroupPoint { mean: point.mean, lower: point.lower, upper: point.upper }))
            .collect(),
        formula: reading.model.map(|model| model.formula),
    }
}
