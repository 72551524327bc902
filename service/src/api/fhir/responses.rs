//! QuestionnaireResponse: forms that were handed in. A form that is still being filled in is not among them.

use std::collections::BTreeSet;

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Data, Path},
};
use peil_questionnaires::{
    Answers, Instrument, Library,
    fhir::{self, ResponseDetails, canonical_url},
};
use serde_json::Value;
use uuid::Uuid;

use super::{
    FhirBase,
    bundle::{Found, page},
    parameters::Parameters,
    projected, resource,
    whose::{denied, led_groups, written_down},
};
use crate::{
    clock::SharedClock,
    domain::Language,
    store::{AnswerRow, PageOf, ResponseFilter, SharedResponseRow, Store},
    web::{CurrentLogin, OwnLibrary, Problem, ProblemKind},
};

/// What a search knows.
pub(super) const PARAMETERS: [&str; 5] = ["_id", "subject", "patient", "questionnaire", "authored"];
const ACTION: &str = "read-responses";

/// `GET /fhir/R4/QuestionnaireResponse/{response_id}`
pub(in crate::api) async fn read(
    login: CurrentLogin,
    store: Data<Store>,
    library: OwnLibrary,
    clock: Data<SharedClock>,
    id: Path<Uuid>,
) -> Result<HttpResponse, Problem> {
    let now = clock.now();
    let mut connection = store.connect().await?;
    let tenant = connection.begin(login.who.organisation).await?;
    let groups = led_groups(&tenant, &login, now).await?;
    let filter = ResponseFilter { id: Some(*id), ..ResponseFilter::default() };
    let rows = tenant.shared_responses(&groups, &filter, PageOf { after: None, limit: 1 }).await?;
    let Some(row) = rows.first() else {
        denied(tenant, &login, ACTION, ("response", *id), now).await?;
        return Err(Problem::new(ProblemKind::NotFound));
    };
    let (membership, form) = (row.membership, (row.clone(), tenant.answers(row.assignment).await?));
    let written = projected(move || written(&library, &form)).await?;
    written_down(&tenant, &login, ACTION, BTreeSet::from([membership]), now).await?;
    tenant.commit().await?;
    Ok(resource(&written))
}

/// `GET /fhir/R4/QuestionnaireResponse`
pub(in crate::api) async fn search(
    request: HttpRequest,
    login: CurrentLogin,
    store: Data<Store>,
    library: OwnLibrary,
    clock: Data<SharedClock>,
    base: Data<FhirBase>,
) -> Result<HttpResponse, Problem> {
    let now = clock.now();
    let parameters = Parameters::read(&request, &PARAMETERS)?;
    let filter = filter(&parameters, &library, &login.who.time_zone)?;
    let mut connection = store.connect().await?;
    let tenant = connection.begin(login.who.organisation).await?;
    let rows = match filter {
        None => Vec::new(),
        Some((filter, page)) => {
            let groups = led_groups(&tenant, &login, now).await?;
            tenant.shared_responses(&groups, &filter, page).await?
        }
    };
    let (mut rows, more_after) = page(rows, parameters.count, |row| row.id.to_string());
    rows.retain(|row| is_readable(&library, ("QuestionnaireResponse", &row.id), &row.instrument, &row.version));
    let members = rows.iter().map(|row| row.membership).collect();
    let mut forms = Vec::with_capacity(rows.len());
    for row in rows {
        let answers = tenant.answers(row.assignment).await?;
        forms.push((row, answers));
    }
    let written = move |form: &StoredForm| Ok((form.0.id.to_string(), written(&library, form)?));
    let resources = projected(move || forms.iter().map(written).collect::<Result<_, Problem>>()).await?;
    written_down(&tenant, &login, ACTION, members, now).await?;
    tenant.commit().await?;
    Ok(Found { kind: "QuestionnaireResponse", resources, total: None, more_after }.reply(&base, &parameters))
}

/// What to look for; none when nothing can be found, because an id is nobody's.
fn filter(parameters: &Parameters, library: &Library, zone: &str) -> Result<Option<(ResponseFilter, PageOf)>, Problem> {
    let id = parameters.reference("_id", "QuestionnaireResponse")?;
    let (subject, patient) = (parameters.reference("subject", "Patient")?, parameters.reference("patient", "Patient")?);
    let after = parameters.after.as_deref().map(|after| after.parse::<Uuid>().ok());
    let disagree = subject.is_some() && patient.is_some() && subject != patient;
    if disagree || [id, subject, patient, after].contains(&Some(None)) {
        return Ok(None);
    }
    let (url, version) = match parameters.one("questionnaire")? {
        Some(canonical) => {
            canonical.split_once('|').map_or((Some(canonical), None), |(url, one)| (Some(url), Some(one)))
        }
        None => (None, None),
    };
    let of_url =
        |url: &str| library.iter().filter(|one| canonical_url(one) == url).map(|one| one.id().to_owned()).collect();
    let (from, before) = parameters.days("authored")?.moments(zone);
    let filter = ResponseFilter {
        id: id.flatten(),
        client: subject.or(patient).flatten(),
        instruments: url.map(of_url),
        version: version.map(str::to_owned),
        from,
        before,
    };
    let limit = i64::try_from(parameters.count + 1).unwrap_or(i64::MAX);
    Ok(Some((filter, PageOf { after: after.flatten(), limit })))
}

/// A form with its answers.
type StoredForm = (SharedResponseRow, Vec<AnswerRow>);

fn written(library: &Library, (row, answers): &StoredForm) -> Result<Value, Problem> {
    let instrument = version_of(library, &row.instrument, &row.version)?;
    let stored = answers.iter().filter_map(|row| Some((row.item.as_str(), row.value.answer()?)));
    let answers = Answers::mixed(instrument, stored).map_err(|_| broken("answers do not fit their form"))?;
    let (id, subject) = (row.id.to_string(), format!("Patient/{}", row.client));
    let authored = row.submitted_at.to_string();
    let details = ResponseDetails {
        id: Some(&id),
        subject: Some(&subject),
        authored: Some(&authored),
        language: in_form(row.language),
        submitted: true,
    };
    let mut written = fhir::response(instrument, &answers, &details).map_err(|error| Problem::internal(&error))?;
    if row.waiting {
        fhir::mark_waiting(&mut written, details.language);
    }
    Ok(written)
}

/// Exactly the version that was asked.
pub(super) fn version_of<'l>(library: &'l Library, id: &str, version: &str) -> Result<&'l Instrument, Problem> {
    let found = version.parse().ok().and_then(|version| library.get(id, version));
    found.ok_or_else(|| broken("an instrument version is not in the library"))
}

/// Whether a row's version is in the library. A search tells what it leaves out, and gives the rest.
pub(super) fn is_readable(
    library: &Library,
    (kind, row): (&str, &impl std::fmt::Display),
    id: &str,
    version: &str,
) -> bool {
    let found = version.parse().is_ok_and(|known| library.get(id, known).is_some());
    if !found {
        tracing::error!(kind, %row, instrument = id, version, "left out of a search: its version is not in the library");
    }
    found
}

/// What is stored contradicts itself; the error names no answer.
fn broken(what: &str) -> Problem {
    Problem::internal(&std::io::Error::other(what.to_owned()))
}

/// The language of a form.
pub(super) fn in_form(language: Language) -> peil_questionnaires::Language {
    match language {
        Language::Nl => peil_questionnaires::Language::Nl,
        Language::En => peil_questionnaires::Language::En,
    }
}
