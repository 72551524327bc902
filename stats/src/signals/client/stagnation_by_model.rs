//! STAG-P: little chance of reliable improvement by the planned end (ours).

use crate::expected::ExpectedCourse;
use crate::signals::{ClientCourse, Evidence, Finding, Level, Rule, Scale, Settings};

/// Scores after x₀ from which the client's own curve is asked: one score says little about a level and a slope.
const SCORES_AFTER_START: usize = 2;

/// P(d·(score at the planned end − x₀) ≥ RCI | scores) below the setting, while the planned end lies ahead and the
/// client is not in the functional range (where no reliable improvement may be possible or needed).
///
/// The probability is about a score at that moment, noise included, since an improvement is seen in scores; x₀ is taken as it
/// was measured.
pub(super) fn find(
    course: ClientCourse<'_>,
    scale: &Scale,
    expected: &ExpectedCourse,
    settings: &Settings,
) -> Option<Finding> {
    let ((first, start), (last, now)) = (course.start()?, course.newest()?);
    let points = scale.limit?.points();
    let end = course.planned_end().filter(|end| *end > last.weeks)?;
    if scale.is_clinical(now) == Some(false) {
        return None;
    }
    let after: Vec<(f64, f64)> =
        course.measured().skip(1).map(|(visit, score)| (visit.weeks - first.weeks, score)).collect();
    if after.len() < SCORES_AFTER_START {
        return None;
    }
    let curve = expected.own_curve(start, &after);
    let weeks_at_end = end - first.weeks;
    let probability = expected.chance_of_improvement(&curve, start, weeks_at_end, points);
    let limit = settings.stagnation_probability;
    if probability >= limit {
        return None;
    }
    let expected_at_end = curve.mean(weeks_at_end);
    let deviation = expected.score_deviation(&curve, weeks_at_end);
    Some(Finding {
        rule: Rule::StagnationByModel,
        level: Level::Watch,
        value: probability,
        limit,
        evidence: Evidence::StagnationByModel { probability, limit, points, expected_at_end, deviation, weeks_at_end },
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::signals::example::{expected, expected_turned, found_in, phq9, turned, weekly};
    use crate::signals::{Visit, client_findings};

    fn by_model(scores: &[f64], end: Option<f64>) -> Option<Finding> {
        let visits = weekly(scores);
        let one =
            found_in(Rule::StagnationByModel, ClientCourse::new(&visits, end).unwrap(), phq9(), Some(&expected()));
        let other: Vec<Visit> = visits.iter().map(|v| Visit { score: v.score.map(|s| 27.0 - s), ..*v }).collect();
        let course = ClientCourse::new(&other, end).unwrap();
        let mirrored = found_in(Rule::StagnationByModel, course, turned(), Some(&expected_turned()));
        assert_eq!(one.is_some(), mirrored.is_some());
        one
    }

    #[test]
    fn a_client_who_stays_where_he_was_has_little_chance() {
        let finding = by_model(&[20.0, 21.0, 21.0, 22.0, 21.0, 22.0], Some(12.0)).unwrap();
        let Evidence::StagnationByModel { probability, expected_at_end, deviation, weeks_at_end, points, .. } =
            finding.evidence
        else {
            unreachable!()
        };
        assert!(probability < 0.2 && finding.value == probability && weeks_at_end == 12.0);
        // The probability is the tail of the curve's own normal distribution at the end.
        let z = (20.0 - expected_at_end - points) / deviation;
        let tail = statrs::distribution::ContinuousCDF::cdf(&statrs::distribution::Normal::standard(), z);
        assert!((tail - probability).abs() < 1e-12);
        assert!(by_model(&[20.0, 16.0, 14.0, 13.0, 12.0, 11.0], Some(12.0)).is_none());
    }

    #[test]
    fn the_end_must_be_planned_and_lie_ahead() {
        let scores = [20.0, 21.0, 21.0, 22.0, 21.0, 22.0];
        assert!(by_model(&scores, None).is_none());
        assert!(by_model(&scores, Some(5.0)).is_none());
        assert!(by_model(&scores, Some(5.1)).is_some());
    }

    #[test]
    fn two_scores_after_the_first_are_needed_and_the_functional_range_is_no_stagnation() {
        assert!(by_model(&[20.0, 25.0], Some(12.0)).is_none());
        assert!(by_model(&[20.0, 25.0, 25.0], Some(12.0)).is_some());
        assert!(by_model(&[8.0, 8.0, 9.0, 9.0], Some(6.0)).is_none());
        assert!(by_model(&[9.0, 10.0, 10.0, 10.0], Some(6.0)).is_some());
    }

    #[test]
    fn a_probability_of_exactly_the_setting_is_not_below_it() {
        let visits = weekly(&[20.0, 21.0, 21.0, 22.0]);
        let course = ClientCourse::new(&visits, Some(12.0)).unwrap();
        let at = |limit: f64| {
            let settings = Settings { stagnation_probability: limit, ..Settings::default() };
            let all = client_findings(course, &phq9(), Some(&expected()), &settings);
            all.into_iter().find(|finding| finding.rule == Rule::StagnationByModel)
        };
        let probability = at(1.0).unwrap().value;
        assert!(at(probability).is_none());
        assert!(at(probability.next_up()).is_some());
    }
}
