//! Groups: which there are, and adding one.

use actix_web::{HttpResponse, web::Query};

use super::{Counter, Draft, Form, SavedQuery, forms, said, shown};
use crate::{
    domain::Role,
    manage::Fields,
    pages::{
        frame::see,
        views::{Section, SetUpGroupLine, SetUpGroupsPage},
    },
    store::GroupSetUpRow,
    web::Problem,
};

/// `GET /admin/groups`
pub(in crate::pages) async fn page(counter: Counter, query: Query<SavedQuery>) -> Result<HttpResponse, Problem> {
    list(&counter, None, query.saved.is_some()).await
}

/// `POST /admin/groups`
pub(in crate::pages) async fn add(counter: Counter, form: Form) -> Result<HttpResponse, Problem> {
    let fields = Fields::new(form.0);
    let mut connection = counter.store.connect().await?;
    let tenant = connection.begin(counter.login.who.organisation).await?;
    let outcome = counter.desk(&tenant).add_group(&fields).await;
    match outcome {
        Ok(id) => {
            tenant.commit().await?;
            Ok(see(&format!("/admin/groups/{id}?saved=yes")))
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
    let groups = counter.desk(&tenant).groups().await?;
    let whole = counter.login.who.role == Role::Administrator;
    let teams = tenant.teams().await?;
    let layout = counter.layout(Section::Admin);
    let begin = Fields::default().with("started_on", counter.today.to_string());
    let from = draft.as_ref().map_or(begin, |draft| draft.fields.clone());
    let fields = forms::group(&layout, whole.then_some(&teams[..]), &from, true);
    let view = SetUpGroupsPage {
        whole,
        said: said(draft.as_ref(), saved),
        groups: groups.into_iter().map(line).collect(),
        add: forms::form("add", "/admin/groups".to_owned(), "add-group", fields),
        layout,
    };
    shown(&view, draft.as_ref())
}

pub(super) fn line(row: GroupSetUpRow) -> SetUpGroupLine {
    SetUpGroupLine {
        id: row.id.to_string(),
        name: row.name,
        team: row.team_name,
        kind: row.kind.word(),
        members: u32::try_from(row.members).unwrap_or(0),
        leaders: row.leaders,
        planned: row.planned,
        ended: row.ended_on.is_some(),
    }
}
