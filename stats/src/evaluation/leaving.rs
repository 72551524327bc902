//! The courses of a study as the hazard of leaving is learnt from them, and how well it foretells them.
//!
//! Of a client who stays away a study has no more than the last visit. That it was the last is seen when the client is missed:
//! at the next session that the group held, else after the usual time between the client's own. Other ends are known on the
//! day of the last visit.

use std::collections::BTreeMap;

use super::{Observed, PlannedEnd, Study, StudyGroup, StudyMember};
use crate::change::Direction;
use crate::dropout::{
    Baseline, CourseForHazard, Ending, HazardError, HazardSession, HazardSettings, StartScore, Validation,
    ValidationSettings, block_starts, validate_blocks,
};
use crate::expected::{ExpectedCourse, ExpectedFitError, FitSettings, ObservedCourse, fit};
use crate::signals::{ClientCourse, Visit};

/// Weeks between the beginnings of groups of which nobody knows when they began: each begins after the one before ended.
const APART: f64 = 1000.0;

/// Courses that own what the hazard model borrows.
#[derive(Debug, Clone, PartialEq)]
pub struct Leaving(Vec<Stay>);

/// One of them.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Stay {
    group: String,
    began: f64,
    start: Option<StartScore>,
    sessions: Vec<HazardSession>,
    ended: Option<(f64, Ending)>,
    end_seen: Option<f64>,
    planned_end: PlannedEnd,
}

/// When the sessions of a group were held, by their numbers: in weeks since the first of them.
pub(super) struct Held(BTreeMap<i32, f64>);

impl Held {
    pub(super) fn of(group: &StudyGroup) -> Self {
        let mut held: BTreeMap<i32, f64> = BTreeMap::new();
        for member in &group.members {
            let later = group.later(member);
            for visit in &member.visits {
                let week = held.entry(visit.session).or_insert(f64::INFINITY);
                *week = week.min(later + visit.weeks);
            }
        }
        Self(held)
    }

    /// When the next session after this visit was held, in weeks since the group's first; `later` is how much later the
    /// member began, whose visit it is.
    fn next(&self, visit: &Visit, later: f64) -> Option<f64> {
        let after = self.0.range(visit.session.saturating_add(1)..).map(|(_, week)| *week);
        after.into_iter().find(|week| *week > later + visit.weeks)
    }
}

impl Study {
    /// The courses for the hazard of leaving, without how far their scores lay from an expected course. Groups that began
    /// nobody knows when are taken one after the other, in their order: what is foretold of one is then learnt from others
    /// only.
    #[must_use]
    pub fn leaving(&self) -> Leaving {
        self.leaving_by(None)
    }

    /// The same with how far scores lay from this expected course, which is to be one for the direction of these scores.
    #[must_use]
    pub fn leaving_by(&self, expected: Option<&ExpectedCourse>) -> Leaving {
        let study = self.in_order();
        let stays = study.groups().iter().enumerate().flat_map(|(place, group)| {
            let held = Held::of(group);
            let of = move |member| Stay::new((place, &held), group, member, expected);
            group.members.iter().map(of)
        });
        Leaving(stays.collect())
    }

    /// How well leaving was foretold forward in time, by the columns that the service uses: how far scores lay from the
    /// expected course is among them, by a course that is fitted anew to what was known when a block began. Of motivation and
    /// expectation a study knows nothing.
    ///
    /// # Errors
    /// As [`forward_validation`](crate::dropout::forward_validation).
    pub fn foretold_forward(
        &self,
        direction: Direction,
        settings: &HazardSettings,
        cut: &ValidationSettings,
    ) -> Result<Validation, HazardError> {
        let study = self.in_order();
        let starts = block_starts(&study.leaving().courses(), settings, cut)?;
        let as_seen = |from: &f64| (*from, study.leaving_by(study.expected_before(*from, direction).ok().as_ref()));
        let seen: Vec<(f64, Leaving)> = starts.iter().map(as_seen).collect();
        let blocks: Vec<_> = seen.iter().map(|(from, leaving)| (*from, leaving.courses())).collect();
        validate_blocks(&blocks, settings, cut)
    }

    /// The expected course by what was known before a calendar week.
    pub(super) fn expected_before(&self, week: f64, direction: Direction) -> Result<ExpectedCourse, ExpectedFitError> {
        self.known_before(week).expected(direction)
    }

    /// The expected course of these courses.
    pub(super) fn expected(&self, direction: Direction) -> Result<ExpectedCourse, ExpectedFitError> {
        let observed = self.observed(|_| true);
        let courses: Vec<ObservedCourse<'_>> = observed.iter().map(Observed::as_course).collect();
        let fitted = fit(&courses, direction, &FitSettings::default(), None)?;
        Ok(ExpectedCourse::new(fitted.parameters)?)
    }

    /// Whether it is known of every group when it began.
    pub(super) fn is_dated(&self) -> bool {
        self.groups().iter().all(|group| group.starts.is_some())
    }

    /// As it is where it is known when groups began, else one group after the other.
    fn in_order(&self) -> std::borrow::Cow<'_, Self> {
        if self.is_dated() {
            return std::borrow::Cow::Borrowed(self);
        }
        let mut study = self.clone();
        for (place, group) in study.groups.iter_mut().enumerate() {
            group.starts = Some(APART * place as f64);
        }
        std::borrow::Cow::Owned(study)
    }
}

impl Leaving {
    /// As the model takes them.
    #[must_use]
    pub fn courses(&self) -> Vec<CourseForHazard<'_>> {
        self.0.iter().map(Stay::as_course).collect()
    }
}

