//! When there are too few draws to conclude from.

/// Draws below this leave an interval's ends, or a p-value near 0.05, to chance.
const FEW: usize = 200;

/// A reason to draw more.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum BootstrapCaution {
    /// Fewer than 200 draws behind intervals.
    FewForIntervals {
        /// Draws that were fitted.
        replicates: usize,
        /// The share of draws meant to lie beyond each end, (1 − coverage)/2.
        tail: f64,
        /// Standard error of that share, √(tail(1 − tail)/replicates).
        monte_carlo_error: f64,
    },
    /// Fewer than 200 draws behind a p-value.
    FewForTest {
        /// Draws that were fitted.
        replicates: usize,
        /// The p-value.
        p_value: f64,
        /// Its standard error, √(p(1 − p)/replicates).
        monte_carlo_error: f64,
    },
}

impl BootstrapCaution {
    pub(super) fn of_intervals(coverage: f64, replicates: usize) -> Option<Self> {
        let tail = 0.5 - coverage.clamp(0.0, 1.0) / 2.0;
        let monte_carlo_error = share_error(tail, replicates);
        (replicates < FEW).then_some(Self::FewForIntervals { replicates, tail, monte_carlo_error })
    }

    pub(super) fn of_test(p_value: f64, replicates: usize) -> Option<Self> {
        let monte_carlo_error = share_error(p_value, replicates);
        (replicates < FEW).then_some(Self::FewForTest { replicates, p_value, monte_carlo_error })
    }
}

/// Standard error of a share of so many draws.
pub(super) fn share_error(share: f64, replicates: usize) -> f64 {
    (share * (1.0 - share) / replicates.max(1) as f64).sqrt()
}

impl std::fmt::Display for BootstrapCaution {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::FewForIntervals { replicates, tail, monte_carlo_error } => write!(
                f,
                "only {replicates} draws: {:.1}% of them should lie beyond each end of an interval and that share is known to \
                 {:.1} points only; draw at least {FEW}, better 1000",
                100.0 * tail,
                100.0 * monte_carlo_error
            ),
            Self::FewForTest { replicates, p_value, monte_carlo_error } => write!(
                f,
                "only {replicates} draws: p is {p_value:.3} give or take {monte_carlo_error:.3}; draw at least {FEW}, better 999"
            ),
        }
    }
}
