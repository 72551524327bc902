//! `peil questionnaire export`: a definition, or answers to it, in another format.

use std::path::Path;

use jiff::{Timestamp, civil::Date};
use peil_questionnaires::{
    Instrument, Language, Scorer,
    fhir::{self, ObservationDetails, ResponseDetails},
};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use uuid::{Builder, Uuid};

use super::{
    answers::{AnswerFile, AnswerRow},
    arguments::{ExportArguments, ExportFormat},
    error::QuestionnaireError,
    source, written,
};

/// Writes the definition or the answers.
///
/// # Errors
///
/// [`QuestionnaireError`]; then nothing was written.
pub(super) fn run(arguments: &ExportArguments) -> Result<String, QuestionnaireError> {
    let instrument = source::instrument(&arguments.source)?;
    let text = match (&arguments.answers, arguments.format) {
        (Some(path), ExportFormat::Fhir) => pretty(&bundle(arguments, path, &instrument)?)?,
        (Some(_), ExportFormat::Toml | ExportFormat::Json) => return Err(QuestionnaireError::AnswersNeedFhir),
        (None, ExportFormat::Fhir) => pretty(&fhir::questionnaire(&instrument)?)?,
        (None, ExportFormat::Toml) => instrument.to_toml()?,
        (None, ExportFormat::Json) => instrument.to_json()? + "\n",
    };
    written::to_file_or_out(arguments.output.as_deref(), text)
}

fn pretty(value: &Value) -> Result<String, serde_json::Error> {
    Ok(serde_json::to_string_pretty(value)? + "\n")
}

/// Every row as a QuestionnaireResponse, with an Observation for each of its scores.
fn bundle(arguments: &ExportArguments, path: &Path, instrument: &Instrument) -> Result<Value, QuestionnaireError> {
    let language = source::language(instrument, arguments.language.map(Language::from))?;
    let file = AnswerFile::read(path, instrument, &[])?;
    let place = |name: &Option<String>| name.as_deref().map(|name| file.kept_place(path, name)).transpose();
    let (subject, authored) = (place(&arguments.subject)?, place(&arguments.authored)?);
    let (mut entries, mut faults) = (Vec::new(), Vec::new());
    let scorer = Scorer::new(instrument);
    for row in &file.rows {
        let mut wrong = |place: usize, remedy: &str| {
            let name = &file.kept[place];
            faults.push(format!("{}, line {}: column `{name}`: {remedy}", path.display(), row.line));
        };
        let subject = subject.filter(|place| !row.kept[*place].is_empty());
        if let Some(place) = subject.filter(|place| !is_id(&row.kept[*place])) {
            wrong(place, "an id in FHIR has 1 to 64 letters, digits, - and .");
        }
        let authored = authored.filter(|place| !row.kept[*place].is_empty());
        if let Some(place) = authored.filter(|place| !is_moment(&row.kept[*place])) {
            wrong(place, "write a day as 2026-03-02, or a moment with its offset as 2026-03-02T10:00:00+01:00");
        }
        let subject = subject.map(|place| format!("Patient/{}", row.kept[place]));
        let authored = authored.map(|place| row.kept[place].as_str());
        entries.extend(of_row(instrument, &scorer, row, subject.as_deref(), authored, language)?);
    }
    if !faults.is_empty() {
        return Err(QuestionnaireError::Fields(faults));
    }
    Ok(json!({ "resourceType": "Bundle", "type": "collection", "entry": entries }))
}

fn of_row(
    instrument: &Instrument,
    scorer: &Scorer<'_>,
    row: &AnswerRow,
    subject: Option<&str>,
    authored: Option<&str>,
    language: Language,
) -> Result<Vec<Value>, QuestionnaireError> {
    let details = ResponseDetails { id: None, subject, authored, language, submitted: true };
    let response = fhir::response(instrument, &row.answers, &details)?;
    let url = name_of(&response, row.line);
    let details = ObservationDetails { response: Some(&url), subject, effective: authored, language };
    let observations = fhir::observations(instrument, &scorer.score(&row.answers), &details)?;
    let mut entries = vec![json!({ "fullUrl": url, "resource": response })];
    entries.extend(
        observations
            .into_iter()
            .map(|observation| json!({ "fullUrl": name_of(&observation, row.line), "resource": observation })),
    );
    Ok(entries)
}

/// A name that the same row of the same file always has.
fn name_of(resource: &Value, line: usize) -> String {
    let digest = Sha256::digest(format!("{line} {resource}"));
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest[..16]);
    let uuid: Uuid = Builder::from_custom_bytes(bytes).into_uuid();
    uuid.urn().to_string()
}

fn is_id(text: &str) -> bool {
    (1..=64).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-.".contains(&byte))
}

/// Whether FHIR takes this as a dateTime: a day, or a moment with its offset.
fn is_moment(text: &str) -> bool {
    let day = text.get(..10).is_some_and(|day| day.parse::<Date>().is_ok());
    let moment = || text.as_bytes().get(10) == Some(&b'T') && text.parse::<Timestamp>().is_ok() && !text.contains('[');
    day && (text.len() == 10 || moment())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_those_of_fhir() {
        for right in ["2026-03-02", "2026-03-02T10:00:00Z", "2026-03-02T10:00:00.5+01:00"] {
            assert!(is_moment(right), "{right}");
        }
        for wrong in ["2026-02-30", "2-3-2026", "2026-03-02T10:00:00", "2026-03-02 10:00:00Z", "20260302", ""] {
            assert!(!is_moment(wrong), "{wrong}");
        }
    }
}
