//! Teams.

use actix_web::{
    HttpResponse,
    web::{Path, Query},
};
use uuid::Uuid;

use super::{Counter, Draft, Form, SavedQuery, forms, said, shown};
use crate::{
    domain::TeamId,
    manage::{Fields, ManageError},
    pages::{
        frame::see,
        views::{Section, SetUpForm, SetUpInput, TeamsPage},
    },
    store::{TeamRow, Tenant},
    web::Problem,
};

/// `GET /admin/teams`
pub(in crate::pages) async fn page(counter: Counter, query: Query<SavedQuery>) -> Result<HttpResponse, Problem> {
    list(&counter, None, query.saved.is_some()).await
}

/// `POST /admin/teams`
pub(in crate::pages) async fn add(counter: Counter, form: Form) -> Result<HttpResponse, Problem> {
    let fields = Fields::new(form.0);
    let mut connection = counter.store.connect().await?;
    let tenant = connection.begin(counter.login.who.organisation).await?;
    let outcome = counter.desk(&tenant).add_team(&fields).await.map(drop);
    after(&counter, tenant, outcome, fields).await
}

/// `POST /admin/teams/{team_id}`
pub(in crate::pages) async fn rename(counter: Counter, path: Path<Uuid>, form: Form) -> Result<HttpResponse, Problem> {
    let (id, fields) = (TeamId::from(path.into_inner()), Fields::new(form.0));
    let mut connection = counter.store.connect().await?;
    let tenant = connection.begin(counter.login.who.organisation).await?;
    let outcome = counter.desk(&tenant).rename_team(id, &fields).await;
    after(&counter, tenant, outcome, Fields::default()).await
}

async fn after(
    counter: &Counter,
    tenant: Tenant<'_>,
    outcome: Result<(), ManageError>,
    fields: Fields,
) -> Result<HttpResponse, Problem> {
    if let Err(error) = outcome {
        drop(tenant);
        return list(counter, Some(Draft::of(fields, error)?), false).await;
    }
    tenant.commit().await?;
    Ok(see("/admin/teams?saved=yes"))
}

async fn list(counter: &Counter, draft: Option<Draft>, saved: bool) -> Result<HttpResponse, Problem> {
    let mut connection = counter.store.connect().await?;
    let tenant = connection.begin(counter.login.who.organisation).await?;
    let teams = tenant.teams().await?;
    let from = draft.as_ref().map(|draft| draft.fields.clone()).unwrap_or_default();
    let name = |from: &Fields| vec![forms::needed("name", SetUpInput::Text, from)];
    let line = |team: TeamRow| {
        let own = Fields::default().with("name", team.name.clone());
        let (id, action) = (format!("team-{}", team.id), format!("/admin/teams/{}", team.id));
        let rename =
            SetUpForm { about: team.name.clone(), primary: false, ..forms::form(&id, action, "rename", name(&own)) };
        let number = |number: i64| u32::try_from(number).unwrap_or(0);
        (team.name, number(team.people), number(team.groups), rename)
    };
    let view = TeamsPage {
        layout: counter.layout(Section::Admin),
        said: said(draft.as_ref(), saved),
        teams: teams.into_iter().map(line).collect(),
        add: forms::form("add", "/admin/teams".to_owned(), "add-team", name(&from)),
    };
    shown(&view, draft.as_ref())
}
