//! Cases from the files of the collection, and made-up ones.

use std::path::Path;

use peil_stats::change::Direction;
use peil_stats::single_case::{Case, Phase, Session};
use serde_json::Value;

use crate::helpers::{Records, read};

/// A stored answer with its cases.
pub(crate) struct Stored {
    pub(crate) id: &'static str,
    pub(crate) answer: Value,
    pub(crate) direction: Direction,
    pub(crate) cases: Vec<Case>,
}

/// File of the answer; columns of time and outcome, of the phase, and which rows of the data it is about.
const FILES: [(&str, &str, &str, &str, Option<&str>); 7] = [
    ("scd_laski", "time", "outcome", "treatment", None),
    ("scd_schutte", "week", "fatigue", "treatment", None),
    ("scd_anglesea", "session", "outcome", "condition", None),
    ("scd_ruiz_pswq", "time", "outcome", "treatment", Some("PSWQ")),
    ("scd_ruiz_dasstotal", "time", "outcome", "treatment", Some("DASS-TOTAL")),
    ("scd_ruiz_depression", "time", "outcome", "treatment", Some("DEPRESSION")),
    ("scd_ruiz_vqprogress", "time", "outcome", "treatment", Some("VQ-PROGRESS")),
];

pub(crate) fn stored(folder: &Path) -> Vec<Stored> {
    FILES.map(|file| one(folder, file)).into_iter().collect()
}

fn one(folder: &Path, (id, time, outcome, phase, measure): (&'static str, &str, &str, &str, Option<&str>)) -> Stored {
    let answer = read(&folder.join(format!("fits/{id}.json")));
    let mut records = Records::read(&folder.join("data").join(answer["data"].as_str().unwrap()));
    if let Some(measure) = measure {
        let place = records.place("measure");
        records.rows.retain(|row| row[place] == measure);
    }
    let [case, time, outcome, phase] = ["case", time, outcome, phase].map(|name| records.place(name));
    let mut named: Vec<(String, Vec<Session>)> = Vec::new();
    for row in &records.rows {
        let phase = if row[phase] == "baseline" { Phase::Baseline } else { Phase::Treatment };
        let session = Session { time: row[time].parse().unwrap(), phase, score: row[outcome].parse().ok() };
        match named.iter_mut().find(|(name, _)| *name == row[case]) {
            Some((_, sessions)) => sessions.push(session),
            None => named.push((row[case].clone(), vec![session])),
        }
    }
    let cases = named.into_iter().map(|(name, mut sessions)| {
        sessions.sort_by(|a, b| a.time.total_cmp(&b.time));
        // A treatment that was withdrawn and given again: the answer takes all of the baseline first.
        if id == "scd_anglesea" {
            sessions.sort_by_key(|session| session.phase);
            (1..).zip(&mut sessions).for_each(|(place, session)| session.time = f64::from(place));
        }
        Case::new(name, &sessions).unwrap()
    });
    let direction = match answer["direction"].as_str().unwrap() {
        "higher is better" => Direction::HigherBetter,
        _ => Direction::LowerBetter,
    };
    Stored { id, direction, cases: cases.collect(), answer }
}

/// A case of given scores, a session a unit of time.
pub(crate) fn case_of(name: &str, baseline: &[f64], treatment: &[f64]) -> Case {
    let phases = [(Phase::Baseline, baseline), (Phase::Treatment, treatment)];
    let scores = phases.into_iter().flat_map(|(phase, scores)| scores.iter().map(move |score| (phase, *score)));
    let sessions: Vec<Session> = (1..)
        .zip(scores)
        .map(|(time, (phase, score))| Session { time: f64::from(time), phase, score: Some(score) })
        .collect();
    Case::new(name, &sessions).unwrap()
}
