//! How a fit ended, and what was tested to say so.

use super::flat_direction::FlatDirection;

/// How the search for the optimum ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Gradient zero and curvature positive, all variances positive.
    Converged,
    /// The optimum has a covariance matrix without full rank: a variance of exactly zero in some direction, or residuals whose
    /// correlation in continuous time is exactly zero. A legal answer.
    OnBoundary,
    /// An optimum, but one of many: the likelihood is the same along a line of covariance matrices. The variances reported are
    /// any of these; [`Evidence::flat`] names them.
    NotIdentified,
    /// The gradient is not zero or the curvature is negative at the θ reported.
    NotConverged,
}

/// A random term whose covariance matrix has not full rank.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct BoundaryTerm {
    /// The grouping factor.
    pub factor: String,
    /// The q effects.
    pub terms: Vec<String>,
    /// Rank of the covariance matrix, less than q.
    pub rank: usize,
    /// Weights of the effects (user's units, length q, largest 1) whose weighted sum does not vary between levels;
    /// one such direction a missing rank.
    pub null_directions: Vec<Vec<f64>>,
}

/// What was found at the θ reported.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Evidence {
    /// Evaluations of the criterion, with or without gradient.
    pub evaluations: usize,
    /// Largest absolute component of the gradient by the free entries of θ, columns scaled to standard deviation 1.
    pub gradient_norm: f64,
    /// How much lower a Newton step promises the criterion to be; the honest distance from the optimum.
    pub predicted_decrease: f64,
    /// Least eigenvalue of the Hessian by the free entries of θ; negative at a saddle.
    pub least_curvature: f64,
    /// Terms on the boundary.
    pub boundary: Vec<BoundaryTerm>,
    /// What the data leave undetermined, whatever the response is; empty for ordinary models.
    pub flat: Vec<FlatDirection>,
}
