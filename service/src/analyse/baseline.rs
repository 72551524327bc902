//! A multiple baseline from rows to statistics: each score goes to the planned moment in which its day lies, the phase follows
//! from the first session that a member came to and from whether the score was measured while waiting, and the test by lot from
//! the start that was drawn.

use jiff::civil::Date;
use peil_stats::change::Direction;
use peil_stats::single_case::{
    Admissible, Analysis, Case, Phase, Question, RandomisationError, RandomisationSettings, RandomisationTest, Scheme,
    SchemeTest, Session, analyse,
};

use crate::domain::{BaselineLot, BaselinePlan};

/// A score of a member.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BaselineScore {
    /// The day.
    pub on: Date,
    /// What was measured.
    pub value: f64,
    /// Measured while waiting: baseline, whatever the group did on that day.
    pub waiting: bool,
}

/// A member who takes part, with what was measured.
#[derive(Debug, Clone)]
pub struct BaselineMember {
    /// The name in the group.
    pub name: String,
    /// The start that was drawn: the first moment in the group.
    pub start: i16,
    /// The first session that the member came to.
    pub began_on: Option<Date>,
    /// The last day, when the stay ended.
    pub left_on: Option<Date>,
    /// In any order.
    pub scores: Vec<BaselineScore>,
}

/// What stands at the moments of a member.
#[derive(Debug, Clone, PartialEq)]
pub struct BaselineCourse {
    /// The name in the group.
    pub name: String,
    /// The start that was drawn.
    pub start: i16,
    /// The moment in which the member first came; none as long as he has not, or outside the plan.
    pub began: Option<i16>,
    /// By moment, as far as the moments have begun: the score, and whether it was measured in the group.
    pub moments: Vec<(Option<f64>, Phase)>,
    /// Scores left out because their moment had one already.
    pub doubled: usize,
    /// Scores left out because they lie before or after all moments.
    pub outside: usize,
    /// Scores left out because they were measured as of one who waits, after a score in the group.
    pub contrary: usize,
}

/// How the test by lot stands.
#[derive(Debug, Clone, PartialEq)]
pub enum BaselineTest {
    /// Peil did not draw, so there is no chance to count.
    DrawnElsewhere,
    /// Not all planned measurements are in: who looks again and again finds something in the end.
    Interim,
    /// Made, or why not.
    Made(Result<RandomisationTest, RandomisationError>),
}

/// Everything that a multiple baseline says.
#[derive(Debug, Clone, PartialEq)]
pub struct BaselineReading {
    /// In the order of the plan.
    pub courses: Vec<BaselineCourse>,
    /// Measurements that are in.
    pub measured: usize,
    /// Measurements that are planned.
    pub planned: usize,
    /// Whether all that will come is in.
    pub complete: bool,
    /// Effects and models, by the phases as they were.
    pub analysis: Analysis,
    /// The test, by the starts as they were drawn.
    pub test: BaselineTest,
}

/// How far a plan is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BaselineState {
    /// Today.
    pub today: Date,
    /// The day on which the measuring was ended by hand: nothing that was measured later counts any more.
    pub ended_on: Option<Date>,
    /// The seed of draws where there are too many assignments to count.
    pub seed: u64,
}

/// Reads a multiple baseline.
#[must_use]
pub fn read_baseline(
    plan: &BaselinePlan,
    members: &[BaselineMember],
    direction: Direction,
    state: BaselineState,
) -> BaselineReading {
    let whole = plan.moments();
    let over = state.ended_on.is_some() || state.today > plan.last_day();
    let in_time = |score: &BaselineScore| state.ended_on.is_none_or(|end| score.on <= end);
    let members: Vec<BaselineMember> = members
        .iter()
        .map(|one| BaselineMember { scores: one.scores.iter().copied().filter(in_time).collect(), ..one.clone() })
        .collect();
    // The lot counts on every planned moment, also of who left.
    let staying = members.iter().map(|member| BaselineMember { left_on: None, ..member.clone() });
    let all: Vec<BaselineCourse> = staying.map(|member| course(plan, &member, whole)).collect();
    let measured = all.iter().map(scored).sum();
    let planned = whole * members.len();
    let complete = over || measured == planned;
    // What is still to come is not missing.
    let begun = if complete { whole } else { plan.begun_by(state.today) };
    let courses: Vec<BaselineCourse> = members.iter().map(|member| course(plan, member, begun)).collect();
    let cases: Vec<Case> = courses.iter().filter_map(as_it_was).collect();
    let analysis = analyse(&cases, &Question { direction, randomisation: None });
    let test = match scheme(plan) {
        None => BaselineTest::DrawnElsewhere,
        Some(_) if !complete => BaselineTest::Interim,
        Some((scheme, admissible)) => {
            // Not the numbers of the lots themselves: the first of the draws would be the one that was made.
            let settings = RandomisationSettings::new(admissible, !state.seed);
            let drawn: Vec<Case> = all.iter().filter_map(as_drawn).collect();
            BaselineTest::Made(SchemeTest { scheme, drawn_beforehand: true, settings }.run(&drawn, direction))
        }
    };
    BaselineReading { courses, measured, planned, complete, analysis, test }
}

