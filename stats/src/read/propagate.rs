//! Forward substitution through the factor: sums of effects and their variances without any n × n matrix.
//!
//! The prediction errors have covariance σ²C, C the inverse of Henderson's (1975) mixed model equations in (u, β). With the
//! Cholesky factor of those equations LL' and weights k, k'Ck = |L⁻¹k|²; only the levels that k touches and the levels that
//! hold them take part. The response is one more column of the equations, so that the same pass gives k'(û, β̂).

use std::collections::BTreeMap;

use crate::fit::{Fit, solve_lower};

/// Weights of random effects in internal units: for each stage, by level, one weight an effect of the stage (q).
pub(super) type StageWeights = Vec<BTreeMap<usize, Vec<f64>>>;

/// A weighted sum of effects in internal units (response scale 1).
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Propagated {
    /// k_β'β̂ + k_b'b̂, β̂ counted from the coefficients that were taken out of the response.
    pub(super) estimate: f64,
    /// Variance of the error with β taken as known, in units of σ².
    pub(super) given_fixed: f64,
    /// What the uncertainty of β adds to it, in units of σ².
    pub(super) from_fixed: f64,
}

/// Sends weights through the factor: `random` by stage and level, `fixed` for the p fixed effects.
pub(super) fn propagate(fit: &Fit, random: &StageWeights, fixed: &[f64]) -> Propagated {
    let p = fixed.len();
    let (given_fixed, left) = fit.elimination.forward(&fit.model, random);
    let mut rest: Vec<f64> = left.iter().zip(fixed).map(|(left, weight)| left + weight).collect();
    let root = fit.elimination.root();
    let from_response = left.get(p).copied().unwrap_or_default();
    let estimate = rest.iter().zip(&root.beta).map(|(k, b)| k * b).sum::<f64>() - from_response;
    solve_lower(&root.fixed_lower, p, &mut rest, 1);
    Propagated { estimate, given_fixed, from_fixed: rest.iter().map(|x| x * x).sum() }
}
