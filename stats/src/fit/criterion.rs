//! The profiled criterion at a given θ.

use super::elimination::Elimination;
use super::error::FitError;
use super::fitted::refuse_residual;
use super::relative::{TermFactor, factors, stage_factors};
use super::root::Root;
use crate::model::Model;

/// What is minimised.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize)]
pub enum Criterion {
    /// Restricted maximum likelihood: variances without the bias of estimated fixed effects.
    #[default]
    #[serde(rename = "REML")]
    Reml,
    /// Maximum likelihood: comparable between models with different fixed effects.
    #[serde(rename = "ML")]
    Ml,
}

impl Criterion {
    /// n − p for REML, n for ML: the divisor of the residual sum of squares.
    pub(crate) fn degrees(self, model: &Model) -> f64 {
        let n = model.parts.observations as f64;
        match self {
            Self::Reml => n - model.parts.fixed.len() as f64,
            Self::Ml => n,
        }
    }

    /// The weight of log|R_X|²: 1 for REML, else 0.
    pub(crate) fn fixed_weight(self) -> f64 {
        match self {
            Self::Reml => 1.0,
            Self::Ml => 0.0,
        }
    }

    /// The criterion in the user's units, from a factorisation in internal units.
    pub(crate) fn value(self, model: &Model, at: &Root) -> f64 {
        let degrees = self.degrees(model);
        let fixed = match self {
            Self::Ml => 0.0,
            Self::Reml => at.fixed_log_determinant() + 2.0 * model.parts.fixed_scaling.log_determinant(),
        };
        let residual = at.residual.ln() + 2.0 * model.parts.response_scale.ln() - degrees.ln();
        at.log_determinant - model.parts.log_weights + fixed + degrees * (1.0 + std::f64::consts::TAU.ln() + residual)
    }
}

/// The criterion (−2 log-likelihood, or lme4's REML criterion) at a given θ, nothing optimised.
///
/// θ in lme4's order: terms by decreasing number of levels, each the column-major lower triangle of Λ. All constants are
/// included. Relative accuracy about 1e-12 for data of ordinary scaling.
///
/// # Errors
/// [`FitError::ThetaLength`], [`FitError::ThetaNotFinite`], [`FitError::NotPositiveDefinite`].
pub fn criterion_at(model: &Model, criterion: Criterion, theta: &[f64]) -> Result<f64, FitError> {
    refuse_residual(model)?;
    let at = factorised(model, &checked_factors(model, theta)?)?;
    Ok(criterion.value(model, at.root()))
}

pub(crate) fn checked_factors(model: &Model, theta: &[f64]) -> Result<Vec<TermFactor>, FitError> {
    let expected = model.parameters();
    if theta.len() != expected {
        return Err(FitError::ThetaLength { expected, found: theta.len() });
    }
    if let Some(index) = theta.iter().position(|value| value.is_finite() && value.abs() >= 1e100) {
        return Err(FitError::ThetaTooLarge { index: index + 1, value: theta[index] });
    }
    match theta.iter().position(|value| !value.is_finite()) {
        Some(index) => Err(FitError::ThetaNotFinite { index: index + 1 }),
        None => Ok(factors(model.scalings(), theta)),
    }
}

pub(crate) fn factorised(model: &Model, at: &[TermFactor]) -> Result<Elimination, FitError> {
    let mut elimination = Elimination::new(model);
    if elimination.factorise(model, &stage_factors(model, at)) {
        Ok(elimination)
    } else {
        Err(FitError::NotPositiveDefinite)
    }
}
