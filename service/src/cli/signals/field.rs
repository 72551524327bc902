//! What stands in a field. No message tells what stands there: it may be somebody's answer.

use jiff::civil::Date;
use peil_stats::{
    dropout::{Competing, Ending},
    signals::{Form, Presence},
};

/// Whether a field holds nothing.
pub(in crate::cli) fn is_missing(text: &str) -> bool {
    text.is_empty() || text == "NA"
}

/// A number, none where the field is empty.
pub(in crate::cli) fn number(column: &str, text: &str) -> Result<Option<f64>, String> {
    if is_missing(text) {
        return Ok(None);
    }
    let number: Option<f64> = text.parse().ok();
    number.filter(|number| number.is_finite()).map(Some).ok_or_else(|| {
        let remedy = match text.contains(',') && text.replace(',', ".").parse::<f64>().is_ok() {
            true => "write decimals with a point, 12.5",
            false => "write a number, or leave the field empty where it is missing",
        };
        format!("column `{column}` holds no number; {remedy}")
    })
}

/// A score within the range of its questionnaire, none where the field is empty.
pub(super) fn score(text: &str, range: Option<(f64, f64)>) -> Result<Option<f64>, String> {
    let score = number("score", text)?;
    match (score, range) {
        (Some(score), Some((lowest, highest))) if !(lowest..=highest).contains(&score) => Err(format!(
            "column `score` holds what the questionnaire cannot give; its scores go from {lowest} to {highest}"
        )),
        _ => Ok(score),
    }
}

/// The number of a session, none where the field is empty.
pub(in crate::cli) fn session(text: &str) -> Result<Option<i32>, String> {
    match number("session", text)? {
        None => Ok(None),
        Some(number) if number.fract() == 0.0 && (0.0..=1e6).contains(&number) => Ok(Some(number as i32)),
        Some(_) => Err("column `session` holds no whole number; write which session of the group it was".to_owned()),
    }
}

/// The planned end in weeks since the start of the stay, none where the field is empty.
pub(super) fn planned_end(text: &str) -> Result<Option<f64>, String> {
    match number("planned_end", text)? {
        Some(weeks) if weeks < 0.0 => {
            Err("column `planned_end` lies before the start of the stay; write the weeks from \
                                           the start to the planned end"
                .to_owned())
        }
        weeks => Ok(weeks),
    }
}

/// What became of the questionnaire: completed where there is a score or an answer, else missed unless `asked` says that it
/// was not asked that day.
pub(super) fn form(asked: &str, completed: bool) -> Result<Form, String> {
    match (asked.to_lowercase().as_str(), completed) {
        ("0" | "0.0" | "no" | "false" | "nee" | "onwaar", false) => Ok(Form::NotAsked),
        ("0" | "0.0" | "no" | "false" | "nee" | "onwaar", true) => Err(
            "column `asked` says that nothing was asked, and the row holds a score or an answer; correct one of the \
                 two"
            .to_owned(),
        ),
        ("" | "na" | "1" | "1.0" | "yes" | "true" | "ja" | "waar", completed) => {
            Ok(if completed { Form::Completed } else { Form::Missed })
        }
        _ => Err("column `asked` is not understood; write 1 where the questionnaire was asked at that session, and 0 \
                  where it was not"
            .to_owned()),
    }
}

/// Whether the client came; who gave a score was there.
pub(super) fn presence(text: &str, scored: bool) -> Result<Presence, String> {
    match text.to_lowercase().as_str() {
        "" | "na" if scored => Ok(Presence::Present),
        "" | "na" => Ok(Presence::NotRecorded),
        "1" | "1.0" | "yes" | "true" | "ja" | "waar" | "present" | "aanwezig" => Ok(Presence::Present),
        "0" | "0.0" | "no" | "false" | "nee" | "onwaar" | "absent" | "afwezig" => Ok(Presence::Absent),
        "absent_with_notice" | "notice" => Ok(Presence::AbsentWithNotice),
        "absent_without_notice" | "no_notice" => Ok(Presence::AbsentWithoutNotice),
        _ => Err("column `attended` is not understood; write 1 or 0, or `absent_with_notice` or \
                  `absent_without_notice` where that is known"
            .to_owned()),
    }
}

/// How the stay ended after this row.
pub(super) fn ending(text: &str) -> Result<Ending, String> {
    match text.to_lowercase().as_str() {
        "" | "na" | "0" | "0.0" | "no" | "false" | "nee" | "onwaar" | "running" => Ok(Ending::Running),
        "1" | "1.0" | "yes" | "true" | "ja" | "waar" | "dropout" | "unilateral" => Ok(Ending::Dropout),
        "completed" | "planned" => Ok(Ending::Competing(Competing::Planned)),
        "agreed" => Ok(Ending::Competing(Competing::Agreed)),
        _ => Err(
            "column `ended` is not understood; in the last row of a client write `dropout` (or 1) where the client \
                  stayed away, `completed` at the planned end, `agreed` for an agreed earlier end, and 0 or nothing \
                  while it runs"
                .to_owned(),
        ),
    }
}

/// A day, none where the field is empty.
pub(super) fn date(text: &str) -> Result<Option<Date>, String> {
    if is_missing(text) {
        return Ok(None);
    }
    text.parse().map(Some).map_err(|_| "column `date` holds no date; write it as 2026-03-09".to_owned())
}
