//! The bootstrap distribution of the estimates.

use super::super::error::InferenceError;
use super::super::parameter::{Parameter, Parameters};
use super::caution::{BootstrapCaution, count};
use super::failure::{RefitFailure, RefitFailures, sorted};
use super::mapping::Mapping;
use super::replicate::{Refit, internal_fixed};
use super::row_simulator::{RowRefit, RowSimulator};
use super::simulator::{Room, Simulator};
use super::workers::shared;
use super::{BootstrapError, BootstrapSettings};
use crate::fit::{Fit, Status};
use crate::model::ResidualEstimate;

/// One refit.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Replicate {
    /// Which: its stream of random numbers.
    pub index: u64,
    /// The criterion.
    pub criterion: f64,
    /// θ in lme4's order.
    pub theta: Vec<f64>,
    /// σ.
    pub sigma: f64,
    /// β̂.
    pub fixed: Vec<f64>,
    /// The residual correlation and the variances by stratum, where the model has them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub residual: Option<ResidualEstimate>,
    /// Whether a covariance matrix lacks full rank, or a residual correlation in continuous time is zero.
    pub singular: bool,
}

/// Refits of a model to answers drawn from it.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Bootstrap {
    /// The seed.
    pub seed: u64,
    /// Replicates asked for.
    pub requested: usize,
    /// Replicates that could not be fitted or did not converge; they are left out.
    pub failed: usize,
    /// The same by kind, the most frequent first.
    pub failures: Vec<RefitFailures>,
    /// Singular fits among the replicates.
    pub singular: usize,
    /// The replicates, by index.
    pub replicates: Vec<Replicate>,
    #[serde(skip)]
    parameters: Parameters,
    #[serde(skip)]
    estimates: Vec<f64>,
}

/// What the distribution says of one parameter.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct BootstrapInterval {
    /// Which.
    pub parameter: Parameter,
    /// The estimate that was drawn from.
    pub estimate: f64,
    /// Mean of the replicates less the estimate.
    pub bias: f64,
    /// Standard deviation of the replicates.
    pub standard_error: f64,
    /// Quantiles of the replicates.
    pub percentile: (f64, f64),
    /// Twice the estimate less those quantiles, turned round.
    pub basic: (f64, f64),
    /// Replicates that have a value: a correlation has none where a standard deviation is zero.
    pub replicates: usize,
}

/// Draws answers from a fit and fits the model to each. `progress` hears how many replicates are done, from any thread.
///
/// # Errors
/// [`BootstrapError::NoReplicates`], [`BootstrapError::NothingFitted`].
pub fn bootstrap(
    fit: &Fit,
    settings: BootstrapSettings,
    progress: &(dyn Fn(usize) + Sync),
) -> Result<Bootstrap, BootstrapError> {
    if settings.replicates == 0 {
        return Err(BootstrapError::NoReplicates);
    }
    // Every refit would begin and end at the same arbitrary place: nothing would spread.
    if let Some(direction) = fit.evidence().flat.first() {
        return Err(InferenceError::Undetermined { direction: direction.clone() }.into());
    }
    let (replicates, failures) = if let Some(simulator) = RowSimulator::of(fit) {
        let state = || (Vec::new(), RowRefit::new(fit, internal_fixed(fit)));
        let refitted = |(response, refit): &mut (Vec<f64>, RowRefit), index: u64| {
            simulator.draw(settings.seed, index, response);
            refit.fitted(response, 1.0)
        };
        replicates(&settings, &state, &refitted, progress)
    } else {
        let mapping = Mapping::new(fit.model(), fit.model())?;
        let simulator = Simulator::new(fit, fit.model(), &mapping)?;
        let state = || (simulator.room(), Refit::new(fit, internal_fixed(fit)));
        let refitted = |(room, refit): &mut (Room, Refit), index: u64| {
            simulator.draw(settings.seed, index, room);
            refit.fitted(&room.products)
        };
        replicates(&settings, &state, &refitted, progress)
    };
    if replicates.is_empty() {
        return Err(BootstrapError::NothingFitted { replicates: settings.replicates });
    }
    let parameters = Parameters::of(fit);
    Ok(Bootstrap {
        seed: settings.seed,
        requested: settings.replicates,
        failed: count(&failures),
        failures,
        singular: replicates.iter().filter(|replicate| replicate.singular).count(),
        replicates,
        estimates: parameters.estimates(fit),
        parameters,
    })
}

