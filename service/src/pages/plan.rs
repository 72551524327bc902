//! A group's measurement plan: choose a template, look what a member would be asked, change it by hand, save.
//!
//! The rows travel in the form until they are saved, so nothing is stored of a plan that is only looked at.

use std::collections::BTreeMap;

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Data, Path, Query},
};
use jiff::civil::Date;
use serde::Deserialize;
use uuid::Uuid;

use super::{
    frame::{Pages, html, see},
    own_form::OwnForm,
    plan_form::{Draft, Pressed},
    plan_shown::Shown,
    schedule,
    views::Section,
};
use crate::{
    access::{leads_group, visible_group},
    clock::{SharedClock, local_date},
    collect::{Footing, PLAN_TEMPLATES, RefusedRow, save_plan},
    domain::{GroupId, Plan, Role},
    store::{GroupRow, Store, Tenant},
    web::{CurrentLogin, OwnLibrary, Problem, ProblemKind},
};

/// `?template=short`, or `?saved=yes` after saving; `?schedule=saved` after saving when the group meets.
#[derive(Deserialize)]
pub(super) struct PlanQuery {
    template: Option<String>,
    saved: Option<String>,
    schedule: Option<String>,
}

/// `GET /groups/{group_id}/plan`
#[allow(clippy::too_many_arguments, reason = "one extractor each")]
pub(super) async fn page(
    request: HttpRequest,
    login: CurrentLogin,
    pages: Data<Pages>,
    store: Data<Store>,
    library: OwnLibrary,
    clock: Data<SharedClock>,
    path: Path<Uuid>,
    query: Query<PlanQuery>,
) -> Result<HttpResponse, Problem> {
    let today = local_date(clock.now(), &login.who.time_zone);
    let mut connection = store.connect().await?;
    let tenant = connection.begin(login.who.organisation).await?;
    let group = own_group(&tenant, &login, path.into_inner().into(), today).await?;
    let current = tenant.group_plan(group.id).await?;
    let leads = may_plan(&tenant, &login, &group, today).await?;
    let (section, back_href) = place(&login, group.id);
    let template = PLAN_TEMPLATES.iter().find(|template| leads && query.template.as_deref() == Some(template.id));
    let plan = template.map_or_else(|| current.clone(), |template| template.plan(&library));
    let shown = Shown {
        leads,
        group: &group,
        library: &library,
        footing: &Footing::of(&tenant, group.id, today).await?,
        current: &current,
        template: template.map(|template| template.id),
        back_href,
        saved: query.saved.is_some(),
        schedule: schedule::form(tenant.schedule(group.id).await?, query.schedule.as_deref()),
    };
    html(&shown.page(pages.layout(&request, Some(&login), section), &Draft::of(&plan), &[]))
}

/// `POST /groups/{group_id}/plan`: saves the rows, or shows them again after one change.
#[allow(clippy::too_many_arguments, reason = "one extractor each")]
pub(super) async fn change(
    request: HttpRequest,
    login: CurrentLogin,
    pages: Data<Pages>,
    store: Data<Store>,
    library: OwnLibrary,
    clock: Data<SharedClock>,
    path: Path<Uuid>,
    form: OwnForm<BTreeMap<String, String>>,
) -> Result<HttpResponse, Problem> {
    let now = clock.now();
    let today = local_date(now, &login.who.time_zone);
    let mut connection = store.connect().await?;
    let tenant = connection.begin(login.who.organisation).await?;
    let group = own_group(&tenant, &login, path.into_inner().into(), today).await?;
    let (section, back_href) = place(&login, group.id);
    if !may_plan(&tenant, &login, &group, today).await? {
        return Err(Problem::new(ProblemKind::Forbidden));
    }
    let malformed = || Problem::new(ProblemKind::MalformedBody);
    let (mut draft, pressed) = Draft::read(&form.0).ok_or_else(malformed)?;
    let mut refused: Vec<RefusedRow> = Vec::new();
    if pressed == Pressed::Save {
        if let Ok(plan) = draft.plan() {
            refused = save_plan(&tenant, &library, group.id, &plan, login.who.account, (today, now)).await?;
            if refused.is_empty() {
                tenant.commit().await?;
                return Ok(see(&format!("/groups/{}/plan?saved=yes", group.id)));
            }
        }
    } else {
        draft.press(pressed, &library);
    }
    let current: Plan = tenant.group_plan(group.id).await?;
    let shown = Shown {
        leads: true,
        group: &group,
        library: &library,
        footing: &Footing::of(&tenant, group.id, today).await?,
        current: &current,
        template: None,
        back_href,
        saved: false,
        schedule: schedule::form(tenant.schedule(group.id).await?, None),
    };
    html(&shown.page(pages.layout(&request, Some(&login), section), &draft, &refused))
}

async fn own_group(
    tenant: &Tenant<'_>,
    login: &CurrentLogin,
    group: GroupId,
    today: Date,
) -> Result<GroupRow, Problem> {
    let group = match login.who.role {
        // What is measured is set up by an administrator too; what was answered is not on this page.
        Role::Administrator => tenant.group(group).await?,
        _ => visible_group(tenant, &login.who, group, today).await?,
    };
    group.ok_or_else(|| Problem::new(ProblemKind::NotFound))
}

/// Whether this account may change the plan: who leads the group, and administrators.
async fn may_plan(tenant: &Tenant<'_>, login: &CurrentLogin, group: &GroupRow, today: Date) -> Result<bool, Problem> {
    Ok(login.who.role == Role::Administrator || leads_group(tenant, &login.who, group, today).await?)
}

/// The part of the site that the page belongs to, and where its group stands.
fn place(login: &CurrentLogin, group: GroupId) -> (Section, String) {
    match login.who.role {
        Role::Administrator => (Section::Admin, format!("/admin/groups/{group}")),
        _ => (Section::Groups, format!("/groups/{group}")),
    }
}
