//! Observation: scores, computed here from a form or imported with their values.

use std::collections::BTreeSet;

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Data, Path},
};
use peil_questionnaires::{
    Library,
    fhir::{self, KeptScore, ObservationDetails, score_system},
};
use serde_json::Value;
use uuid::Uuid;

use super::{
    FhirBase,
    bundle::{Found, page},
    parameters::Parameters,
    projected, resource,
    responses::{in_form, is_readable, version_of},
    whose::{denied, led_groups, written_down},
};
use crate::{
    clock::SharedClock,
    domain::Language,
    store::{PageOf, ScoreFilter, SharedScoreRow, Store},
    web::{CurrentLogin, OwnLibrary, Problem, ProblemKind},
};

/// What a search knows.
pub(super) const PARAMETERS: [&str; 6] = ["_id", "subject", "patient", "code", "derived-from", "date"];
const ACTION: &str = "read-scores";
const LOINC: &str = "http://loinc.org";

/// `GET /fhir/R4/Observation/{observation_id}`
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
    let filter = ScoreFilter { id: Some(*id), ..ScoreFilter::default() };
    let rows = tenant.shared_scores(&groups, &filter, PageOf { after: None, limit: 1 }).await?;
    let Some(row) = rows.first() else {
        denied(tenant, &login, ACTION, ("score", *id), now).await?;
        return Err(Problem::new(ProblemKind::NotFound));
    };
    let (row, membership, language) = (row.clone(), row.membership, login.who.language);
    let written = projected(move || written(&library, &row, language)).await?;
    written_down(&tenant, &login, ACTION, BTreeSet::from([membership]), now).await?;
    tenant.commit().await?;
    Ok(resource(&written))
}

/// `GET /fhir/R4/Observation`
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
            tenant.shared_scores(&groups, &filter, page).await?
        }
    };
    let (mut rows, more_after) = page(rows, parameters.count, |row| row.id.to_string());
    rows.retain(|row| is_readable(&library, ("Observation", &row.id), &row.instrument, &row.version));
    let language = login.who.language;
    let members = rows.iter().map(|row| row.membership).collect();
    let written = move |row: &SharedScoreRow| Ok((row.id.to_string(), written(&library, row, language)?));
    let resources = projected(move || rows.iter().map(written).collect::<Result<_, Problem>>()).await?;
    written_down(&tenant, &login, ACTION, members, now).await?;
    tenant.commit().await?;
    Ok(Found { kind: "Observation", resources, total: None, more_after }.reply(&base, &parameters))
}

/// What to look for; none when nothing can be found, because an id is nobody's.
fn filter(parameters: &Parameters, library: &Library, zone: &str) -> Result<Option<(ScoreFilter, PageOf)>, Problem> {
    let id = parameters.reference("_id", "Observation")?;
    let (subject, patient) = (parameters.reference("subject", "Patient")?, parameters.reference("patient", "Patient")?);
    let response = parameters.reference("derived-from", "QuestionnaireResponse")?;
    let after = parameters.after.as_deref().map(|after| after.parse::<Uuid>().ok());
    let disagree = subject.is_some() && patient.is_some() && subject != patient;
    if disagree || [id, subject, patient, response, after].contains(&Some(None)) {
        return Ok(None);
    }
    let days = parameters.days("date")?;
    let (from, before) = days.moments(zone);
    let filter = ScoreFilter {
        id: id.flatten(),
        client: subject.or(patient).flatten(),
        scores: parameters.one("code")?.map(|token| scores(library, token)),
        response: response.flatten(),
        from: days.from.zip(from),
        before: days.before.zip(before),
    };
    let limit = i64::try_from(parameters.count + 1).unwrap_or(i64::MAX);
    Ok(Some((filter, PageOf { after: after.flatten(), limit })))
}

/// The scores with a code, ours or LOINC's, with its system or without.
fn scores(library: &Library, token: &str) -> Vec<String> {
    let (system, code) = token.split_once('|').map_or((None, token), |(system, code)| (Some(system), code));
    let own = system.is_none_or(|system| system == score_system());
    let loinc = system.is_none_or(|system| system == LOINC);
    let all = library.iter().flat_map(|instrument| instrument.scores().iter().map(move |score| (instrument, score)));
    let known = all.filter_map(|(instrument, score)| {
        let name = format!("{}.{}", instrument.id(), score.id());
        let meant = (own && name == code) || (loinc && score.loinc() == Some(code));
        meant.then_some(name)
    });
    known.collect()
}

fn written(library: &Library, row: &SharedScoreRow, reader: Language) -> Result<Value, Problem> {
    let instrument = version_of(library, &row.instrument, &row.version)?;
    let subject = format!("Patient/{}", row.client);
    let response = row.response.map(|id| format!("QuestionnaireResponse/{id}"));
    let effective = row.submitted_at.map_or_else(|| row.measured_on.to_string(), |moment| moment.to_string());
    let details = ObservationDetails {
        response: response.as_deref(),
        subject: Some(&subject),
        effective: Some(&effective),
        language: in_form(row.language.unwrap_or(reader)),
    };
    let kept = KeptScore {
        score: &row.scale,
        value: row.value.as_deref().and_then(|value| value.parse().ok()),
        prorated: row.prorated,
        reason: row.reason.as_deref(),
        scoring: &row.scoring_hash,
    };
    let written = fhir::kept_observation(instrument, &kept, &details).map_err(|error| Problem::internal(&error))?;
    let mut written = written.ok_or_else(|| Problem::new(ProblemKind::Internal))?;
    written["id"] = row.id.to_string().into();
    if row.waiting {
        fhir::mark_waiting(&mut written, details.language);
    }
    Ok(written)
}