/// The refits that converged, and why the others did not.
fn replicates<S>(
    settings: &BootstrapSettings,
    state: &(dyn Fn() -> S + Sync),
    refitted: &(dyn Fn(&mut S, u64) -> Result<Fit, RefitFailure> + Sync),
    progress: &(dyn Fn(usize) + Sync),
) -> (Vec<Replicate>, Vec<RefitFailures>) {
    let one = |own: &mut S, index: u64| {
        let found = refitted(own, index)?;
        Ok(Replicate {
            index,
            criterion: found.minus_two_log_likelihood(),
            theta: found.theta(),
            sigma: found.residual_standard_deviation(),
            fixed: found.fixed_estimates(),
            residual: found.residual().cloned(),
            singular: found.status() == Status::OnBoundary,
        })
    };
    sorted(shared(settings, state, &one, progress))
}

impl Bootstrap {
    /// Whether there are too few replicates for intervals that cover `coverage` (0 to 1), or too many that failed.
    #[must_use]
    pub fn cautions(&self, coverage: f64) -> Vec<BootstrapCaution> {
        BootstrapCaution::of_intervals(coverage, self.requested, &self.failures)
    }

    /// Intervals of every parameter that cover `coverage` (0 to 1), in the order of lme4's `confint`; a residual correlation
    /// and the ratios of the strata follow the residual standard deviation.
    #[must_use]
    pub fn intervals(&self, coverage: f64) -> Vec<BootstrapInterval> {
        let values = |one: &Replicate| self.parameters.values(&one.theta, one.sigma, one.residual.as_ref(), &one.fixed);
        let drawn: Vec<Vec<f64>> = self.replicates.iter().map(values).collect();
        let names = self.parameters.names().into_iter().zip(&self.estimates).enumerate();
        names
            .map(|(at, (parameter, &estimate))| {
                let mut column: Vec<f64> =
                    drawn.iter().map(|values| values[at]).filter(|value| value.is_finite()).collect();
                column.sort_unstable_by(f64::total_cmp);
                summary(parameter, estimate, &column, coverage)
            })
            .collect()
    }
}

fn summary(parameter: Parameter, estimate: f64, sorted: &[f64], coverage: f64) -> BootstrapInterval {
    let n = sorted.len() as f64;
    let mean = sorted.iter().sum::<f64>() / n;
    let square: f64 = sorted.iter().map(|value| (value - mean).powi(2)).sum();
    let tail = 0.5 - coverage.clamp(0.0, 1.0) / 2.0;
    let (lower, upper) = (quantile(sorted, tail), quantile(sorted, 1.0 - tail));
    BootstrapInterval {
        parameter,
        estimate,
        bias: mean - estimate,
        standard_error: (square / (n - 1.0)).sqrt(),
        percentile: (lower, upper),
        basic: (2.0 * estimate - upper, 2.0 * estimate - lower),
        replicates: sorted.len(),
    }
}

/// Quantile by linear interpolation (Hyndman and Fan 1996, definition 7).
fn quantile(sorted: &[f64], share: f64) -> f64 {
    let Some(last) = sorted.len().checked_sub(1) else { return f64::NAN };
    let at = share * last as f64;
    let below = at.floor() as usize;
    let above = (below + 1).min(last);
    sorted[below] + (at - below as f64) * (sorted[above] - sorted[below])
}
