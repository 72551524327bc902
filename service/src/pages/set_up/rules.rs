//! The constants of the rules of signals: each with its default and its range.

use actix_web::{
    HttpResponse,
    web::{Data, Query},
};

use super::{Counter, Draft, Form, SavedQuery, said, shown};
use crate::{
    jobs::Worker,
    manage::{Fields, ManageError},
    pages::{
        frame::see,
        group_chart::numerals,
        views::{Layout, RuleLine, RulesPage, Section},
    },
    signals::RuleSetting,
    web::Problem,
};

/// `GET /admin/rules`
pub(in crate::pages) async fn page(counter: Counter, query: Query<SavedQuery>) -> Result<HttpResponse, Problem> {
    list(&counter, None, query.saved.is_some()).await
}

/// `POST /admin/rules`: `name` and `value`; an empty value sets it back.
pub(in crate::pages) async fn change(
    counter: Counter,
    worker: Data<Worker>,
    form: Form,
) -> Result<HttpResponse, Problem> {
    let fields = Fields::new(form.0);
    let (name, value) = (fields.text("name").to_owned(), fields.text("value").to_owned());
    let mut connection = counter.store.connect().await?;
    let tenant = connection.begin(counter.login.who.organisation).await?;
    let desk = counter.desk(&tenant);
    let outcome: Result<(), ManageError> = match (fields.text("back"), value.is_empty()) {
        ("yes", _) | (_, true) => desk.reset_rules(&[name]).await,
        _ => desk.set_rules(&[(name, value)]).await,
    };
    if let Err(error) = outcome {
        drop(tenant);
        drop(connection);
        return list(&counter, Some(Draft::of(fields, error)?), false).await;
    }
    tenant.commit().await?;
    worker.wake();
    Ok(see("/admin/rules?saved=yes"))
}

async fn list(counter: &Counter, draft: Option<Draft>, saved: bool) -> Result<HttpResponse, Problem> {
    let mut connection = counter.store.connect().await?;
    let tenant = connection.begin(counter.login.who.organisation).await?;
    let rules = counter.desk(&tenant).rules().await?;
    let layout = counter.layout(Section::Admin);
    let rules = rules.into_iter().map(|one| line(one, &layout)).collect();
    let view = RulesPage { layout, said: said(draft.as_ref(), saved), rules };
    shown(&view, draft.as_ref())
}

fn line(one: RuleSetting, layout: &Layout<'_>) -> RuleLine {
    let names = one.rules.iter().map(ToString::to_string).collect::<Vec<String>>().join(", ");
    let written = |text: String| {
        let decimals = text.split_once('.').map_or(0, |(_, decimals)| decimals.len());
        text.parse().map_or(text, |number| numerals(layout.language).write(number, decimals))
    };
    RuleLine {
        name: one.name,
        label: layout.t(&format!("set-up-rule-{}", one.name.replace('_', "-"))),
        rules: if names.is_empty() {
            layout.t("set-up-rule-remark")
        } else {
            layout.t1("set-up-rule-of", "rule", names)
        },
        value: one.value.as_f64().unwrap_or_default().to_string(),
        usual: written(one.usual.to_string()),
        lowest: written(one.lowest.to_string()),
        highest: written(one.highest.to_string()),
        bounds: [one.lowest, one.highest],
        step: if one.usual.is_u64() { "1" } else { "any" },
        set: one.value != one.usual,
    }
}
