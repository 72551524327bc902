//! Which rules cannot run, and what they lack.

use super::{ClientCourse, Rule, Scale};
use crate::expected::ExpectedCourse;

/// What a rule lacks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Lack {
    /// How large a change must be to be reliable.
    ReliableChange,
    /// The border of the clinical range.
    Cutoff,
    /// An expected course.
    ExpectedCourse,
    /// An expected course for this direction: the one given is for the other.
    ExpectedCourseOfThisDirection,
    /// A planned end of the stay.
    PlannedEnd,
    /// A reliable drop of the score of the session: the rule runs without this part.
    ProcessDrop,
}

/// A rule that cannot run, or not in full, whatever the scores are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
pub struct Unable {
    /// The rule.
    pub rule: Rule,
    /// What it lacks.
    pub why: Lack,
}

/// What the rules over this client lack, in the order of [`Rule::ALL`]; a rule that lacks several things comes several
/// times. That a course is still too short is no lack.
#[must_use]
pub fn unable(course: ClientCourse<'_>, scale: &Scale, expected: Option<&ExpectedCourse>) -> Vec<Unable> {
    let end = course.planned_end().is_none().then_some(Lack::PlannedEnd);
    let [limit, cutoff, drop] = lacks_of(scale);
    let expected = lack_of_expected(scale, expected);
    collect([
        (Rule::Deterioration, &[limit]),
        (Rule::OffTrack, &[expected]),
        (Rule::OffTrackByModel, &[expected]),
        (Rule::Stagnation, &[limit, cutoff]),
        (Rule::StagnationByModel, &[limit, expected, end]),
        (Rule::Relapse, &[limit]),
        (Rule::Recovered, &[limit, cutoff]),
        (Rule::Dropout, &[drop]),
    ])
}

/// What the rules over a group lack. G-STALL asks which members in the clinical range stagnate (which takes a reliable
/// change) or are off track (which takes an expected course): one of the two is enough.
#[must_use]
pub fn group_unable(scale: &Scale, expected: Option<&ExpectedCourse>) -> Vec<Unable> {
    let [limit, cutoff, drop] = lacks_of(scale);
    let (limit, expected) = limit.zip(lack_of_expected(scale, expected)).unzip();
    collect([(Rule::GroupStall, &[limit, cutoff, expected]), (Rule::GroupRupture, &[drop])])
}

fn lacks_of(scale: &Scale) -> [Option<Lack>; 3] {
    [
        scale.limit.is_none().then_some(Lack::ReliableChange),
        scale.cutoff.is_none().then_some(Lack::Cutoff),
        scale.process_drop.is_none().then_some(Lack::ProcessDrop),
    ]
}

fn lack_of_expected(scale: &Scale, expected: Option<&ExpectedCourse>) -> Option<Lack> {
    match expected {
        None => Some(Lack::ExpectedCourse),
        Some(course) if course.parameters().direction != scale.direction => Some(Lack::ExpectedCourseOfThisDirection),
        Some(_) => None,
    }
}

fn collect<const RULES: usize>(lacks: [(Rule, &[Option<Lack>]); RULES]) -> Vec<Unable> {
    let each = |(rule, lacks): (Rule, &[Option<Lack>])| -> Vec<Unable> {
        lacks.iter().flatten().map(|why| Unable { rule, why: *why }).collect()
    };
    lacks.into_iter().flat_map(each).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::signals::example::{expected, expected_turned, phq9};

    #[test]
    fn a_full_scale_with_an_expected_course_and_a_planned_end_lacks_nothing() {
        let course = ClientCourse::new(&[], Some(12.0)).unwrap();
        assert!(unable(course, &phq9(), Some(&expected())).is_empty());
        assert!(group_unable(&phq9(), Some(&expected())).is_empty());
    }

    #[test]
    fn each_lack_is_named() {
        let course = ClientCourse::new(&[], None).unwrap();
        let bare = Scale { limit: None, cutoff: None, process_drop: None, ..phq9() };
        let lacks = unable(course, &bare, None);
        assert!(lacks.contains(&Unable { rule: Rule::OffTrack, why: Lack::ExpectedCourse }));
        assert!(lacks.contains(&Unable { rule: Rule::StagnationByModel, why: Lack::PlannedEnd }));
        assert!(lacks.contains(&Unable { rule: Rule::Recovered, why: Lack::Cutoff }));
        assert_eq!(lacks.iter().filter(|lack| lack.rule == Rule::Silence).count(), 0);
        assert_eq!(lacks.len(), 1 + 1 + 1 + 2 + 3 + 1 + 2 + 1);
        let turned = unable(course, &phq9(), Some(&expected_turned()));
        assert!(turned.contains(&Unable { rule: Rule::OffTrack, why: Lack::ExpectedCourseOfThisDirection }));
    }

    #[test]
    fn a_stall_needs_one_of_the_two_ways_to_be_stuck() {
        let without = |limit, expected: Option<&ExpectedCourse>| {
            let scale = Scale { limit, ..phq9() };
            group_unable(&scale, expected).into_iter().filter(|lack| lack.rule == Rule::GroupStall).count()
        };
        assert_eq!(without(phq9().limit, None), 0);
        assert_eq!(without(None, Some(&expected())), 0);
        assert_eq!(without(None, None), 2);
    }
}
