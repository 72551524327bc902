//! All that one case says of the treatment, without any model.

use super::baseline_corrected::BaselineCorrected;
use super::glass::{MeanDifference, mean};
use super::nap::Nap;
use super::overlap::{pem, pnd};
use super::pairs::Pairs;
use super::tau::{Tau, Trend};
use super::{Case, Caution, Phase, Unable};
use crate::change::Direction;

/// Scores of a phase below which its numbers are told with a caution.
const CUSTOMARY: usize = 5;

/// The effects of one case. Each is positive for improvement, whatever the direction of the scores; where a number cannot be
/// there is the reason.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct CaseEffects {
    /// Scores of the baseline, m.
    pub baseline: usize,
    /// Scores of the treatment, n.
    pub treatment: usize,
    /// Mean of the baseline, in the user's units.
    #[serde(serialize_with = "super::told::told")]
    pub baseline_mean: Result<f64, Unable>,
    /// Mean of the treatment, in the user's units.
    #[serde(serialize_with = "super::told::told")]
    pub treatment_mean: Result<f64, Unable>,
    /// Difference of the means, in points and in standard deviations of the baseline.
    #[serde(serialize_with = "super::told::told")]
    pub mean_difference: Result<MeanDifference, Unable>,
    /// Nonoverlap of all pairs.
    #[serde(serialize_with = "super::told::told")]
    pub nap: Result<Nap, Unable>,
    /// Tau and Tau-U.
    #[serde(serialize_with = "super::told::told")]
    pub tau: Result<Tau, Unable>,
    /// Trend within the baseline.
    #[serde(serialize_with = "super::told::told")]
    pub baseline_trend: Result<Trend, Unable>,
    /// Tau after the baseline's trend was taken out.
    #[serde(serialize_with = "super::told::told")]
    pub baseline_corrected: Result<BaselineCorrected, Unable>,
    /// Share of treatment scores better than the best of the baseline.
    #[serde(serialize_with = "super::told::told")]
    pub pnd: Result<f64, Unable>,
    /// Share of treatment scores better than the median of the baseline.
    #[serde(serialize_with = "super::told::told")]
    pub pem: Result<f64, Unable>,
    /// What must be said beside them.
    pub cautions: Vec<Caution>,
}

impl CaseEffects {
    /// The effects of a case.
    #[must_use]
    pub fn of(case: &Case, direction: Direction) -> Self {
        let sign = direction.sign();
        let better = |phase| -> Vec<(f64, f64)> {
            case.measured(phase).into_iter().map(|(time, score)| (time, sign * score)).collect()
        };
        let (baseline, treatment) = (better(Phase::Baseline), better(Phase::Treatment));
        let values = |phase: &[(f64, f64)]| -> Vec<f64> { phase.iter().map(|&(_, score)| score).collect() };
        let (a, b) = (values(&baseline), values(&treatment));
        let enough = |needed_before, needed_after| {
            needs(Phase::Baseline, a.len(), needed_before).and(needs(Phase::Treatment, b.len(), needed_after))
        };
        let pairs = Pairs::between(&a, &b);
        let tau = enough(2, 2).map(|()| Tau::new(&pairs, &a));
        let corrected = enough(2, 2).map(|()| BaselineCorrected::new(&baseline, &treatment, sign));
        let cautions = cautions(case, (&a, &b), &tau, &corrected);
        Self {
            baseline: a.len(),
            treatment: b.len(),
            baseline_mean: needs(Phase::Baseline, a.len(), 1).map(|()| sign * mean(&a)),
            treatment_mean: needs(Phase::Treatment, b.len(), 1).map(|()| sign * mean(&b)),
            mean_difference: enough(1, 1).map(|()| MeanDifference::new(&a, &b)),
            nap: enough(2, 2).map(|()| Nap::new(&a, &b)),
            tau,
            baseline_trend: needs(Phase::Baseline, a.len(), 2).map(|()| Trend::of(&a)),
            baseline_corrected: corrected,
            pnd: enough(1, 1).map(|()| pnd(&a, &b)),
            pem: enough(1, 1).map(|()| pem(&a, &b)),
            cautions,
        }
    }
}

fn needs(phase: Phase, found: usize, needed: usize) -> Result<(), Unable> {
    if found < needed { Err(Unable::TooFew { phase, found, needed }) } else { Ok(()) }
}

fn cautions(
    case: &Case,
    (a, b): (&[f64], &[f64]),
    tau: &Result<Tau, Unable>,
    corrected: &Result<BaselineCorrected, Unable>,
) -> Vec<Caution> {
    let mut said = Vec::new();
    let phases = [(Phase::Baseline, a), (Phase::Treatment, b)];
    for (phase, scores) in phases {
        if (2..CUSTOMARY).contains(&scores.len()) {
            said.push(Caution::FewScores { phase, found: scores.len() });
        }
    }
    let constant = |scores: &[f64]| scores.len() > 1 && scores.iter().all(|score| *score == scores[0]);
    if constant(a) && constant(b) && a[0] == b[0] {
        said.push(Caution::AllTied);
    } else {
        let constants = phases.into_iter().filter(|(_, scores)| constant(scores));
        said.extend(constants.map(|(phase, _)| Caution::ConstantPhase { phase }));
    }
    if tau.as_ref().is_ok_and(|tau| tau.minus_baseline_trend.abs() > 1.0) {
        said.push(Caution::TauUBeyondOne);
    }
    if corrected.as_ref().is_ok_and(|corrected| corrected.leaves_range) {
        said.push(Caution::TrendLeavesRange);
    }
    if case.missing() > 0 {
        said.push(Caution::Missing { count: case.missing() });
    }
    said
}
