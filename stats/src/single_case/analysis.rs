//! The whole analysis of a multiple baseline in one call.

use super::Case;
use super::effects::CaseEffects;
use super::phase_design::Change;
use super::phase_error::PhaseError;
use super::phase_reading::PhaseReading;
use super::randomisation::{
    RandomisationSettings, RandomisationTest, is_told, permutation, shared_start, start_points,
};
use super::randomisation_error::{RandomisationCaution, RandomisationError};
use super::start_points::Admissible;
use super::told::told;
use crate::change::Direction;

/// How start points were drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Scheme {
    /// For each case apart, every admissible one as likely as another.
    StartPoints,
    /// A set of start points was dealt to the cases.
    Permutation,
    /// One for all cases together.
    Shared,
}

impl Scheme {
    /// The phases that a start point must leave unless the design says otherwise.
    #[must_use]
    pub fn customary(self) -> Admissible {
        match self {
            Self::StartPoints | Self::Shared => Admissible::CUSTOMARY,
            Self::Permutation => Admissible::BOTH_PHASES,
        }
    }
}

/// A randomisation test that is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SchemeTest {
    /// How start points were drawn.
    pub scheme: Scheme,
    /// Whether that was done, beforehand and by lot. Where not, the test is made and a caution says what it is worth.
    pub drawn_beforehand: bool,
    /// Admissible start points, the statistic, seed and draws.
    pub settings: RandomisationSettings,
}

impl SchemeTest {
    /// The test by lot. A case that has too few scores in a phase is left out, with a caution: given its start point the lots
    /// of the others stay as likely as they were. With one start for all it is refused instead.
    ///
    /// # Errors
    /// [`RandomisationError`]; [`RandomisationError::NoStatistic`] where no case is left.
    pub fn run(&self, cases: &[Case], direction: Direction) -> Result<RandomisationTest, RandomisationError> {
        let told = |case: &&Case| is_told(case, direction, self.settings.statistic);
        let (kept, left_out): (Vec<&Case>, Vec<&Case>) = cases.iter().partition(told);
        // Where nothing is left the first case says why. With one start for all there are no lots of the others: who can be
        // told depends on the very lot that is tested, so nobody is left out.
        let all = kept.is_empty() || self.scheme == Scheme::Shared;
        let kept: Vec<Case> = if all { cases.to_vec() } else { kept.into_iter().cloned().collect() };
        let mut test = match self.scheme {
            Scheme::StartPoints => start_points(&kept, direction, &self.settings),
            Scheme::Permutation => permutation(&kept, direction, &self.settings),
            Scheme::Shared => shared_start(&kept, direction, &self.settings),
        }?;
        let named = left_out.into_iter().map(|case| RandomisationCaution::LeftOut { case: case.name().to_owned() });
        test.cautions.extend(named);
        if !self.drawn_beforehand {
            test.cautions.push(RandomisationCaution::NotDrawn);
        }
        Ok(test)
    }
}

/// What is asked of the cases.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Question {
    /// Which way is better.
    pub direction: Direction,
    /// The randomisation test; none where the start points were not drawn and none is wanted.
    pub randomisation: Option<SchemeTest>,
}

/// What one case says.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct CaseReading {
    /// Its name.
    pub case: String,
    /// Planned sessions.
    pub sessions: usize,
    /// The first session of the treatment, the first of all is 1; none where it has not begun.
    pub first_treatment: Option<usize>,
    /// When that was.
    pub started: Option<f64>,
    /// Its effects.
    #[serde(flatten)]
    pub effects: CaseEffects,
}

/// Everything that is told of a multiple baseline; each effect is positive for improvement.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Analysis {
    /// Which way is better.
    pub direction: Direction,
    /// The cases in the order in which they were given.
    pub cases: Vec<CaseReading>,
    /// How start points were drawn, as far as was said.
    pub scheme: Option<Scheme>,
    /// Whether it was said that lots were drawn before the first session: the condition on which the test proves anything.
    pub drawn_beforehand: Option<bool>,
    /// The randomisation test, where one was asked for.
    #[serde(serialize_with = "perhaps")]
    pub randomisation: Option<Result<RandomisationTest, RandomisationError>>,
    /// The model of a change of level.
    #[serde(serialize_with = "told")]
    pub level: Result<PhaseReading, PhaseError>,
    /// The model of a change of level and slope.
    #[serde(serialize_with = "told")]
    pub level_and_slope: Result<PhaseReading, PhaseError>,
}

/// The whole analysis. What cannot be told of the cases at hand is a reason in its place; nothing fails as a whole.
#[must_use]
pub fn analyse(cases: &[Case], question: &Question) -> Analysis {
    let direction = question.direction;
    let reading = |case: &Case| CaseReading {
        case: case.name().to_owned(),
        sessions: case.sessions().len(),
        first_treatment: case.start_time().map(|_| case.start() + 1),
        started: case.start_time(),
        effects: CaseEffects::of(case, direction),
    };
    Analysis {
        direction,
        cases: cases.iter().map(reading).collect(),
        scheme: question.randomisation.map(|test| test.scheme),
        drawn_beforehand: question.randomisation.map(|test| test.drawn_beforehand),
        randomisation: question.randomisation.map(|test| test.run(cases, direction)),
        level: PhaseReading::of(cases, direction, Change::Level),
        level_and_slope: PhaseReading::of(cases, direction, Change::LevelAndSlope),
    }
}

/// Null where nothing was asked for.
fn perhaps<S: serde::Serializer>(
    found: &Option<Result<RandomisationTest, RandomisationError>>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    match found {
        Some(found) => told(found, serializer),
        None => serializer.serialize_none(),
    }
}
