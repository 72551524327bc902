//! Which rules cannot run, and what they lack.

use super::{ClientCourse, Rule, Scale, Settings};
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
    /// An expected course, without which nobody is known to be stuck before the rule falls silent: a group whose members come
    /// and are measured at every session from its beginning is never told of.
    ExpectedCourseInTime,
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
/// change) or are off track (which takes an expected course): one of the two is enough, where stagnation can be seen while the
/// rule still speaks. As the constants come it cannot: it takes more attended sessions after the first score than the measured
/// ones within which G-STALL speaks.
#[must_use]
pub fn group_unable(scale: &Scale, expected: Option<&ExpectedCourse>, settings: &Settings) -> Vec<Unable> {
    let [limit, cutoff, drop] = lacks_of(scale);
    let expected = lack_of_expected(scale, expected);
    // The session of the first score counts as measured and not as one after it.
    let is_seen_in_time =
        settings.stagnation_attended.max(settings.stagnation_scores.saturating_sub(1)) < settings.stall_until;
    let (limit, expected) = match (limit, expected) {
        (None, Some(_)) if !is_seen_in_time => (None, Some(Lack::ExpectedCourseInTime)),
        (limit, expected) => limit.zip(expected).unzip(),
    };
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
    use crate::signals::example::{expected, expected_turned, phq9, weekly};
    use crate::signals::group::tests::outcomes;
    use crate::signals::{GroupCourse, Standing, group_findings, standing};

    #[test]
    fn a_full_scale_with_an_expected_course_and_a_planned_end_lacks_nothing() {
        let course = ClientCourse::new(&[], Some(12.0)).unwrap();
        assert!(unable(course, &phq9(), Some(&expected())).is_empty());
        assert!(group_unable(&phq9(), Some(&expected()), &Settings::default()).is_empty());
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

    fn of_stall(scale: &Scale, expected: Option<&ExpectedCourse>, settings: &Settings) -> Vec<Lack> {
        let lacks = group_unable(scale, expected, settings).into_iter();
        lacks.filter(|lack| lack.rule == Rule::GroupStall).map(|lack| lack.why).collect()
    }

    #[test]
    fn a_stall_needs_one_of_the_two_ways_to_be_stuck() {
        let early = Settings { stagnation_attended: 6, ..Settings::default() };
        let without = |limit, expected: Option<&ExpectedCourse>| of_stall(&Scale { limit, ..phq9() }, expected, &early);
        assert!(without(phq9().limit, None).is_empty());
        assert!(without(None, Some(&expected())).is_empty());
        assert_eq!(without(None, None), [Lack::ReliableChange, Lack::ExpectedCourse]);
    }

    #[test]
    fn stagnation_that_is_seen_too_late_is_no_way_to_be_stuck() {
        let usual = Settings::default();
        assert_eq!(of_stall(&phq9(), None, &usual), [Lack::ExpectedCourseInTime]);
        assert_eq!(of_stall(&phq9(), Some(&expected_turned()), &usual), [Lack::ExpectedCourseInTime]);
        assert!(of_stall(&phq9(), Some(&expected()), &usual).is_empty());
        assert!(of_stall(&phq9(), None, &Settings { stall_until: 9, ..usual }).is_empty());
        let many = Settings { stagnation_attended: 3, stagnation_scores: 9, ..usual };
        assert_eq!(of_stall(&phq9(), None, &many), [Lack::ExpectedCourseInTime]);
    }

    /// What [`group_unable`] says of the rule, against the rule: groups that get worse at once and stand still from then on.
    #[test]
    fn the_rule_is_silent_where_it_is_said_to_lack_something_and_speaks_where_it_is_not() {
        let speaks = |expected: Option<&ExpectedCourse>, settings: &Settings| {
            (1..=20_usize).any(|count| {
                let score = |session: usize| if session == 0 { 20.0 } else { 25.0 };
                let visits = weekly(&(0..count).map(score).collect::<Vec<_>>());
                let course = ClientCourse::new(&visits, None).unwrap();
                let stands: Vec<Standing> = standing(course, &phq9(), expected, settings).into_iter().collect();
                let members = |session| vec![score(session); 4];
                let table: Vec<Vec<f64>> = (0..count).map(members).collect();
                let rows: Vec<&[f64]> = table.iter().map(Vec::as_slice).collect();
                let sessions = outcomes(&rows);
                let group = GroupCourse::new(&sessions).unwrap();
                let found = group_findings(group, &stands.repeat(4), &phq9(), None, settings).group;
                found.iter().any(|finding| finding.rule == Rule::GroupStall)
            })
        };
        let usual = Settings::default();
        assert!(!speaks(None, &usual));
        assert!(speaks(Some(&expected()), &usual));
        assert!(speaks(None, &Settings { stall_until: 9, ..usual }));
    }
}
