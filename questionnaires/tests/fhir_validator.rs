//! What an independent validator says of our exports: PyPI's `fhir.resources`, when the machine has it.
//!
//! Version 6.1.0 of it is FHIR R4 itself, version 7 has R4B, in which our three resources are the same. `PEIL_PYTHON` names
//! the Python that has it; without it `python3` is tried. Where the package is missing the test says so and passes, because
//! it can say nothing.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::io::Write;
use std::process::{Command, Output, Stdio};

use peil_questionnaires::fhir::{self, ObservationDetails, ResponseDetails};
use peil_questionnaires::{Answer, Answers, Instrument, Language, Library, Scale, score};
use serde_json::{Value, json};

const NOT_INSTALLED: i32 = 3;

/// What the validator says of these resources; none when there is no validator.
fn validate(resources: &[Value]) -> Option<Output> {
    let python = std::env::var("PEIL_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fhir_validator/validate.py");
    let mut command = Command::new(&python);
    command.arg(script).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let Ok(mut running) = command.spawn() else {
        eprintln!("SKIPPED: {python} is not there, so no independent validator looked at the exports");
        return None;
    };
    let lines: String = resources.iter().map(|resource| format!("{resource}\n")).collect();
    let mut to_validator = running.stdin.take().unwrap();
    // Written beside, because it answers while it reads. If it ends at once its exit says why.
    let writing = std::thread::spawn(move || drop(to_validator.write_all(lines.as_bytes())));
    let output = running.wait_with_output().unwrap();
    writing.join().unwrap();
    if output.status.code() == Some(NOT_INSTALLED) {
        eprintln!(
            "SKIPPED: {python} has no fhir.resources (pip install 'fhir.resources==6.1.0' 'pydantic<2'); set PEIL_PYTHON to one that has"
        );
        return None;
    }
    Some(output)
}

/// Answers to every `every`-th item, the highest there is.
fn some_answers(instrument: &Instrument, every: usize) -> Answers {
    let given = instrument.items().iter().step_by(every).map(|item| {
        let answer = match item.scale() {
            Scale::Text { .. } => Answer::Text("<one> & \"two\"".to_owned()),
            scale => Answer::Number(scale.max()),
        };
        (item.id(), answer)
    });
    Answers::mixed(instrument, given).unwrap()
}

fn exports(instrument: &Instrument) -> Vec<Value> {
    let mut resources = vec![fhir::questionnaire(instrument).unwrap()];
    for (every, language) in [(1, Language::En), (2, Language::Nl), (100, Language::En)] {
        let answers = some_answers(instrument, every);
        let (subject, when) = (Some("Patient/7"), Some("2026-03-02T10:00:00+01:00"));
        let details = ResponseDetails { id: Some("r1"), subject, authored: when, language, submitted: every == 1 };
        resources.push(fhir::response(instrument, &answers, &details).unwrap());
        let details =
            ObservationDetails { response: Some("QuestionnaireResponse/r1"), subject, effective: when, language };
        resources.extend(fhir::observations(instrument, &score(instrument, &answers), &details).unwrap());
    }
    resources
}

#[test]
fn an_independent_validator_accepts_every_export() {
    let library = Library::embedded().unwrap();
    let every = Instrument::parse(include_str!("definitions/every-method.toml")).unwrap();
    let resources: Vec<Value> = library.iter().chain([&every]).flat_map(exports).collect();
    if let Some(output) = validate(&resources) {
        let said = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{said}");
        eprintln!("{said}");
        assert!(said.contains(&format!("accepted {}, refused 0", resources.len())), "{said}");
    }
}

/// A validator that accepts everything would show nothing.
#[test]
fn the_validator_refuses_what_is_wrong() {
    let library = Library::embedded().unwrap();
    let mut wrong = fhir::questionnaire(library.latest("phq-9").unwrap()).unwrap();
    wrong["item"][2]["kind"] = json!("choice");
    wrong["status"] = json!(7);
    if let Some(output) = validate(&[wrong]) {
        assert_eq!(output.status.code(), Some(1), "{}", String::from_utf8_lossy(&output.stderr));
    }
}
