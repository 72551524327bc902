//! Kaplan and Meier's estimate of how many are still there.

use super::risk_set::{RiskSet, risk_sets};
use super::{Duration, DurationError, Interval};
use crate::infer::quantile;

/// One distinct time of a [`KaplanMeier`].
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct SurvivalStep {
    /// The time.
    pub time: f64,
    /// Stays of at least this time, n.
    pub at_risk: usize,
    /// Dropouts at this time, d.
    pub events: usize,
    /// Stays that ended otherwise or run no longer than this.
    pub censored: usize,
    /// Ŝ, the share still there just after this time.
    pub survival: f64,
    /// Standard error of log Ŝ, √Σ d/(n(n − d)); infinite once Ŝ is 0.
    pub log_error: f64,
}

impl SurvivalStep {
    /// Greenwood's standard error of Ŝ; `None` once Ŝ is 0.
    #[must_use]
    pub fn standard_error(&self) -> Option<f64> {
        self.log_error.is_finite().then_some(self.survival * self.log_error)
    }

    /// The interval of Ŝ that covers `coverage` (0 to 1), as [`Interval::of`].
    #[must_use]
    pub fn interval(&self, interval: Interval, coverage: f64) -> Option<(f64, f64)> {
        interval.with_z(self.survival, self.log_error, quantile(coverage, None))
    }
}

/// How many are still there at each time, if nothing but dropout could end a stay (Kaplan and Meier 1958,
/// doi:10.1080/01621459.1958.10501452; standard errors by Greenwood 1926).
///
/// Other ends are treated as censored. Where they occur 1 − Ŝ overstates how many drop out: see
/// [`CumulativeIncidence`](super::CumulativeIncidence).
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct KaplanMeier {
    steps: Vec<SurvivalStep>,
}

/// A mean time that is cut off.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct RestrictedMean {
    /// The mean of min(T, τ): the area under Ŝ up to τ.
    pub mean: f64,
    /// Its standard error, √Σ A²d/(n(n − d)) with A the area between the time and τ (Klein and Moeschberger 2003, equation
    /// 4.5.2).
    pub standard_error: f64,
    /// τ, not beyond the last time.
    pub until: f64,
}

impl KaplanMeier {
    /// Describes stays, in any order.
    ///
    /// # Errors
    /// [`DurationError::Empty`], [`DurationError::Time`].
    pub fn new(durations: &[Duration]) -> Result<Self, DurationError> {
        let (mut survival, mut variance) = (1.0, 0.0);
        let step = |set: RiskSet| {
            let (n, d) = (set.at_risk as f64, set.dropouts as f64);
            survival *= (n - d) / n;
            variance += d / (n * (n - d)).max(0.0);
            SurvivalStep {
                time: set.time,
                at_risk: set.at_risk,
                events: set.dropouts,
                censored: set.ended() - set.dropouts + set.running,
                survival,
                log_error: if survival > 0.0 { variance.sqrt() } else { f64::INFINITY },
            }
        };
        Ok(Self { steps: risk_sets(durations)?.into_iter().map(step).collect() })
    }

    /// The distinct times in order, those without dropout too.
    #[must_use]
    pub fn steps(&self) -> &[SurvivalStep] {
        &self.steps
    }

    /// The share still there just after `time`; 1 before the first time, and nothing is known after the last.
    #[must_use]
    pub fn survival(&self, time: f64) -> Option<f64> {
        let last = self.steps.last()?;
        if time > last.time {
            return None;
        }
        Some(self.steps.iter().take_while(|step| step.time <= time).last().map_or(1.0, |step| step.survival))
    }

    /// The first time at which at most half are still there; `None` while more than half are.
    #[must_use]
    pub fn median(&self) -> Option<f64> {
        self.first(|step| Some(step.survival))
    }

    /// The times at which the interval of Ŝ reaches one half (Brookmeyer and Crowley 1982, doi:10.2307/2530286): the interval
    /// of the median; an end is `None` where it is not reached.
    #[must_use]
    pub fn median_interval(&self, interval: Interval, coverage: f64) -> (Option<f64>, Option<f64>) {
        let end = |lower: bool| {
            self.first(|step| step.interval(interval, coverage).map(|(low, high)| if lower { low } else { high }))
        };
        (end(true), end(false))
    }

    fn first(&self, share: impl Fn(&SurvivalStep) -> Option<f64>) -> Option<f64> {
        // Shares are products of fractions: one half may come out a rounding error above.
        let half = |step: &&SurvivalStep| share(step).unwrap_or(step.survival) <= 0.5 + 1e-12;
        self.steps.iter().find(half).map(|step| step.time)
    }

    /// The mean time up to τ = `until`, or up to the last time where that is sooner.
    #[must_use]
    pub fn restricted_mean(&self, until: f64) -> RestrictedMean {
        let until = self.steps.last().map_or(0.0, |step| until.clamp(0.0, step.time));
        // From the last time backwards, so that the area to the right of each time is at hand.
        let (mut area, mut variance, mut right) = (0.0, 0.0, until);
        for step in self.steps.iter().rev().filter(|step| step.time < until) {
            area += step.survival * (right - step.time);
            right = step.time;
            let (n, d) = (step.at_risk as f64, step.events as f64);
            if area > 0.0 {
                variance += area * area * d / (n * (n - d));
            }
        }
        RestrictedMean { mean: area + right, standard_error: variance.sqrt(), until }
    }
}
