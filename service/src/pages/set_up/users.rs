//! People: who there is, and adding somebody.

use actix_web::{
    HttpResponse,
    web::{Data, Query},
};

use super::{Counter, Draft, Form, SavedQuery, forms, said, shown};
use crate::{
    access::{AuditEvent, record},
    manage::Fields,
    pages::views::{Layout, LinkPage, Section, UserLine, UsersPage},
    store::{StaffRow, Store},
    web::Problem,
};

/// `GET /admin/users`
pub(in crate::pages) async fn page(counter: Counter, query: Query<SavedQuery>) -> Result<HttpResponse, Problem> {
    list(&counter, None, query.saved.is_some()).await
}

/// `POST /admin/users`: adds somebody, and shows the link to choose a password once.
pub(in crate::pages) async fn add(counter: Counter, store: Data<Store>, form: Form) -> Result<HttpResponse, Problem> {
    let fields = Fields::new(form.0);
    let mut connection = store.connect().await?;
    let tenant = connection.begin(counter.login.who.organisation).await?;
    let outcome = counter.desk(&tenant).add_staff(&fields).await;
    match outcome {
        Ok((id, token)) => {
            tenant.commit().await?;
            let layout = counter.layout(Section::Admin);
            let link = counter.link(&token);
            let name = fields.text("name").to_owned();
            shown(&LinkPage { layout, name, link, back_href: format!("/admin/users/{id}") }, None)
        }
        Err(error) => {
            drop(tenant);
            drop(connection);
            list(&counter, Some(Draft::of(fields, error)?), false).await
        }
    }
}

async fn list(counter: &Counter, draft: Option<Draft>, saved: bool) -> Result<HttpResponse, Problem> {
    let mut connection = counter.store.connect().await?;
    let tenant = connection.begin(counter.login.who.organisation).await?;
    let (staff, teams) = (tenant.staff().await?, tenant.teams().await?);
    let actor = crate::access::Actor::Account(counter.login.who.account);
    record(&tenant, &AuditEvent::new(actor, "list-accounts"), counter.now);
    tenant.commit().await?;
    let layout = counter.layout(Section::Admin);
    let from = draft.as_ref().map(|draft| draft.fields.clone()).unwrap_or_default();
    let fields = forms::staff(&layout, &teams, &from, true);
    let view = UsersPage {
        said: said(draft.as_ref(), saved),
        users: staff.into_iter().map(|row| line(counter, &layout, row)).collect(),
        add: forms::form("add", "/admin/users".to_owned(), "add-user", fields),
        layout,
    };
    shown(&view, draft.as_ref())
}

pub(super) fn line(counter: &Counter, layout: &Layout<'_>, row: StaffRow) -> UserLine {
    UserLine {
        id: row.id.to_string(),
        name: row.name,
        email: row.email,
        role: row.role,
        profession: row.profession.map(crate::domain::Profession::word),
        team: row.team_name,
        state: match (row.blocked, row.has_password, row.link_until.is_some_and(|until| until > counter.now)) {
            (true, ..) => "blocked",
            (false, true, _) => "active",
            (false, false, true) => "invited",
            (false, false, false) => "no-password",
        },
        last_login: row.last_login_at.map(|at| counter.moment(layout, at)),
    }
}
