//! The way in and out, the choice of language, and what stands outside: start, about, health, files.

use actix_web::{
    HttpRequest, HttpResponse,
    cookie::{Cookie, SameSite},
    http::header,
    web::{Data, Form, Path},
};
use peil_questionnaires::Language as FormLanguage;
use serde::Deserialize;

use super::{
    assets::CACHE_CONTROL,
    frame::{Pages, html, see},
    own_form::OwnForm,
    views::{AboutPage, InstrumentNotice, LoginPage, Section},
};
use crate::{
    access::{LoginError, Passwords, PerAddress, SESSION_COOKIE, TooManyAttempts, log_in, log_out},
    clock::SharedClock,
    collect::Libraries,
    domain::{Email, Language, Role},
    store::Store,
    web::{CurrentLogin, LANGUAGE_COOKIE, Problem, ProblemKind, is_valid_form_token, language_of, refuse_crowd},
};

/// `GET /`: to where somebody works.
pub(super) async fn start(login: Option<CurrentLogin>) -> HttpResponse {
    see(login.map_or("/login", |login| home_of(login.who.role)))
}

fn home_of(role: Role) -> &'static str {
    match role {
        Role::Therapist | Role::TeamLead => "/home",
        Role::ExperienceExpert => "/leading",
        Role::Researcher => "/research",
        Role::Administrator => "/admin",
    }
}

/// `GET /health`: answers when the database does.
pub(super) async fn health(store: Data<Store>) -> Result<HttpResponse, Problem> {
    store.connect().await?.organisations().await?;
    Ok(HttpResponse::Ok().content_type("text/plain").body("ok\n"))
}

/// `GET /assets/…`
pub(super) async fn asset(pages: Data<Pages>, path: Path<String>) -> Result<HttpResponse, Problem> {
    let asset = pages.assets.find(&path).ok_or_else(|| Problem::new(ProblemKind::NotFound))?;
    Ok(HttpResponse::Ok()
        .content_type(asset.content_type)
        .insert_header((header::CACHE_CONTROL, CACHE_CONTROL))
        .body(asset.bytes.clone()))
}

/// `GET /about`
pub(super) async fn about(
    request: HttpRequest,
    pages: Data<Pages>,
    libraries: Data<Libraries>,
    login: Option<CurrentLogin>,
) -> Result<HttpResponse, Problem> {
    let layout = pages.layout(&request, login.as_ref(), Section::About);
    let language = form_language(layout.language);
    let instruments = libraries.shipped().iter().map(|instrument| InstrumentNotice {
        title: format!("{} {}", instrument.title(language), instrument.version()),
        holder: instrument.licence().holder().to_owned(),
        notice: instrument.notice(language).map(str::to_owned),
    });
    let instruments = instruments.collect();
    html(&AboutPage { layout, version: env!("CARGO_PKG_VERSION").to_owned(), instruments })
}

/// `GET /login`
pub(super) async fn login_page(request: HttpRequest, pages: Data<Pages>) -> Result<HttpResponse, Problem> {
    let layout = pages.plain_layout(language_of(&request).0, "/login");
    html(&LoginPage { layout, email: String::new(), problem: None })
}

/// What the login form sends.
#[derive(Deserialize)]
pub(super) struct Credentials {
    email: String,
    password: String,
}

/// `POST /login`
#[allow(clippy::too_many_arguments, reason = "one extractor each")]
pub(super) async fn login(
    request: HttpRequest,
    pages: Data<Pages>,
    store: Data<Store>,
    passwords: Data<Passwords>,
    clock: Data<SharedClock>,
    crowd: Data<PerAddress>,
    form: Form<Credentials>,
) -> Result<HttpResponse, Problem> {
    let now = clock.now();
    refuse_crowd(&crowd, &request, now)?;
    let outcome = match Email::parse(&form.email) {
        Ok(email) => log_in(&store, &passwords, &email, &form.password, now).await,
        Err(_) => Err(LoginError::Wrong),
    };
    let problem = match outcome {
        Ok(token) => {
            let mut response = see("/");
            response.add_cookie(&session_cookie(token.expose())).map_err(|error| Problem::internal(&error))?;
            return Ok(response);
        }
        Err(LoginError::Wrong) => ProblemKind::WrongPassword,
        Err(LoginError::TooMany(TooManyAttempts::Wait)) => ProblemKind::TooManyAttempts,
        Err(error) => return Err(error.into()),
    };
    let layout = pages.plain_layout(language_of(&request).0, "/login");
    let view = LoginPage { layout, email: form.email.clone(), problem: Some(problem.suffix().to_owned()) };
    let mut response = html(&view)?;
    *response.head_mut() = {
        let mut head = response.head().clone();
        head.status = problem.status();
        head
    };
    Ok(response)
}

/// What a form without fields of its own sends.
#[derive(Deserialize)]
pub(super) struct NoFields {}

/// `POST /logout`
pub(super) async fn logout(
    login: CurrentLogin,
    store: Data<Store>,
    clock: Data<SharedClock>,
    _form: OwnForm<NoFields>,
) -> Result<HttpResponse, Problem> {
    log_out(&store, &login.token, clock.now()).await?;
    let mut response = see("/login");
    let mut cookie = session_cookie(String::new());
    cookie.make_removal();
    response.add_cookie(&cookie).map_err(|error| Problem::internal(&error))?;
    Ok(response)
}

/// What the switch of language sends.
#[derive(Deserialize)]
pub(super) struct LanguageChoice {
    csrf: String,
    language: Language,
    back: String,
}

/// `POST /language`: kept with the account, or in a cookie for who is not logged in.
pub(super) async fn language(
    login: Option<CurrentLogin>,
    store: Data<Store>,
    form: Form<LanguageChoice>,
) -> Result<HttpResponse, Problem> {
    // Only to a page of our own: an address that begins with two slashes is another site.
    let other = |sign: char| sign == '\\' || sign.is_control();
    let own = form.back.starts_with('/') && !form.back.starts_with("//") && !form.back.contains(other);
    let mut response = see(if own { &form.back } else { "/" });
    let Some(login) = login else {
        let cookie = Cookie::build(LANGUAGE_COOKIE, form.language.word());
        let cookie = cookie.path("/").secure(true).http_only(true).same_site(SameSite::Lax).finish();
        response.add_cookie(&cookie).map_err(|error| Problem::internal(&error))?;
        return Ok(response);
    };
    if !is_valid_form_token(&login.token, &form.csrf) {
        return Err(Problem::new(ProblemKind::CrossSite));
    }
    let mut connection = store.connect().await?;
    let tenant = connection.begin(login.who.organisation).await?;
    tenant.set_account_language(login.who.account, form.language).await?;
    tenant.commit().await?;
    Ok(response)
}

/// The login's cookie: for this host only, not for scripts, gone with the browser.
fn session_cookie(value: String) -> Cookie<'static> {
    Cookie::build(SESSION_COOKIE, value).path("/").secure(true).http_only(true).same_site(SameSite::Lax).finish()
}

/// The language of an instrument's texts.
pub(super) fn form_language(language: Language) -> FormLanguage {
    match language {
        Language::Nl => FormLanguage::Nl,
        Language::En => FormLanguage::En,
    }
}
