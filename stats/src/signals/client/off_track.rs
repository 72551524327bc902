//! OFF: beyond the limits of the expected course (after Finch, Lambert & Schaalje 2001).

use crate::expected::{ExpectedCourse, Limits, TooFar};
use crate::signals::{ClientCourse, Evidence, Finding, Level, Rule, Settings};

/// The newest score lies on the wrong side of the 68 % limit (amber: [`Level::Note`], since it foretells next to nothing) or of the 80 % limit (red:
/// [`Level::Attention`]) for this start at this moment. Weeks count from x₀; x₀ is the first measured session.
pub(super) fn find(course: ClientCourse<'_>, expected: &ExpectedCourse, settings: &Settings) -> Option<Finding> {
    let ((first, start), (last, now)) = (course.start()?, course.newest()?);
    let measured = course.measured().count();
    if measured < settings.off_track_from.max(2) {
        return None;
    }
    let limits = expected.limits(start, last.weeks - first.weeks);
    let (level, z, outer) = match limits.place(now) {
        TooFar::No => return None,
        TooFar::Inner => (Level::Note, Limits::Z_68, false),
        TooFar::Outer => (Level::Attention, Limits::Z_80, true),
    };
    let limit = limits.worse(z);
    let evidence = Evidence::OffTrack { now, expected: limits.expected, limit, deviation: limits.deviation, outer };
    Some(Finding { rule: Rule::OffTrack, level, value: now, limit, evidence })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::signals::example::{expected, expected_turned, found_in, phq9, turned, weekly};
    use crate::signals::{Scale, Visit};

    fn off(visits: &[Visit]) -> Option<Finding> {
        let at = |visits: &[Visit], scale: Scale, course: &ExpectedCourse| {
            found_in(Rule::OffTrack, ClientCourse::new(visits, None).unwrap(), scale, Some(course))
        };
        let one = at(visits, phq9(), &expected());
        let other: Vec<Visit> = visits.iter().map(|v| Visit { score: v.score.map(|s| 27.0 - s), ..*v }).collect();
        let mirrored = at(&other, turned(), &expected_turned());
        assert_eq!(one.as_ref().map(|f| f.level), mirrored.map(|f| f.level));
        one
    }

    #[test]
    fn amber_beyond_68_and_red_beyond_80_percent() {
        let limits = expected().limits(20.0, 2.0);
        let at = |z: f64| off(&weekly(&[20.0, 19.0, limits.worse(z)]));
        assert!(at(Limits::Z_68 - 1e-6).is_none());
        let amber = at(Limits::Z_68 + 1e-6).unwrap();
        assert_eq!((amber.level, amber.limit), (Level::Note, limits.worse(Limits::Z_68)));
        let red = at(Limits::Z_80 + 1e-6).unwrap();
        assert_eq!((red.level, red.limit), (Level::Attention, limits.worse(Limits::Z_80)));
        assert!(at(-5.0).is_none());
    }

    #[test]
    fn it_speaks_from_the_third_measured_session_on() {
        assert!(off(&weekly(&[20.0, 27.0])).is_none());
        assert!(off(&weekly(&[20.0, 20.0, 27.0])).is_some());
    }

    #[test]
    fn weeks_count_from_the_first_score() {
        let late: Vec<Visit> =
            weekly(&[20.0, 19.0, 26.0]).iter().map(|v| Visit { weeks: v.weeks + 9.0, ..*v }).collect();
        assert_eq!(off(&late), off(&weekly(&[20.0, 19.0, 26.0])));
    }

    #[test]
    fn an_expected_course_of_the_other_direction_judges_nobody() {
        let visits = weekly(&[20.0, 20.0, 27.0]);
        let course = ClientCourse::new(&visits, None).unwrap();
        assert!(found_in(Rule::OffTrack, course, phq9(), Some(&expected_turned())).is_none());
    }
}
