//! What is agreed for the next time, and what became of what was agreed before.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use serde::Deserialize;
use uuid::Uuid;

use super::page::{Evening, Showing};
use crate::{
    clock::SharedClock,
    collect,
    domain::{AgreementId, AgreementText, GroupId, IdempotencyKey, Settled},
    jobs::{Changed, LiveUpdates, What},
    pages::{
        frame::see,
        own_form::{OwnForm, way_back},
        session::led_group,
        views::AgreementLine,
    },
    store::{AgreementRow, NewAgreement, Store},
    web::{CurrentLogin, Problem, ProblemKind},
};

/// A new agreement.
#[derive(Deserialize)]
pub(in crate::pages) struct AgreeForm {
    said: Option<String>,
    key: Option<IdempotencyKey>,
    /// A stay, or nothing for the whole group.
    #[serde(default)]
    about: String,
}

/// What became of one.
#[derive(Deserialize)]
pub(in crate::pages) struct SettleForm {
    settled: Option<Settled>,
    /// The page to come back to.
    #[serde(default)]
    back: String,
}

/// `POST …/agreements`: those who lead.
pub(in crate::pages) async fn agree(
    login: CurrentLogin,
    (store, clock, live): (Data<Store>, Data<SharedClock>, Data<LiveUpdates>),
    path: Path<(Uuid, Uuid)>,
    form: OwnForm<AgreeForm>,
) -> Result<HttpResponse, Problem> {
    let now = clock.now();
    let malformed = || Problem::new(ProblemKind::MalformedBody);
    let mut connection = store.connect().await?;
    let tenant = connection.begin(login.who.organisation).await?;
    let evening = Evening::open(&tenant, &login, path.into_inner(), now).await?;
    let (said, key) = form.0.said.zip(form.0.key).ok_or_else(malformed)?;
    if !evening.reader.leads {
        return Err(Problem::new(ProblemKind::Forbidden));
    }
    let said = AgreementText::parse(&said).map_err(|_| malformed())?;
    let Some(said) = said else {
        return Ok(see(&format!("{}/after?problem=nothing-written#agreements", evening.href())));
    };
    let membership = match form.0.about.as_str() {
        "" => None,
        id => Some(id.parse().map_err(|_| malformed())?),
    };
    let agreement = NewAgreement {
        id: AgreementId::new(now),
        group: evening.group.id,
        session: evening.session.id,
        membership,
        key,
        said: &said,
    };
    collect::agree(&tenant, &agreement, login.who.account, now).await?;
    tenant.commit().await?;
    live.tell(Changed { organisation: login.who.organisation, group: evening.group.id, what: What::Written });
    Ok(see(&format!("{}/after?saved=agreement#agreements", evening.href())))
}

/// `POST /groups/{group_id}/agreements/{agreement_id}`: done or dropped; those who lead.
pub(in crate::pages) async fn settle(
    login: CurrentLogin,
    (store, clock, live): (Data<Store>, Data<SharedClock>, Data<LiveUpdates>),
    path: Path<(Uuid, Uuid)>,
    form: OwnForm<SettleForm>,
) -> Result<HttpResponse, Problem> {
    let now = clock.now();
    let (group, id) = path.into_inner();
    let mut connection = store.connect().await?;
    let tenant = connection.begin(login.who.organisation).await?;
    let group = led_group(&tenant, &login, GroupId::from(group), now).await?;
    let one = (group.id, AgreementId::from(id));
    let settled = form.0.settled.ok_or_else(|| Problem::new(ProblemKind::MalformedBody))?;
    collect::settle(&tenant, one, settled, login.who.account, now).await?;
    tenant.commit().await?;
    live.tell(Changed { organisation: login.who.organisation, group: group.id, what: What::Written });
    Ok(see(&way_back(group.id, &form.0.back)))
}

impl Showing<'_> {
    /// Open agreements of earlier sessions, and those of this one.
    ///
    /// # Errors
    ///
    /// [`Problem`] when the database does not answer.
    pub(super) async fn agreements(&self) -> Result<(Vec<AgreementLine>, Vec<AgreementLine>), Problem> {
        let (group, session) = (self.evening.group.id, self.evening.session.id);
        let line = |row: AgreementRow| AgreementLine {
            href: format!("/groups/{group}/agreements/{}", row.id),
            said: row.said,
            about: row.about.map(|(_, pseudonym)| pseudonym),
            number: row.number.and_then(|number| u32::try_from(number).ok()).unwrap_or(0),
            settled: row.settled,
        };
        let earlier = collect::open_agreements(self.tenant, group).await?;
        let earlier = earlier.into_iter().filter(|row| row.held_on <= self.evening.session.held_on);
        let earlier = earlier.filter(|row| row.session != session).map(line).collect();
        Ok((earlier, self.tenant.agreements_of(session).await?.into_iter().map(line).collect()))
    }
}
