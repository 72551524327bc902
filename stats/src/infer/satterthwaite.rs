//! Satterthwaite's degrees of freedom (1946; for mixed models Giesbrecht and Burns 1985, Kuznetsova et al. 2017).
//!
//! df = 2V²/Var(V̂) for the variance V of an estimate; Var(V̂) by the delta method from the curvature of the deviance. With
//! φ = log σ², the deviance with only β profiled out is D(θ, φ) = log|L|² + log|R_X|² (REML) + νφ + r²(θ)e^−φ. At the optimum
//! e^φ = r²/ν, so D_φφ = ν, D_θφ = −(ν/r²)·∂r²/∂θ, and D_θθ is the derivative of a gradient with e^−φ held fixed.
//!
//! Parameters ρ of the residuals (a correlation, ratios of variances) stand beside θ in D, so that how well they are known counts:
//! of two means with a variance each the degrees of freedom are Welch's (1947).
//!
//! On the boundary the zero directions are held at zero, so the answer is that of the smaller model.

use nalgebra::{DMatrix, DVector};

use super::error::InferenceError;
use super::kenward_roger::inverse;
use super::residual_sensitivity::ResidualSensitivity;
use crate::fit::{Elimination, Fit, FlatCause, Objective, RootWeights, free_entries, solve_lower, with_entries};

/// Share of a parameter's size (at least 0.1) that the differences step: one-sided, so 6 digits are left.
const STEP: f64 = 1e-6;

/// Curvature, the diagonal scaled to ones, below which residual parameters and random effects explain the same.
const ALIKE: f64 = 1e-4;

/// How the covariance of β̂ hangs on the variance parameters, and how well these are known.
#[derive(Debug, Clone)]
pub(super) struct Sensitivity {
    /// The inverse of the (k + r + 1) × (k + r + 1) Hessian of D.
    spread: DMatrix<f64>,
    /// Derivatives of Var(β̂)/σ² by the k free entries of θ and the r residual parameters, p × p, internal columns.
    slopes: Vec<DMatrix<f64>>,
    /// Var(β̂)/σ², p × p.
    unit: DMatrix<f64>,
}

impl Sensitivity {
    /// k + 2 gradients, and 2r + 1 with r residual parameters.
    pub(super) fn of(fit: &Fit) -> Result<Self, InferenceError> {
        Self::differenced(fit).ok_or(InferenceError::NoCurvature)
    }

    fn differenced(fit: &Fit) -> Option<Self> {
        let model = fit.model();
        let nu = fit.criterion().degrees(model);
        let mut objective = Objective::new(model, fit.criterion());
        let precision = nu / fit.elimination.root().residual;
        let whole = RootWeights { log_determinant: 1.0, residual: precision, fixed: fit.criterion().fixed_weight() };
        let residual = RootWeights { log_determinant: 0.0, residual: precision, fixed: 0.0 };
        let own = ResidualSensitivity::of(fit, whole, residual)?;
        let x = free_entries(&fit.factors);
        let (k, r) = (x.len(), own.slopes.len());
        let mut hessian = DMatrix::zeros(k + r + 1, k + r + 1);
        hessian[(k + r, k + r)] = nu;
        let (by_residual, _) = objective.gradient_with(&fit.factors, residual)?;
        for (i, slope) in by_residual.iter().chain(&own.by_residual).enumerate() {
            hessian[(i, k + r)] = -slope;
            hessian[(k + r, i)] = -slope;
        }
        let (base, at) = objective.gradient_with(&fit.factors, whole)?;
        let unit = unit_covariance(at);
        let mut slopes = Vec::with_capacity(k + r);
        for i in 0..k {
            let step = STEP * x[i].abs().max(0.1);
            let mut moved = x.clone();
            moved[i] += step;
            let (there, at) = objective.gradient_with(&with_entries(&fit.factors, &moved), whole)?;
            hessian.view_mut((0, i), (k, 1)).copy_from(&((there - &base) / step));
            slopes.push((unit_covariance(at) - &unit) / step);
        }
        hessian.view_mut((0, k), (k + r, r)).copy_from(&own.curvature);
        hessian.view_mut((k, 0), (r, k)).copy_from(&own.curvature.rows(0, k).transpose());
        slopes.extend(own.slopes);
        let spread = spread(fit, (&hessian + hessian.transpose()) * 0.5)?;
        Some(Self { spread, slopes, unit })
    }

    /// Degrees of freedom of the estimate with internal weights `row`; `None` when they are beyond numbers.
    pub(super) fn degrees(&self, row: &DVector<f64>) -> Option<f64> {
        let quadratic = |matrix: &DMatrix<f64>| row.dot(&(matrix * row));
        let variance = quadratic(&self.unit);
        let k = self.slopes.len();
        // V is proportional to e^φ, so its slope by φ is V itself.
        let slope = DVector::from_fn(k + 1, |i, _| if i < k { quadratic(&self.slopes[i]) } else { variance });
        let df = variance.powi(2) / slope.dot(&(&self.spread * &slope));
        df.is_finite().then_some(df)
    }
}

/// The inverse of the curvature. What residual parameters and random effects explain alike changes nothing: it is left out.
fn spread(fit: &Fit, curvature: DMatrix<f64>) -> Option<DMatrix<f64>> {
    if fit.evidence().flat.iter().any(|direction| direction.cause == FlatCause::Residual) {
        return inverse(&curvature, ALIKE);
    }
    Some(curvature.cholesky()?.inverse())
}

/// (X'V₀⁻¹X)⁻¹, p × p.
pub(super) fn unit_covariance(at: &Elimination) -> DMatrix<f64> {
    let p = at.root().beta.len();
    let mut half = vec![0.0; p * p];
    (0..p).for_each(|i| half[i * p + i] = 1.0);
    solve_lower(&at.root().fixed_lower, p, &mut half, p);
    let half = DMatrix::from_row_slice(p, p, &half);
    half.transpose() * half
}
