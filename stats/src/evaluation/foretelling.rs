//! Models of leaving that learn as a study goes on, for DROP as it would have been shown.

use std::collections::BTreeMap;

use super::leaving::{Held, Stay};
use super::{Study, StudyGroup};
use crate::change::Direction;
use crate::dropout::{Foretold, HazardError, HazardModel, HazardSettings, known_ends};
use crate::expected::ExpectedCourse;

/// Parts that the groups are cut into where nobody knows who came first.
pub(super) const PARTS: usize = 5;
/// Further ended courses after which a model is fitted anew at the soonest; later on half as many as there were.
const FURTHER: usize = 50;
/// A moment later, in weeks: what is known at a moment is known then whatever the rounding.
const HAIR: f64 = 1e-6;

/// Models of leaving of a study, none of which learnt from what came later, or, where nobody knows what that is, from the
/// group that it speaks of.
#[derive(Debug)]
pub struct LeavingModels {
    known: Known,
    /// Why there is none, or not from the first on.
    why_none: Option<HazardError>,
}

#[derive(Debug)]
enum Known {
    /// In order of time, where it is known when groups began.
    Then(Vec<Learnt>),
    /// By the part of the groups that did not teach it.
    Others(Vec<Option<Learnt>>),
}

#[derive(Debug)]
struct Learnt {
    /// Calendar week after which it may be used.
    from: f64,
    model: HazardModel,
    expected: Option<ExpectedCourse>,
}

/// From whom such models learn, and what scores are held against.
#[derive(Debug, Clone, Copy)]
pub struct LeavingTerms<'a> {
    /// What a model needs.
    pub settings: &'a HazardSettings,
    /// The direction of the scores.
    pub direction: Direction,
    /// The expected course that was given; without one it is fitted anew for each model to what was known then.
    pub expected: Option<&'a ExpectedCourse>,
    /// The first calendar week of which anything is asked: of the models before it only the last one is fitted.
    pub from: f64,
}

impl LeavingModels {
    /// Where it is known when groups began: a model when enough courses had ended, and anew after each further half of them
    /// (50 at least), by all that was known then and by nothing later. Else each fifth of the groups by the other four.
    #[must_use]
    pub fn learn(study: &Study, terms: &LeavingTerms<'_>) -> Self {
        if study.is_dated() { Self::by_time(study, terms) } else { Self::by_others(study, terms) }
    }

    fn by_time(study: &Study, terms: &LeavingTerms<'_>) -> Self {
        let (ends, last) = Ends::of(study, terms.settings);
        let mut why_none = ends.too_few(terms.settings);
        let mut known = Vec::new();
        for from in ends.moments(terms.settings, terms.from).into_iter().filter(|from| *from < last) {
            let expected = match terms.expected {
                Some(given) => Some(given.clone()),
                None => study.expected_before(from, terms.direction).ok(),
            };
            let leaving = study.leaving_by(expected.as_ref());
            match HazardModel::fit_as_of(&leaving.courses(), from, terms.settings) {
                Ok(model) => known.push(Learnt { from, model, expected }),
                Err(error) => why_none = Some(error),
            }
        }
        Self { known: Known::Then(known), why_none }
    }

    fn by_others(study: &Study, terms: &LeavingTerms<'_>) -> Self {
        let mut why_none = None;
        let parts = (0..PARTS).map(|part| {
            let groups = study.groups().iter().enumerate().filter(|(place, _)| place % PARTS != part);
            let others = Study { groups: groups.map(|(_, group)| group.clone()).collect() };
            let expected = terms.expected.cloned().or_else(|| others.expected(terms.direction).ok());
            let leaving = others.leaving_by(expected.as_ref());
            let fitted = HazardModel::fit(&leaving.courses(), terms.settings);
            let model = fitted.map_err(|error| why_none = Some(error)).ok()?;
            Some(Learnt { from: f64::NEG_INFINITY, model, expected })
        });
        let known = Known::Others(parts.collect());
        Self { known, why_none }
    }

    /// Whether no model could be fitted at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        match &self.known {
            Known::Then(models) => models.is_empty(),
            Known::Others(parts) => parts.iter().all(Option::is_none),
        }
    }

    /// Whether the models learnt in order of time; else from other groups.
    #[must_use]
    pub fn is_forward(&self) -> bool {
        matches!(self.known, Known::Then(_))
    }

    /// Why there is no model, or why one of them could not be fitted.
    #[must_use]
    pub fn why_none(&self) -> Option<&HazardError> {
        self.why_none.as_ref()
    }

    /// The newest model that was known before a week, for the group at this place.
    fn at(&self, place: usize, week: Option<f64>) -> Option<(usize, &Learnt)> {
        match &self.known {
            Known::Then(models) => {
                let number = models.partition_point(|learnt| week.is_some_and(|week| learnt.from < week));
                let number = number.checked_sub(1)?;
                Some((number, &models[number]))
            }
            Known::Others(parts) => parts[place % PARTS].as_ref().map(|learnt| (place % PARTS, learnt)),
        }
    }
}

/// The calendar weeks in which ends became known, in order, and those in which somebody was known to have dropped out.
struct Ends {
    all: Vec<f64>,
    dropouts: Vec<f64>,
}

impl Ends {
    /// With the week of the last session.
    fn of(study: &Study, settings: &HazardSettings) -> (Self, f64) {
        let leaving = study.leaving();
        let courses = leaving.courses();
        let (all, dropouts) = known_ends(&courses, &settings.definition);
        let last = courses.iter().filter_map(|course| Some(course.began + course.sessions.last()?.weeks));
        (Self { all, dropouts }, last.fold(f64::NEG_INFINITY, f64::max))
    }