impl Stay {
    /// Of a member of the group at this place, with the sessions that it held.
    pub(super) fn new(
        (place, held): (usize, &Held),
        group: &StudyGroup,
        member: &StudyMember,
        expected: Option<&ExpectedCourse>,
    ) -> Self {
        let first = ClientCourse::new(&member.visits, None)
            .ok()
            .and_then(|course| course.start())
            .map(|(visit, score)| StartScore { weeks: visit.weeks, score });
        let deviation = |visit: &Visit| {
            let (start, score) = first.filter(|first| first.weeks < visit.weeks).zip(visit.score)?;
            Some(expected?.limits(start.score, visit.weeks - start.weeks).standardised(score))
        };
        let sessions = member.visits.iter();
        let sessions =
            sessions.map(|visit| HazardSession { deviation: deviation(visit), ..session(group, member, visit) });
        let (last, later) = (member.visits.last(), group.later(member));
        let mut stay = Self {
            group: place.to_string(),
            began: group.starts.unwrap_or_default() + later,
            start: first,
            sessions: sessions.collect(),
            ended: (member.ending != Ending::Running).then(|| (last.map_or(0.0, |visit| visit.weeks), member.ending)),
            end_seen: None,
            planned_end: member.planned_end.clone(),
        };
        if let Some(last) = last.filter(|_| member.ending == Ending::Dropout) {
            let next = held.next(last, later).map(|week| week - later);
            stay.end_seen = Some(next.unwrap_or_else(|| last.weeks + stay.as_course().usual_gap()));
        }
        stay
    }

    fn as_course(&self) -> CourseForHazard<'_> {
        let planned_end = self.planned_end.newest();
        CourseForHazard { ended: self.ended, end_seen: self.end_seen, planned_end, ..self.after(self.sessions.len()) }
    }

    /// What was known after the first `held` sessions: of no end, and of the end that was planned then.
    pub(super) fn after(&self, held: usize) -> CourseForHazard<'_> {
        let sessions = &self.sessions[..held.min(self.sessions.len())];
        CourseForHazard {
            group: Some(&self.group),
            began: self.began,
            baseline: Baseline::default(),
            start: self.start,
            sessions,
            ended: None,
            end_seen: None,
            planned_end: sessions.last().and_then(|session| self.planned_end.by(session.weeks)),
        }
    }
}

fn session(group: &StudyGroup, member: &StudyMember, visit: &Visit) -> HazardSession {
    let others = || {
        let others = group.members.iter().filter(|other| !std::ptr::eq(*other, member));
        others.filter_map(|other| other.visits.iter().find(|theirs| theirs.session == visit.session))
    };
    let (there, away) = (others().count(), others().filter(|theirs| !theirs.attended()).count());
    HazardSession {
        process: visit.process,
        others_absent: (there > 0).then(|| away as f64 / there as f64),
        group_size: Some(there as f64 + 1.0),
        ..HazardSession::new(visit.weeks, visit.presence)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::dropout::{Competing, DropoutDefinition};
    use crate::signals::{Form, Presence};

    /// A member who came to these sessions, each held two weeks after the one before; a fortnight was left out after the third.
    fn member(sessions: std::ops::RangeInclusive<i32>, ending: Ending, planned_end: f64) -> StudyMember {
        let first = *sessions.start();
        let calendar = |session: i32| f64::from(2 * (session - 1) + if session > 3 { 2 } else { 0 });
        let visit = |session| Visit {
            session,
            weeks: calendar(session) - calendar(first),
            presence: Presence::Present,
            form: Form::Completed,
            score: None,
            process: None,
        };
        StudyMember {
            visits: sessions.map(visit).collect(),
            planned_end: PlannedEnd::known(Some(planned_end)),
            ending,
            began: Some(100.0 + calendar(first)),
            true_improvement: None,
            true_course: None,
        }
    }

    #[test]
    fn who_stays_away_is_missed_at_the_next_session_and_not_before() {
        let planned = Ending::Competing(Competing::Planned);
        let members = vec![
            // The third session was in week 4, the fourth in week 8; who came later counts from the second, in week 2.
            member(1..=3, Ending::Dropout, 20.0),
            member(2..=3, Ending::Dropout, 20.0),
            // Nobody came after the fifth, in week 10: one usual time later.
            member(1..=5, Ending::Dropout, 20.0),
            member(1..=5, planned, 20.0),
            // Missed when the stay would have been over; and still before the planned end.
            member(1..=4, Ending::Dropout, 10.0),
        ];
        let group = StudyGroup { starts: Some(100.0), members, truth: None };
        let leaving = Study::new(vec![group]).unwrap().leaving();
        let definition = DropoutDefinition::default();
        let courses = leaving.courses();
        let known: Vec<f64> = courses.iter().map(|course| definition.known_at(course).unwrap()).collect();
        assert_eq!(known, [8.0, 6.0, 12.0, 10.0, 10.0]);
        let endings = courses.iter().map(|course| definition.outcome(course, f64::INFINITY).ending);
        let left = Ending::Dropout;
        assert_eq!(endings.collect::<Vec<_>>(), [left, left, left, planned, left]);
    }

    #[test]
    fn what_is_foretold_goes_by_the_end_that_was_planned_then() {
        let mut changed = member(1..=5, Ending::Running, 4.0);
        changed.planned_end = PlannedEnd::told([(0.0, Some(4.0)), (8.0, Some(20.0))]);
        let group = StudyGroup { starts: Some(100.0), members: vec![changed], truth: None };
        let stay = Stay::new((0, &Held::of(&group)), &group, &group.members[0], None);
        let over: Vec<bool> = (1..=5).map(|held| stay.after(held).is_over()).collect();
        assert_eq!(over, [false, false, true, false, false]);
        assert_eq!(stay.as_course().planned_end, Some(20.0));
    }
}
