//! The likelihood-ratio test with its law drawn instead of approximated: right also where variances are on the boundary.

use super::super::likelihood_ratio::likelihood_ratio;
use super::mapping::Mapping;
use super::replicate::Refit;
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
    /// By the approximate law of [`ReferenceLaw`](super::super::ReferenceLaw), to compare.
    pub approximate_p_value: f64,
    /// Replicates that could not be fitted; they are left out.
    pub failed: usize,
    /// The statistics drawn, by replicate.
    pub statistics: Vec<f64>,
}

/// Draws answers from the smaller of two nested fits and fits both models to each. `progress` hears how many are done.
///
/// # Errors
/// Those of [`likelihood_ratio`](super::super::likelihood_ratio()), [`BootstrapError::ColumnMissing`],
/// [`BootstrapError::FactorMissing`] and those of [`super::bootstrap`].
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
    let mapping = Mapping::new(null.model(), alternative.model())?;
    let simulator = Simulator::new(null, alternative.model(), &mapping)?;
    // The statistic does not depend on the fixed part of the null hypothesis: both models hold it.
    let still = |fit: &Fit| Refit::new(fit, vec![0.0; fit.model.parts.fixed.len()]);
    let state = || (simulator.room(), still(null), still(alternative));
    let one = |(room, null, alternative): &mut (Room, Refit, Refit), index: u64| {
        simulator.draw(settings.seed, index, room);
        let small = null.fitted_within(&room.products, &mapping)?.minus_two_log_likelihood();
        let large = alternative.fitted(&room.products)?.minus_two_log_likelihood();
        Some((small - large).max(0.0))
    };
    let statistics: Vec<f64> = shared(&settings, &state, &one, progress).into_iter().flatten().collect();
    if statistics.is_empty() {
        return Err(BootstrapError::NothingFitted { replicates: settings.replicates });
    }
    let reached = statistics.iter().filter(|&&drawn| drawn >= observed.statistic).count();
    Ok(BootstrapLikelihoodRatio {
        seed: settings.seed,
        requested: settings.replicates,
        p_value: (1 + reached) as f64 / (1 + statistics.len()) as f64,
        approximate_p_value: observed.p_value,
        statistic: observed.statistic,
        smaller: observed.smaller,
        larger: observed.larger,
        failed: settings.replicates - statistics.len(),
        statistics,
    })
}
