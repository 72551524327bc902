//! A multiple baseline: who of a group begins when, drawn beforehand.
//!
//! Measurements are planned at moments 1 to `moments`, so many days apart. A *start* is the number of the first moment at which
//! a member is in the group: the moments before it are waited.

use jiff::{ToSpan, civil::Date};

use super::group::words;

/// Moments of a plan, at most.
const MOST_MOMENTS: i16 = 60;
/// Days from one moment to the next, at most.
const MOST_DAYS: i16 = 31;

words! {
    /// How the starts come about.
    BaselineLot, "lot" {
        /// Given starts are dealt to the members.
        Dealt => "dealt",
        /// Each member draws a start of his own from a range.
        EachOwn => "each_own",
        /// One start is drawn from a range, for all together.
        Together => "together",
        /// They were drawn elsewhere and are only written down here.
        Elsewhere => "elsewhere",
    }
}

words! {
    /// Why a plan was given up.
    BaselineCancelled, "reason for giving up a plan" {
        /// Something was filled in wrongly.
        Mistake => "mistake",
        /// Others take part.
        Members => "members",
        /// The group begins on another day.
        OtherDate => "date",
        /// Anything else.
        Other => "other",
    }
}

/// What was filled in of a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BaselineDraft {
    /// How the starts come about.
    pub lot: BaselineLot,
    /// The day of the first moment.
    pub first_on: Date,
    /// Days from one moment to the next.
    pub every_days: i16,
    /// Measurements of each member.
    pub moments: i16,
    /// Moments that each member waits at least.
    pub least_before: i16,
    /// Moments in the group at least.
    pub least_after: i16,
    /// The starts to deal, or those drawn elsewhere, by member.
    pub starts: Vec<i16>,
}

/// A plan that can be carried out by so many members.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BaselinePlan(BaselineDraft);

/// Why it cannot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BaselinePlanError {
    /// Days between moments.
    #[error("from one measurement to the next there are 1 to {MOST_DAYS} days")]
    Days,
    /// Number of moments.
    #[error("a plan has 2 to {MOST_MOMENTS} measurements")]
    Moments,
    /// The phases do not fit.
    #[error("waiting and group take at least one measurement each, and together no more than there are")]
    Phases,
    /// Not one start for each member.
    #[error("there are {starts} starts for {members} members; give each member one")]
    Starts {
        /// Starts given.
        starts: usize,
        /// Members.
        members: usize,
    },
    /// A start that leaves a phase too short.
    #[error("start {start} lies outside {first} to {last}")]
    Outside {
        /// The start.
        start: i16,
        /// The first that is admissible.
        first: i16,
        /// The last.
        last: i16,
    },
}

impl BaselinePlan {
    /// The plan, for so many members.
    ///
    /// # Errors
    ///
    /// [`BaselinePlanError`].
    pub fn new(draft: BaselineDraft, members: usize) -> Result<Self, BaselinePlanError> {
        if !(1..=MOST_DAYS).contains(&draft.every_days) {
            return Err(BaselinePlanError::Days);
        }
        if !(2..=MOST_MOMENTS).contains(&draft.moments) {
            return Err(BaselinePlanError::Moments);
        }
        let (before, after) = (draft.least_before, draft.least_after);
        if before < 1 || after < 1 || before > draft.moments || after > draft.moments - before {
            return Err(BaselinePlanError::Phases);
        }
        let plan = Self(draft);
        if plan.given() {
            let starts = plan.0.starts.len();
            if starts != members || members == 0 {
                return Err(BaselinePlanError::Starts { starts, members });
            }
            let (first, last) = plan.range();
            if let Some(start) = plan.0.starts.iter().copied().find(|start| *start < first || *start > last) {
                return Err(BaselinePlanError::Outside { start, first, last });
            }
        }
        Ok(plan)
    }

    /// A plan that was made before: who takes part was looked at then, and may have left since.
    ///
    /// # Errors
    ///
    /// [`BaselinePlanError`].
    pub fn stored(draft: BaselineDraft) -> Result<Self, BaselinePlanError> {
        let members = draft.starts.len().max(1);
        Self::new(draft, members)
    }

    /// What was filled in.
    #[must_use]
    pub fn draft(&self) -> &BaselineDraft {
        &self.0
    }

    /// Whether the starts are given and not drawn from the range.
    #[must_use]
    pub fn given(&self) -> bool {
        matches!(self.0.lot, BaselineLot::Dealt | BaselineLot::Elsewhere)
    }

    /// The first and the last admissible start.
    #[must_use]
    pub fn range(&self) -> (i16, i16) {
        (self.0.least_before + 1, self.0.moments - self.0.least_after + 1)
    }

    /// Measurements of each member.
    #[must_use]
    pub fn moments(&self) -> usize {
        usize::try_from(self.0.moments).unwrap_or(0)
    }

    /// The day of a moment, from 1; each moment lasts until the next begins.
    #[must_use]
    pub fn day(&self, moment: i16) -> Date {
        let days = (i64::from(moment) - 1) * i64::from(self.0.every_days);
        self.0.first_on.saturating_add(days.days())
    }