    /// What a model lacks whenever it is learnt.
    fn too_few(&self, settings: &HazardSettings) -> Option<HazardError> {
        let (ended, dropouts) = (self.all.len(), self.dropouts.len());
        if ended < settings.ended {
            return Some(HazardError::TooFewEnded { ended, needed: settings.ended });
        }
        (dropouts < settings.dropouts).then_some(HazardError::TooFewDropouts { dropouts, needed: settings.dropouts })
    }

    /// When a model is fitted: as soon as there are enough ends and enough dropouts among them, as the service does, and at
    /// later ends; of those up to `from` the last one only.
    fn moments(&self, settings: &HazardSettings, from: f64) -> Vec<f64> {
        let nth = |weeks: &[f64], count: usize| weeks.get(count.max(1) - 1).copied();
        let enough = nth(&self.all, settings.ended).zip(nth(&self.dropouts, settings.dropouts));
        let Some(first) = enough.map(|(ended, dropouts)| ended.max(dropouts)) else { return Vec::new() };
        let by_then = self.all.partition_point(|end| *end <= first);
        let counts = std::iter::successors(Some(by_then), |count| Some((count + FURTHER).max(count + count / 2)));
        let later = counts.skip(1).map_while(|count| nth(&self.all, count));
        let mut moments: Vec<f64> = std::iter::once(first).chain(later).map(|moment| moment + HAIR).collect();
        let before = moments.iter().filter(|moment| **moment < from).count();
        moments.drain(..before.saturating_sub(1));
        moments
    }
}

/// Models for the group at a place of the study that they learnt from.
#[derive(Debug, Clone, Copy)]
pub struct Foretelling<'a> {
    /// The models.
    pub models: &'a LeavingModels,
    /// The place.
    pub place: usize,
}

/// What is foretold of the members of a group, session by session.
pub(super) struct Foreteller<'a> {
    by: Foretelling<'a>,
    group: &'a StudyGroup,
    /// The stays as a model sees them, by its number.
    stays: BTreeMap<usize, Vec<Stay>>,
}

impl<'a> Foreteller<'a> {
    pub(super) fn new(by: Foretelling<'a>, group: &'a StudyGroup) -> Self {
        Self { by, group, stays: BTreeMap::new() }
    }

    /// What the newest model says of a member after the first `held` visits, and how many ended courses it had learnt from;
    /// none where none was known.
    pub(super) fn foretold(&mut self, seat: usize, held: usize) -> Option<(Foretold, usize)> {
        let member = &self.group.members[seat];
        let visit = member.visits.get(held.checked_sub(1)?)?;
        let week = self.group.starts.map(|starts| starts + self.group.later(member) + visit.weeks);
        let (number, learnt) = self.by.models.at(self.by.place, week)?;
        let stays = self.stays.entry(number).or_insert_with(|| {
            let held = Held::of(self.group);
            let stay = |member| Stay::new((self.by.place, &held), self.group, member, learnt.expected.as_ref());
            self.group.members.iter().map(stay).collect()
        });
        let mut course = stays[seat].after(held);
        if !self.by.models.is_forward() {
            // Others had names of their own there.
            course.group = None;
        }
        Some((learnt.model.foretell(&course), learnt.model.basis().ended))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moments(ends: &Ends, least: usize, from: f64) -> Vec<f64> {
        let settings = HazardSettings { ended: least, dropouts: 50.min(least), ..HazardSettings::default() };
        ends.moments(&settings, from).into_iter().map(f64::round).collect()
    }

    #[test]
    fn models_are_fitted_ever_more_rarely_and_none_that_nobody_asks_for() {
        let weeks = |count: u32| (1..=count).map(f64::from).collect::<Vec<_>>();
        let ends = Ends { all: weeks(1000), dropouts: weeks(1000) };
        assert_eq!(moments(&ends, 300, f64::NEG_INFINITY), [300.0, 450.0, 675.0]);
        assert_eq!(moments(&ends, 300, 500.0), [450.0, 675.0]);
        assert_eq!(moments(&ends, 20, f64::NEG_INFINITY)[..3], [20.0, 70.0, 120.0]);
        assert!(moments(&Ends { all: weeks(299), dropouts: weeks(299) }, 300, 0.0).is_empty());
    }

    #[test]
    fn the_first_model_waits_for_the_dropout_that_is_lacking_and_no_longer() {
        let weeks: Vec<f64> = (1..=1000).map(f64::from).collect();
        // The fiftieth leaves after the 320th end.
        let dropouts = |count: usize| weeks.iter().copied().filter(|week| (week % 6.4).floor() == 0.0).take(count);
        let ends = Ends { all: weeks.clone(), dropouts: dropouts(60).collect() };
        let first = ends.dropouts[49];
        assert!((301.0..449.0).contains(&first), "{first}");
        assert_eq!(moments(&ends, 300, f64::NEG_INFINITY)[0], first);
        let few = Ends { all: weeks.clone(), dropouts: dropouts(49).collect() };
        assert!(moments(&few, 300, f64::NEG_INFINITY).is_empty());
        let settings = HazardSettings::default();
        assert_eq!(few.too_few(&settings), Some(HazardError::TooFewDropouts { dropouts: 49, needed: 50 }));
        assert_eq!(ends.too_few(&settings), None);
    }
}
