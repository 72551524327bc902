//! STAG: many sessions without reliable improvement (ours).

use crate::signals::{ClientCourse, Evidence, Finding, Level, Rule, Scale, Settings};

/// Enough sessions attended after the visit of x₀ and enough scores, no reliable improvement, still in the clinical range,
/// and the best of the newest scores not better than the best before them by the asked share of the reliable change.
pub(super) fn find(course: ClientCourse<'_>, scale: &Scale, settings: &Settings) -> Option<Finding> {
    let (start, now) = (course.start()?.1, course.newest()?.1);
    let limit = scale.limit?.points();
    let change = scale.improvement(start, now);
    if !scale.is_clinical(now)? || scale.reliably_better(change)? {
        return None;
    }
    let attended = attended_since_start(course);
    let scores = course.measured().count();
    let progress = progress(course, scale, settings.stagnation_recent)?;
    let needed = settings.stagnation_progress * limit;
    // Scores in tenths are not exact in binary: a progress of exactly what is needed is one.
    let moves = progress >= needed - 1e-9;
    if attended < settings.stagnation_attended || scores < settings.stagnation_scores || moves {
        return None;
    }
    Some(Finding {
        rule: Rule::Stagnation,
        level: Level::Attention,
        value: progress,
        limit: needed,
        evidence: Evidence::Stagnation { start, now, change, limit, attended, scores, progress, needed },
    })
}

fn attended_since_start(course: ClientCourse<'_>) -> usize {
    let after = course.visits().iter().skip_while(|visit| visit.score.is_none()).skip(1);
    after.filter(|visit| visit.attended()).count()
}

/// Best of the newest scores against the best before them, in points of improvement; none when there are none before.
fn progress(course: ClientCourse<'_>, scale: &Scale, newest: usize) -> Option<f64> {
    let start = course.start()?.1;
    let best = |best: Option<f64>, (_, score)| {
        let better = scale.improvement(start, score);
        Some(best.map_or(better, |best| best.max(better)))
    };
    let recent = course.measured().rev().take(newest).fold(None, best)?;
    let before = course.measured().rev().skip(newest).fold(None, best)?;
    Some(recent - before)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::signals::Presence;
    use crate::signals::example::{away, found, found_in, missed, phq9, weekly};

    fn stag(scores: &[f64]) -> Option<Finding> {
        found(Rule::Stagnation, &weekly(scores))
    }

    #[test]
    fn eight_sessions_after_the_first_score_without_progress() {
        assert!(stag(&[15.0; 8]).is_none());
        let finding = stag(&[15.0; 9]).unwrap();
        assert_eq!((finding.value, finding.limit), (0.0, 3.0));
        let Evidence::Stagnation { attended, scores, .. } = finding.evidence else { unreachable!() };
        assert_eq!((attended, scores), (8, 9));
    }

    #[test]
    fn half_a_reliable_change_of_progress_is_movement() {
        let after = |now| stag(&[15.0, 15.0, 15.0, 15.0, 15.0, 15.0, 15.0, 15.0, now]);
        assert!(after(12.0).is_none());
        assert!(after(12.5).is_some());
        // The best of the last four, not the last alone.
        assert!(stag(&[15.0, 15.0, 15.0, 15.0, 15.0, 12.0, 15.0, 15.0, 15.0]).is_none());
        assert!(stag(&[15.0, 15.0, 15.0, 15.0, 12.0, 12.0, 15.0, 15.0, 15.0]).is_some());
    }

    #[test]
    fn reliable_improvement_or_the_functional_range_end_it() {
        let after = |now| stag(&[16.0, now, now, now, now, now, now, now, now]);
        assert!(after(10.0).is_none());
        assert!(after(11.0).is_some());
        let functional = [12.0, 9.0, 9.0, 9.0, 9.0, 9.0, 9.0, 9.0, 9.0];
        assert!(stag(&functional).is_none());
        let visits = weekly(&[15.0; 9]);
        let without = crate::signals::Scale { cutoff: None, ..phq9() };
        assert!(found_in(Rule::Stagnation, ClientCourse::new(&visits, None).unwrap(), without, None).is_none());
    }

    #[test]
    fn absences_do_not_count_as_sessions_and_five_scores_are_needed() {
        let mut visits = weekly(&[15.0; 9]);
        visits[3] = away(3, Presence::AbsentWithNotice);
        assert!(found(Rule::Stagnation, &visits).is_none());
        let with_gaps = |gaps: &[usize]| {
            let mut visits = weekly(&[15.0; 9]);
            for &gap in gaps {
                visits[gap] = missed(i32::try_from(gap).unwrap());
            }
            found(Rule::Stagnation, &visits)
        };
        assert!(with_gaps(&[1, 2, 3, 4]).is_some());
        assert!(with_gaps(&[1, 2, 3, 4, 5]).is_none());
    }
}
