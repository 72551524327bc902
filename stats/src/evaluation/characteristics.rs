//! Sensitivity, specificity, predictive value and false alarms of a rule, as they stood after each session.

use super::{Proportion, proportion};

/// A unit with what a rule said of it, session by session, and what it turned out to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judged {
    /// The group that the unit sits in (or is).
    pub cluster: usize,
    /// Whether what the rule warns of was, or came, true.
    pub truth: bool,
    /// Whether the rule spoke at each session of the unit, the first session first.
    pub spoke: Vec<bool>,
}

/// What a rule was worth after so many sessions.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct OperatingCharacteristics {
    /// Sessions of a unit that count.
    pub session: usize,
    /// Share of the true units of which the rule had spoken.
    pub sensitivity: Proportion,
    /// Share of the other units of which it had not.
    pub specificity: Proportion,
    /// Share of the units of which it had spoken that are true.
    pub ppv: Proportion,
    /// New alarms about other units per 100 of their sessions; an alarm that stands on is one alarm.
    pub false_alarms_per_100: Proportion,
    /// Units judged.
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

/// What the rule was worth when each unit had had `session` sessions (units that ended earlier count with all of theirs).
/// Units without a session are left out.
#[must_use]
pub fn characteristics(units: &[Judged], session: usize) -> OperatingCharacteristics {
    let units: Vec<&Judged> = units.iter().filter(|unit| !unit.spoke.is_empty()).collect();
    let known = |unit: &Judged| session.min(unit.spoke.len());
    let spoken = |unit: &Judged| unit.spoke.iter().take(session).any(|spoke| *spoke);
    let of = |truth: bool| units.iter().filter(move |unit| unit.truth == truth);
    let one = |unit: &Judged, success: bool| (unit.cluster, usize::from(success), 1);
    OperatingCharacteristics {
        session,
        sensitivity: proportion(of(true).map(|unit| one(unit, spoken(unit)))),
        specificity: proportion(of(false).map(|unit| one(unit, !spoken(unit)))),
        ppv: proportion(units.iter().filter(|unit| spoken(unit)).map(|unit| one(unit, unit.truth))),
        false_alarms_per_100: proportion(of(false).map(|unit| (unit.cluster, alarms(unit, session), known(unit)))),
        n: units.len(),
    }
}

/// Times that the rule began to speak within the first sessions.
fn alarms(unit: &Judged, session: usize) -> usize {
    let mut before = false;
    let mut count = 0;
    for &spoke in unit.spoke.iter().take(session) {
        count += usize::from(spoke && !before);
        before = spoke;
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unit(cluster: usize, truth: bool, spoke: &[bool]) -> Judged {
        Judged { cluster, truth, spoke: spoke.to_vec() }
    }

    #[test]
    fn a_small_table_is_counted_by_hand() {
        let units = [
            unit(1, true, &[false, true, true, true]),
            unit(1, true, &[false, false]),
            unit(2, false, &[false, false, false, false]),
            unit(2, false, &[true, false, true, false]),
            unit(3, false, &[]),
        ];
        let first = characteristics(&units, 1);
        assert_eq!((first.sensitivity.successes, first.sensitivity.trials), (0, 2));
        assert_eq!((first.ppv.successes, first.ppv.trials), (0, 1));
        let all = characteristics(&units, 9);
        assert_eq!(all.n, 4);
        assert_eq!((all.sensitivity.successes, all.sensitivity.trials), (1, 2));
        assert_eq!((all.specificity.successes, all.specificity.trials), (1, 2));
        assert_eq!((all.ppv.successes, all.ppv.trials), (1, 2));
        // Two alarms in eight sessions of units that were well.
        assert_eq!((all.false_alarms_per_100.successes, all.false_alarms_per_100.trials), (2, 8));
        assert_eq!(all.false_alarms().map(|(rate, _, _)| rate), Some(25.0));
    }
}
