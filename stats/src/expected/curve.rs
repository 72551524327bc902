//! A straight line in ln(1 + t) that is known up to a normal distribution.

use nalgebra::{Matrix2, Vector2};

/// Level and slope in ln(1 + t), with their covariance.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Curve {
    pub(super) mean: Vector2<f64>,
    pub(super) covariance: Matrix2<f64>,
}

impl Curve {
    /// Mean in points at `weeks` since x₀.
    #[must_use]
    pub fn mean(&self, weeks: f64) -> f64 {
        self.mean.dot(&basis(weeks))
    }

    /// Variance in points² of the line itself at `weeks`, without the noise of a score.
    #[must_use]
    pub fn variance(&self, weeks: f64) -> f64 {
        let at = basis(weeks);
        at.dot(&(self.covariance * at)).max(0.0)
    }

    /// What is known of the line after `scores` (weeks since x₀, points), each with noise of variance `noise` (> 0): the
    /// conditional distribution of a normal prior (I + SK)⁻¹S with K = ZᵀZ/noise, which a zero variance does not upset.
    #[must_use]
    pub fn given(&self, scores: &[(f64, f64)], noise: f64) -> Self {
        let (mut information, mut pull) = (Matrix2::zeros(), Vector2::zeros());
        for &(weeks, score) in scores {
            let at = basis(weeks);
            information += at * at.transpose() / noise;
            pull += at * ((score - self.mean.dot(&at)) / noise);
        }
        let system = Matrix2::identity() + self.covariance * information;
        match system.try_inverse() {
            Some(inverse) => {
                let covariance = inverse * self.covariance;
                Self { mean: self.mean + covariance * pull, covariance: (covariance + covariance.transpose()) / 2.0 }
            }
            // det(I + SK) ≥ 1 for covariances: only numbers that overflowed come here, and they teach nothing.
            None => *self,
        }
    }
}

/// [1, ln(1 + t)].
pub(super) fn basis(weeks: f64) -> Vector2<f64> {
    Vector2::new(1.0, weeks.max(0.0).ln_1p())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_score_pulls_the_line_as_far_as_a_dense_solution_does() {
        let prior = Curve { mean: Vector2::new(20.0, -3.0), covariance: Matrix2::new(9.0, -1.0, -1.0, 2.0) };
        let after = prior.given(&[(3.0, 25.0)], 4.0);
        let at = basis(3.0);
        let gain = prior.covariance * at / (prior.variance(3.0) + 4.0);
        let expected = prior.mean + gain * (25.0 - prior.mean(3.0));
        assert!((after.mean - expected).norm() < 1e-12);
        let left = prior.covariance - gain * at.transpose() * prior.covariance;
        assert!((after.covariance - left).norm() < 1e-12);
    }

    #[test]
    fn a_line_without_variance_stays_where_it_is() {
        let prior = Curve { mean: Vector2::new(20.0, -3.0), covariance: Matrix2::zeros() };
        assert_eq!(prior.given(&[(1.0, 30.0), (2.0, 31.0)], 4.0), prior);
    }
}
