//! DET: reliably worse than at the start (Jacobson & Truax 1991).

use crate::signals::{ClientCourse, Evidence, Finding, Level, Rule, Scale, Settings};

/// Δ(x₀) ≤ −RCI at the newest score; confirmed when so at enough measured sessions in a row.
pub(super) fn find(course: ClientCourse<'_>, scale: &Scale, settings: &Settings) -> Option<Finding> {
    let (start, now) = (course.start()?.1, course.newest()?.1);
    let limit = scale.limit?.points();
    let worse = |score: f64| scale.reliably_worse(scale.improvement(start, score)) == Some(true);
    let times = course.measured().rev().take_while(|(_, score)| worse(*score)).count();
    if times == 0 {
        return None;
    }
    let change = scale.improvement(start, now);
    let confirmed = times >= settings.deterioration_confirmed;
    let into_clinical = scale.is_clinical(start).zip(scale.is_clinical(now)).map(|(then, now)| !then && now);
    Some(Finding {
        rule: Rule::Deterioration,
        level: if confirmed { Level::Attention } else { Level::Watch },
        value: change,
        limit: -limit,
        evidence: Evidence::Deterioration { start, now, change, limit, times, confirmed, into_clinical },
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::change::{Reliability, ReliableLimit};
    use crate::signals::example::{found, found_in, missed, phq9, weekly};

    fn det(scores: &[f64]) -> Option<Finding> {
        found(Rule::Deterioration, &weekly(scores))
    }

    #[test]
    fn an_inclusive_published_limit_counts_exactly() {
        assert!(det(&[12.0, 17.0]).is_none());
        let finding = det(&[12.0, 18.0]).unwrap();
        assert_eq!((finding.level, finding.value, finding.limit), (Level::Watch, -6.0, -6.0));
        assert!(det(&[12.0, 6.0]).is_none() && det(&[12.0]).is_none());
    }

    #[test]
    fn a_computed_limit_must_be_exceeded() {
        let reliable = ReliableLimit::Computed(Reliability::new(1.0, 0.5, 6.0).unwrap());
        let at = |now| {
            let visits = weekly(&[12.0, now]);
            let course = ClientCourse::new(&visits, None).unwrap();
            found_in(Rule::Deterioration, course, Scale { limit: Some(reliable), ..phq9() }, None)
        };
        let points = reliable.points();
        assert!(at(12.0 + points - 1e-9).is_none());
        assert!(at(12.0 + points + 1e-9).is_some());
    }

    #[test]
    fn two_measured_sessions_in_a_row_confirm_it() {
        let confirmed = |scores: &[f64]| match det(scores).unwrap().evidence {
            Evidence::Deterioration { times, confirmed, .. } => (times, confirmed),
            other => unreachable!("{other:?}"),
        };
        assert_eq!(confirmed(&[12.0, 18.0]), (1, false));
        assert_eq!(confirmed(&[12.0, 18.0, 19.0]), (2, true));
        assert_eq!(confirmed(&[12.0, 18.0, 17.0, 18.0]), (1, false));
        let mut visits = weekly(&[12.0, 18.0, 0.0, 18.0]);
        visits[2] = missed(2);
        assert_eq!(found(Rule::Deterioration, &visits).unwrap().level, Level::Attention);
    }

    #[test]
    fn nothing_is_judged_at_a_visit_without_a_score() {
        let mut visits = weekly(&[12.0, 18.0]);
        visits.push(missed(2));
        assert!(found(Rule::Deterioration, &visits).is_none());
    }

    #[test]
    fn a_fall_into_the_clinical_range_is_marked() {
        let mark = |scores: &[f64]| match det(scores).unwrap().evidence {
            Evidence::Deterioration { into_clinical, .. } => into_clinical,
            other => unreachable!("{other:?}"),
        };
        assert_eq!(mark(&[5.0, 11.0]), Some(true));
        assert_eq!(mark(&[12.0, 18.0]), Some(false));
    }
}
