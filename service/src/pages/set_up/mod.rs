//! The pages on which an organisation is set up: people, teams, groups, members, and what holds for all of it.
//!
//! A form sends its fields to one use case of `manage`. What is refused is told over the page with what was typed still in it.

mod changes;
mod forms;
mod group;
mod groups;
mod members;
mod organisation;
mod rules;
mod selection;
mod teams;
mod user;
mod users;
mod waiting;
mod welcome;

pub(super) use changes::page as changes_page;
pub(super) use group::{add_part, change as change_group, end_part, page as group_page};
pub(super) use groups::{add as add_group, page as groups_page};
pub(super) use members::{
    add as add_member, consent as research_consent, correct as correct_member, page as members_page,
};
pub(super) use organisation::{page as organisation_page, rename, signals, wall};
pub(super) use rules::{change as change_rules, page as rules_page};
pub(super) use selection::{
    add as add_candidate, candidate as candidate_page, page as selection_page, step as selection_step,
};
pub(super) use teams::{add as add_team, page as teams_page, rename as rename_team};
pub(super) use user::{access as user_access, change as change_user, link as user_link, page as user_page};
pub(super) use users::{add as add_user, page as users_page};
pub(super) use waiting::{begin as begin_waiting, gave_up as gave_up_waiting, page as waiting_page};
pub(super) use welcome::{choose, page as welcome_page};

use std::{collections::BTreeMap, future::Ready, future::ready};

use actix_web::{FromRequest, HttpMessage, HttpRequest, HttpResponse, dev::Payload, web::Data};
use jiff::{Timestamp, civil::Date, tz::TimeZone};
use serde::Deserialize;

use super::{
    frame::{Pages, html},
    own_form::OwnForm,
    views::{Layout, Section, SetUpRefusal, SetUpSaid, format},
};
use crate::{
    clock::{SharedClock, local_date},
    manage::{Desk, Fields, Hand, ManageError},
    store::{Store, Tenant},
    web::{CurrentLogin, Problem, ProblemKind},
};

/// The fields of any form here.
pub(in crate::pages) type Form = OwnForm<BTreeMap<String, String>>;

/// What every page here needs: who asks, and what answers him.
pub(in crate::pages) struct Counter {
    request: HttpRequest,
    login: CurrentLogin,
    pages: Data<Pages>,
    store: Data<Store>,
    now: Timestamp,
    today: Date,
}

/// `?saved=yes` after a form.
#[derive(Deserialize)]
pub(in crate::pages) struct SavedQuery {
    saved: Option<String>,
}

/// What was typed and refused.
struct Draft {
    fields: Fields,
    refusal: SetUpRefusal,
    status: actix_web::http::StatusCode,
}

impl Counter {
    fn desk<'a>(&'a self, tenant: &'a Tenant<'a>) -> Desk<'a> {
        Desk::new(tenant, Hand::Account(&self.login.who), (self.today, self.now))
    }

    fn layout(&self, section: Section) -> Layout<'_> {
        self.pages.layout(&self.request, Some(&self.login), section)
    }

    fn moment(&self, layout: &Layout<'_>, at: Timestamp) -> String {
        let zone = TimeZone::get(&self.login.who.time_zone).unwrap_or(TimeZone::UTC);
        super::admin::moment(layout, at, &zone)
    }

    fn link(&self, token: &crate::access::Token) -> String {
        format!("{}/welcome/{}", self.pages.public_url, token.expose())
    }
}

impl Draft {
    /// What a page tells over itself; everything else is a problem of its own.
    fn of(fields: Fields, error: ManageError) -> Result<Self, Problem> {
        let field = match &error {
            ManageError::Field { field, .. } => Some((*field).to_owned()),
            _ => None,
        };
        let known = !matches!(
            error,
            ManageError::NotFound
                | ManageError::Forbidden
                | ManageError::Store(_)
                | ManageError::Instruments(_)
                | ManageError::Password(_)
                | ManageError::Token(_)
        );
        let problem = Problem::from(error);
        if !known || problem.kind() == ProblemKind::Internal || problem.kind() == ProblemKind::Unavailable {
            return Err(problem);
        }
        let refusal = SetUpRefusal { problem: problem.kind().suffix(), field };
        Ok(Self { fields, refusal, status: problem.kind().status() })
    }
}

/// What is told over a page.
fn said(draft: Option<&Draft>, saved: bool) -> SetUpSaid {
    SetUpSaid { refusal: draft.map(|draft| draft.refusal.clone()), saved }
}

/// A page, with the status of what was refused.
fn shown(view: &impl askama::Template, draft: Option<&Draft>) -> Result<HttpResponse, Problem> {
    let mut response = html(view)?;
    if let Some(draft) = draft {
        *response.status_mut() = draft.status;
    }
    Ok(response)
}

/// From one day to another, or to now.
fn days(layout: &Layout<'_>, from: Date, until: Option<Date>) -> String {
    let day = |day: Date| format::day(layout.texts, layout.language, day);
    match until {
        Some(until) => layout.t2("set-up-from-until", "from", day(from), "until", day(until)),
        None => layout.t1("set-up-from", "from", day(from)),
    }
}

impl FromRequest for Counter {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let parts = || {
            let login = request.extensions().get::<CurrentLogin>().cloned();
            let login = login.ok_or_else(|| Problem::new(ProblemKind::NotLoggedIn))?;
            let missing = || Problem::new(ProblemKind::Internal);
            let now = request.app_data::<Data<SharedClock>>().ok_or_else(missing)?.now();
            Ok(Self {
                request: request.clone(),
                pages: request.app_data::<Data<Pages>>().ok_or_else(missing)?.clone(),
                store: request.app_data::<Data<Store>>().ok_or_else(missing)?.clone(),
                today: local_date(now, &login.who.time_zone),
                now,
                login,
            })
        };
        ready(parts())
    }
}
