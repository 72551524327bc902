//! When draws are too few, or not all of them, to conclude from.

use super::failure::RefitFailures;

/// Draws below this leave an interval's ends, or a p-value near 0.05, to chance.
const FEW: usize = 200;

/// The share of refits that may fail without a word: beyond it those left out can decide where a tail ends.
const MOST_FAILED: f64 = 0.05;

/// A reason to draw more, or to trust the draws less.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum BootstrapCaution {
    /// Fewer than 200 draws asked for behind intervals.
    FewForIntervals {
        /// Draws that were fitted.
        replicates: usize,
        /// The share of draws meant to lie beyond each end, (1 − coverage)/2.
        tail: f64,
        /// Standard error of that share, √(tail(1 − tail)/replicates).
        monte_carlo_error: f64,
    },
    /// Fewer than 200 draws asked for behind a p-value.
    FewForTest {
        /// Draws that were fitted.
        replicates: usize,
        /// The p-value.
        p_value: f64,
        /// Its standard error, √(p(1 − p)/replicates).
        monte_carlo_error: f64,
    },
    /// More than 5 % of the refits failed.
    Failed {
        /// Draws asked for.
        requested: usize,
        /// Refits that failed.
        failed: usize,
        /// The same by kind.
        failures: Vec<RefitFailures>,
    },
}

impl BootstrapCaution {
    pub(super) fn of_intervals(coverage: f64, requested: usize, failures: &[RefitFailures]) -> Vec<Self> {
        let replicates = requested - count(failures);
        let tail = 0.5 - coverage.clamp(0.0, 1.0) / 2.0;
        let monte_carlo_error = share_error(tail, replicates);
        let few = (requested < FEW).then_some(Self::FewForIntervals { replicates, tail, monte_carlo_error });
        few.into_iter().chain(Self::of_failures(requested, failures)).collect()
    }

    pub(super) fn of_test(p_value: f64, requested: usize, failures: &[RefitFailures]) -> Vec<Self> {
        let replicates = requested - count(failures);
        let monte_carlo_error = share_error(p_value, replicates);
        let few = (requested < FEW).then_some(Self::FewForTest { replicates, p_value, monte_carlo_error });
        few.into_iter().chain(Self::of_failures(requested, failures)).collect()
    }

    fn of_failures(requested: usize, failures: &[RefitFailures]) -> Option<Self> {
        let failed = count(failures);
        let many = failed as f64 > MOST_FAILED * requested as f64;
        many.then(|| Self::Failed { requested, failed, failures: failures.to_vec() })
    }
}

/// How many failed of whatever kind.
pub(super) fn count(failures: &[RefitFailures]) -> usize {
    failures.iter().map(|known| known.count).sum()
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
            Self::Failed { requested, failed, failures } => {
                let kinds: Vec<String> = failures.iter().map(ToString::to_string).collect();
                write!(
                    f,
                    "{failed} of {requested} refits failed and are left out ({}): what is read from the others holds only for \
                     data that can be fitted, and more draws do not mend that; a profile, or a simpler \
                     model, does without them",
                    kinds.join(", ")
                )
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::failure::RefitFailure;
    use super::*;

    #[test]
    fn a_twentieth_of_failures_is_let_pass_and_more_is_told() {
        let failed = |count: usize| vec![RefitFailures { failure: RefitFailure::NotConverged, count }];
        assert!(BootstrapCaution::of_intervals(0.95, 200, &failed(10)).is_empty());
        let told = BootstrapCaution::of_intervals(0.95, 200, &failed(11));
        assert!(matches!(told.as_slice(), [BootstrapCaution::Failed { requested: 200, failed: 11, .. }]), "{told:?}");
        let text = told.iter().map(ToString::to_string).collect::<String>();
        assert!(
            text.starts_with("11 of 200 refits failed and are left out (11 did not arrive at an optimum)"),
            "{text}"
        );
        assert_eq!(BootstrapCaution::of_test(0.04, 100, &failed(90)).len(), 2);
    }
}
