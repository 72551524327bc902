//! What each cluster knows of the fixed effects, and the degrees of freedom that follow (Bell and McCaffrey 2002).
//!
//! With Φ = (X'V⁻¹X)⁻¹ = RR' a cluster's share is T_g = R'S_gR, S_g = X_g'V_g⁻¹X_g, with eigenvalues 0 to 1; ΣT_g = I. A direction
//! of eigenvalue 1 is known to that cluster alone: its residuals say nothing about it.
//!
//! The robust variance of c'β̂ is Σ q_g² with q_g = w_g'u_g, w_g = R(I − T_g)^−½R'c. When the model is right q is normal with
//! covariance G_gh = δ_gh w_g'S_gw_g − w_g'S_gΦS_hw_h: −z_g'z_h beside the diagonal, z_g = T_g(I − T_g)^−½R'c, and on it
//! c'R T_g R'c, in which the root cancels. So df = (tr G)²/tr(G²).

use nalgebra::{DMatrix, DVector, SymmetricEigen};

/// Directions of which a cluster holds all but this share of the information belong to that cluster alone: what is left for the
/// others is no more than rounding.
const ALONE: f64 = 1e-8;

/// The eigenvectors and eigenvalues of every cluster's share.
#[derive(Debug, Clone)]
pub(super) struct ClusterShares {
    /// R, p × p.
    root: DMatrix<f64>,
    clusters: Vec<(DMatrix<f64>, DVector<f64>)>,
}

/// How much of a weighted sum of effects is known to single clusters only.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Known {
    /// Share of its variance, 0 to 1.
    pub(super) alone: f64,
    /// The cluster that holds the most of it.
    pub(super) most_by: usize,
}

impl ClusterShares {
    /// None yet. `None` when Φ is not positive definite.
    pub(super) fn new(phi: DMatrix<f64>) -> Option<Self> {
        Some(Self { root: phi.cholesky()?.l(), clusters: Vec::new() })
    }

    /// Takes a cluster in and gives R' times its score, as (I − T)^−½R'u when `enlarged`, directions that it alone knows left out.
    pub(super) fn add(&mut self, information: &DMatrix<f64>, score: &DVector<f64>, enlarged: bool) -> DVector<f64> {
        let share = self.root.transpose() * information * &self.root;
        let eigen = SymmetricEigen::new((&share + share.transpose()) * 0.5);
        let score = self.root.transpose() * score;
        let turned = eigen.eigenvectors.transpose() * &score;
        let larger = eigen.eigenvalues.map(|value| enlargement(value).unwrap_or(0.0));
        let found = if enlarged { &eigen.eigenvectors * larger.component_mul(&turned) } else { score };
        self.clusters.push((eigen.eigenvectors, eigen.eigenvalues));
        found
    }

    /// R, p × p.
    pub(super) fn root(&self) -> &DMatrix<f64> {
        &self.root
    }

    /// G.
    pub(super) fn clusters(&self) -> usize {
        self.clusters.len()
    }

    /// How much of the sum with internal weights c single clusters know alone.
    pub(super) fn known(&self, c: &DVector<f64>) -> Known {
        let weights = self.root.transpose() * c;
        let mut known = Known { alone: 0.0, most_by: 0 };
        let mut most = 0.0;
        for (at, (axes, shares)) in self.clusters.iter().enumerate() {
            if shares.iter().all(|&share| enlargement(share).is_some()) {
                continue;
            }
            let turned = axes.transpose() * &weights;
            let own = turned.iter().zip(shares).filter(|(_, share)| enlargement(**share).is_none());
            let part = own.map(|(h, _)| h * h).sum::<f64>() / weights.norm_squared();
            known.alone += part;
            if part > most {
                (most, known.most_by) = (part, at);
            }
        }
        known
    }

    /// Degrees of freedom of the robust variance of the sum with internal weights c, directions known to one cluster left out.
    pub(super) fn degrees(&self, c: &DVector<f64>) -> f64 {
        let weights = self.root.transpose() * c;
        let p = weights.len();
        let (mut trace, mut squares) = (0.0, 0.0);
        // Σ z_hz_h' of the clusters before: no large square is ever taken from another.
        let mut before = DMatrix::zeros(p, p);
        for (axes, shares) in &self.clusters {
            let turned = axes.transpose() * &weights;
            let larger = shares.map(|share| enlargement(share).unwrap_or(0.0));
            let kept = shares.zip_map(&larger, |share, larger| if larger > 0.0 { share } else { 0.0 });
            let own: f64 = turned.iter().zip(&kept).map(|(h, share)| share * h * h).sum();
            let z = axes * kept.component_mul(&larger).component_mul(&turned);
            trace += own;
            squares += own * own + 2.0 * z.dot(&(&before * &z));
            before += &z * z.transpose();
        }
        trace * trace / squares
    }
}

/// (1 − share)^−½; `None` of a direction that the cluster alone knows.
fn enlargement(share: f64) -> Option<f64> {
    let rest = 1.0 - share;
    (rest > ALONE).then(|| rest.sqrt().recip())
}
