//! How well the variance parameters are known, and how the variance of β̂ hangs on them.
//!
//! With φ = log σ², the deviance with only β profiled out is D(θ, φ) = log|L|² + log|R_X|² (REML) + νφ + r²(θ)e^−φ. At the
//! optimum e^φ = r²/ν, so D_φφ = ν, D_θφ = −(ν/r²)·∂r²/∂θ, and D_θθ is the derivative of a gradient with e^−φ held fixed.

use nalgebra::{DMatrix, DVector};

use super::elimination::Elimination;
use super::fitted::Fit;
use super::gradient::RootWeights;
use super::search::{Objective, free_entries, with_entries};
use super::small::solve_lower;

/// Curvature of the deviance and slopes of log Var(β̂_j), both by (free θ, φ).
pub(crate) struct VarianceSensitivity {
    /// (k + 1) × (k + 1) Hessian of D.
    pub(crate) hessian: DMatrix<f64>,
    /// For each fixed effect the gradient of log Var(β̂_j), k + 1.
    pub(crate) log_variance: Vec<DVector<f64>>,
}

impl Fit {
    /// `None` when the criterion cannot be computed beside the optimum.
    pub(crate) fn variance_sensitivity(&self) -> Option<VarianceSensitivity> {
        let model = self.model();
        let nu = self.criterion().degrees(model);
        let p = model.parts.fixed.len();
        let mut objective = Objective::new(model, self.criterion());
        let precision = nu / self.elimination.residual;
        let whole = RootWeights { log_determinant: 1.0, residual: precision, fixed: objective.fixed_weight() };
        let residual = RootWeights { log_determinant: 0.0, residual: precision, fixed: 0.0 };

        let x = free_entries(&self.factors);
        let k = x.len();
        let mut hessian = DMatrix::zeros(k + 1, k + 1);
        let (by_residual, _) = objective.gradient_with(&self.factors, residual)?;
        hessian[(k, k)] = nu;
        for i in 0..k {
            hessian[(i, k)] = -by_residual[i];
            hessian[(k, i)] = -by_residual[i];
        }
        let mut slopes = vec![DVector::zeros(k + 1); p];
        for i in 0..k {
            let step = 1e-4 * x[i].abs().max(0.1);
            let mut moved = x.clone();
            moved[i] = x[i] + step;
            let (up, at) = objective.gradient_with(&with_entries(&self.factors, &moved), whole)?;
            let above = self.unit_variances(at);
            moved[i] = x[i] - step;
            let (down, at) = objective.gradient_with(&with_entries(&self.factors, &moved), whole)?;
            let below = self.unit_variances(at);
            let column = (up - down) / (2.0 * step);
            hessian.view_mut((0, i), (k, 1)).copy_from(&column);
            for j in 0..p {
                slopes[j][i] = (above[j] / below[j]).ln() / (2.0 * step);
            }
        }
        slopes.iter_mut().for_each(|slope| slope[k] = 1.0);
        hessian = (&hessian + hessian.transpose()) * 0.5;
        Some(VarianceSensitivity { hessian, log_variance: slopes })
    }

    /// Var(β̂_j)/σ² of the p effects in the user's units (the response's scale left out).
    fn unit_variances(&self, at: &Elimination) -> Vec<f64> {
        let p = at.beta.len();
        let one = |j: usize| {
            let unit: Vec<f64> = (0..p).map(|i| if i == j { 1.0 } else { 0.0 }).collect();
            let mut half = self.model().parts.fixed_scaling.weights_to_internal(&unit);
            solve_lower(&at.fixed_lower, p, &mut half, 1);
            half.iter().map(|x| x * x).sum()
        };
        (0..p).map(one).collect()
    }
}
