//! Somebody chooses his own password by a link that works once. Nobody is logged in here.

use actix_web::{
    HttpRequest, HttpResponse,
    http::StatusCode,
    web::{Data, Form, Path},
};
use serde::Deserialize;

use crate::{
    access::{Passwords, PerAddress, Token},
    clock::SharedClock,
    domain::NewPassword,
    manage::{ManageError, choose_password, link_of},
    pages::{
        frame::{Pages, html, see},
        views::WelcomePage,
    },
    store::{LinkRow, Store},
    web::{Problem, language_of, refuse_crowd},
};

/// What the form sends.
#[derive(Deserialize)]
pub(in crate::pages) struct Chosen {
    password: String,
    again: String,
}

/// `GET /welcome/{token}`
pub(in crate::pages) async fn page(
    request: HttpRequest,
    pages: Data<Pages>,
    store: Data<Store>,
    clock: Data<SharedClock>,
    path: Path<String>,
) -> Result<HttpResponse, Problem> {
    let token = Token::parse(&path).map_err(|_| Problem::from(ManageError::LinkSpent))?;
    let row = link_of(&store, &token, clock.now()).await?;
    html(&view(&request, &pages, &token, row, None))
}

/// `POST /welcome/{token}`: afterwards the way in is the login.
pub(in crate::pages) async fn choose(
    request: HttpRequest,
    (pages, store, passwords): (Data<Pages>, Data<Store>, Data<Passwords>),
    (clock, crowd): (Data<SharedClock>, Data<PerAddress>),
    path: Path<String>,
    form: Form<Chosen>,
) -> Result<HttpResponse, Problem> {
    let now = clock.now();
    refuse_crowd(&crowd, &request, now)?;
    let token = Token::parse(&path).map_err(|_| Problem::from(ManageError::LinkSpent))?;
    let row = link_of(&store, &token, now).await?;
    let wrong = match NewPassword::parse(&form.password) {
        Err(_) => "short",
        Ok(_) if form.password != form.again => "differ",
        Ok(password) => {
            choose_password(&store, &passwords, &token, &password, now).await?;
            return Ok(see("/login"));
        }
    };
    let mut response = html(&view(&request, &pages, &token, row, Some(wrong)))?;
    *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    Ok(response)
}

fn view<'a>(
    request: &HttpRequest,
    pages: &'a Pages,
    token: &Token,
    row: LinkRow,
    wrong: Option<&'static str>,
) -> WelcomePage<'a> {
    let action = format!("/welcome/{}", token.expose());
    WelcomePage {
        layout: pages.plain_layout(language_of(request).0, &action),
        name: row.name,
        email: row.email,
        action,
        wrong,
    }
}
