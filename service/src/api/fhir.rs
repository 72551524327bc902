//! `/fhir/R4`: questionnaires, answers and scores for other systems (FHIR R4, JSON). Reading and searching only.
//!
//! Questionnaires are for everybody who is logged in; licensed wording of an organisation never leaves. Answers and scores
//! are for the therapists and team leads who see the group on its page, under the client's id and never a name. Errors on
//! these paths are OperationOutcomes.

mod bundle;
mod metadata;
mod observations;
mod outcome;
mod parameters;
mod questionnaires;
mod responses;
mod whose;

pub use outcome::fhir_outcomes;

pub(super) use metadata::metadata;
pub(super) use observations::{read as observation, search as observations};
pub(super) use questionnaires::{read as questionnaire, search as questionnaires};
pub(super) use responses::{read as response, search as responses};

use actix_web::HttpResponse;
use serde_json::Value;

use crate::web::Problem;

/// What FHIR calls its JSON.
const FHIR_JSON: &str = "application/fhir+json";

/// Where other systems find these resources: the public address of the service, without a slash at its end.
#[derive(Debug, Clone)]
pub struct FhirBase(String);

impl FhirBase {
    /// Below the public address of the service.
    #[must_use]
    pub fn new(public_url: &str) -> Self {
        Self(format!("{public_url}/fhir/R4"))
    }

    /// The address of a resource, or of all of its type.
    fn of(&self, path: &str) -> String {
        format!("{}/{path}", self.0)
    }
}

/// Makes resources away from the threads that answer requests: a page of them takes longer than a request may hold one up.
async fn projected<T: Send + 'static>(
    make: impl FnOnce() -> Result<T, Problem> + Send + 'static,
) -> Result<T, Problem> {
    actix_web::web::block(make).await.map_err(|error| Problem::internal(&error))?
}

fn resource(body: &Value) -> HttpResponse {
    HttpResponse::Ok().content_type(FHIR_JSON).body(body.to_string())
}
