//! What every elimination ends in: the fixed effects' p × p system and the residual sum of squares.

use super::small::{cholesky, solve_lower, solve_lower_transposed};

/// The end of one factorisation.
#[derive(Debug, Clone, Default)]
pub(crate) struct Root {
    /// p × p Cholesky factor R_X' of X'V⁻¹X (V in units of σ²).
    pub(crate) fixed_lower: Vec<f64>,
    /// Internal β̂, p.
    pub(crate) beta: Vec<f64>,
    /// log|L|².
    pub(crate) log_determinant: f64,
    /// Penalised residual sum of squares r², internal units.
    pub(crate) residual: f64,
}

/// What the derivative of a criterion weighs.
#[derive(Debug, Clone, Copy)]
pub(crate) struct RootWeights {
    /// Weight of log|L|²; 1 for a deviance, 0 when only r² is meant.
    pub(crate) log_determinant: f64,
    /// Weight of r²: ν/r² for the profiled criterion.
    pub(crate) residual: f64,
    /// Weight of log|R_X|²: 1 for REML.
    pub(crate) fixed: f64,
}

/// Place of entry (i, j), i ≥ j, in a packed lower triangle; its first r rows are the packed triangle of order r.
#[inline(always)]
pub(crate) const fn packed(i: usize, j: usize) -> usize {
    i * (i + 1) / 2 + j
}

/// Number of entries of a packed triangle of order m.
#[inline(always)]
pub(crate) const fn packed_len(m: usize) -> usize {
    m * (m + 1) / 2
}

impl Root {
    /// Solves what is left, packed [X y]'V⁻¹[X y]; `None` when it is not positive definite in floating point.
    pub(crate) fn solve(rest: &[f64], p: usize, log_determinant: f64) -> Option<Self> {
        let mut fixed_lower = vec![0.0; p * p];
        for i in 0..p {
            fixed_lower[i * p..=i * p + i].copy_from_slice(&rest[packed(i, 0)..=packed(i, i)]);
        }
        let mut beta = rest[packed(p, 0)..packed(p, p)].to_vec();
        if !cholesky(&mut fixed_lower, p) {
            return None;
        }
        solve_lower(&fixed_lower, p, &mut beta, 1);
        let explained: f64 = beta.iter().map(|w| w * w).sum();
        let residual = rest[packed(p, p)] - explained;
        solve_lower_transposed(&fixed_lower, p, &mut beta, 1);
        let sound = residual > 0.0 && residual.is_finite() && f64::is_finite(log_determinant);
        sound.then_some(Self { fixed_lower, beta, log_determinant, residual })
    }

    /// log|R_X|².
    pub(crate) fn fixed_log_determinant(&self) -> f64 {
        let p = self.beta.len();
        2.0 * (0..p).map(|i| self.fixed_lower[i * p + i].ln()).sum::<f64>()
    }

    /// The derivative by what is left, packed: w·ee' with e = (−β̂, 1), the envelope theorem, β̂ being optimal; and (X'V⁻¹X)⁻¹
    /// for log|R_X|².
    pub(crate) fn adjoint(&self, weights: RootWeights) -> Vec<f64> {
        let p = self.beta.len();
        let direction = |i: usize| if i == p { 1.0 } else { -self.beta[i] };
        let mut inverse = vec![0.0; p * p];
        (0..p).for_each(|i| inverse[i * p + i] = 1.0);
        solve_lower(&self.fixed_lower, p, &mut inverse, p);
        solve_lower_transposed(&self.fixed_lower, p, &mut inverse, p);
        let mut result = Vec::with_capacity(packed_len(p + 1));
        for i in 0..=p {
            for j in 0..=i {
                let fixed = if i < p { weights.fixed * inverse[i * p + j] } else { 0.0 };
                result.push(weights.residual * direction(i) * direction(j) + fixed);
            }
        }
        result
    }
}
