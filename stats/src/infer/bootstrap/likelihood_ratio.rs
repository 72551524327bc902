//! The likelihood-ratio test with its law drawn instead of approximated: right also where variances are on the boundary.

use super::super::likelihood_ratio::likelihood_ratio;
use super::caution::{BootstrapCaution, count, share_error};
use super::failure::{RefitFailure, RefitFailures, sorted};
use super::mapping::Mapping;
use super::replicate::Refit;
use super::row_simulator::{RowRefit, RowSimulator};
use super::simulator::{Room, Simulator};
use super::workers::shared;
use super::{BootstrapError, BootstrapSettings};
use crate::fit::Fit;

/// A likelihood-ratio test against draws from the null hypothesis.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct BootstrapLikelihoodRatio {
    /// The seed.
    pub seed: u64,
    /// Replicates asked for.
    pub requested: usize,
    /// Formula of the null hypothesis.
    pub smaller: String,
    /// Formula of the alternative.
    pub larger: String,
    /// The statistic of the data.
    pub statistic: f64,
    /// (1 + draws at least as large)/(1 + draws), Davison and Hinkley (1997), equation 4.11.
    pub p_value: f64,
    /// Standard error of the p-value by the number of draws, √(p(1 − p)/draws).
    pub monte_carlo_error: f64,
    /// Where there are too few draws to conclude from, or too many that failed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub cautions: Vec<BootstrapCaution>,
    /// By the approximate law of [`ReferenceLaw`](super::super::ReferenceLaw), to compare.
    pub approximate_p_value: f64,
    /// Replicates of which either model could not be fitted or did not converge; they are left out.
    pub failed: usize,
    /// The same by kind, the most frequent first.
    pub failures: Vec<RefitFailures>,
    /// The statistics drawn, by replicate.
    pub statistics: Vec<f64>,
}

/// Draws answers from the smaller of two nested fits and fits both models to each. `progress` hears how many are done.
///
/// # Errors
/// Those of [`likelihood_ratio`](super::super::likelihood_ratio()), [`BootstrapError::ColumnMissing`],
/// [`BootstrapError::FactorMissing`], [`BootstrapError::RowsMissing`] and those of [`super::bootstrap`].
pub fn bootstrap_likelihood_ratio(
    first: &Fit,
    second: &Fit,
    settings: BootstrapSettings,
    progress: &(dyn Fn(usize) + Sync),
) -> Result<BootstrapLikelihoodRatio, BootstrapError> {
    if settings.replicates == 0 {
        return Err(BootstrapError::NoReplicates);
    }
    let observed = likelihood_ratio(first, second)?;
    let (null, alternative) = if first.parameters() <= second.parameters() { (first, second) } else { (second, first) };
    let (statistics, failures) = match (RowSimulator::of(null), RowSimulator::of(alternative)) {
        (Some(simulator), Some(_)) => by_rows(&simulator, null, alternative, &settings, progress),
        (None, None) => by_products(null, alternative, &settings, progress)?,
        (Some(_), None) => return Err(rows_missing(alternative, null)),
        (None, Some(_)) => return Err(rows_missing(null, alternative)),
    };
    if statistics.is_empty() {
        return Err(BootstrapError::NothingFitted { replicates: settings.replicates });
    }
    let reached = statistics.iter().filter(|&&drawn| drawn >= observed.statistic).count();
    let p_value = (1 + reached) as f64 / (1 + statistics.len()) as f64;
    Ok(BootstrapLikelihoodRatio {
        seed: settings.seed,
        requested: settings.replicates,
        p_value,
        monte_carlo_error: share_error(p_value, statistics.len()),
        cautions: BootstrapCaution::of_test(p_value, settings.replicates, &failures),
        approximate_p_value: observed.p_value,
        statistic: observed.statistic,
        smaller: observed.smaller,
        larger: observed.larger,
        failed: count(&failures),
        failures,
        statistics,
    })
}

fn rows_missing(condensed: &Fit, by_row: &Fit) -> BootstrapError {
    let formula = |fit: &Fit| fit.model().formula().to_owned();
    BootstrapError::RowsMissing { condensed: formula(condensed), by_row: formula(by_row) }
}

/// Statistics, and refits that gave none.
type Drawn = (Vec<f64>, Vec<RefitFailures>);

// In both, the statistic does not depend on the fixed part of the null hypothesis, because both models hold it: none is drawn.

fn by_products(
    null: &Fit,
    alternative: &Fit,
    settings: &BootstrapSettings,
    progress: &(dyn Fn(usize) + Sync),
) -> Result<Drawn, BootstrapError> {
    let mapping = Mapping::new(null.model(), alternative.model())?;
    let simulator = Simulator::new(null, alternative.model(), &mapping)?;
    let still = |fit: &Fit| Refit::new(fit, vec![0.0; fit.model.parts.fixed.len()]);
    let state = || (simulator.room(), still(null), still(alternative));
    let one = |(room, small, large): &mut (Room, Refit, Refit), index: u64| {
        simulator.draw(settings.seed, index, room);
        statistic(&small.fitted_within(&room.products, &mapping)?, &large.fitted(&room.products)?)
    };
    Ok(sorted(shared(settings, &state, &one, progress)))
}

fn by_rows(
    simulator: &RowSimulator<'_>,
    null: &Fit,
    alternative: &Fit,
    settings: &BootstrapSettings,
    progress: &(dyn Fn(usize) + Sync),
) -> Drawn {
    let still = |fit: &Fit| RowRefit::new(fit, vec![0.0; fit.model.parts.fixed.len()]);
    let state = || (Vec::new(), still(null), still(alternative));
    let units = null.model.parts.response_scale / alternative.model.parts.response_scale;
    let one = |(response, small, large): &mut (Vec<f64>, RowRefit, RowRefit), index: u64| {
        simulator.draw(settings.seed, index, response);
        statistic(&small.fitted(response, 1.0)?, &large.fitted(response, units)?)
    };
    sorted(shared(settings, &state, &one, progress))
}

fn statistic(small: &Fit, large: &Fit) -> Result<f64, RefitFailure> {
    let statistic = small.minus_two_log_likelihood() - large.minus_two_log_likelihood();
    if statistic.is_finite() { Ok(statistic.max(0.0)) } else { Err(RefitFailure::NotComputed) }
}
