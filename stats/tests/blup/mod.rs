//! The best linear unbiased predictor by its own formula, over the whole covariance matrix of the rows.

use nalgebra::{DMatrix, DVector};
use peil_stats::read::RowPrediction;

/// A row as the model sees it: fixed columns, and what else its covariances depend on.
pub(crate) struct Seen<R> {
    pub(crate) x: Vec<f64>,
    pub(crate) y: f64,
    pub(crate) row: R,
}

/// The marginal model of some rows.
pub(crate) struct Dense<'a, R> {
    seen: &'a [Seen<R>],
    x: DMatrix<f64>,
    y: DVector<f64>,
    inverse: DMatrix<f64>,
    /// Covariances of two rows' random parts, and of their residuals.
    random: &'a dyn Fn(&R, &R) -> f64,
    residual: &'a dyn Fn(&R, &R) -> f64,
}

impl<'a, R> Dense<'a, R> {
    pub(crate) fn new(
        seen: &'a [Seen<R>],
        random: &'a dyn Fn(&R, &R) -> f64,
        residual: &'a dyn Fn(&R, &R) -> f64,
    ) -> Self {
        let n = seen.len();
        let v =
            DMatrix::from_fn(n, n, |i, j| random(&seen[i].row, &seen[j].row) + residual(&seen[i].row, &seen[j].row));
        let x = DMatrix::from_fn(n, seen[0].x.len(), |i, j| seen[i].x[j]);
        let y = DVector::from_fn(n, |i, _| seen[i].y);
        Self { seen, x, y, inverse: v.try_inverse().unwrap(), random, residual }
    }

    /// (estimate, error variance given β, error variance).
    fn blup(&self, x: &[f64], c: &DVector<f64>, prior: f64) -> (f64, f64, f64) {
        let x = DVector::from_row_slice(x);
        let information = (self.x.transpose() * &self.inverse * &self.x).try_inverse().unwrap();
        let beta = &information * self.x.transpose() * &self.inverse * &self.y;
        let estimate = x.dot(&beta) + c.dot(&(&self.inverse * (&self.y - &self.x * &beta)));
        let given = prior - c.dot(&(&self.inverse * c));
        let rest = &x - self.x.transpose() * &self.inverse * c;
        (estimate, given, given + rest.dot(&(&information * &rest)))
    }

    /// Compares a prediction with the formula's; the residual of a new row has the covariances of `self`.
    pub(crate) fn check(&self, found: &RowPrediction, x: &[f64], row: &R, within: f64) {
        let covariances =
            |of: &dyn Fn(&R, &R) -> f64| DVector::from_fn(self.seen.len(), |i, _| of(row, &self.seen[i].row));
        let random = covariances(self.random);
        let (estimate, given, variance) = self.blup(x, &random, (self.random)(row, row));
        let close = |what: &str, found: f64, expected: f64, scale: f64| {
            assert!((found - expected).abs() <= within * scale, "{what}: {found} against {expected}");
        };
        close("estimate", found.estimate, estimate, estimate.abs());
        close("error given fixed", found.standard_error_given_fixed.powi(2), given, given);
        close("error", found.standard_error.powi(2), variance, variance);
        let both = random + covariances(self.residual);
        let own = (self.random)(row, row) + (self.residual)(row, row);
        let (observation, _, variance) = self.blup(x, &both, own);
        close("observation", found.observation, observation, observation.abs());
        close("its deviation", found.observation_standard_deviation.powi(2), variance, own);
    }
}
