//! The guard at the door: finds out who calls, and lets through what the table of routes allows. A route that is not in
//! the table is closed.

use actix_web::{
    Error, FromRequest, HttpMessage, HttpRequest, HttpResponse,
    body::{BoxBody, MessageBody},
    dev::{Payload, ServiceRequest, ServiceResponse},
    http::{Method, StatusCode, header},
    middleware::Next,
    web,
};
use std::future::{Ready, ready};

use super::{Problem, ProblemKind, cross_site::is_own_site, waiting::unseen_alerts};
use crate::{
    access::{Actor, Audience, AuditEvent, LoggedIn, Outcome, SESSION_COOKIE, Token, audience, record, who_is},
    clock::SharedClock,
    collect::{self, Entry},
    domain::Language,
    store::Store,
};

/// The live login of a request, with the token its forms are bound to.
#[derive(Debug, Clone)]
pub struct CurrentLogin {
    /// Who.
    pub who: LoggedIn,
    /// The login's token.
    pub token: Token,
}

/// The language a page is shown in.
#[derive(Debug, Clone, Copy)]
pub struct RequestLanguage(pub Language);

/// Lets a request through or answers it.
///
/// # Errors
///
/// [`Problem`] for a request that is not allowed; the inner service's own error otherwise.
pub async fn guard(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    match admit(&request).await {
        Ok(()) => {
            let response = next.call(request).await?.map_into_boxed_body();
            write_hidden(&response).await?;
            Ok(response)
        }
        Err(problem) if problem.kind() == ProblemKind::NotLoggedIn && wants_page(&request) => {
            let response = HttpResponse::SeeOther().insert_header((header::LOCATION, "/login")).finish();
            Ok(request.into_response(response))
        }
        Err(problem) => Ok(request.error_response(problem)),
    }
}

async fn admit(request: &ServiceRequest) -> Result<(), Problem> {
    let Some(pattern) = request.match_pattern() else { return Ok(()) };
    let changes = !matches!(*request.method(), Method::GET | Method::HEAD);
    if changes && !is_own_site(request.headers()) {
        return Err(Problem::new(ProblemKind::CrossSite));
    }
    let login = find_login(request).await?;
    if let Some(login) = &login {
        request.extensions_mut().insert(RequestLanguage(login.who.language));
        request.extensions_mut().insert(login.clone());
        if !changes && wants_page(request) {
            let (store, now) = surroundings(request)?;
            let waiting = unseen_alerts(store, &login.who, now).await?;
            request.extensions_mut().insert(waiting);
        }
    }
    match (audience(request.method().as_str(), &pattern), login) {
        (Some(Audience::Everyone), _) => Ok(()),
        (Some(Audience::Client), _) => {
            let entry = find_entry(request).await?;
            request.extensions_mut().insert(entry);
            Ok(())
        }
        (Some(Audience::Roles(_)), None) => Err(Problem::new(ProblemKind::NotLoggedIn)),
        (Some(Audience::Roles(roles)), Some(login)) if roles.contains(&login.who.role) => Ok(()),
        (Some(Audience::Roles(_)), Some(login)) => {
            write_denial(request, &login.who).await?;
            Err(Problem::new(ProblemKind::Forbidden))
        }
        // The path exists with another method, or it is missing in the table: both stay closed.
        (None, _) => Err(Problem::new(ProblemKind::MethodNotAllowed)),
    }
}

async fn find_login(request: &ServiceRequest) -> Result<Option<CurrentLogin>, Problem> {
    let Some(cookie) = request.cookie(SESSION_COOKIE) else { return Ok(None) };
    let Ok(token) = Token::parse(cookie.value()) else { return Ok(None) };
    let (store, now) = surroundings(request)?;
    let who = who_is(store, &token, now).await?;
    Ok(who.map(|who| CurrentLogin { who, token }))
}

