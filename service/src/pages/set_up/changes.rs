//! What was set up or changed lately: who, what, from, to.

use actix_web::HttpResponse;

use super::{Counter, shown};
use crate::{
    access::{Actor, AuditEvent, record},
    pages::views::{ChangeLine, ChangesPage, Layout, Section},
    store::ChangeRow,
    web::Problem,
};

/// `GET /admin/changes`
pub(in crate::pages) async fn page(counter: Counter) -> Result<HttpResponse, Problem> {
    let mut connection = counter.store.connect().await?;
    let tenant = connection.begin(counter.login.who.organisation).await?;
    let rows = tenant.newest_changes().await?;
    let actor = Actor::Account(counter.login.who.account);
    record(&tenant, &AuditEvent::new(actor, "view-changes"), counter.now);
    tenant.commit().await?;
    let layout = counter.layout(Section::Admin);
    let changes = rows.into_iter().map(|row| line(&counter, &layout, row)).collect();
    shown(&ChangesPage { changes, layout }, None)
}

fn line(counter: &Counter, layout: &Layout<'_>, row: ChangeRow) -> ChangeLine {
    let key = format!("set-up-field-{}", row.field.replace('_', "-"));
    ChangeLine {
        at: counter.moment(layout, row.at),
        by: row.by,
        name: row.name.unwrap_or_else(|| row.subject.to_string()),
        kind: row.kind,
        field: if layout.texts.has(&key) { layout.t(&key) } else { row.field },
        was: row.was,
        became: row.became,
    }
}
