//! Satterthwaite's degrees of freedom (1946; for mixed models Giesbrecht and Burns 1985, Kuznetsova et al. 2017).

use crate::fit::Fit;

impl Fit {
    /// Degrees of freedom of each fixed effect: 2V²/Var(V̂), V the variance of its estimate, Var(V̂) by the delta method
    /// from the curvature of the deviance in (θ, σ).
    ///
    /// On the boundary the zero directions are held at zero, so the answer is that of the smaller model. `None` where the
    /// curvature is not positive (away from an optimum).
    #[must_use]
    pub fn satterthwaite(&self) -> Vec<Option<f64>> {
        let p = self.model.parts.fixed.len();
        let Some(sensitivity) = self.variance_sensitivity() else { return vec![None; p] };
        let Some(cholesky) = sensitivity.hessian.cholesky() else { return vec![None; p] };
        // Var of the parameters is 2H⁻¹ on the deviance scale; on the log scale V cancels: df = 1/(g'H⁻¹g).
        let degrees = sensitivity.log_variance.iter().map(|slope| 1.0 / slope.dot(&cholesky.solve(slope)));
        degrees.map(|df| df.is_finite().then_some(df)).collect()
    }
}
