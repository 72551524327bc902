//! Kendall's S between the phases and within the baseline.

use super::pairs::{Pairs, excess_within};

/// How the scores of treatment and baseline are ordered (Parker, Vannest, Davis and Sauber 2011,
/// doi:10.1016/j.beth.2010.08.006).
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct Tau {
    /// The pairs it is made of.
    pub pairs: Pairs,
    /// Tau = S_AB / (m·n) = 2·NAP − 1; −1 to 1.
    pub estimate: f64,
    /// Tau-U = (S_AB − S_A) / (m·n). It can leave −1 to 1 and has no standard error: shown only because people ask.
    pub minus_baseline_trend: f64,
}

impl Tau {
    pub(super) fn new(pairs: &Pairs, a: &[f64]) -> Self {
        let all = pairs.all() as f64;
        let between = pairs.excess();
        Self {
            pairs: *pairs,
            estimate: between as f64 / all,
            minus_baseline_trend: (between - excess_within(a)) as f64 / all,
        }
    }
}

/// The trend within the baseline; positive when it improves by itself.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct Trend {
    /// S_A: rises less falls over all pairs.
    pub excess: i64,
    /// S_A over m(m − 1)/2; −1 to 1.
    pub tau: f64,
}

impl Trend {
    /// Of two scores or more.
    pub(super) fn of(a: &[f64]) -> Self {
        let excess = excess_within(a);
        let pairs = (a.len() * (a.len() - 1) / 2) as f64;
        Self { excess, tau: excess as f64 / pairs }
    }
}
