//! Questionnaire: the instruments of the library, without wording that an organisation has a licence for.

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Data, Path},
};
use peil_questionnaires::{
    Instrument, Status,
    fhir::{self, canonical_url},
};
use serde_json::Value;

use super::{
    FhirBase,
    bundle::{Found, page},
    parameters::{Parameters, refusal},
    projected, resource,
};
use crate::web::{OwnLibrary, Problem, ProblemKind};

/// What a search knows.
pub(super) const PARAMETERS: [&str; 4] = ["_id", "url", "version", "status"];

/// `GET /fhir/R4/Questionnaire/{questionnaire_id}`
pub(in crate::api) async fn read(library: OwnLibrary, id: Path<String>) -> Result<HttpResponse, Problem> {
    let found = move || {
        let found = library.iter().find(|instrument| id_of(instrument) == id.as_str());
        written(found.ok_or_else(|| Problem::new(ProblemKind::NotFound))?)
    };
    Ok(resource(&projected(found).await?))
}

/// `GET /fhir/R4/Questionnaire`
pub(in crate::api) async fn search(
    request: HttpRequest,
    library: OwnLibrary,
    base: Data<FhirBase>,
) -> Result<HttpResponse, Problem> {
    let parameters = Parameters::read(&request, &PARAMETERS)?;
    let (id, version) = (parameters.one("_id")?, parameters.one("version")?);
    let (url, status) = (parameters.one("url")?, parameters.one("status")?.map(status).transpose()?);
    let asked = |instrument: &&Instrument| {
        id.is_none_or(|id| id == id_of(instrument))
            && version.is_none_or(|version| version == instrument.version().to_string())
            && url.is_none_or(|url| url == canonical_url(instrument))
            && status.is_none_or(|status| status == instrument.status())
    };
    let mut found: Vec<(String, &Instrument)> =
        library.iter().filter(asked).map(|instrument| (id_of(instrument), instrument)).collect();
    found.sort_by(|one, other| one.0.cmp(&other.0));
    let total = found.len();
    found.retain(|(id, _)| parameters.after.as_ref().is_none_or(|after| id > after));
    let (found, more_after) = page(found, parameters.count, |(id, _)| id.clone());
    let found: Vec<(String, Instrument)> = found.into_iter().map(|(id, one)| (id, one.clone())).collect();
    let written = |(id, one): (String, Instrument)| Ok((id, written(&one)?));
    let resources = projected(move || found.into_iter().map(written).collect::<Result<_, Problem>>()).await?;
    Ok(Found { kind: "Questionnaire", resources, total: Some(total), more_after }.reply(&base, &parameters))
}

/// The id of the resource. Ids in FHIR hold no underscore and ours no full stop.
fn id_of(instrument: &Instrument) -> String {
    format!("{}-{}", instrument.id().replace('_', "."), instrument.version())
}

fn written(instrument: &Instrument) -> Result<Value, Problem> {
    let mut resource = fhir::questionnaire(instrument).map_err(|error| Problem::internal(&error))?;
    resource["id"] = id_of(instrument).into();
    Ok(resource)
}

fn status(word: &str) -> Result<Status, Problem> {
    match word {
        "draft" => Ok(Status::Draft),
        "active" => Ok(Status::Active),
        "retired" => Ok(Status::Retired),
        _ => Err(refusal("status: draft, active or retired")),
    }
}
