//! The numbers of an expected course: what is written to a parameter file and read from one.

use nalgebra::{Matrix2, Matrix4};
use serde::{Deserialize, Serialize};

use crate::change::Direction;

/// Estimates of the model of the expected course, on the points of the scale.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Parameters {
    /// Which way is better.
    pub direction: Direction,
    /// c, the mean start that x₀ is counted from.
    pub centre: f64,
    /// β0 level, β1 slope in ln(1 + t), β2 of x₀ − c, β3 of (x₀ − c)·ln(1 + t).
    pub fixed: [f64; 4],
    /// Covariance of the four (4 × 4).
    pub fixed_covariance: [[f64; 4]; 4],
    /// Covariance of a client's own level and slope (2 × 2).
    pub client: [[f64; 2]; 2],
    /// Covariance of a group's level and slope (2 × 2); zeros where groups are not told apart.
    pub group: [[f64; 2]; 2],
    /// Variance of a session of a group.
    pub session: f64,
    /// Residual variance, > 0.
    pub residual: f64,
    /// Lowest and highest start that was seen.
    pub starts: (f64, f64),
    /// Weeks since x₀ of the latest score that was seen.
    pub weeks: f64,
    /// Courses with a score after x₀.
    pub courses: usize,
    /// Scores after x₀ in them.
    pub scores: usize,
}

/// Why numbers are no expected course.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ParameterError {
    /// A number that is not finite.
    #[error("`{0}` holds a number that is not finite")]
    NotFinite(&'static str),
    /// A residual variance that is not positive.
    #[error("`residual` must be a variance above zero")]
    Residual,
    /// A variance below zero.
    #[error("`{0}` must be a variance of zero or more")]
    Negative(&'static str),
    /// A matrix that is no covariance.
    #[error("`{0}` is no covariance: it must be symmetric and without negative variances")]
    NoCovariance(&'static str),
    /// A highest start below the lowest.
    #[error("`starts` gives the lowest start first, then the highest")]
    Starts,
}

impl Parameters {
    /// Checks that the numbers can be what they say.
    ///
    /// # Errors
    /// [`ParameterError`], which names the field.
    pub fn check(&self) -> Result<(), ParameterError> {
        let flat = |rows: &[[f64; 2]; 2]| rows.iter().flatten().all(|value| value.is_finite());
        let finite = [
            ("centre", self.centre.is_finite()),
            ("fixed", self.fixed.iter().all(|value| value.is_finite())),
            ("fixed_covariance", self.fixed_covariance.iter().flatten().all(|value| value.is_finite())),
            ("client", flat(&self.client)),
            ("group", flat(&self.group)),
            ("session", self.session.is_finite()),
            ("residual", self.residual.is_finite()),
            ("starts", self.starts.0.is_finite() && self.starts.1.is_finite()),
            ("weeks", self.weeks.is_finite()),
        ];
        if let Some((name, _)) = finite.into_iter().find(|(_, is_finite)| !is_finite) {
            return Err(ParameterError::NotFinite(name));
        }
        if self.residual <= 0.0 {
            return Err(ParameterError::Residual);
        }
        if let Some((name, _)) = [("session", self.session), ("weeks", self.weeks)].into_iter().find(|(_, v)| *v < 0.0)
        {
            return Err(ParameterError::Negative(name));
        }
        if self.starts.1 < self.starts.0 {
            return Err(ParameterError::Starts);
        }
        self.check_covariances()
    }

    fn check_covariances(&self) -> Result<(), ParameterError> {
        let two = |rows: &[[f64; 2]; 2]| {
            let matrix = Matrix2::from_fn(|row, column| rows[row][column]);
            let scale = matrix.abs().max().max(f64::MIN_POSITIVE);
            matrix == matrix.transpose() && matrix.symmetric_eigenvalues().min() >= -1e-9 * scale
        };
        let fixed = Matrix4::from_fn(|row, column| self.fixed_covariance[row][column]);
        let scale = fixed.abs().max().max(f64::MIN_POSITIVE);
        let right = (fixed - fixed.transpose()).abs().max() <= 1e-9 * scale
            && fixed.symmetric_eigenvalues().min() >= -1e-9 * scale;
        match (two(&self.client), two(&self.group), right) {
            (false, _, _) => Err(ParameterError::NoCovariance("client")),
            (_, false, _) => Err(ParameterError::NoCovariance("group")),
            (_, _, false) => Err(ParameterError::NoCovariance("fixed_covariance")),
            _ => Ok(()),
        }
    }
}
