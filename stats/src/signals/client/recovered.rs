//! REC: recovered for a while, ready to review (ours).

use crate::change::{Category, classify};
use crate::signals::{ClientCourse, Evidence, Finding, Level, Rule, Scale, Settings};

/// Recovered (clinical at x₀, functional now, reliably better) at enough measured sessions in a row.
pub(super) fn find(course: ClientCourse<'_>, scale: &Scale, settings: &Settings) -> Option<Finding> {
    let (start, now) = (course.start()?.1, course.newest()?.1);
    let (reliable, cutoff) = (scale.limit?, scale.cutoff?);
    let recovered = |score: f64| {
        let change = classify(start, score, scale.direction, reliable, Some(cutoff));
        change.is_ok_and(|change| change.category == Category::Recovered)
    };
    let times = course.measured().rev().take_while(|(_, score)| recovered(*score)).count();
    let limit = settings.recovered_held.max(1);
    if times < limit {
        return None;
    }
    Some(Finding {
        rule: Rule::Recovered,
        level: Level::Note,
        value: now,
        limit: cutoff.value(),
        evidence: Evidence::Recovered { start, now, cutoff: cutoff.value(), times, limit },
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::signals::example::{found, weekly};

    fn rec(scores: &[f64]) -> bool {
        found(Rule::Recovered, &weekly(scores)).is_some()
    }

    #[test]
    fn recovery_must_hold_at_three_measured_sessions() {
        assert!(!rec(&[15.0, 9.0, 9.0]));
        assert!(rec(&[15.0, 9.0, 9.0, 9.0]));
        assert!(!rec(&[15.0, 9.0, 9.0, 10.0, 9.0]));
        assert!(!rec(&[15.0, 9.0, 9.0, 9.0, 10.0]));
    }

    #[test]
    fn it_takes_a_clinical_start_and_a_reliable_change() {
        assert!(!rec(&[14.0, 9.0, 9.0, 9.0]));
        assert!(!rec(&[9.0, 1.0, 1.0, 1.0]));
        assert!(rec(&[10.0, 4.0, 4.0, 4.0]));
    }
}
