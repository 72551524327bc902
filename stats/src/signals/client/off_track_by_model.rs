//! OFF-P: by the client's own curve among the worst to be expected (ours).

use statrs::distribution::{ContinuousCDF, Normal};

use crate::expected::ExpectedCourse;
use crate::signals::{ClientCourse, Evidence, Finding, Level, Rule, Scale, Settings};

/// OFF looks at the newest score alone; this rule weighs all scores of the client, and the more it has the surer it speaks.
///
/// The client's own curve, given all scores so far, is taken some weeks ahead (never beyond what the expected course was
/// fitted on, never before the newest score). There it is held against the curves of clients with the same start:
///
/// better = Φ(d·(expected − own)/s), s² = Var(mean) + Var(random)
///
/// is the share of them who are expected to lie on the better side of it: without σ², since curves are compared and no
/// scores. [`Level::Watch`] above the first setting (¾: the worst quarter), [`Level::Attention`] above the second (9/10: the
/// worst tenth). An own curve of few scores is drawn to the expected one, so early on only a clear course reaches a limit.
///
/// The quarter was chosen on simulated worlds of the seeds 101 to 120, where it finds more of the deteriorating by session 4
/// than the red limit of OFF does, with fewer false alarms over whole stays than the amber one; it is judged on other seeds.
pub(super) fn find(
    course: ClientCourse<'_>,
    scale: &Scale,
    expected: &ExpectedCourse,
    settings: &Settings,
) -> Option<Finding> {
    let ((first, start), (last, _)) = (course.start()?, course.newest()?);
    let after: Vec<(f64, f64)> =
        course.measured().skip(1).map(|(visit, score)| (visit.weeks - first.weeks, score)).collect();
    if after.len() + 1 < settings.off_track_from.max(2) {
        return None;
    }
    let now = last.weeks - first.weeks;
    let then = (now + settings.forecast_weeks).min(expected.parameters().weeks).max(now);
    let (usual, own) = (expected.curve(start), expected.own_curve(start, &after).mean(then));
    let deviation = usual.variance(then).sqrt();
    let below = scale.direction.improvement(own, usual.mean(then)) / deviation;
    // Where nobody differs from the expected course nobody is among the worst.
    let better = if deviation > 0.0 { Normal::standard().cdf(below) } else { return None };
    let (level, limit) = match better {
        _ if better > settings.forecast_attention => (Level::Attention, settings.forecast_attention),
        _ if better > settings.forecast_watch => (Level::Watch, settings.forecast_watch),
        _ => return None,
    };
    let evidence = Evidence::OffTrackByModel { own, expected: usual.mean(then), better, limit, ahead: then - now };
    Some(Finding { rule: Rule::OffTrackByModel, level, value: better, limit, evidence })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::signals::example::{expected, expected_turned, found_in, phq9, turned, weekly};
    use crate::signals::{Visit, client_findings};

    fn by_model(scores: &[f64]) -> Option<Finding> {
        let visits = weekly(scores);
        let found = |visits: &[Visit], scale: Scale, course: &ExpectedCourse| {
            found_in(Rule::OffTrackByModel, ClientCourse::new(visits, None).unwrap(), scale, Some(course))
        };
        let one = found(&visits, phq9(), &expected());
        let other: Vec<Visit> = visits.iter().map(|v| Visit { score: v.score.map(|s| 27.0 - s), ..*v }).collect();
        let mirrored = found(&other, turned(), &expected_turned());
        assert_eq!(one.as_ref().map(|f| f.level), mirrored.as_ref().map(|f| f.level));
        if let (Some(one), Some(mirrored)) = (&one, mirrored) {
            assert!((one.value - mirrored.value).abs() < 1e-9);
        }
        one
    }

    #[test]
    fn the_share_is_the_place_of_the_own_curve_among_those_of_the_same_start() {
        let finding = by_model(&[15.0, 18.0, 18.0, 19.0]).unwrap();
        let Evidence::OffTrackByModel { own, expected: usual, better, ahead, .. } = finding.evidence else {
            unreachable!()
        };
        // Clients about the curve at week 11: variance 4 + ln²(12), no noise of a score.
        let deviation = (4.0 + 12.0_f64.ln().powi(2)).sqrt();
        assert!((usual - (15.0 - 2.0 * 12.0_f64.ln())).abs() < 1e-12 && (ahead - 8.0).abs() < 1e-12);
        assert!((better - Normal::standard().cdf((own - usual) / deviation)).abs() < 1e-12);
        assert_eq!(finding.value, better);
    }

    #[test]
    fn who_gets_worse_is_named_and_who_follows_the_course_is_not() {
        assert!(by_model(&[15.0, 13.0, 13.0, 12.0]).is_none());
        assert_eq!(by_model(&[15.0, 16.0, 15.0, 16.0]).unwrap().level, Level::Watch);
        assert_eq!(by_model(&[15.0, 17.0, 19.0, 20.0, 21.0, 21.0]).unwrap().level, Level::Attention);
        assert!(by_model(&[15.0, 27.0]).is_none());
    }

    #[test]
    fn one_high_score_says_less_than_several() {
        let value = |scores: &[f64]| by_model(scores).map_or(0.0, |finding| finding.value);
        assert!(value(&[15.0, 13.0, 13.0, 18.0]) < value(&[15.0, 17.0, 17.0, 18.0]));
    }

    #[test]
    fn it_looks_no_further_than_the_expected_course_was_fitted() {
        let ahead = |weeks: i32| {
            let visits: Vec<Visit> =
                weekly(&[15.0, 20.0, 21.0]).iter().map(|v| Visit { weeks: v.weeks * f64::from(weeks), ..*v }).collect();
            let course = ClientCourse::new(&visits, None).unwrap();
            let found = client_findings(course, &phq9(), Some(&expected()), &Settings::default());
            let found = found.into_iter().find(|finding| finding.rule == Rule::OffTrackByModel).unwrap();
            let Evidence::OffTrackByModel { ahead, .. } = found.evidence else { unreachable!() };
            ahead
        };
        // Fitted on 30 weeks.
        assert_eq!([ahead(1), ahead(13), ahead(20)], [8.0, 4.0, 0.0]);
    }
}
