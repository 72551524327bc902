//! One multilevel model of all cases.

use super::phase_design::{Block, CasesVary, Change, check, formula, level_place, table};
use super::phase_error::{PhaseCaution, PhaseError};
use super::phase_information::PhaseInformation;
use super::{Case, Phase};
use crate::change::Direction;
use crate::fit::{Criterion, Fit, Status, fit};
use crate::infer::{Contrast, Inference, Method, TTest};
use crate::model::{Decay, Formula, Model, ModelOptions, Residual, SerialCorrelation};

/// Fewer cases are told with a caution: below it the model's p-values are not held (Michiels, Tanious, De and Onghena 2020).
const FEW_CASES: usize = 5;
/// Cases with two scores or more in both phases, from which the effect may vary between cases.
const EFFECT_MAY_VARY: usize = 5;

/// What a variance and a covariance more must lower the REML criterion by: ½χ²₁ + ½χ²₂ at 20 % (Stram and Lee 1994), not at 5 %,
/// since a difference that is overlooked does more harm here than one too many.
const ASKED_FOR: f64 = 2.5;

/// What the model assumes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct PhaseAssumptions {
    /// What the treatment changes.
    pub change: Change,
    /// What varies between the cases.
    pub vary: CasesVary,
    /// Whether what is left of a score depends on that of the session before, by φ^distance: first-order autoregressive where
    /// all times are whole numbers, else its continuous form.
    pub serial: bool,
}

/// A multilevel phase model (Van den Noortgate and Onghena 2003), by REML, fitted on scores turned so that up is improvement:
/// y_ti = β₀ + u₀i [+ β₁ t] + (β₂ + u₁i) D_ti [+ β₃ (t − T_i) D_ti] + e_ti.
#[derive(Debug, Clone)]
pub struct PhaseFit {
    assumptions: PhaseAssumptions,
    fit: Fit,
    blocks: Vec<Block>,
    information: Option<PhaseInformation>,
    tests: Vec<TTest>,
    follow_up: f64,
    cautions: Vec<PhaseCaution>,
}

impl PhaseFit {
    /// The richest model that the scores ask for. Residuals are correlated unless that is not determined; the effect varies
    /// between cases, from five cases on, where the scores say that it does. A caution tells what was left out.
    ///
    /// The effect is not let vary unasked: an effect that is the same for all makes that model's test reject in 0.4 % where 5 %
    /// were asked for (five cases, `examples/single_case_errors`).
    ///
    /// # Errors
    /// [`PhaseError`], of the plainest model.
    pub fn richest(cases: &[Case], direction: Direction, change: Change) -> Result<Self, PhaseError> {
        let new = |vary, serial| Self::new(cases, direction, PhaseAssumptions { change, vary, serial });
        let equal = new(CasesVary::InLevel, true).or_else(|_| new(CasesVary::InLevel, false))?;
        let both =
            |case: &&Case| [Phase::Baseline, Phase::Treatment].iter().all(|phase| case.measured(*phase).len() > 1);
        if cases.iter().filter(both).count() < EFFECT_MAY_VARY {
            return Ok(equal);
        }
        let serial = equal.assumptions.serial;
        let criterion = |found: &Self| found.fit.minus_two_log_likelihood();
        let asked = |varying: &Self| criterion(&equal) - criterion(varying) > ASKED_FOR;
        Ok(new(CasesVary::InLevelAndEffect, serial).ok().filter(asked).unwrap_or(equal))
    }

    /// Exactly this model.
    ///
    /// # Errors
    /// [`PhaseError`]: too few cases or scores, nothing that varies, variances that are not determined.
    pub fn new(cases: &[Case], direction: Direction, assumptions: PhaseAssumptions) -> Result<Self, PhaseError> {
        let PhaseAssumptions { change, vary, serial } = assumptions;
        let block = |case| Block::new(case, direction, change, vary);
        let blocks: Vec<Block> = cases.iter().filter_map(block).collect();
        check(cases, &blocks, change)?;
        let formula = Formula::parse(formula(change, vary)).map_err(PhaseError::Formula)?;
        let whole = blocks.iter().flat_map(|block| &block.times).all(|time| time.fract() == 0.0);
        let correlation = serial.then(|| SerialCorrelation {
            decay: if whole { Decay::Ar1 } else { Decay::Car1 },
            time: Some("time".to_owned()),
            within: vec!["case".to_owned()],
        });
        let residual = Residual { correlation, strata: Vec::new() };
        let options = ModelOptions { residual, ..ModelOptions::default() };
        let model = Model::build_with(&table(&blocks, change)?, &formula, &options)?;
        if let Some(term) = model.fixed_dropped().first() {
            return Err(PhaseError::Collinear { term: term.clone() });
        }
        let fit = fit(&model, Criterion::Reml, None)?;
        match fit.status() {
            Status::NotConverged => {
                return Err(PhaseError::NotConverged { evaluations: fit.evidence().evaluations });
            }
            Status::NotIdentified => return Err(PhaseError::NotIdentified),
            Status::Converged | Status::OnBoundary => {}
        }
        let information = PhaseInformation::new(&fit, &blocks);
        let (tests, adjusted) = tests(&fit, information.as_ref());
        let cautions = cautions(&fit, blocks.len(), assumptions, adjusted);
        Ok(Self { assumptions, fit, blocks, information, tests, follow_up: follow_up(cases), cautions })
    }

