//! Ending a member's stay, from the member's page.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use jiff::civil::Date;
use uuid::Uuid;

use super::{frame::see, own_form::OwnForm, session::led_group};
use crate::{
    clock::{SharedClock, local_date},
    collect::end_stay,
    domain::{EndReason, GroupId, MembershipId},
    jobs::Worker,
    store::Store,
    web::{CurrentLogin, OwnLibrary, Problem, ProblemKind},
};

/// What the form asks: how the stay ended, its last day, and whether that is sure. What is left out is told only to who may
/// end the stay at all.
#[derive(Default, serde::Deserialize)]
#[serde(default)]
pub(super) struct EndForm {
    reason: String,
    on: String,
    sure: Option<String>,
}

/// `POST /groups/{group_id}/members/{membership_id}/end`
pub(super) async fn end(
    login: CurrentLogin,
    (store, library, clock, worker): (Data<Store>, OwnLibrary, Data<SharedClock>, Data<Worker>),
    path: Path<(Uuid, Uuid)>,
    form: OwnForm<EndForm>,
) -> Result<HttpResponse, Problem> {
    let (group, member) = path.into_inner();
    let (group, member, now) = (GroupId::from(group), MembershipId::from(member), clock.now());
    let mut connection = store.connect().await?;
    let tenant = connection.begin(login.who.organisation).await?;
    led_group(&tenant, &login, group, now).await?;
    let known = tenant.membership(member).await?.is_some_and(|row| row.group == group);
    if !known {
        return Err(Problem::new(ProblemKind::NotFound));
    }
    let malformed = || Problem::new(ProblemKind::MalformedBody);
    let EndForm { reason, on, sure } = form.0;
    let (Ok(reason), Ok(on), Some(_)) = (reason.parse::<EndReason>(), on.parse::<Date>(), sure) else {
        return Err(malformed());
    };
    let today = local_date(now, &login.who.time_zone);
    end_stay(&tenant, &library, (group, member), (reason, on), login.who.account, (today, now)).await?;
    tenant.commit().await?;
    worker.wake();
    Ok(see(&format!("/groups/{group}/members/{member}")))
}
