//! How members' scores of one session lie, and how they usually do.
//!
//! Sums run over sorted numbers, so that the order and the names of the members change nothing, not even a rounding.

use super::GroupSession;

/// Members' scores of one session.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Spread {
    pub(super) count: usize,
    pub(super) mean: f64,
    /// Sum of squared distances from the mean.
    pub(super) squares: f64,
}

/// What is usual: over the sessions of which at least two members gave a score.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Usual {
    /// Sessions.
    pub(super) sessions: usize,
    /// Mean of the sessions' means.
    pub(super) mean: f64,
    /// √(Σ squares / Σ (count − 1)), pooled over the sessions; 0 when members always agreed.
    pub(super) deviation: f64,
}

impl Spread {
    pub(super) fn of(scores: impl Iterator<Item = f64>) -> Option<Self> {
        let mut scores: Vec<f64> = scores.collect();
        scores.sort_by(f64::total_cmp);
        let count = scores.len();
        if count == 0 {
            return None;
        }
        let mean = scores.iter().sum::<f64>() / real(count);
        let mut squares: Vec<f64> = scores.iter().map(|score| (score - mean).powi(2)).collect();
        squares.sort_by(f64::total_cmp);
        Some(Self { count, mean, squares: squares.iter().sum() })
    }

    pub(super) fn of_ratings(session: &GroupSession) -> Option<Self> {
        Self::of(session.ratings().map(|(_, score)| score))
    }

    /// Variance within the group; none of fewer than two.
    pub(super) fn variance(&self) -> Option<f64> {
        (self.count > 1).then(|| self.squares / real(self.count - 1))
    }
}

impl Usual {
    /// None where fewer than `needed` sessions had two ratings.
    pub(super) fn of(sessions: &[GroupSession], needed: usize) -> Option<Self> {
        let spreads: Vec<Spread> =
            sessions.iter().filter_map(Spread::of_ratings).filter(|spread| spread.count > 1).collect();
        if spreads.len() < needed.max(1) {
            return None;
        }
        let mean = spreads.iter().map(|spread| spread.mean).sum::<f64>() / real(spreads.len());
        let freedom: usize = spreads.iter().map(|spread| spread.count - 1).sum();
        let squares: f64 = spreads.iter().map(|spread| spread.squares).sum();
        Some(Self { sessions: spreads.len(), mean, deviation: (squares / real(freedom)).sqrt() })
    }
}

/// Members and sessions are few.
#[allow(clippy::cast_precision_loss)]
pub(super) fn real(count: usize) -> f64 {
    count as f64
}
