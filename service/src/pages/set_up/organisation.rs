//! What holds for the whole organisation: its name, the switch of signals, the wall.

use actix_web::{HttpResponse, web::Query};

use super::{Counter, Draft, Form, SavedQuery, forms, said, shown};
use crate::{
    jobs::Worker,
    manage::{Fields, ManageError},
    pages::{
        frame::see,
        views::{Section, SetUpForm, SetUpInput, SetUpOrganisationPage},
    },
    store::Tenant,
    web::Problem,
};
use actix_web::web::Data;

/// `GET /admin/organisation`
pub(in crate::pages) async fn page(counter: Counter, query: Query<SavedQuery>) -> Result<HttpResponse, Problem> {
    one(&counter, None, query.saved.is_some()).await
}

/// `POST /admin/organisation`: another name.
pub(in crate::pages) async fn rename(counter: Counter, form: Form) -> Result<HttpResponse, Problem> {
    let fields = Fields::new(form.0);
    let mut connection = counter.store.connect().await?;
    let tenant = connection.begin(counter.login.who.organisation).await?;
    let outcome = counter.desk(&tenant).rename_organisation(&fields).await;
    after(&counter, tenant, outcome, fields).await
}

/// `POST /admin/organisation/signals`
pub(in crate::pages) async fn signals(
    counter: Counter,
    worker: Data<Worker>,
    form: Form,
) -> Result<HttpResponse, Problem> {
    let fields = Fields::new(form.0);
    let mut connection = counter.store.connect().await?;
    let tenant = connection.begin(counter.login.who.organisation).await?;
    let outcome = counter.desk(&tenant).switch_signals(&fields).await;
    let response = after(&counter, tenant, outcome, fields).await;
    worker.wake();
    response
}

/// `POST /admin/organisation/wall`
pub(in crate::pages) async fn wall(counter: Counter, form: Form) -> Result<HttpResponse, Problem> {
    let fields = Fields::new(form.0);
    let mut connection = counter.store.connect().await?;
    let tenant = connection.begin(counter.login.who.organisation).await?;
    let outcome = counter.desk(&tenant).set_wall_fewest(&fields).await;
    after(&counter, tenant, outcome, fields).await
}

async fn after(
    counter: &Counter,
    tenant: Tenant<'_>,
    outcome: Result<(), ManageError>,
    fields: Fields,
) -> Result<HttpResponse, Problem> {
    if let Err(error) = outcome {
        drop(tenant);
        return one(counter, Some(Draft::of(fields, error)?), false).await;
    }
    tenant.commit().await?;
    Ok(see("/admin/organisation?saved=yes"))
}

async fn one(counter: &Counter, draft: Option<Draft>, saved: bool) -> Result<HttpResponse, Problem> {
    let mut connection = counter.store.connect().await?;
    let tenant = connection.begin(counter.login.who.organisation).await?;
    let row = counter.desk(&tenant).own().await?;
    let fewest = tenant.wall_fewest().await?;
    let own = Fields::default().with("name", row.name).with("fewest", fewest.to_string());
    let from = draft.as_ref().map_or_else(|| own.clone(), |draft| own.clone().over(draft.fields.clone()));
    let action = |way: &str| format!("/admin/organisation{way}");
    let (state, button) = if row.signals_enabled { ("off", "signals-off") } else { ("on", "signals-on") };
    let view = SetUpOrganisationPage {
        layout: counter.layout(Section::Admin),
        said: said(draft.as_ref(), saved),
        rename: forms::form("name", action(""), "rename", vec![forms::needed("name", SetUpInput::Text, &from)]),
        signals: row.signals_enabled,
        switch: SetUpForm {
            hidden: vec![("signals", state.to_owned())],
            primary: false,
            ..forms::form("signals", action("/signals"), button, Vec::new())
        },
        wall: SetUpForm {
            primary: false,
            ..forms::form(
                "wall",
                action("/wall"),
                "save",
                vec![forms::needed("fewest", SetUpInput::Number(5, 20), &from)],
            )
        },
    };
    shown(&view, draft.as_ref())
}
