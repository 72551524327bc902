//! Intervals beyond those of the fixed effects: by the profile of the likelihood, by simulation.

use peil_stats::fit::{Criterion, Fit, fit};
use peil_stats::infer::{
    BootstrapCaution, BootstrapInterval, BootstrapSettings, ProfileInterval, RefitFailures, bootstrap, profile,
};
use peil_stats::model::Model;

use super::arguments::FitArguments;
use super::error::FitCommandError;
use crate::cli::progress::Phase;

/// Intervals of every parameter by simulation.
#[derive(Debug, serde::Serialize)]
pub(super) struct BootstrapAnswer {
    pub(super) replicates: usize,
    pub(super) seed: u64,
    /// Replicates that did not converge; they are left out.
    pub(super) failed: usize,
    /// Replicates with a variance, or a residual correlation in continuous time, of zero.
    pub(super) singular: usize,
    pub(super) intervals: Vec<BootstrapInterval>,
    /// The same by kind.
    pub(super) failures: Vec<RefitFailures>,
    /// Where there are too few replicates to conclude from, or too many that failed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) cautions: Vec<BootstrapCaution>,
}

/// By the profile of the likelihood; a REML fit of the model is fitted anew by maximum likelihood, as lme4 does it.
pub(super) fn by_profile(model: &Model, fitted: &Fit, coverage: f64) -> Result<Vec<ProfileInterval>, FitCommandError> {
    let _phase = Phase::begin("profile intervals");
    match fitted.criterion() {
        Criterion::Ml => Ok(profile(fitted, coverage)?),
        Criterion::Reml => Ok(profile(&fit(model, Criterion::Ml, None)?, coverage)?),
    }
}

/// How much is drawn, where a bootstrap is asked for.
pub(super) fn bootstrap_settings(arguments: &FitArguments) -> Option<BootstrapSettings> {
    let replicates = arguments.bootstrap? as usize;
    Some(BootstrapSettings { replicates, seed: arguments.seed.unwrap_or(1), threads: usize::from(arguments.threads) })
}

/// By simulation from the fit.
pub(super) fn by_bootstrap(
    fitted: &Fit,
    settings: BootstrapSettings,
    coverage: f64,
) -> Result<BootstrapAnswer, FitCommandError> {
    let phase = Phase::begin("bootstrap");
    let drawn = bootstrap(fitted, settings, &|done| phase.at(done as f64 / settings.replicates as f64))?;
    Ok(BootstrapAnswer {
        replicates: settings.replicates,
        seed: settings.seed,
        failed: drawn.failed,
        singular: drawn.singular,
        intervals: drawn.intervals(coverage),
        cautions: drawn.cautions(coverage),
        failures: drawn.failures,
    })
}
