//! The effect in the metric of a trial between people.

use nalgebra::{DMatrix, DVector};

use super::phase_fit::PhaseFit;
use crate::infer::quantile;

/// Between-case standardised mean difference (Pustejovsky, Hedges and Shadish 2014, doi:10.3102/1076998614547577).
///
/// δ = γ / √(τ² + σ²): the effect in standard deviations of people in the baseline, between and within them, as in a trial that
/// measures different people with and without treatment. g = J(ν)·δ with J(ν) = 1 − 3/(4ν − 1) and Satterthwaite's ν of the
/// denominator, ν = 2(τ² + σ²)² / Var(τ² + σ²), the variance from the expected information of REML.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct BetweenCase {
    /// Time after the start of the treatment that it is about; it matters in a model with slopes only.
    pub after: f64,
    /// δ, positive for improvement.
    pub uncorrected: f64,
    /// g, corrected for few cases, positive for improvement.
    pub estimate: f64,
    /// Its standard error: √(J²[ν κ²/(ν − 2) + g²(ν/(ν − 2) − 1/J²)]), κ the effect's standard error over √(τ² + σ²).
    pub standard_error: f64,
    /// ν.
    pub degrees_of_freedom: f64,
    /// 95 % interval, by t with ν degrees of freedom.
    pub interval: (f64, f64),
    /// √(τ² + σ²), the user's units.
    pub standard_deviation: f64,
}

/// Why there is no such difference.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
pub enum BetweenCaseError {
    /// The denominator is hardly known.
    #[error(
        "how much people differ is known with {degrees:.1} degrees of freedom where more than 2 are needed; more cases would \
         tell"
    )]
    TooFewDegrees {
        /// ν.
        degrees: f64,
    },
    /// The variances have no information matrix.
    #[error("the scores do not determine how much people differ; more cases or sessions would tell")]
    NoInformation,
}

impl BetweenCase {
    /// The difference so long after the start of the treatment.
    ///
    /// # Errors
    /// [`BetweenCaseError`].
    pub fn of(phases: &PhaseFit, after: f64) -> Result<Self, BetweenCaseError> {
        let weights = DVector::from_vec(phases.weights(after));
        let fit = phases.fit();
        let effect = weights.dot(&DVector::from_vec(fit.fixed_estimates()));
        let covariance = fit.fixed_covariance();
        let covariance = DMatrix::from_fn(weights.len(), weights.len(), |i, j| covariance[i][j]);
        let error = (weights.transpose() * covariance * &weights)[(0, 0)].sqrt();
        let variance = phases.between_cases().powi(2) + fit.residual_standard_deviation().powi(2);
        let deviation = variance.sqrt();
        let information = phases.information().ok_or(BetweenCaseError::NoInformation)?;
        let degrees = 2.0 * variance.powi(2) / information.variance_of_total();
        if !(degrees > 2.0 && degrees.is_finite()) {
            return Err(BetweenCaseError::TooFewDegrees { degrees });
        }
        let correction = 1.0 - 3.0 / (4.0 * degrees - 1.0);
        let (uncorrected, kappa) = (effect / deviation, error / deviation);
        let estimate = correction * uncorrected;
        let excess = degrees / (degrees - 2.0);
        let spread = excess * kappa.powi(2) + estimate.powi(2) * (excess - correction.powi(-2));
        let standard_error = correction * spread.sqrt();
        let half = quantile(0.95, Some(degrees)) * standard_error;
        Ok(Self {
            after,
            uncorrected,
            estimate,
            standard_error,
            degrees_of_freedom: degrees,
            interval: (estimate - half, estimate + half),
            standard_deviation: deviation,
        })
    }
}