    /// The moment in which a day lies, from 1; none before the first and after the last.
    #[must_use]
    pub fn moment_of(&self, day: Date) -> Option<i16> {
        let days = self.0.first_on.until(day).map_or(-1, |span| i64::from(span.get_days()));
        let moment = days.div_euclid(i64::from(self.0.every_days)) + 1;
        i16::try_from(moment).ok().filter(|moment| (1..=self.0.moments).contains(moment))
    }

    /// Moments that have begun by a day.
    #[must_use]
    pub fn begun_by(&self, day: Date) -> usize {
        if day < self.0.first_on {
            return 0;
        }
        self.moment_of(day).map_or(self.moments(), |moment| usize::try_from(moment).unwrap_or(0))
    }

    /// The last day of the last moment.
    #[must_use]
    pub fn last_day(&self) -> Date {
        self.day(self.0.moments + 1).saturating_sub(1.day())
    }

    /// How many different outcomes a lot for so many members has; none where nothing is drawn here.
    #[must_use]
    pub fn outcomes(&self, members: usize) -> Option<f64> {
        let (first, last) = self.range();
        let range = f64::from(last - first + 1);
        match self.0.lot {
            BaselineLot::Elsewhere => None,
            BaselineLot::Together => Some(range),
            BaselineLot::EachOwn => Some(range.powi(i32::try_from(members).unwrap_or(i32::MAX))),
            BaselineLot::Dealt => {
                let factorial = |n: usize| (1..=n).map(|factor| factor as f64).product::<f64>();
                let mut starts = self.0.starts.clone();
                starts.sort_unstable();
                let same: f64 = starts.chunk_by(|a, b| a == b).map(|equal| factorial(equal.len())).product();
                Some(factorial(starts.len()) / same)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use jiff::civil::date;

    use super::*;

    fn draft(lot: BaselineLot, starts: &[i16]) -> BaselineDraft {
        BaselineDraft {
            lot,
            first_on: date(2026, 3, 2),
            every_days: 7,
            moments: 10,
            least_before: 3,
            least_after: 3,
            starts: starts.to_vec(),
        }
    }

    #[test]
    fn a_day_lies_in_its_own_moment_and_never_in_the_nearest() {
        let plan = BaselinePlan::new(draft(BaselineLot::Together, &[]), 4).unwrap();
        assert_eq!(plan.moment_of(date(2026, 3, 1)), None);
        assert_eq!(plan.moment_of(date(2026, 3, 2)), Some(1));
        assert_eq!(plan.moment_of(date(2026, 3, 8)), Some(1), "six days late, a day before the second");
        assert_eq!(plan.moment_of(date(2026, 3, 9)), Some(2));
        assert_eq!(plan.moment_of(plan.last_day()), Some(10));
        assert_eq!(plan.moment_of(plan.last_day().tomorrow().unwrap()), None);
        assert_eq!((plan.begun_by(date(2026, 3, 1)), plan.begun_by(date(2026, 3, 16))), (0, 3));
        assert_eq!(plan.begun_by(date(2027, 1, 1)), 10);
    }

    #[test]
    fn outcomes_are_counted_as_different_designs() {
        let count = |lot, starts: &[i16]| BaselinePlan::new(draft(lot, starts), 4).unwrap().outcomes(4);
        assert_eq!(count(BaselineLot::Together, &[]), Some(5.0));
        assert_eq!(count(BaselineLot::EachOwn, &[]), Some(625.0));
        assert_eq!(count(BaselineLot::Dealt, &[4, 5, 6, 7]), Some(24.0));
        assert_eq!(count(BaselineLot::Dealt, &[4, 4, 6, 6]), Some(6.0));
        assert_eq!(count(BaselineLot::Dealt, &[5, 5, 5, 5]), Some(1.0));
        assert_eq!(count(BaselineLot::Elsewhere, &[4, 5, 6, 7]), None);
    }

    #[test]
    fn what_cannot_be_carried_out_is_no_plan() {
        let refused = |draft: BaselineDraft| BaselinePlan::new(draft, 4).unwrap_err();
        let own = || draft(BaselineLot::EachOwn, &[]);
        assert_eq!(refused(BaselineDraft { every_days: 0, ..own() }), BaselinePlanError::Days);
        assert_eq!(refused(BaselineDraft { moments: 61, ..own() }), BaselinePlanError::Moments);
        assert_eq!(refused(BaselineDraft { least_before: 8, ..own() }), BaselinePlanError::Phases);
        assert_eq!(refused(BaselineDraft { least_after: i16::MAX, ..own() }), BaselinePlanError::Phases);
        assert_eq!(refused(draft(BaselineLot::Dealt, &[4, 5])), BaselinePlanError::Starts { starts: 2, members: 4 });
        assert_eq!(
            refused(draft(BaselineLot::Elsewhere, &[4, 5, 6, 9])),
            BaselinePlanError::Outside { start: 9, first: 4, last: 8 }
        );
    }
}
