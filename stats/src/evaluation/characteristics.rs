//! Sensitivity, specificity, predictive value and false alarms of a rule, as they stood after each session.
//!
//! Only units that were still there at a session count at that session: all of them have then been looked at equally often,
//! and nobody who left early makes a rule look silent.

use std::collections::BTreeMap;

use super::{Proportion, proportion};

/// One session of a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Look {
    /// Whether the rule spoke.
    pub spoke: bool,
    /// Whether what the rule warns of was, or came, true as seen from this session.
    pub truth: bool,
}

/// How what a rule says of a unit is held against the truth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reading {
    /// Once named, named for good: the truth is that of the whole unit, the same at every look.
    Named,
    /// What it says at a session is about that session.
    Then,
}

/// A unit with what a rule said of it and what was true, session by session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judged {
    /// The group that the unit sits in (or is).
    pub cluster: usize,
    /// How its looks are read.
    pub reading: Reading,
    /// Its sessions, the first one first.
    pub looks: Vec<Look>,
}

/// What a rule was worth.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct OperatingCharacteristics {
    /// The session; over whole units the last of the longest.
    pub session: usize,
    /// Share of the true ones of which the rule had spoken.
    pub sensitivity: Proportion,
    /// Share of the others of which it had not.
    pub specificity: Proportion,
    /// Share of those of which it had spoken that are true.
    pub ppv: Proportion,
    /// Share that is true whatever the rule says, at the sessions at which it spoke: what the predictive value is to beat.
    pub base: Option<f64>,
    /// New alarms about others per 100 of their sessions; an alarm that stands on is one alarm.
    pub false_alarms_per_100: Proportion,
    /// Units (or sessions of units) judged.
    pub n: usize,
}

impl OperatingCharacteristics {
    /// False alarms per 100 sessions with the ends of the interval; none without sessions.
    #[must_use]
    pub fn false_alarms(&self) -> Option<(f64, f64, f64)> {
        let rate = self.false_alarms_per_100;
        Some((100.0 * rate.estimate?, 100.0 * rate.lower?, 100.0 * rate.upper?))
    }
}

/// What the rule was worth at a session (counted from 1), over the units that were still there.
#[must_use]
pub fn characteristics(units: &[Judged], session: usize) -> OperatingCharacteristics {
    let there = units.iter().filter(|unit| session > 0 && unit.looks.len() >= session);
    let trials = there.map(|unit| match unit.reading {
        Reading::Named => named(unit, session),
        Reading::Then => then(unit, session),
    });
    of_trials(&trials.collect::<Vec<_>>(), session)
}

/// What the rule was worth over whole units: each once where it was named or not, each session where the session is meant.
#[must_use]
pub fn over_whole(units: &[Judged]) -> OperatingCharacteristics {
    let longest = units.iter().map(|unit| unit.looks.len()).max().unwrap_or(0);
    let trials = units.iter().filter(|unit| !unit.looks.is_empty()).flat_map(|unit| match unit.reading {
        Reading::Named => vec![named(unit, unit.looks.len())],
        Reading::Then => (1..=unit.looks.len()).map(|session| then(unit, session)).collect(),
    });
    of_trials(&trials.collect::<Vec<_>>(), longest)
}

/// What is held against the truth once.
struct Trial {
    cluster: usize,
    /// Those of one place are compared with each other.
    place: usize,
    spoke: bool,
    truth: bool,
    alarms: usize,
    sessions: usize,
}

fn named(unit: &Judged, session: usize) -> Trial {
    let looks = &unit.looks[..session];
    let alarms = (0..session).filter(|place| begins(looks, *place)).count();
    let truth = looks.last().is_some_and(|look| look.truth);
    let spoke = looks.iter().any(|look| look.spoke);
    Trial { cluster: unit.cluster, place: 0, spoke, truth, alarms, sessions: session }
}

fn then(unit: &Judged, session: usize) -> Trial {
    let Look { spoke, truth } = unit.looks[session - 1];
    let alarms = usize::from(begins(&unit.looks, session - 1));
    Trial { cluster: unit.cluster, place: session, spoke, truth, alarms, sessions: 1 }
}

/// Whether the rule begins to speak at this place.
fn begins(looks: &[Look], place: usize) -> bool {
    looks[place].spoke && !place.checked_sub(1).is_some_and(|before| looks[before].spoke)
}

