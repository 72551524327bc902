//! Many simulated trials.

use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;

use super::error::PowerError;
use super::replicate::{Drawn, Failures, Simulator};
use super::trial::Trial;
use crate::evaluation::{Proportion, proportion};

/// The most scores of one trial.
const MOST_ROWS: usize = 1_000_000;
const MOST_REPLICATES: usize = 1_000_000;
/// Trials between two reports of progress.
const BETWEEN_REPORTS: usize = 16;

/// How much is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct SimulationSettings {
    /// Number of trials.
    pub replicates: usize,
    /// The seed; trial r draws from its own stream (seed, r).
    pub seed: u64,
}

/// The power by simulation.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Simulated {
    /// Trials whose test rejects, of those that gave an answer, with Wilson's 95 % interval.
    pub power: Proportion,
    /// Trials that gave no answer.
    pub failures: Failures,
    /// Trials in which the groups' estimated covariance has lost rank: there the t test of the groups' own slopes takes the place
    /// of Kenward and Roger's, but with fewer than six groups against individual care, where neither keeps its level.
    pub by_own_slopes: usize,
    /// Trials that Kenward and Roger's test alone would reject, with Wilson's 95 % interval: with few groups fewer than `power`
    /// tells, also where there is no effect.
    pub kenward_roger_alone: Proportion,
    /// Trials with a variance of exactly zero, or a correlation of ±1, among the estimates: a legal answer.
    pub on_boundary: usize,
    /// Mean of the estimated differences of the slopes.
    pub mean_estimate: f64,
    /// Their standard deviation over the trials: the true standard error.
    pub deviation_of_estimates: f64,
    /// Root mean square of the standard errors of the tests.
    pub standard_error: f64,
    /// Median of their degrees of freedom.
    pub median_df: f64,
}

/// Draws trials, fits each by REML with the random effects of its truth and tests treatment × time by Kenward and Roger (1997);
/// where the covariance of the groups has lost rank, by the t test of the groups' own slopes (Student's; against individual care
/// Welch's), which keeps the level there.
///
/// The trials are shared over the threads of the rayon pool that this is called in; the result does not depend on their number.
/// `progress` hears now and then which part is done, 0 to 1, from any thread.
///
/// # Errors
/// [`PowerError`] for a number outside its range, [`PowerError::NothingVaries`], [`PowerError::TooLarge`],
/// [`PowerError::NothingFitted`].
pub fn simulate(
    trial: &Trial,
    settings: &SimulationSettings,
    progress: &(dyn Fn(f64) + Sync),
) -> Result<Simulated, PowerError> {
    trial.check()?;
    let replicates = settings.replicates;
    if !(1..=MOST_REPLICATES).contains(&replicates) {
        let (least, most) = (1, MOST_REPLICATES);
        return Err(PowerError::Count { what: "simulated trials", least, most, found: replicates });
    }
    let rows = (trial.design.clients_in_groups() + trial.design.clients_in_control()) * trial.design.sessions;
    if rows > MOST_ROWS {
        return Err(PowerError::TooLarge { rows, most: MOST_ROWS });
    }
    let simulator = Simulator::new(trial)?;
    let done = AtomicUsize::new(0);
    let one = |replicate: usize| {
        let drawn = simulator.replicate(settings.seed, replicate as u64);
        let done = done.fetch_add(1, Ordering::Relaxed) + 1;
        if done.is_multiple_of(BETWEEN_REPORTS) {
            progress(done as f64 / replicates as f64);
        }
        drawn
    };
    let all: Vec<_> = (0..replicates).into_par_iter().map(one).collect();
    let mut failures = Failures::default();
    let mut drawn = Vec::with_capacity(replicates);
    for result in all {
        match result {
            Ok(one) => drawn.push(one),
            Err(failure) => failures.count(failure),
        }
    }
    summary(&drawn, failures, trial.alpha).ok_or(PowerError::NothingFitted { replicates })
}

fn summary(drawn: &[Drawn], failures: Failures, alpha: f64) -> Option<Simulated> {
    let n = drawn.len() as f64;
    // Independent trials are one cluster: the interval is then plainly Wilson's.
    let rejected = |p_value: &dyn Fn(&Drawn) -> f64| {
        let found = drawn.iter().filter(|one| p_value(one) <= alpha).count();
        proportion([(0, found, drawn.len())])
    };
    let mean = |value: &dyn Fn(&Drawn) -> f64| drawn.iter().map(value).sum::<f64>() / n;
    let mean_estimate = mean(&|one| one.estimate);
    let squares = mean(&|one| (one.estimate - mean_estimate).powi(2));
    let mut dfs: Vec<f64> = drawn.iter().map(|one| one.df).collect();
    dfs.sort_by(f64::total_cmp);
    Some(Simulated {
        power: rejected(&|one| one.p_value),
        failures,
        by_own_slopes: drawn.iter().filter(|one| one.replaced.is_some()).count(),
        kenward_roger_alone: rejected(&|one| one.replaced.unwrap_or(one.p_value)),
        on_boundary: drawn.iter().filter(|one| one.on_boundary).count(),
        mean_estimate,
        deviation_of_estimates: (squares * n / (n - 1.0).max(1.0)).sqrt(),
        standard_error: mean(&|one| one.standard_error.powi(2)).sqrt(),
        median_df: *dfs.get(dfs.len() / 2)?,
    })
}
