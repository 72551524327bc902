//! What became of the ended stays of a group, as it is kept between two looks at the own performance.

use peil_stats::{
    evaluation::{Judged, Look, Reading},
    signals::Rule,
};
use serde::{Deserialize, Serialize};

use super::{
    SignalsError, VERSION,
    performance::{Part, Units},
    room::Measure,
};
use crate::store::JudgedGroup;

/// A stay in the eyes of a rule.
#[derive(Serialize, Deserialize)]
struct Unit {
    rule: String,
    part: Part,
    /// Whether each session is meant, and not the stay as a whole.
    then: bool,
    /// A digit a session: 1 where the rule spoke, and 2 more where what it warns of was true.
    looks: String,
}

/// As it is stored; nothing of a group with more stays than can be counted.
pub(super) fn to_store(measure: &Measure, stays: usize, units: &Units) -> Result<JudgedGroup, SignalsError> {
    let unit = |((rule, part), judged): &((Rule, Part), Judged)| Unit {
        rule: rule.id().to_owned(),
        part: *part,
        then: judged.reading == Reading::Then,
        looks: judged.looks.iter().map(digit).collect(),
    };
    Ok(JudgedGroup {
        instrument: measure.instrument.clone(),
        scale: measure.score.clone(),
        module_version: VERSION.to_owned(),
        stays: i32::try_from(stays).unwrap_or(i32::MAX),
        units: serde_json::to_value(units.iter().map(unit).collect::<Vec<_>>())?,
    })
}

/// As it was before it was stored, with the group's place among all.
pub(super) fn from_store(found: JudgedGroup, cluster: usize) -> Result<(usize, Units), SignalsError> {
    let kept: Vec<Unit> = serde_json::from_value(found.units)?;
    let unit = |unit: Unit| {
        let reading = if unit.then { Reading::Then } else { Reading::Named };
        let judged = Judged { cluster, reading, looks: unit.looks.chars().map(look).collect() };
        Some(((unit.rule.parse().ok()?, unit.part), judged))
    };
    Ok((usize::try_from(found.stays).unwrap_or(0), kept.into_iter().filter_map(unit).collect()))
}

fn digit(look: &Look) -> char {
    match (look.spoke, look.truth) {
        (false, false) => '0',
        (true, false) => '1',
        (false, true) => '2',
        (true, true) => '3',
    }
}

fn look(digit: char) -> Look {
    Look { spoke: matches!(digit, '1' | '3'), truth: matches!(digit, '2' | '3') }
}
