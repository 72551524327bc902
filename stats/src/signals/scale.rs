//! What the rules must know of the instruments behind the scores.

use crate::change::{Cutoff, Direction, ReliableLimit};

/// The outcome scale, and what is known of the session's own scale.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scale {
    /// Which way is better.
    pub direction: Direction,
    /// How large a change must be to be reliable; without it no rule about change runs.
    pub limit: Option<ReliableLimit>,
    /// The border of the clinical range; without it no rule asks for that range.
    pub cutoff: Option<Cutoff>,
    /// A reliable drop of the client's score of the session (points, > 0), where one is known.
    pub process_drop: Option<f64>,
}

impl Scale {
    /// Δ(ref) = d·(now − reference): positive is improvement.
    #[must_use]
    pub fn improvement(&self, reference: f64, now: f64) -> f64 {
        self.direction.improvement(reference, now)
    }

    /// Whether a score lies in the clinical range; `None` without a cut-off.
    #[must_use]
    pub fn is_clinical(&self, score: f64) -> Option<bool> {
        self.cutoff.map(|cutoff| cutoff.is_clinical(score, self.direction))
    }

    /// Whether the improvement (points, signed) is a reliable one; `None` without a limit.
    #[must_use]
    pub fn reliably_better(&self, improvement: f64) -> Option<bool> {
        self.limit.map(|limit| improvement > 0.0 && limit.is_reached_by(improvement))
    }

    /// Whether the improvement (points, signed) is a reliable worsening; `None` without a limit.
    #[must_use]
    pub fn reliably_worse(&self, improvement: f64) -> Option<bool> {
        self.limit.map(|limit| improvement < 0.0 && limit.is_reached_by(-improvement))
    }
}
