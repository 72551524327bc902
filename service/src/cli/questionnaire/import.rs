//! `peil questionnaire import`: FHIR R4 in, a definition or a row of answers out, with a report of everything between.

use std::{fmt::Write, path::Path};

use peil_questionnaires::{
    Answer, Instrument, Language, Library,
    fhir::{self, Beside, Draft, Import, Refusal, Response},
};
use serde_json::Value;

use super::{arguments::ImportArguments, error::QuestionnaireError, source, written};

/// What was made of a document.
struct Made {
    /// The file to write.
    file: String,
    /// What the user must know about it.
    report: String,
}

/// Reads a Questionnaire or a QuestionnaireResponse.
///
/// # Errors
///
/// [`QuestionnaireError`]; then nothing was written.
pub(super) fn run(arguments: &ImportArguments) -> Result<String, QuestionnaireError> {
    let text = source::read(&arguments.file)?;
    let resource: Option<Value> = serde_json::from_str(&text).ok();
    let kind = resource.as_ref().and_then(|resource| resource.get("resourceType")?.as_str());
    let made = if kind == Some("QuestionnaireResponse") {
        let named = resource.as_ref().and_then(|resource| resource.get("questionnaire")?.as_str());
        response(arguments, &text, named)?
    } else {
        match questionnaire(arguments, &arguments.file, &text)? {
            Import::Own(own) => own_definition(own.instrument())?,
            Import::Foreign(draft) => drafted(&arguments.file, &draft),
        }
    };
    let Made { file, report } = made;
    match &arguments.output {
        Some(path) => {
            written::new_file(path, &file)?;
            Ok(format!("{report}Wrote {}.\n", path.display()))
        }
        None => {
            eprint!("{report}");
            Ok(file)
        }
    }
}

fn refused(path: &Path) -> impl Fn(Refusal) -> QuestionnaireError + '_ {
    |source| QuestionnaireError::Refused { path: path.to_owned(), source: Box::new(source) }
}

fn questionnaire(arguments: &ImportArguments, path: &Path, text: &str) -> Result<Import, QuestionnaireError> {
    let value_sets: Vec<String> =
        arguments.value_set.iter().map(|path| source::read(path)).collect::<Result<_, _>>()?;
    let value_sets: Vec<&str> = value_sets.iter().map(String::as_str).collect();
    let beside = Beside { value_sets: &value_sets, unnamed_language: arguments.language.map(Language::from) };
    fhir::import_questionnaire(text, &beside).map_err(refused(path))
}

fn own_definition(instrument: &Instrument) -> Result<Made, QuestionnaireError> {
    let (id, version) = (instrument.id(), instrument.version());
    let report = format!("Our own export of {id} {version}, unchanged.\n");
    Ok(Made { file: instrument.to_toml()?, report })
}

fn drafted(path: &Path, draft: &Draft) -> Made {
    let report = draft.report();
    let mut said = report.to_string();
    let _ = writeln!(
        said,
        "A draft: {} parts imported, {} kept, {} warnings. Keep {}: what the draft does not have stands only there.\n\
         `peil questionnaire check` says what is left to do.",
        report.imported().len(),
        report.kept().len(),
        report.warnings().len(),
        path.display()
    );
    Made { file: draft.definition().to_owned(), report: said }
}

/// Answers, read against the questionnaire that was named, or the one that ships with Peil and is named in the document.
fn response(arguments: &ImportArguments, text: &str, named: Option<&str>) -> Result<Made, QuestionnaireError> {
    let path = &arguments.file;
    let answered = |asked: &fhir::Questionnaire<'_>| fhir::import_response(text, asked).map_err(refused(path));
    match &arguments.questionnaire {
        Some(file) if file.ends_with(".json") => {
            let file = Path::new(file);
            match questionnaire(arguments, file, &source::read(file)?)? {
                Import::Own(own) => {
                    let instrument = own.instrument();
                    Ok(row(instrument, &answered(&fhir::Questionnaire::own(instrument))?))
                }
                Import::Foreign(draft) => {
                    Ok(row(draft.instrument(), &answered(&fhir::Questionnaire::drafted(&draft))?))
                }
            }
        }
        Some(named) => {
            let instrument = source::instrument(named)?;
            Ok(row(&instrument, &answered(&fhir::Questionnaire::own(&instrument))?))
        }
        None => {
            let nobody = || QuestionnaireError::NoQuestionnaire { path: path.clone() };
            let library = Library::embedded()?;
            let canonical = |one: &Instrument| format!("{}|{}", fhir::canonical_url(one), one.version());
            let instrument = library.iter().find(|one| Some(canonical(one).as_str()) == named).ok_or_else(nobody)?;
            Ok(row(instrument, &answered(&fhir::Questionnaire::own(instrument))?))
        }
    }
}

/// A header and one row, as `score` reads them, and what became of the totals.
fn row(instrument: &Instrument, response: &Response) -> Made {
    let mut columns = Vec::new();
    for (name, value) in [("subject", response.subject()), ("authored", response.authored())] {
        columns.extend(value.filter(|_| instrument.item(name).is_none()).map(|value| (name, value.to_owned())));
    }
    columns.extend(instrument.items().iter().map(|item| {
        let answer = response.answers().answer(item.id()).map(|answer| match answer {
            Answer::Number(value) => value.to_string(),
            Answer::Text(words) => words.clone(),
        });
        (item.id(), answer.unwrap_or_default())
    }));
    let line = |fields: Vec<&str>| fields.into_iter().map(quoted).collect::<Vec<_>>().join(",") + "\n";
    let header = line(columns.iter().map(|(name, _)| *name).collect());
    let fields = line(columns.iter().map(|(_, field)| field.as_str()).collect());
    Made { file: header + &fields, report: totals(response) }
}

fn quoted(field: &str) -> String {
    if field.contains(['"', ',', '\n', '\r']) {
        format!("\"{}\"", field.replace('"', "\"\""))
    } else {
        field.to_owned()
    }
}

fn totals(response: &Response) -> String {
    let mut said = response.report().to_string();
    for total in response.totals() {
        let recomputed = total.recomputed.map_or("no score".to_owned(), |value| value.to_string());
        let verdict = if total.agrees() { "agrees" } else { "DIFFERS: the recomputed one counts" };
        let _ =
            writeln!(said, "total     {}: stored {}, recomputed {recomputed}: {verdict}", total.score, total.stored);
    }
    let state = if response.submitted() { "handed in" } else { "not handed in" };
    let _ = writeln!(
        said,
        "A form that was {state}: {} answers, {} totals.",
        response.answers().len(),
        response.totals().len()
    );
    said
}
