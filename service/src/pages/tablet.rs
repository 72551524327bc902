//! The tablet's pages: the shell that its script fills, and the one to hand back.

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Data, Path},
};

use super::{
    frame::{Pages, html},
    views::{TabletDonePage, TabletPage},
};
use crate::{
    domain::SessionCode,
    web::{Problem, language_of},
};

/// `GET /t`
pub(super) async fn start(request: HttpRequest, pages: Data<Pages>) -> Result<HttpResponse, Problem> {
    html(&TabletPage { layout: pages.plain_layout(language_of(&request).0, "/t"), code: None })
}

/// `GET /t/{code}`: the address in the QR picture. A text that is no code is left out, and asked for.
pub(super) async fn with_code(
    request: HttpRequest,
    pages: Data<Pages>,
    path: Path<String>,
) -> Result<HttpResponse, Problem> {
    let code = SessionCode::parse(&path).ok().map(|code| code.spoken());
    html(&TabletPage { layout: pages.plain_layout(language_of(&request).0, "/t"), code })
}

/// `GET /t/done`
pub(super) async fn done(request: HttpRequest, pages: Data<Pages>) -> Result<HttpResponse, Problem> {
    html(&TabletDonePage { layout: pages.plain_layout(language_of(&request).0, "/t/done") })
}
