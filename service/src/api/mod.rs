//! `/api/v1`: one file a noun. A handler extracts, authorises, calls one use case, answers.
//!
//! Wire types live here and nowhere else; no SQL and no arithmetic on scores may come in.

mod admin;
mod document;
mod fhir;
mod groups;
mod routes;
mod tablet;
mod tablet_wire;

pub use document::openapi_json;
pub use fhir::{FhirBase, fhir_outcomes};
pub use routes::configure;