fn of_trials(trials: &[Trial], session: usize) -> OperatingCharacteristics {
    let of = |truth: bool| trials.iter().filter(move |trial| trial.truth == truth);
    let spoken = || trials.iter().filter(|trial| trial.spoke);
    let one = |trial: &Trial, success: bool| (trial.cluster, usize::from(success), 1);
    OperatingCharacteristics {
        session,
        sensitivity: proportion(of(true).map(|trial| one(trial, trial.spoke))),
        specificity: proportion(of(false).map(|trial| one(trial, !trial.spoke))),
        ppv: proportion(spoken().map(|trial| one(trial, trial.truth))),
        base: base(trials),
        false_alarms_per_100: proportion(of(false).map(|trial| (trial.cluster, trial.alarms, trial.sessions))),
        n: trials.len(),
    }
}

/// The share that is true at each place, weighted by how often the rule spoke there; over all where it never spoke.
#[allow(clippy::cast_precision_loss)] // Counts of units.
fn base(trials: &[Trial]) -> Option<f64> {
    let mut places: BTreeMap<usize, (usize, usize, usize)> = BTreeMap::new();
    for trial in trials {
        let (of_place, so, spoke) = places.entry(trial.place).or_default();
        (*of_place, *so, *spoke) = (*of_place + 1, *so + usize::from(trial.truth), *spoke + usize::from(trial.spoke));
    }
    let silent = places.values().all(|(_, _, spoke)| *spoke == 0);
    let weight = |of_place: usize, spoke: usize| if silent { of_place } else { spoke } as f64;
    let share = |so: usize, of_place: usize| so as f64 / of_place as f64;
    let all: f64 = places.values().map(|(n, _, spoke)| weight(*n, *spoke)).sum();
    let sum: f64 = places.values().map(|(n, so, spoke)| weight(*n, *spoke) * share(*so, *n)).sum();
    (all > 0.0).then(|| sum / all)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unit(cluster: usize, reading: Reading, looks: &[(bool, bool)]) -> Judged {
        let looks = looks.iter().map(|&(spoke, truth)| Look { spoke, truth }).collect();
        Judged { cluster, reading, looks }
    }

    fn stay(cluster: usize, truth: bool, spoke: &[bool]) -> Judged {
        unit(cluster, Reading::Named, &spoke.iter().map(|spoke| (*spoke, truth)).collect::<Vec<_>>())
    }

    fn counts(of: Proportion) -> (usize, usize) {
        (of.successes, of.trials)
    }

    #[test]
    fn a_small_table_is_counted_by_hand() {
        let units = [
            stay(1, true, &[false, true, true, true]),
            stay(1, true, &[false, false]),
            stay(2, false, &[false, false, false, false]),
            stay(2, false, &[true, false, true, false]),
            stay(3, false, &[]),
        ];
        let first = characteristics(&units, 1);
        assert_eq!((counts(first.sensitivity), counts(first.ppv)), ((0, 2), (0, 1)));
        // At the third session one of the true ones is gone: nobody could have named him since.
        let third = characteristics(&units, 3);
        assert_eq!((third.n, counts(third.sensitivity), counts(third.specificity)), (3, (1, 1), (1, 2)));
        assert_eq!(characteristics(&units, 5).n, 0);
        let all = over_whole(&units);
        assert_eq!((all.n, all.session), (4, 4));
        assert_eq!((counts(all.sensitivity), counts(all.specificity), counts(all.ppv)), ((1, 2), (1, 2), (1, 2)));
        // Two alarms in eight sessions of units that were well.
        assert_eq!(counts(all.false_alarms_per_100), (2, 8));
        assert_eq!((all.false_alarms().map(|(rate, _, _)| rate), all.base), (Some(25.0), Some(0.5)));
    }

    #[test]
    fn what_is_about_a_session_is_counted_by_sessions_and_beside_those_of_the_same_age() {
        let units = [
            unit(1, Reading::Then, &[(true, false), (true, true), (false, true)]),
            unit(2, Reading::Then, &[(false, false), (true, false), (true, false)]),
        ];
        let second = characteristics(&units, 2);
        assert_eq!((counts(second.ppv), second.base), ((1, 2), Some(0.5)));
        // An alarm that stands on is not a new one.
        assert_eq!(counts(second.false_alarms_per_100), (1, 1));
        let all = over_whole(&units);
        assert_eq!((all.n, counts(all.sensitivity), counts(all.ppv)), (6, (1, 2), (1, 4)));
        // It spoke once at the first session (none of two true), twice at the second and once at the third (one of two).
        assert_eq!(all.base, Some(0.375));
        assert_eq!(characteristics(&units[..1], 3).base, Some(1.0));
    }
}
