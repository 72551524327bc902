//! `peil questionnaire score`: a CSV file of answers in, the scores of every row out.

use std::path::Path;

use peil_questionnaires::{Instrument, Moment, NotScored, Outcome, RaisedAlert, ScoreOutcome, Scorer, alerts};
use serde::Serialize;
use serde_json::{Map, Value, json};

use super::{
    answers::{AnswerFile, AnswerRow},
    arguments::{ScoreArguments, ScoreFormat},
    error::QuestionnaireError,
    source,
};

const ALERTS: &str = "alerts";

/// One row with what became of it.
struct Scored<'a> {
    row: &'a AnswerRow,
    outcomes: Vec<ScoreOutcome>,
    alerts: Vec<RaisedAlert<'a>>,
}

/// Reads and scores.
///
/// # Errors
///
/// [`QuestionnaireError`] for the definition or any field of the answers.
pub(super) fn run(arguments: &ScoreArguments) -> Result<String, QuestionnaireError> {
    let instrument = source::instrument(&arguments.source)?;
    let file = AnswerFile::read(Path::new(&arguments.answers), &instrument, &names(&instrument))?;
    let scorer = Scorer::new(&instrument);
    let scored: Vec<Scored<'_>> = file
        .rows
        .iter()
        .map(|row| Scored {
            row,
            outcomes: scorer.score(&row.answers),
            alerts: alerts(&instrument, &row.answers, Moment::OnSubmit),
        })
        .collect();
    match arguments.format {
        ScoreFormat::Text => Ok(table(&instrument, &file.kept, &scored)),
        ScoreFormat::Csv => rows(&instrument, &file.kept, &scored),
        ScoreFormat::Json => array(&file.kept, &scored),
    }
}

/// The columns of the result beside those that are kept.
fn names(instrument: &Instrument) -> Vec<String> {
    let parts = ["", "_outcome", "_reason", "_band"];
    let of_score = |id: &str| parts.map(|part| format!("{id}{part}"));
    let scores = instrument.scores().iter().flat_map(|score| of_score(score.id()));
    scores.chain([ALERTS.to_owned()]).collect()
}

/// What became of a score in one word, and why it is not complete.
fn said(outcome: &Outcome) -> (&'static str, String) {
    match outcome {
        Outcome::Complete { .. } => ("complete", String::new()),
        Outcome::Prorated { answered, items, .. } => ("prorated", format!("{answered} of {items} answered")),
        Outcome::NotScored(reason) => ("none", reason.to_string()),
    }
}

fn rows(instrument: &Instrument, kept: &[String], scored: &[Scored<'_>]) -> Result<String, QuestionnaireError> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(kept.iter().chain(&names(instrument)))?;
    for one in scored {
        let mut record = one.row.kept.clone();
        for outcome in &one.outcomes {
            let (word, reason) = said(outcome.outcome());
            let value = outcome.value().map(|value| value.to_string()).unwrap_or_default();
            record.extend([value, word.to_owned(), reason, outcome.band().unwrap_or_default().to_owned()]);
        }
        record.push(one.alert_ids().join(" "));
        writer.write_record(&record)?;
    }
    let bytes = writer.into_inner().map_err(|error| QuestionnaireError::WriteCsv(error.into_error().into()))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// A score as a program reads it.
#[derive(Serialize)]
struct ScoreWire<'a> {
    score: &'a str,
    outcome: &'static str,
    value: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason_code: Option<Value>,
    band: Option<&'a str>,
}

fn array(kept: &[String], scored: &[Scored<'_>]) -> Result<String, QuestionnaireError> {
    let mut all = Vec::new();
    for one in scored {
        let named = kept.iter().cloned().zip(one.row.kept.iter().map(|field| Value::from(field.as_str())));
        let scores: Vec<ScoreWire<'_>> = one.outcomes.iter().map(wire).collect::<Result<_, _>>()?;
        let alerts: Vec<Value> = one
            .alerts
            .iter()
            .map(|raised| {
                Ok(json!({ "id": raised.alert().id(), "level": raised.alert().level(), "to": raised.recipients() }))
            })
            .collect::<Result<_, serde_json::Error>>()?;
        let columns: Map<String, Value> = named.collect();
        all.push(json!({ "line": one.row.line, "columns": columns, "scores": scores, "alerts": alerts }));
    }
    Ok(serde_json::to_string_pretty(&all)? + "\n")
}

fn wire(outcome: &ScoreOutcome) -> Result<ScoreWire<'_>, serde_json::Error> {
    let (word, reason) = said(outcome.outcome());
    let code = match outcome.outcome() {
        Outcome::NotScored(reason) => Some(code(reason)?),
        Outcome::Complete { .. } | Outcome::Prorated { .. } => None,
    };
    Ok(ScoreWire {
        score: outcome.score(),
        outcome: word,
        value: outcome.value().map(|value| value.to_string()),
        reason: Some(reason).filter(|reason| !reason.is_empty()),
        reason_code: code,
        band: outcome.band(),
    })
}

fn code(reason: &NotScored) -> Result<Value, serde_json::Error> {
    serde_json::to_value(reason)
}

/// A table of aligned columns: those that are kept, the scores, the alerts.
fn table(instrument: &Instrument, kept: &[String], scored: &[Scored<'_>]) -> String {
    let scores = instrument.scores().iter().map(|score| score.id().to_owned());
    let header: Vec<String> =
        ["line".to_owned()].into_iter().chain(kept.iter().cloned()).chain(scores).chain([ALERTS.to_owned()]).collect();
    let body = scored.iter().map(|one| {
        let line = [one.row.line.to_string()].into_iter().chain(one.row.kept.iter().map(|field| on_one_line(field)));
        line.chain(one.outcomes.iter().map(cell)).chain([one.alert_ids().join(" ")]).collect::<Vec<String>>()
    });
    let lines: Vec<Vec<String>> = [header].into_iter().chain(body).collect();
    let width = |column: usize| lines.iter().map(|line| line[column].chars().count()).max().unwrap_or_default();
    let widths: Vec<usize> = (0..lines[0].len()).map(width).collect();
    let mut text = format!("{} {}\n\n", instrument.id(), instrument.version());
    for line in &lines {
        let cells = line.iter().zip(&widths).map(|(cell, width)| format!("{cell:<width$}"));
        text.push_str(cells.collect::<Vec<_>>().join("  ").trim_end());
        text.push('\n');
    }
    text
}

/// A field that would break the table loses its line ends.
fn on_one_line(field: &str) -> String {
    field.chars().map(|one| if one.is_control() { ' ' } else { one }).collect()
}

fn cell(outcome: &ScoreOutcome) -> String {
    let value = outcome.value().map(|value| value.to_string());
    let (word, reason) = said(outcome.outcome());
    let reason = if reason.is_empty() { String::new() } else { format!(" ({reason})") };
    let band = outcome.band().map(|band| format!(", {band}")).unwrap_or_default();
    format!("{}{word}{reason}{band}", value.map(|value| value + " ").unwrap_or_default())
}

impl Scored<'_> {
    fn alert_ids(&self) -> Vec<&str> {
        self.alerts.iter().map(|raised| raised.alert().id()).collect()
    }
}