    /// What was assumed.
    #[must_use]
    pub fn assumptions(&self) -> PhaseAssumptions {
        self.assumptions
    }

    /// The fitted model, on scores turned so that up is improvement.
    #[must_use]
    pub fn fit(&self) -> &Fit {
        &self.fit
    }

    /// Cases in the model.
    #[must_use]
    pub fn cases(&self) -> usize {
        self.blocks.len()
    }

    /// The change of level, positive for improvement: with slopes that at the first session of the treatment.
    #[must_use]
    pub fn level(&self) -> &TTest {
        &self.tests[level_place(self.assumptions.change)]
    }

    /// The change of slope, positive for improvement, the user's units a unit of time; none in a model without slopes.
    #[must_use]
    pub fn slope(&self) -> Option<&TTest> {
        self.tests.get(3)
    }

    /// The trend of the baseline, positive for improvement; none in a model without slopes.
    #[must_use]
    pub fn baseline_trend(&self) -> Option<&TTest> {
        self.tests.get(3).map(|_| &self.tests[1])
    }

    /// Time from the start of the treatment to its last session, the median of the cases.
    #[must_use]
    pub fn follow_up(&self) -> f64 {
        self.follow_up
    }

    /// The effect so long after the start of the treatment, positive for improvement; `None` where no method gives a test.
    #[must_use]
    pub fn effect_after(&self, time: f64) -> Option<TTest> {
        let weights = self.weights(time);
        let estimates = self.fit.fixed_estimates();
        let adjusted = self.information.as_ref().and_then(|found| found.test("effect", &weights, &estimates));
        adjusted.or_else(|| {
            let inference = Inference::new(&self.fit, Method::Satterthwaite).ok()?;
            inference.t_test(&Contrast::row(weights)).ok()
        })
    }

    /// How well the variance parameters are known.
    pub(super) fn information(&self) -> Option<&PhaseInformation> {
        self.information.as_ref()
    }

    /// How the effect so long after the start is made of the fixed effects.
    pub(super) fn weights(&self, time: f64) -> Vec<f64> {
        match self.assumptions.change {
            Change::Level => vec![0.0, 1.0],
            Change::LevelAndSlope => vec![0.0, 0.0, 1.0, time],
        }
    }

    /// φ for one unit of time; none where residuals were taken as independent.
    #[must_use]
    pub fn autocorrelation(&self) -> Option<f64> {
        self.fit.residual().and_then(|residual| residual.correlation).map(|(_, phi)| phi)
    }

    /// Standard deviation of the cases' levels.
    #[must_use]
    pub fn between_cases(&self) -> f64 {
        self.deviation(0).unwrap_or(0.0)
    }

    /// Standard deviation of the effect between cases; none where it was taken as the same.
    #[must_use]
    pub fn effect_between_cases(&self) -> Option<f64> {
        self.deviation(1)
    }

    fn deviation(&self, place: usize) -> Option<f64> {
        self.fit.random().first().and_then(|effect| effect.standard_deviations.get(place).copied())
    }

    /// What must be said beside it.
    #[must_use]
    pub fn cautions(&self) -> &[PhaseCaution] {
        &self.cautions
    }
}

/// By Kenward and Roger, else by Satterthwaite, else without p-values; and whether the first was possible.
fn tests(fit: &Fit, information: Option<&PhaseInformation>) -> (Vec<TTest>, bool) {
    let (effects, estimates) = (fit.fixed(), fit.fixed_estimates());
    let unit =
        |place: usize| -> Vec<f64> { (0..effects.len()).map(|other| if other == place { 1.0 } else { 0.0 }).collect() };
    let adjusted = information.and_then(|found| {
        let tests =
            effects.iter().enumerate().map(|(place, effect)| found.test(&effect.term, &unit(place), &estimates));
        tests.collect::<Option<Vec<TTest>>>()
    });
    if let Some(tests) = adjusted {
        return (tests, true);
    }
    if let Ok(inference) = Inference::new(fit, Method::Satterthwaite) {
        return (inference.coefficients(), false);
    }
    let plain = effects.into_iter().map(|effect| TTest {
        statistic: effect.estimate / effect.standard_error,
        term: effect.term,
        estimate: effect.estimate,
        standard_error: effect.standard_error,
        df: None,
        p_value: None,
    });
    (plain.collect(), false)
}

fn cautions(fit: &Fit, cases: usize, assumptions: PhaseAssumptions, adjusted: bool) -> Vec<PhaseCaution> {
    let mut said = Vec::new();
    if cases < FEW_CASES {
        said.push(PhaseCaution::FewCases { cases });
    }
    if assumptions.vary == CasesVary::InLevel {
        said.push(PhaseCaution::SameEffect);
    }
    if !assumptions.serial {
        said.push(PhaseCaution::Independent);
    }
    if !fit.evidence().boundary.is_empty() {
        said.push(PhaseCaution::NoVariance);
    }
    if !adjusted {
        said.push(PhaseCaution::NoKenwardRoger);
    }
    said
}

fn follow_up(cases: &[Case]) -> f64 {
    let last = |case: &Case| case.measured(Phase::Treatment).last().map(|&(time, _)| time);
    let lengths = cases.iter().filter_map(|case| Some(last(case)? - case.start_time()?));
    super::baseline_corrected::median(lengths.collect())
}
