//! The difference of the means.

use super::{Phase, Unable};

/// Mean of the treatment less mean of the baseline, positive for improvement.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct MeanDifference {
    /// In the user's units.
    pub points: f64,
    /// Glass's Δ: in standard deviations of the baseline (Glass 1976), within one case: not to be compared with differences
    /// between people.
    #[serde(serialize_with = "super::told::told")]
    pub glass: Result<f64, Unable>,
}

impl MeanDifference {
    /// Of one score or more in each phase, higher is better.
    pub(super) fn new(a: &[f64], b: &[f64]) -> Self {
        let points = mean(b) - mean(a);
        Self { points, glass: deviation(a).map(|deviation| points / deviation) }
    }
}

pub(super) fn mean(scores: &[f64]) -> f64 {
    scores.iter().sum::<f64>() / scores.len() as f64
}

fn deviation(a: &[f64]) -> Result<f64, Unable> {
    if a.len() < 2 {
        return Err(Unable::TooFew { phase: Phase::Baseline, found: a.len(), needed: 2 });
    }
    if a.iter().all(|score| *score == a[0]) {
        return Err(Unable::ConstantBaseline);
    }
    let middle = mean(a);
    let squares: f64 = a.iter().map(|score| (score - middle).powi(2)).sum();
    Ok((squares / (a.len() - 1) as f64).sqrt())
}
