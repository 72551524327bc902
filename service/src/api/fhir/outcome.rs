//! OperationOutcome: what FHIR says where the rest of the service says problem.

use actix_web::{
    Error, HttpResponse,
    body::{BoxBody, MessageBody},
    dev::{ServiceRequest, ServiceResponse},
    middleware::Next,
};
use serde_json::{Value, json};

use super::FHIR_JSON;
use crate::web::{Problem, ProblemKind};

/// Tells the problems of `/fhir` as OperationOutcomes; a page that a browser asked for stays a page.
///
/// # Errors
///
/// The inner service's own.
pub async fn fhir_outcomes(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let response = next.call(request).await?.map_into_boxed_body();
    if !response.request().path().starts_with("/fhir/") {
        return Ok(response);
    }
    let Some(problem) = response.response().error().and_then(|error| error.as_error::<Problem>().cloned()) else {
        return Ok(response);
    };
    let kind = problem.kind();
    let said = problem.body().detail.unwrap_or_else(|| kind.title().to_owned());
    let body = outcome("error", code(kind), &said).to_string();
    Ok(response.into_response(HttpResponse::build(kind.status()).content_type(FHIR_JSON).body(body)))
}

/// One issue.
pub(super) fn outcome(severity: &str, code: &str, diagnostics: &str) -> Value {
    let issue = json!({ "severity": severity, "code": code, "diagnostics": diagnostics });
    json!({ "resourceType": "OperationOutcome", "issue": [issue] })
}

/// The code that FHIR has for a kind of problem.
fn code(kind: ProblemKind) -> &'static str {
    match kind {
        ProblemKind::NotFound => "not-found",
        ProblemKind::NotLoggedIn => "login",
        ProblemKind::Forbidden => "forbidden",
        ProblemKind::MethodNotAllowed => "not-supported",
        ProblemKind::MalformedBody => "invalid",
        ProblemKind::TooManyAttempts => "throttled",
        ProblemKind::Unavailable => "transient",
        ProblemKind::Internal => "exception",
        _ => "processing",
    }
}
