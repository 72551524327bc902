//! Cluster-robust ("sandwich") covariance of β̂: right about the spread of β̂ also where the random part of the model is not.
//!
//! With clusters g, Φ = (X'V⁻¹X)⁻¹ and scores u_g = X_g'V_g⁻¹(y_g − X_gβ̂), Var(β̂) = Φ (Σ u_g u_g') Φ (Liang and Zeger 1986).
//! The clusters are the levels of the outermost factor, what each leaves at the root of the elimination holds its score.

use nalgebra::{DMatrix, DVector, SymmetricEigen};

use super::contrast::Contrast;
use super::error::InferenceError;
use super::inference::{TTest, internal_unit, user_covariance};
use super::satterthwaite::unit_covariance;
use super::tail::two_sided;
use super::tree::Tree;
use crate::fit::Fit;

/// The correction for few clusters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Correction {
    /// None: too small with few clusters.
    Cr0,
    /// G/(G − 1), G clusters.
    Cr1,
    /// Scores made larger so that the covariance is unbiased when the model is right (Bell and McCaffrey 2002), with the square
    /// root taken after whitening by V: (I − S_gΦ)^−½ u_g, S_g = X_g'V_g⁻¹X_g, which needs p × p matrices only. Other programs
    /// take another root of the same condition; the figures differ in the third digit.
    #[default]
    Cr2,
}

/// Directions of which a cluster holds all but this share of the information belong to that cluster alone.
const ALONE: f64 = 1e-10;

/// β̂ with its cluster-robust covariance, t with G − 1 degrees of freedom.
#[derive(Debug, Clone)]
pub struct ClusterRobust<'a> {
    fit: &'a Fit,
    correction: Correction,
    clusters: usize,
    beta: Vec<f64>,
    covariance: DMatrix<f64>,
}

/// What a cluster-robust covariance says of each fixed effect.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct ClusterRobustReport {
    /// The outermost factor.
    pub factor: String,
    /// G.
    pub clusters: usize,
    /// The correction.
    pub correction: Correction,
    /// p × p, the user's units.
    pub covariance: Vec<Vec<f64>>,
    /// In the order of the design.
    pub coefficients: Vec<TTest>,
}

impl<'a> ClusterRobust<'a> {
    /// One elimination.
    ///
    /// # Errors
    /// [`InferenceError::TooFewClusters`], [`InferenceError::NotNested`], [`InferenceError::NoCurvature`].
    pub fn new(fit: &'a Fit, correction: Correction) -> Result<Self, InferenceError> {
        let clusters = fit.model.parts.stages.last().map_or(0, |stage| stage.labels.len());
        if clusters < 2 {
            return Err(InferenceError::TooFewClusters { factor: outermost(fit) });
        }
        let tree = Tree::of(fit)?;
        let covariance = sandwich(fit, &tree, correction, clusters).ok_or(InferenceError::NoCurvature)?;
        Ok(Self { fit, correction, clusters, beta: fit.fixed_estimates(), covariance })
    }

    /// p × p covariance of β̂, the user's units.
    #[must_use]
    pub fn covariance(&self) -> Vec<Vec<f64>> {
        user_covariance(self.fit, &self.covariance)
    }

    /// Each fixed effect against zero.
    #[must_use]
    pub fn coefficients(&self) -> Vec<TTest> {
        (0..self.beta.len()).map(|index| self.tested(&internal_unit(self.fit, index), self.beta[index])).collect()
    }

    /// One weighted sum against zero; of several rows the first.
    ///
    /// # Errors
    /// [`InferenceError::ContrastLength`], [`InferenceError::ContrastNotFinite`], [`InferenceError::ContrastEmpty`].
    pub fn t_test(&self, contrast: &Contrast) -> Result<TTest, InferenceError> {
        let rows = contrast.internal(self.fit)?;
        Ok(self.tested(&rows.row(0).transpose(), contrast.estimates(&self.beta)[0]))
    }

    /// All of it as a table.
    #[must_use]
    pub fn report(&self) -> ClusterRobustReport {
        ClusterRobustReport {
            factor: outermost(self.fit),
            clusters: self.clusters,
            correction: self.correction,
            covariance: self.covariance(),
            coefficients: self.coefficients(),
        }
    }

    fn tested(&self, row: &DVector<f64>, estimate: f64) -> TTest {
        let standard_error = row.dot(&(&self.covariance * row)).sqrt();
        let statistic = estimate / standard_error;
        let df = Some((self.clusters - 1) as f64);
        TTest { estimate, standard_error, df, statistic, p_value: two_sided(statistic, df) }
    }
}

fn outermost(fit: &Fit) -> String {
    fit.model.parts.stages.last().map_or_else(String::new, |stage| stage.name.clone())
}

/// Var(β̂), internal columns, the response's units.
fn sandwich(fit: &Fit, tree: &Tree<'_>, correction: Correction, clusters: usize) -> Option<DMatrix<f64>> {
    let p = fit.model.parts.fixed.len();
    let width = p + 1;
    let contributions = tree.contributions()?;
    let beta = DVector::from_column_slice(&fit.elimination.root().beta);
    let phi = unit_covariance(&fit.elimination);
    // Φ = RR'; Φ·(I − SΦ)^−½ u = R (I − R'SR)^−½ R'u.
    let root = phi.cholesky()?.l();
    let mut middle = DMatrix::zeros(p, p);
    for rest in contributions.chunks_exact(width * width) {
        let information = DMatrix::from_fn(p, p, |i, j| rest[i * width + j]);
        let products = DVector::from_fn(p, |i, _| rest[i * width + p]);
        let mut score = root.transpose() * (products - &information * &beta);
        if correction == Correction::Cr2 {
            score = enlarged(&(root.transpose() * information * &root), &score);
        }
        middle += &score * score.transpose();
    }
    let factor = if correction == Correction::Cr1 { clusters as f64 / (clusters - 1) as f64 } else { 1.0 };
    Some(&root * middle * root.transpose() * (factor * fit.model.parts.response_scale.powi(2)))
}

/// (I − share)^−½ score, directions that only this cluster knows left out.
fn enlarged(share: &DMatrix<f64>, score: &DVector<f64>) -> DVector<f64> {
    let p = score.len();
    let eigen = SymmetricEigen::new(DMatrix::identity(p, p) - share);
    let inverse = eigen.eigenvalues.map(|value| if value > ALONE { 1.0 / value.sqrt() } else { 0.0 });
    &eigen.eigenvectors * inverse.component_mul(&(eigen.eigenvectors.transpose() * score))
}
