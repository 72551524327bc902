//! REL: an improvement that was lost again (ours).

use crate::signals::{ClientCourse, Evidence, Finding, Level, Rule, Scale, Settings};

/// Reliable improvement on x₀ was held at enough measured sessions in a row before this one, and the newest score is worse
/// than the best so far by the reliable change.
pub(super) fn find(course: ClientCourse<'_>, scale: &Scale, settings: &Settings) -> Option<Finding> {
    let (start, now) = (course.start()?.1, course.newest()?.1);
    let limit = scale.limit?.points();
    let (mut best, mut run, mut longest) = (start, 0_usize, 0_usize);
    for (_, score) in course.until(course.visits().len().saturating_sub(1)).measured() {
        if scale.improvement(best, score) > 0.0 {
            best = score;
        }
        run = if scale.reliably_better(scale.improvement(start, score))? { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    let change = scale.improvement(best, now);
    if longest < settings.relapse_held.max(1) || !scale.reliably_worse(change)? {
        return None;
    }
    Some(Finding {
        rule: Rule::Relapse,
        level: Level::Attention,
        value: change,
        limit: -limit,
        evidence: Evidence::Relapse { best, now, change, limit },
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::signals::example::{found, weekly};

    fn rel(scores: &[f64]) -> Option<Finding> {
        found(Rule::Relapse, &weekly(scores))
    }

    #[test]
    fn a_held_improvement_must_be_lost_by_the_reliable_change() {
        assert!(rel(&[20.0, 14.0, 14.0, 19.0]).is_none());
        let finding = rel(&[20.0, 14.0, 14.0, 20.0]).unwrap();
        assert_eq!((finding.value, finding.limit), (-6.0, -6.0));
    }

    #[test]
    fn the_improvement_must_have_been_held_at_two_sessions_in_a_row() {
        assert!(rel(&[20.0, 14.0, 20.0]).is_none());
        assert!(rel(&[20.0, 14.0, 15.0, 14.0, 20.0]).is_none());
        assert!(rel(&[20.0, 13.0, 14.0, 18.0, 20.0]).is_some());
        assert!(rel(&[20.0, 15.0, 15.0, 21.0]).is_none());
    }

    #[test]
    fn the_loss_counts_from_the_best_score() {
        let Evidence::Relapse { best, .. } = rel(&[20.0, 12.0, 9.0, 13.0, 15.0]).unwrap().evidence else {
            unreachable!()
        };
        assert_eq!(best, 9.0);
    }
}
