//! A problem as a page, where a page was asked for.

use actix_web::{
    Error, HttpResponse,
    body::{BoxBody, MessageBody},
    dev::{ServiceRequest, ServiceResponse},
    http::header,
    middleware::Next,
    web::Data,
};

use super::{
    frame::{Pages, html},
    views::{MessagePage, Section},
};
use crate::web::{CurrentLogin, Problem};

/// Shows the problems of everything inside as pages to browsers; programs get them as JSON.
///
/// # Errors
///
/// The inner service's own.
pub async fn problem_pages(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let response = next.call(request).await?.map_into_boxed_body();
    let problem = response.response().error().and_then(|error| error.as_error::<Problem>().cloned());
    let Some(problem) = problem.filter(|_| wants_page(&response)) else { return Ok(response) };
    let Some(page) = page(&response, &problem) else { return Ok(response) };
    Ok(response.into_response(page))
}

fn page(response: &ServiceResponse<BoxBody>, problem: &Problem) -> Option<HttpResponse> {
    use actix_web::HttpMessage as _;
    let request = response.request();
    let pages = request.app_data::<Data<Pages>>()?;
    let login = request.extensions().get::<CurrentLogin>().cloned();
    let view = MessagePage {
        layout: pages.layout(request, login.as_ref(), Section::None),
        problem: problem.kind().suffix().to_owned(),
        names: problem.names().to_vec(),
        reference: None,
        back_href: "/".to_owned(),
    };
    let mut page = html(&view).ok()?;
    *page.status_mut() = problem.kind().status();
    Some(page)
}

fn wants_page(response: &ServiceResponse<BoxBody>) -> bool {
    let accept = response.request().headers().get(header::ACCEPT).and_then(|accept| accept.to_str().ok());
    accept.is_some_and(|accept| accept.contains("text/html"))
}
