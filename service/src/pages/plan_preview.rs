//! What a plan means for one member: what is asked session by session, and how long it takes.

use std::collections::BTreeSet;

use jiff::{ToSpan, civil::Date};
use peil_questionnaires::{Instrument, Library};

use crate::domain::{Meeting, OccasionKind, Plan, Planned, Stay};

/// Sessions of a group of which nobody said how many there will be.
const USUAL_SESSIONS: i16 = 12;
/// Sessions that are looked at, at most.
const MOST_SESSIONS: i16 = 60;
/// Seconds for one item of an instrument that does not say how long it takes.
const SECONDS_AN_ITEM: u32 = 10;
/// A session's forms should take no longer, in seconds.
pub(super) const LONG: u32 = 180;

/// Sessions that ask the same.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Stretch {
    /// The first.
    pub(super) from: i16,
    /// The last.
    pub(super) to: i16,
    /// What is asked: ids of instruments, in the order of asking.
    pub(super) asked: Vec<String>,
    /// How long it takes, in seconds.
    pub(super) seconds: u32,
}

/// Session by session for a member who starts at the first, comes always, answers everything and stays to the end.
pub(super) fn preview(library: &Library, plan: &Plan, planned_sessions: Option<i16>) -> Vec<Stretch> {
    let last = planned_sessions.unwrap_or(USUAL_SESSIONS).clamp(1, MOST_SESSIONS);
    let mut answered = BTreeSet::new();
    let mut stretches: Vec<Stretch> = Vec::new();
    for number in 1..=last {
        let held_on = Date::constant(2000, 1, 1).saturating_add((7 * i64::from(number)).days());
        let meeting = Meeting { number, held_on, planned_sessions: Some(last) };
        let visits = usize::try_from(number - 1).unwrap_or(0);
        let stay = Stay { visits, planned_end_on: None, answered: answered.clone() };
        let due = plan.due(meeting, &stay);
        answered.extend(due.iter().map(|row| (row.instrument.clone(), row.occasion.kind())));
        let asked: Vec<String> = due.iter().map(|row| row.instrument.clone()).collect();
        match stretches.last_mut().filter(|stretch| stretch.asked == asked) {
            Some(stretch) => stretch.to = number,
            None => {
                let seconds = due.iter().map(|row| seconds_of(library, row)).sum();
                stretches.push(Stretch { from: number, to: number, asked, seconds });
            }
        }
    }
    stretches
}

/// What is asked after leaving, in the order of weeks: the weeks and the instrument.
pub(super) fn follow_ups(plan: &Plan) -> Vec<(i16, String)> {
    let rows = plan.rows().iter().filter(|row| row.occasion.kind() == OccasionKind::FollowUp);
    let mut found: Vec<(i16, String)> =
        rows.filter_map(|row| Some((row.occasion.weeks()?.get(), row.instrument.clone()))).collect();
    found.sort();
    found
}

fn seconds_of(library: &Library, row: &Planned) -> u32 {
    let version = row.version.parse().ok();
    version.and_then(|version| library.get(&row.instrument, version)).map_or(0, duration)
}

/// How long an instrument takes, in seconds: as it says, or by its number of items.
fn duration(instrument: &Instrument) -> u32 {
    let items = u32::try_from(instrument.items().len()).unwrap_or(u32::MAX);
    instrument.duration_seconds().unwrap_or(items.saturating_mul(SECONDS_AN_ITEM))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::collect::PLAN_TEMPLATES;

    fn shown(template: &str, sessions: Option<i16>) -> Vec<String> {
        let library = Library::embedded().unwrap();
        let template = PLAN_TEMPLATES.iter().find(|one| one.id == template).unwrap();
        let stretches = preview(&library, &template.plan(&library), sessions);
        let line = |one: &Stretch| format!("{}-{} {} {}", one.from, one.to, one.asked.join("+"), one.seconds);
        stretches.iter().map(line).collect()
    }

    #[test]
    fn sessions_that_ask_the_same_stand_together() {
        assert_eq!(shown("short", Some(20)), ["1-20 peil-session 60"]);
        let every_fourth =
            ["1-1 peil-session+phq-9 240", "2-4 peil-session 60", "5-5 peil-session+phq-9 240", "6-8 peil-session 60"];
        assert_eq!(shown("short-phq9", Some(8)), every_fourth);
        let start_end =
            ["1-1 peil-start+phq-9+peil-session 360", "2-11 peil-session 60", "12-12 peil-session+phq-9 240"];
        assert_eq!(shown("start-end", None), start_end);
    }
}
