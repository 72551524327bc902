//! Who came: the whole form at once, or one member at each tap.

use std::collections::BTreeMap;

use actix_web::{
    HttpRequest, HttpResponse,
    http::header::ACCEPT,
    web::{Data, Path},
};
use uuid::Uuid;

use super::led_session;
use crate::{
    clock::SharedClock,
    collect,
    domain::{Attendance, MembershipId},
    jobs::{Changed, LiveUpdates, What},
    pages::{frame::see, own_form::OwnForm},
    store::Store,
    web::{CurrentLogin, Problem, ProblemKind},
};

/// `POST …/attendance`: one field for each member, `attendance-<membership>`; any number of them. Saying the same again
/// changes nothing. The page's script asks for JSON and gets an empty answer.
#[allow(clippy::too_many_arguments, reason = "one extractor each")]
pub(in crate::pages) async fn attendance(
    request: HttpRequest,
    login: CurrentLogin,
    store: Data<Store>,
    clock: Data<SharedClock>,
    live: Data<LiveUpdates>,
    path: Path<(Uuid, Uuid)>,
    form: OwnForm<BTreeMap<String, String>>,
) -> Result<HttpResponse, Problem> {
    let now = clock.now();
    let mut connection = store.connect().await?;
    let tenant = connection.begin(login.who.organisation).await?;
    let (group, session) = led_session(&tenant, &login, path.into_inner(), now).await?;
    let malformed = || Problem::new(ProblemKind::MalformedBody);
    let seen = form.0.iter().map(|(field, word)| {
        let member = field.strip_prefix("attendance-").and_then(|id| id.parse().ok()).ok_or_else(malformed)?;
        Ok((member, word.parse().map_err(|_| malformed())?))
    });
    let seen: Vec<(MembershipId, Attendance)> = seen.collect::<Result<_, Problem>>()?;
    collect::record_attendance(&tenant, session.id, &seen, Some(login.who.account), now).await?;
    tenant.commit().await?;
    live.tell(Changed { organisation: login.who.organisation, group: group.id, what: What::Presence });
    let accepts = request.headers().get(ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if accepts.starts_with("application/json") {
        return Ok(HttpResponse::NoContent().finish());
    }
    Ok(see(&format!("/groups/{}/sessions/{}?saved=attendance", group.id, session.id)))
}
