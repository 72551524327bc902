//! One of the people: changed, blocked, let in again, given a new link.

use actix_web::{
    HttpResponse,
    web::{Path, Query},
};
use uuid::Uuid;

use super::{Counter, Draft, Form, SavedQuery, forms, said, shown, users::line};
use crate::{
    domain::AccountId,
    manage::{Fields, staff_fields},
    pages::{
        frame::see,
        views::{LinkPage, Section, SetUpForm, UserPage},
    },
    web::{OwnLibrary, Problem},
};

/// `GET /admin/users/{account_id}`
pub(in crate::pages) async fn page(
    counter: Counter,
    path: Path<Uuid>,
    query: Query<SavedQuery>,
) -> Result<HttpResponse, Problem> {
    one(&counter, path.into_inner().into(), None, query.saved.is_some()).await
}

/// `POST /admin/users/{account_id}`
pub(in crate::pages) async fn change(
    counter: Counter,
    library: OwnLibrary,
    path: Path<Uuid>,
    form: Form,
) -> Result<HttpResponse, Problem> {
    let (id, fields) = (AccountId::from(path.into_inner()), Fields::new(form.0));
    let mut connection = counter.store.connect().await?;
    let tenant = connection.begin(counter.login.who.organisation).await?;
    let outcome = counter.desk(&tenant).change_staff(&library, id, &fields).await;
    if let Err(error) = outcome {
        drop(tenant);
        drop(connection);
        return one(&counter, id, Some(Draft::of(fields, error)?), false).await;
    }
    tenant.commit().await?;
    Ok(see(&format!("/admin/users/{id}?saved=yes")))
}

/// `POST /admin/users/{account_id}/access`: `state` is `blocked` or `open`.
pub(in crate::pages) async fn access(
    counter: Counter,
    library: OwnLibrary,
    path: Path<Uuid>,
    form: Form,
) -> Result<HttpResponse, Problem> {
    let (id, fields) = (AccountId::from(path.into_inner()), Fields::new(form.0));
    let mut connection = counter.store.connect().await?;
    let tenant = connection.begin(counter.login.who.organisation).await?;
    let desk = counter.desk(&tenant);
    let outcome = desk.set_access(&library, id, &fields).await;
    if let Err(error) = outcome {
        drop(tenant);
        drop(connection);
        return one(&counter, id, Some(Draft::of(Fields::default(), error)?), false).await;
    }
    tenant.commit().await?;
    Ok(see(&format!("/admin/users/{id}?saved=yes")))
}

/// `POST /admin/users/{account_id}/link`: a new link to choose a password, shown once.
pub(in crate::pages) async fn link(counter: Counter, path: Path<Uuid>, _form: Form) -> Result<HttpResponse, Problem> {
    let id = AccountId::from(path.into_inner());
    let mut connection = counter.store.connect().await?;
    let tenant = connection.begin(counter.login.who.organisation).await?;
    let desk = counter.desk(&tenant);
    let (name, token) = (desk.staff_row(id).await?.name, desk.new_link(id).await?);
    tenant.commit().await?;
    let layout = counter.layout(Section::Admin);
    let link = counter.link(&token);
    shown(&LinkPage { layout, name, link, back_href: format!("/admin/users/{id}") }, None)
}

async fn one(counter: &Counter, id: AccountId, draft: Option<Draft>, saved: bool) -> Result<HttpResponse, Problem> {
    let mut connection = counter.store.connect().await?;
    let tenant = connection.begin(counter.login.who.organisation).await?;
    let row = counter.desk(&tenant).staff_row(id).await?;
    let teams = tenant.teams().await?;
    let layout = counter.layout(Section::Admin);
    let own = staff_fields(&row);
    let from = draft.as_ref().map_or_else(|| own.clone(), |draft| own.clone().over(draft.fields.clone()));
    let link_until = row.link_until.filter(|until| *until > counter.now).map(|at| counter.moment(&layout, at));
    let about = row.name.clone();
    let simple = |form_id: &str, way: &str, button| SetUpForm {
        about: about.clone(),
        primary: false,
        ..forms::form(form_id, format!("/admin/users/{id}/{way}"), button, Vec::new())
    };
    let (state, button) = if row.blocked { ("open", "unblock") } else { ("blocked", "block") };
    let access = SetUpForm { hidden: vec![("state", state.to_owned())], ..simple("access", "access", button) };
    let fields = forms::staff(&layout, &teams, &from, false);
    let view = UserPage {
        said: said(draft.as_ref(), saved),
        link: (!row.blocked).then(|| simple("link", "link", "new-link")),
        user: line(counter, &layout, row),
        link_until,
        change: forms::form("change", format!("/admin/users/{id}"), "save", fields),
        access,
        layout,
    };
    shown(&view, draft.as_ref())
}
