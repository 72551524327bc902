//! Where the treatment of a case may begin, and what the scores would then say.

use super::Case;
use crate::change::Direction;

/// The sessions that a phase must keep for a start point to be admissible. Sessions are counted as planned, missing scores
/// included: the draw was made before anybody knew what would be missed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct Admissible {
    /// Sessions of the baseline at least.
    pub baseline: usize,
    /// Sessions of the treatment at least.
    pub treatment: usize,
}

impl Admissible {
    /// Three and three: the custom of start-point randomisation.
    pub const CUSTOMARY: Self = Self { baseline: 3, treatment: 3 };
    /// One and one: both phases exist. Enough where given start points change hands.
    pub const BOTH_PHASES: Self = Self { baseline: 1, treatment: 1 };

    /// Whether a treatment may begin after so many of so many sessions.
    #[must_use]
    pub fn allows(self, start: usize, sessions: usize) -> bool {
        start >= self.baseline.max(1) && start + self.treatment.max(1) <= sessions
    }
}

/// What is compared between the phases of a case, positive for improvement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Statistic {
    /// Mean of the treatment less mean of the baseline.
    #[default]
    MeanDifference,
    /// Least squares slope of the treatment less that of the baseline, for effects that grow.
    SlopeChange,
}

/// The statistic of a case as if its treatment had begun after the session counted by the place in the list: place s is
/// "s sessions of baseline". None where a phase has too few scores for the statistic.
pub(super) fn by_start(case: &Case, direction: Direction, statistic: Statistic) -> Vec<Option<f64>> {
    let sessions = case.sessions();
    let scored = |places: &[super::Session]| -> Vec<(f64, f64)> {
        places.iter().filter_map(|session| Some((session.time, session.score?))).collect()
    };
    let of = |start: usize| {
        let (before, after) = sessions.split_at(start);
        let (before, after) = (of_phase(&scored(before), statistic)?, of_phase(&scored(after), statistic)?);
        Some(direction.improvement(before, after))
    };
    (0..=sessions.len()).map(of).collect()
}

fn of_phase(scores: &[(f64, f64)], statistic: Statistic) -> Option<f64> {
    let count = scores.len() as f64;
    let mean = || scores.iter().map(|&(_, score)| score).sum::<f64>() / count;
    match statistic {
        Statistic::MeanDifference => (!scores.is_empty()).then(mean),
        Statistic::SlopeChange => {
            if scores.len() < 2 {
                return None;
            }
            let (middle, mean) = (scores.iter().map(|&(time, _)| time).sum::<f64>() / count, mean());
            let product: f64 = scores.iter().map(|&(time, score)| (time - middle) * (score - mean)).sum();
            let square: f64 = scores.iter().map(|&(time, _)| (time - middle).powi(2)).sum();
            Some(product / square)
        }
    }
}
