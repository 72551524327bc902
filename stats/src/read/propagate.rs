//! Forward substitution through the hierarchical factor: variances of linear combinations without any n × n matrix.
//!
//! The prediction errors have covariance σ²C, C the inverse of Henderson's (1975) mixed model equations in (u, β). With the
//! Cholesky factor of those equations LL' and weights k, k'Ck = |L⁻¹k|²; only the levels that k touches and the levels that
//! hold them take part.

use std::collections::BTreeMap;

use crate::fit::{Fit, solve_lower};

/// Weights of random effects in internal units: for each stage, by level, one weight an effect of the stage (q).
pub(super) type StageWeights = Vec<BTreeMap<usize, Vec<f64>>>;

/// k'Ck, in units of σ². Without `fixed` (internal weights, p) β is taken as known.
pub(super) fn squared_length(fit: &Fit, random: &StageWeights, fixed: Option<&[f64]>) -> f64 {
    let (known, rest) = fit.elimination.forward(&fit.model, random);
    let Some(fixed) = fixed else { return known };
    let mut rest: Vec<f64> = rest.iter().zip(fixed).map(|(rest, weight)| rest + weight).collect();
    let p = rest.len();
    solve_lower(&fit.elimination.root().fixed_lower, p, &mut rest, 1);
    known + rest.iter().map(|x| x * x).sum::<f64>()
}
