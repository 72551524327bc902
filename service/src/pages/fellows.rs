//! Whether it made a difference who else sat in the group, over all groups of the organisation. For team leads and
//! administrators; nothing is shown of one group, client or therapist.

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Data, Query},
};
use serde::Deserialize;

use super::{
    fellows_shown::page_of,
    frame::{Pages, html},
    measure::Scale,
    views::Section,
};
use crate::{
    access::{Actor, AuditEvent, record},
    analyse::{Fellows, FellowsOf, is_main_outcome},
    clock::SharedClock,
    store::Store,
    web::{CurrentLogin, OwnLibrary, Problem},
};

/// Where the page is.
pub(super) const PAGE: &str = "/organisation/composition";

/// `?measure=phq-9.total&groups=closed`; what cannot be read is as if it was not there.
#[derive(Deserialize)]
pub(super) struct FellowsQuery {
    measure: Option<String>,
    groups: Option<String>,
}

/// `GET /organisation/composition`
pub(super) async fn page(
    request: HttpRequest,
    login: CurrentLogin,
    (pages, store, library, clock): (Data<Pages>, Data<Store>, OwnLibrary, Data<SharedClock>),
    query: Query<FellowsQuery>,
) -> Result<HttpResponse, Problem> {
    let mut connection = store.connect().await?;
    let tenant = connection.begin(login.who.organisation).await?;
    let of = match query.groups.as_deref() {
        Some("closed") => FellowsOf::ClosedGroups,
        _ => FellowsOf::AllGroups,
    };
    let scored = tenant.scored_scales().await?.into_iter().map(|(instrument, id)| Scale { instrument, id });
    let follows = |scale: &Scale| {
        scale.definition(&library).is_some_and(|(instrument, score)| is_main_outcome(instrument, score))
    };
    let scales: Vec<Scale> = scored.filter(follows).collect();
    let asked = |scale: &&Scale| query.measure.as_deref() == Some(scale.word().as_str());
    let scale = scales.iter().find(asked).or(scales.first());
    let fellows = match scale {
        Some(scale) => Some(Fellows::read(&tenant, &library, (&scale.instrument, &scale.id), of).await?),
        None => None,
    };
    let event = AuditEvent::new(Actor::Account(login.who.account), "view-organisation-composition");
    record(&tenant, &event, clock.now());
    tenant.commit().await?;
    let found = match fellows {
        Some(fellows) => Some(fellows.compared().await?),
        None => None,
    };
    let layout = pages.layout(&request, Some(&login), Section::Organisation);
    html(&page_of((&scales, scale, of), found.as_ref(), &library, layout))
}
