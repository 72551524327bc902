//! What is read from a multilevel phase model.

use super::Case;
use super::between_case::{BetweenCase, BetweenCaseError};
use super::phase_design::Change;
use super::phase_error::{PhaseCaution, PhaseError};
use super::phase_fit::{PhaseAssumptions, PhaseFit};
use super::told::told;
use crate::change::Direction;
use crate::infer::TTest;

/// One effect with its uncertainty, positive for improvement.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct EffectReading {
    /// In the user's units; of a slope, a unit of time.
    pub estimate: f64,
    /// Its standard error.
    pub standard_error: f64,
    /// Degrees of freedom; none where no method gives them.
    pub degrees_of_freedom: Option<f64>,
    /// Two-sided.
    pub p_value: Option<f64>,
    /// 95 % interval.
    pub interval: Option<(f64, f64)>,
}

impl From<&TTest> for EffectReading {
    fn from(test: &TTest) -> Self {
        let finite = |ends: &(f64, f64)| ends.0.is_finite() && ends.1.is_finite();
        Self {
            estimate: test.estimate,
            standard_error: test.standard_error,
            degrees_of_freedom: test.df,
            p_value: test.p_value.filter(|p| p.is_finite()),
            interval: test.interval(0.95).filter(finite),
        }
    }
}

/// What a multilevel phase model says.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct PhaseReading {
    /// What was assumed.
    pub assumptions: PhaseAssumptions,
    /// Cases in the model.
    pub cases: usize,
    /// Scores in the model.
    pub scores: usize,
    /// The change of level; with slopes that at the first session of the treatment.
    pub level: EffectReading,
    /// The change of slope; none in a model without slopes.
    pub slope: Option<EffectReading>,
    /// The trend of the baseline; none in a model without slopes.
    pub baseline_trend: Option<EffectReading>,
    /// Time from the start of the treatment to its last session, the median of the cases.
    pub follow_up: f64,
    /// The effect at that time; without slopes the change of level.
    pub effect_at_follow_up: Option<EffectReading>,
    /// Standard deviation of the cases' levels, the user's units.
    pub between_cases: f64,
    /// Standard deviation of the effect between cases; none where it was taken as the same.
    pub effect_between_cases: Option<f64>,
    /// Standard deviation of what is left.
    pub residual: f64,
    /// Correlation of what is left over one unit of time; none where it was taken as zero.
    pub autocorrelation: Option<f64>,
    /// The standardised mean difference between people, of the effect at follow-up.
    #[serde(serialize_with = "told")]
    pub between_case: Result<BetweenCase, BetweenCaseError>,
    /// What must be said beside it.
    pub cautions: Vec<PhaseCaution>,
}

impl PhaseReading {
    /// Fits the richest model that the cases carry, and reads it.
    ///
    /// # Errors
    /// [`PhaseError`].
    pub fn of(cases: &[Case], direction: Direction, change: Change) -> Result<Self, PhaseError> {
        let phases = PhaseFit::richest(cases, direction, change)?;
        let (fit, follow_up) = (phases.fit(), phases.follow_up());
        Ok(Self {
            assumptions: phases.assumptions(),
            cases: phases.cases(),
            scores: fit.observations(),
            level: phases.level().into(),
            slope: phases.slope().map(EffectReading::from),
            baseline_trend: phases.baseline_trend().map(EffectReading::from),
            follow_up,
            effect_at_follow_up: phases.effect_after(follow_up).as_ref().map(EffectReading::from),
            between_cases: phases.between_cases(),
            effect_between_cases: phases.effect_between_cases(),
            residual: fit.residual_standard_deviation(),
            autocorrelation: phases.autocorrelation(),
            between_case: BetweenCase::of(&phases, follow_up),
            cautions: phases.cautions().to_vec(),
        })
    }
}
