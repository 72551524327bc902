//! The courses of a study as the hazard of leaving is learnt from them, and how well it foretells them.

use super::{Observed, Study, StudyGroup, StudyMember};
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
    planned_end: Option<f64>,
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
            let of = move |member| Stay::new((place, group.starts.unwrap_or_default()), group, member, expected);
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
    /// Of a member of the group at this place, which began in this calendar week.
    pub(super) fn new(
        (place, starts): (usize, f64),
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
        let last = member.visits.last().map_or(0.0, |visit| visit.weeks);
        Self {
            group: place.to_string(),
            began: starts + group.later(member),
            start: first,
            sessions: sessions.collect(),
            ended: (member.ending != Ending::Running).then_some((last, member.ending)),
            planned_end: member.planned_end,
        }
    }

    fn as_course(&self) -> CourseForHazard<'_> {
        CourseForHazard { ended: self.ended, ..self.after(self.sessions.len()) }
    }

    /// What was known after the first `held` sessions: of no end.
    pub(super) fn after(&self, held: usize) -> CourseForHazard<'_> {
        CourseForHazard {
            group: Some(&self.group),
            began: self.began,
            baseline: Baseline::default(),
            start: self.start,
            sessions: &self.sessions[..held.min(self.sessions.len())],
            ended: None,
            planned_end: self.planned_end,
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
