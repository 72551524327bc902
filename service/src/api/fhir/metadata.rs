//! CapabilityStatement: what can be asked here, for everybody.

use actix_web::{HttpResponse, web::Data};
use serde_json::{Value, json};

use super::{FHIR_JSON, FhirBase, observations, questionnaires, resource, responses};

/// The day on which what stands here last changed.
const CHANGED_ON: &str = "2026-11-23";

const QUESTIONNAIRES: &str = "The instruments that may be used here. The whole definition is attached; wording that an \
     organisation has a licence for is in no resource. For every account.";
const RESPONSES: &str = "Forms that were handed in, of the groups that the account leads or oversees. The subject is a \
     pseudonymous client; there is no Patient resource here. What was measured while the client waited for the group has the extension \
     rom-moment with the code waiting. For therapists and team leads.";
const OBSERVATIONS: &str = "Scores of the same clients, with the reason where there is no score. Imported scores have no \
     form behind them. What was measured while the client waited for the group has the extension rom-moment with the code \
     waiting, and a note: it is no part of the course in treatment. For therapists and team leads.";

/// `GET /fhir/R4/metadata`
pub(in crate::api) async fn metadata(base: Data<FhirBase>) -> HttpResponse {
    resource(&json!({
        "resourceType": "CapabilityStatement",
        "status": "active",
        "date": CHANGED_ON,
        "kind": "instance",
        "software": { "name": "Peil", "version": env!("CARGO_PKG_VERSION") },
        "implementation": { "description": "Outcome monitoring for group therapy", "url": base.of("").trim_end_matches('/') },
        "fhirVersion": "4.0.1",
        "format": [FHIR_JSON],
        "rest": [{
            "mode": "server",
            "documentation": "A search parameter that is not listed is refused by name; with `Prefer: handling=lenient` it \
                              is left out, and the bundle says so. Pages follow each other by the link `next`.",
            "security": { "description": "The cookie of a login. What is read is written to the audit." },
            "resource": [
                kind("Questionnaire", QUESTIONNAIRES, &questionnaires::PARAMETERS),
                kind("QuestionnaireResponse", RESPONSES, &responses::PARAMETERS),
                kind("Observation", OBSERVATIONS, &observations::PARAMETERS),
            ],
        }],
    }))
}

fn kind(name: &str, documentation: &str, parameters: &[&str]) -> Value {
    let parameters: Vec<Value> = parameters.iter().map(|name| json!({ "name": name, "type": type_of(name) })).collect();
    json!({
        "type": name,
        "documentation": documentation,
        "interaction": [{ "code": "read" }, { "code": "search-type" }],
        "versioning": "no-version",
        "searchParam": parameters,
    })
}

fn type_of(parameter: &str) -> &'static str {
    match parameter {
        "url" => "uri",
        "subject" | "patient" | "questionnaire" | "derived-from" => "reference",
        "authored" | "date" => "date",
        _ => "token",
    }
}
