//! RISK: the questionnaire's own alerts, where the file holds its items.

use peil_questionnaires::{Answer, Answers, Decimal, Instrument, Level, Moment, alerts};

use super::{LongFile, Measure, SignalsError, long_file::AnsweredRow};

/// The rule's name, and its version as the service stores it.
pub(super) const RISK: &str = "RISK";
pub(super) const RISK_VERSION: &str = "2";

/// An answer that asks for a talk.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Alerted {
    /// Place of the group in the study.
    pub(super) group: usize,
    /// Place of the client in the group.
    pub(super) member: usize,
    /// The session.
    pub(super) session: i32,
    /// The number of the question in the questionnaire, from 1.
    pub(super) question: usize,
    /// Whether it is about safety.
    pub(super) safety: bool,
    /// The answer.
    pub(super) value: f64,
    /// The answer from which the alert is raised.
    pub(super) limit: Option<f64>,
}

/// Every alert of the rows that hold items. Only what was answered: an item without an answer raises nothing here, since a
/// file does not tell an open answer from a question that was not asked.
pub(super) fn of(measure: &Measure, file: &LongFile) -> Result<Vec<Alerted>, SignalsError> {
    let Some(instrument) = &measure.instrument else { return Ok(Vec::new()) };
    let (mut raised, mut faults) = (Vec::new(), Vec::new());
    for row in &file.answers {
        match answers(instrument, row) {
            Ok(answers) => raised.extend(of_row(instrument, row, &answers)),
            Err(item) => faults.push(format!(
                "{}, line {}: column `{item}` holds no answer to that item; correct it, or leave it empty if it was left open",
                file.path, row.line
            )),
        }
    }
    if faults.is_empty() { Ok(raised) } else { Err(SignalsError::fields(faults, 20)) }
}

fn answers(instrument: &Instrument, row: &AnsweredRow) -> Result<Answers, String> {
    let mut given = Vec::new();
    for (id, field) in &row.items {
        let Some(item) = instrument.items().iter().find(|item| item.id() == id) else { continue };
        // Words raise nothing.
        if item.scale().is_text() {
            continue;
        }
        let value: Option<Decimal> = field.parse().ok();
        let value = value.filter(|value| item.scale().accept(*value).is_ok()).ok_or_else(|| id.clone())?;
        given.push((item.id(), Answer::Number(value)));
    }
    // Each answer was looked at and each column is there once: nothing is left to be refused.
    Answers::mixed(instrument, given).map_err(|_| String::new())
}

fn of_row(instrument: &Instrument, row: &AnsweredRow, answers: &Answers) -> Vec<Alerted> {
    let found = alerts(instrument, answers, Moment::OnSave).into_iter().filter_map(|raised| {
        let when = raised.alert().when();
        let item = when.item()?;
        Some(Alerted {
            group: row.group,
            member: row.member,
            session: row.session,
            question: 1 + instrument.items().iter().position(|one| one.id() == item)?,
            safety: raised.alert().level() == Level::Safety,
            value: raised.value()?.to_f64(),
            limit: when.value().map(Decimal::to_f64),
        })
    });
    found.collect()
}