async fn find_entry(request: &ServiceRequest) -> Result<Entry, Problem> {
    let expired = || Problem::new(ProblemKind::EntryExpired);
    let value = request.headers().get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let token = value.and_then(|value| value.strip_prefix("Bearer ")).ok_or_else(expired)?;
    let token = Token::parse(token).map_err(|_| expired())?;
    let (store, now) = surroundings(request)?;
    Ok(collect::entry_of(store, &token, now).await?)
}

async fn write_denial(request: &ServiceRequest, who: &LoggedIn) -> Result<(), Problem> {
    let event = AuditEvent::new(Actor::Account(who.account), "route");
    write_denied(surroundings(request)?, who, event).await
}

/// Whoever looks below a group, or at an alert, and is told that there is nothing may have tried one of somebody else:
/// that is written down here, for every such route, because the use cases undo what they did.
async fn write_hidden(response: &ServiceResponse<BoxBody>) -> Result<(), Problem> {
    let request = response.request();
    let tried = |place: &str| request.match_info().get(place).and_then(|id| id.parse().ok());
    let group = tried("group_id").map(|id| ("view-group", "group", id));
    let tried = group.or_else(|| tried("signal_id").map(|id| ("view-alert", "signal", id)));
    let login = request.extensions().get::<CurrentLogin>().cloned();
    let (Some((action, kind, id)), Some(login), StatusCode::NOT_FOUND) = (tried, login, response.status()) else {
        return Ok(());
    };
    let event = AuditEvent::new(Actor::Account(login.who.account), action).on(kind, id);
    let store = request.app_data::<web::Data<Store>>();
    let clock = request.app_data::<web::Data<SharedClock>>();
    let (Some(store), Some(clock)) = (store, clock) else { return Err(Problem::new(ProblemKind::Internal)) };
    write_denied((store.get_ref(), clock.now()), &login.who, event).await
}

async fn write_denied(
    (store, now): (&Store, jiff::Timestamp),
    who: &LoggedIn,
    event: AuditEvent,
) -> Result<(), Problem> {
    let mut connection = store.connect().await?;
    let tenant = connection.begin(who.organisation).await?;
    record(&tenant, &event.with_outcome(Outcome::Denied), now);
    tenant.commit().await?;
    Ok(())
}

fn surroundings(request: &ServiceRequest) -> Result<(&Store, jiff::Timestamp), Problem> {
    let store = request.app_data::<web::Data<Store>>();
    let clock = request.app_data::<web::Data<SharedClock>>();
    match (store, clock) {
        (Some(store), Some(clock)) => Ok((store.get_ref(), clock.now())),
        _ => Err(Problem::new(ProblemKind::Internal)),
    }
}

fn wants_page(request: &ServiceRequest) -> bool {
    request
        .headers()
        .get(header::ACCEPT)
        .and_then(|accept| accept.to_str().ok())
        .is_some_and(|accept| accept.contains("text/html"))
}

impl FromRequest for CurrentLogin {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let login = request.extensions().get::<Self>().cloned();
        ready(login.ok_or_else(|| Problem::new(ProblemKind::NotLoggedIn)))
    }
}

impl FromRequest for Entry {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let entry = request.extensions().get::<Self>().copied();
        ready(entry.ok_or_else(|| Problem::new(ProblemKind::EntryExpired)))
    }
}

impl FromRequest for RequestLanguage {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Ok(language_of(request)))
    }
}

/// Keeps the choice of who is not logged in.
pub const LANGUAGE_COOKIE: &str = "__Host-peil-language";

/// The account's language; else the one that was chosen; else what the browser asks for; else Dutch.
#[must_use]
pub fn language_of(request: &HttpRequest) -> RequestLanguage {
    let known = request.extensions().get::<RequestLanguage>().copied();
    let chosen = || request.cookie(LANGUAGE_COOKIE).and_then(|cookie| cookie.value().parse().ok()).map(RequestLanguage);
    known.or_else(chosen).unwrap_or_else(|| {
        let accepts = request.headers().get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
        let first = accepts.unwrap_or("nl").split([',', ';', '-']).next().unwrap_or("nl");
        RequestLanguage(first.trim().parse().unwrap_or(Language::Nl))
    })
}
