//! Refits that give no draw, by what they failed of.

use crate::fit::{Fit, FitError, Status};

/// Why a refit gives no draw.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum RefitFailure {
    /// The search did not arrive.
    NotConverged,
    /// The residual variance of a stratum went to zero.
    StratumFitted {
        /// The stratum.
        stratum: String,
    },
    /// The residual variance went to zero.
    NoResidual {
        /// The grouping factor with the strongest effects.
        factor: String,
    },
    /// The equations or the statistic could not be computed.
    NotComputed,
}

/// Refits that failed alike.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct RefitFailures {
    /// Of what.
    #[serde(flatten)]
    pub failure: RefitFailure,
    /// How many.
    pub count: usize,
}

impl std::fmt::Display for RefitFailures {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let count = self.count;
        match &self.failure {
            RefitFailure::NotConverged => write!(f, "{count} did not arrive at an optimum"),
            RefitFailure::StratumFitted { stratum } => {
                write!(f, "{count} left no residual variance to stratum `{stratum}`")
            }
            RefitFailure::NoResidual { factor } => {
                write!(f, "{count} left no residual variance beside `{factor}`")
            }
            RefitFailure::NotComputed => write!(f, "{count} could not be computed"),
        }
    }
}

impl From<FitError> for RefitFailure {
    fn from(error: FitError) -> Self {
        match error {
            FitError::StratumFitted { stratum } => Self::StratumFitted { stratum },
            FitError::NoResidual { factor } => Self::NoResidual { factor },
            _ => Self::NotComputed,
        }
    }
}

/// The refit unless it ended beside an optimum.
pub(super) fn arrived(fitted: Result<Fit, FitError>) -> Result<Fit, RefitFailure> {
    let fitted = fitted?;
    if fitted.status() == Status::NotConverged { Err(RefitFailure::NotConverged) } else { Ok(fitted) }
}

/// What was drawn in its order, and the failures, the most frequent kind first.
pub(super) fn sorted<T>(results: Vec<Result<T, RefitFailure>>) -> (Vec<T>, Vec<RefitFailures>) {
    let (mut drawn, mut failures) = (Vec::with_capacity(results.len()), Vec::<RefitFailures>::new());
    for result in results {
        match result {
            Ok(value) => drawn.push(value),
            Err(failure) => match failures.iter_mut().find(|known| known.failure == failure) {
                Some(known) => known.count += 1,
                None => failures.push(RefitFailures { failure, count: 1 }),
            },
        }
    }
    failures.sort_by_key(|known| std::cmp::Reverse(known.count));
    (drawn, failures)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::collections::BTreeMap;

    use super::*;
    use crate::fit::{Criterion, fit, fit_at};
    use crate::model::{Formula, Model};
    use crate::simulate::{GrowthSettings, growth};

    #[test]
    fn a_refit_beside_its_optimum_is_no_draw() {
        let table = growth(&GrowthSettings::default(), 3).unwrap();
        let formula = Formula::parse("score ~ week + (1 | client)").unwrap();
        let model = Model::build(&table, &formula, &BTreeMap::new()).unwrap();
        assert!(arrived(fit(&model, Criterion::Ml, None)).is_ok());
        let beside = fit_at(&model, Criterion::Ml, &[0.3]);
        assert_eq!(beside.as_ref().unwrap().status(), Status::NotConverged);
        assert_eq!(arrived(beside).unwrap_err(), RefitFailure::NotConverged);
    }

    #[test]
    fn failures_are_counted_by_kind_the_most_frequent_first() {
        let stratum = || RefitFailure::StratumFitted { stratum: "r".to_owned() };
        let results = vec![Err(RefitFailure::NotConverged), Ok(1), Err(stratum()), Ok(2), Err(stratum())];
        let (drawn, failures) = sorted(results);
        assert_eq!(drawn, [1, 2]);
        let told: Vec<String> = failures.iter().map(ToString::to_string).collect();
        assert_eq!(told, ["2 left no residual variance to stratum `r`", "1 did not arrive at an optimum"]);
    }
}