/// How was drawn, as the statistics call it; none where Peil did not.
#[must_use]
pub fn scheme(plan: &BaselinePlan) -> Option<(Scheme, Admissible)> {
    let draft = plan.draft();
    let least = |moments: i16| usize::try_from(moments).unwrap_or(1);
    let range = Admissible { baseline: least(draft.least_before), treatment: least(draft.least_after) };
    match draft.lot {
        BaselineLot::Dealt => Some((Scheme::Permutation, Admissible::BOTH_PHASES)),
        BaselineLot::EachOwn => Some((Scheme::StartPoints, range)),
        BaselineLot::Together => Some((Scheme::Shared, range)),
        BaselineLot::Elsewhere => None,
    }
}

fn scored(course: &BaselineCourse) -> usize {
    course.moments.iter().filter(|(score, _)| score.is_some()).count()
}

/// The scores that fill the moments, and what was left out.
struct Slots {
    /// By moment.
    scores: Vec<Option<BaselineScore>>,
    doubled: usize,
    outside: usize,
    contrary: usize,
}

impl Slots {
    /// Each score at its moment, the first of a moment; of one day what was measured while waiting comes first.
    fn fill(plan: &BaselinePlan, member: &BaselineMember) -> Self {
        let mut scores = member.scores.clone();
        scores.sort_by_key(|score| (score.on, !score.waiting));
        // Who was in the group waits no more: a note that was corrected later, or a form that arrived late.
        let first = scores.iter().find(|score| is_in_group(score, member)).map(|score| score.on);
        let is_contrary = |score: &BaselineScore| score.waiting && first.is_some_and(|first| score.on > first);
        let mut slots = Self { scores: vec![None; plan.moments()], doubled: 0, outside: 0, contrary: 0 };
        for score in scores {
            let slot = plan.moment_of(score.on).and_then(|moment| usize::try_from(moment - 1).ok());
            match slot.and_then(|slot| slots.scores.get_mut(slot)) {
                None => slots.outside += 1,
                Some(_) if is_contrary(&score) => slots.contrary += 1,
                Some(Some(_)) => slots.doubled += 1,
                Some(free) => *free = Some(score),
            }
        }
        slots
    }

    /// Moments up to the last with a score that `is`.
    fn up_to(&self, is: impl Fn(&BaselineScore) -> bool) -> usize {
        self.scores.iter().rposition(|score| score.as_ref().is_some_and(&is)).map_or(0, |slot| slot + 1)
    }
}

/// Whether a score was given in the group.
fn is_in_group(score: &BaselineScore, member: &BaselineMember) -> bool {
    !score.waiting && member.began_on.is_some_and(|first| score.on >= first)
}

/// A member's moments, as far as `begun` and, after leaving, no further.
fn course(plan: &BaselinePlan, member: &BaselineMember, begun: usize) -> BaselineCourse {
    let slots = Slots::fill(plan, member);
    let waited = slots.up_to(|score| score.waiting);
    let left = member.left_on.map_or(begun, |day| plan.begun_by(day).max(slots.up_to(|_| true)));
    let phase = |(slot, found): (usize, Option<BaselineScore>)| {
        let treated = match (found, member.began_on) {
            (Some(score), _) => is_in_group(&score, member),
            (None, Some(first)) => slot >= waited && plan.day(i16::try_from(slot + 1).unwrap_or(i16::MAX) + 1) > first,
            (None, None) => false,
        };
        (found.map(|score| score.value), if treated { Phase::Treatment } else { Phase::Baseline })
    };
    let Slots { scores, doubled, outside, contrary } = slots;
    BaselineCourse {
        name: member.name.clone(),
        start: member.start,
        began: member.began_on.and_then(|day| plan.moment_of(day)),
        moments: scores.into_iter().enumerate().take(begun.min(left)).map(phase).collect(),
        doubled,
        outside,
        contrary,
    }
}

/// Effects and models: the phase in which each score was really measured.
fn as_it_was(course: &BaselineCourse) -> Option<Case> {
    let sessions = course.moments.iter().zip(1_u32..);
    let sessions: Vec<Session> = sessions
        .map(|((score, phase), moment)| Session { time: moment.into(), phase: *phase, score: *score })
        .collect();
    // Days never go back, so neither do phases.
    Case::new(&*course.name, &sessions).ok()
}

/// The test: the phase that the lot gave.
fn as_drawn(course: &BaselineCourse) -> Option<Case> {
    let scores: Vec<Option<f64>> = course.moments.iter().map(|(score, _)| *score).collect();
    Case::of_occasions(&*course.name, &scores, usize::try_from(course.start).ok()?).ok()
}

#[cfg(test)]
#[path = "baseline_test.rs"]
mod tests;
