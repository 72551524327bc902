//! One group: what it is, and who has which part in it.

use actix_web::{
    HttpResponse,
    web::{Path, Query},
};
use uuid::Uuid;

use super::{Counter, Draft, Form, SavedQuery, days, forms, groups::line, said, shown};
use crate::{
    domain::{GroupId, Role},
    manage::{Fields, ManageError, group_fields},
    pages::{
        frame::see,
        views::{Layout, PartLine, Section, SetUpForm, SetUpGroupPage, SetUpInput},
    },
    store::{PartRow, Tenant},
    web::Problem,
};

/// The form that was refused.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Of {
    Group,
    Part,
    End,
}

/// `GET /admin/groups/{group_id}`
pub(in crate::pages) async fn page(
    counter: Counter,
    path: Path<Uuid>,
    query: Query<SavedQuery>,
) -> Result<HttpResponse, Problem> {
    one(&counter, path.into_inner().into(), None, query.saved.is_some()).await
}

/// `POST /admin/groups/{group_id}`
pub(in crate::pages) async fn change(counter: Counter, path: Path<Uuid>, form: Form) -> Result<HttpResponse, Problem> {
    let (id, fields) = (GroupId::from(path.into_inner()), Fields::new(form.0));
    let mut connection = counter.store.connect().await?;
    let tenant = connection.begin(counter.login.who.organisation).await?;
    let outcome = counter.desk(&tenant).change_group(id, &fields).await;
    after(&counter, id, tenant, (Of::Group, outcome, fields)).await
}

/// `POST /admin/groups/{group_id}/therapists`
pub(in crate::pages) async fn add_part(
    counter: Counter,
    path: Path<Uuid>,
    form: Form,
) -> Result<HttpResponse, Problem> {
    let (id, fields) = (GroupId::from(path.into_inner()), Fields::new(form.0));
    let mut connection = counter.store.connect().await?;
    let tenant = connection.begin(counter.login.who.organisation).await?;
    let outcome = counter.desk(&tenant).add_part(id, &fields).await;
    after(&counter, id, tenant, (Of::Part, outcome, fields)).await
}

/// `POST /admin/groups/{group_id}/therapists/end`
pub(in crate::pages) async fn end_part(
    counter: Counter,
    path: Path<Uuid>,
    form: Form,
) -> Result<HttpResponse, Problem> {
    let (id, fields) = (GroupId::from(path.into_inner()), Fields::new(form.0));
    let mut connection = counter.store.connect().await?;
    let tenant = connection.begin(counter.login.who.organisation).await?;
    let outcome = counter.desk(&tenant).end_part(id, &fields).await;
    after(&counter, id, tenant, (Of::End, outcome, fields)).await
}

async fn after(
    counter: &Counter,
    id: GroupId,
    tenant: Tenant<'_>,
    (of, outcome, fields): (Of, Result<(), ManageError>, Fields),
) -> Result<HttpResponse, Problem> {
    if let Err(error) = outcome {
        drop(tenant);
        return one(counter, id, Some((of, Draft::of(fields, error)?)), false).await;
    }
    tenant.commit().await?;
    Ok(see(&format!("/admin/groups/{id}?saved=yes")))
}

async fn one(counter: &Counter, id: GroupId, draft: Option<(Of, Draft)>, saved: bool) -> Result<HttpResponse, Problem> {
    let mut connection = counter.store.connect().await?;
    let tenant = connection.begin(counter.login.who.organisation).await?;
    let row = counter.desk(&tenant).group(id).await?;
    let (teams, carers, parts) = (tenant.teams().await?, tenant.carers().await?, tenant.group_parts(id).await?);
    let layout = counter.layout(Section::Admin);
    let typed = |wanted: Of, own: Fields| match &draft {
        Some((of, draft)) if *of == wanted => own.over(draft.fields.clone()),
        _ => own,
    };
    let whole = counter.login.who.role == Role::Administrator;
    let fields = forms::group(&layout, whole.then_some(&teams[..]), &typed(Of::Group, group_fields(&row)), false);
    let begin = Fields::default().with("from", row.started_on.max(counter.today).to_string()).with("part", "lead");
    let part_fields = forms::part(&layout, &carers, &typed(Of::Part, begin));
    let draft = draft.map(|(_, draft)| draft);
    let action = format!("/admin/groups/{id}");
    let view = SetUpGroupPage {
        said: said(draft.as_ref(), saved),
        group: line(row),
        change: forms::form("change", action.clone(), "save", fields),
        parts: parts.into_iter().map(|part| part_line(counter, &layout, &action, part)).collect(),
        add_part: (!carers.is_empty())
            .then(|| forms::form("part", format!("{action}/therapists"), "add-part", part_fields)),
        layout,
    };
    shown(&view, draft.as_ref())
}

fn part_line(counter: &Counter, layout: &Layout<'_>, action: &str, row: PartRow) -> PartLine {
    let over = row.until.is_some_and(|until| until < counter.today);
    let until = Fields::default().with("until", row.until.unwrap_or(counter.today).to_string());
    let end = SetUpForm {
        hidden: vec![("account", row.account.to_string()), ("from", row.from.to_string())],
        about: row.name.clone(),
        primary: false,
        ..forms::form(
            &format!("end-{}-{}", row.account, row.from),
            format!("{action}/therapists/end"),
            "end-part",
            vec![forms::needed("until", SetUpInput::Day, &until)],
        )
    };
    PartLine {
        days: days(layout, row.from, row.until),
        part: row.part,
        over: over || row.blocked,
        end: (!over).then_some(end),
        name: row.name,
    }
}
