//! The residual parameters' part of what Satterthwaite's degrees of freedom need.
//!
//! By central differences of a gradient that is exact by θ, and by ρ where factors are nested; elsewhere the latter is itself a
//! difference. Each step whitens the rows anew.

use nalgebra::DMatrix;

use super::satterthwaite::unit_covariance;
use crate::fit::{Fit, Place, ResidualObjective, RootWeights};

/// Step of the differences; on scales that are logarithms it is a share.
const STEP: f64 = 3e-4;
/// Curvature (−2 log-likelihood by a logarithm or an inverse hyperbolic tangent) that tells nothing: a degree of freedom is worth 4.
const NOTHING: f64 = 1e-4;
/// A change of Var(β̂) below this share of it is none.
const UNCHANGED: f64 = 1e-5;

/// Of k entries of θ and r residual parameters; D as in [`super::satterthwaite`].
#[derive(Debug, Clone)]
pub(super) struct ResidualSensitivity {
    /// ∂²D/∂(θ, ρ)∂ρ, (k + r) × r.
    pub(super) curvature: DMatrix<f64>,
    /// (ν/r²)·∂r²/∂ρ, r.
    pub(super) by_residual: Vec<f64>,
    /// Derivatives of Var(β̂)/σ² by ρ, p × p, internal columns.
    pub(super) slopes: Vec<DMatrix<f64>>,
}

impl ResidualSensitivity {
    /// With what the gradients of D and of its part r² weigh; r = 0 and no evaluation where residuals are plain. `None` when
    /// the criterion cannot be computed beside the estimates.
    pub(super) fn of(fit: &Fit, whole: RootWeights, residual: RootWeights) -> Option<Self> {
        let k = Place::of(&fit.factors).entries().len();
        let Some((mut objective, rho)) = ResidualObjective::around(fit) else {
            return Some(Self { curvature: DMatrix::zeros(k, 0), by_residual: Vec::new(), slopes: Vec::new() });
        };
        let r = rho.len();
        let place = Place { factors: fit.factors.clone(), others: rho };
        let (part, unit) = objective.gradient_with(&place, residual, unit_covariance)?;
        let mut found = Self {
            curvature: DMatrix::zeros(k + r, r),
            by_residual: part.as_slice()[k..].to_vec(),
            slopes: Vec::with_capacity(r),
        };
        for j in 0..r {
            let mut side = |step: f64| {
                let mut moved = place.clone();
                moved.others[j] += step;
                objective.gradient_with(&moved, whole, unit_covariance)
            };
            let ((above, high), (below, low)) = (side(STEP)?, side(-STEP)?);
            found.curvature.set_column(j, &((above - below) / (2.0 * STEP)));
            found.slopes.push((high - low) / (2.0 * STEP));
        }
        (0..r).for_each(|j| found.hold_if_unknown(k, j, &unit));
        Some(found)
    }

    /// A correlation that fades to zero has neither curvature nor effect on its logarithmic scale: it is held there, as
    /// variances of zero are.
    fn hold_if_unknown(&mut self, k: usize, j: usize, unit: &DMatrix<f64>) {
        if self.curvature[(k + j, j)] < NOTHING && self.slopes[j].amax() < UNCHANGED * unit.amax() {
            self.curvature.column_mut(j).fill(0.0);
            self.curvature.row_mut(k + j).fill(0.0);
            self.curvature[(k + j, j)] = 1.0;
            self.by_residual[j] = 0.0;
            self.slopes[j].fill(0.0);
        }
    }
}
