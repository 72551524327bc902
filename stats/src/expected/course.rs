//! What may be expected, from checked parameters.

use nalgebra::{Matrix2, Matrix2x4, Matrix4, Vector4};
use statrs::distribution::{ContinuousCDF, Normal};

use super::{Curve, ParameterError, Parameters};
use crate::change::Direction;

/// An expected course.
#[derive(Debug, Clone, PartialEq)]
pub struct ExpectedCourse {
    parameters: Parameters,
}

/// How far a score lies on the wrong side of the expected course.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum TooFar {
    /// Inside the 68 % limit, or on the good side.
    No,
    /// Beyond the 68 % limit: amber.
    Inner,
    /// Beyond the 80 % limit: red.
    Outer,
}

/// Expected score and limits for one start at one moment.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Limits {
    /// The population's mean, in points.
    pub expected: f64,
    /// s_t: standard deviation of a score about it, √(Var(mean) + Var(random) + σ²).
    pub deviation: f64,
    direction: Direction,
}

impl Limits {
    /// z of the 68 % limits.
    pub const Z_68: f64 = 0.994;
    /// z of the 80 % limits.
    pub const Z_80: f64 = 1.282;
    /// z of the 90 % limits.
    pub const Z_90: f64 = 1.645;

    /// The limit on the wrong side, in points: expected − d·z·s_t.
    #[must_use]
    pub fn worse(&self, z: f64) -> f64 {
        self.expected - self.direction.sign() * z * self.deviation
    }

    /// The limit on the good side, in points: expected + d·z·s_t.
    #[must_use]
    pub fn better(&self, z: f64) -> f64 {
        self.expected + self.direction.sign() * z * self.deviation
    }

    /// d·(score − expected)/s_t: how many standard deviations better than expected a score is.
    #[must_use]
    pub fn standardised(&self, score: f64) -> f64 {
        self.direction.improvement(self.expected, score) / self.deviation
    }

    /// Where a score lies.
    #[must_use]
    pub fn place(&self, score: f64) -> TooFar {
        let below = -self.standardised(score);
        if below > Self::Z_80 {
            TooFar::Outer
        } else if below > Self::Z_68 {
            TooFar::Inner
        } else {
            TooFar::No
        }
    }
}

impl ExpectedCourse {
    /// Takes checked numbers.
    ///
    /// # Errors
    /// [`ParameterError`] when the numbers cannot be what they say.
    pub fn new(parameters: Parameters) -> Result<Self, ParameterError> {
        parameters.check()?;
        Ok(Self { parameters })
    }

    /// The numbers, to be written to a parameter file.
    #[must_use]
    pub fn parameters(&self) -> &Parameters {
        &self.parameters
    }

    /// The curve of a client with this start of whom nothing else is known: mean of the population, covariance of the mean's
    /// estimate and of clients and groups.
    #[must_use]
    pub fn curve(&self, start: f64) -> Curve {
        let numbers = &self.parameters;
        let from_centre = start - numbers.centre;
        // Level β0 + β2·x, slope β1 + β3·x: two rows over the four fixed effects.
        let rows = Matrix2x4::new(1.0, 0.0, from_centre, 0.0, 0.0, 1.0, 0.0, from_centre);
        let fixed = Matrix4::from_fn(|row, column| numbers.fixed_covariance[row][column]);
        let random = Matrix2::from_fn(|row, column| numbers.client[row][column] + numbers.group[row][column]);
        Curve { mean: rows * Vector4::from(numbers.fixed), covariance: rows * fixed * rows.transpose() + random }
    }

    /// Expected score and limits of a client with this start, `weeks` after x₀.
    #[must_use]
    pub fn limits(&self, start: f64, weeks: f64) -> Limits {
        let curve = self.curve(start);
        let noise = self.parameters.session + self.parameters.residual;
        Limits {
            expected: curve.mean(weeks),
            deviation: (curve.variance(weeks) + noise).sqrt(),
            direction: self.parameters.direction,
        }
    }

    /// The client's own curve, given the scores after x₀ (weeks since x₀, points).
    #[must_use]
    pub fn own_curve(&self, start: f64, scores: &[(f64, f64)]) -> Curve {
        self.curve(start).given(scores, self.parameters.session + self.parameters.residual)
    }

    /// Standard deviation of a score about the mean of a curve of this scale, `weeks` after x₀: √(Var(curve) + σ²).
    #[must_use]
    pub fn score_deviation(&self, curve: &Curve, weeks: f64) -> f64 {
        (curve.variance(weeks) + self.parameters.session + self.parameters.residual).sqrt()
    }

    /// P(d·(score at `weeks` − start) ≥ `points`) for a curve of this scale: the chance that a client is measured to have
    /// improved by so many points then. The noise of that score counts: an improvement is seen in scores, and without it
    /// the chances come out far too certain.
    #[must_use]
    pub fn chance_of_improvement(&self, curve: &Curve, start: f64, weeks: f64, points: f64) -> f64 {
        let improvement = self.parameters.direction.improvement(start, curve.mean(weeks));
        let deviation = self.score_deviation(curve, weeks);
        Normal::standard().cdf((improvement - points) / deviation)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn course(direction: Direction) -> ExpectedCourse {
        let mut fixed_covariance = [[0.0; 4]; 4];
        for (place, row) in fixed_covariance.iter_mut().enumerate() {
            row[place] = 0.01;
        }
        ExpectedCourse::new(Parameters {
            direction,
            centre: 15.0,
            fixed: [15.0, -2.0, 0.8, -0.1],
            fixed_covariance,
            client: [[4.0, -0.5], [-0.5, 1.0]],
            group: [[0.5, 0.0], [0.0, 0.1]],
            session: 0.3,
            residual: 6.0,
            starts: (4.0, 27.0),
            weeks: 30.0,
            courses: 200,
            scores: 2000,
        })
        .unwrap()
    }

    #[test]
    fn limits_are_mean_and_variance_of_the_formula() {
        let limits = course(Direction::LowerBetter).limits(20.0, 4.0);
        let l = 5.0_f64.ln();
        assert!((limits.expected - (15.0 - 2.0 * l + 0.8 * 5.0 - 0.1 * 5.0 * l)).abs() < 1e-12);
        let mean = 0.01 * (1.0 + l * l + 25.0 + 25.0 * l * l);
        let random = 4.5 + 2.0 * -0.5 * l + 1.1 * l * l;
        assert!((limits.deviation.powi(2) - (mean + random + 6.3)).abs() < 1e-10);
    }

    #[test]
    fn the_wrong_side_turns_with_the_direction() {
        let lower = course(Direction::LowerBetter).limits(20.0, 4.0);
        assert_eq!(lower.place(lower.expected + 1.3 * lower.deviation), TooFar::Outer);
        assert_eq!(lower.place(lower.expected + 1.1 * lower.deviation), TooFar::Inner);
        assert_eq!(lower.place(lower.expected - 5.0 * lower.deviation), TooFar::No);
        let higher = course(Direction::HigherBetter).limits(20.0, 4.0);
        assert_eq!(higher.place(higher.expected - 1.3 * higher.deviation), TooFar::Outer);
        assert!(higher.worse(Limits::Z_80) < higher.expected && lower.worse(Limits::Z_80) > lower.expected);
    }

    #[test]
    fn numbers_that_cannot_be_are_refused_by_name() {
        let right = course(Direction::LowerBetter).parameters().clone();
        let wrong = |change: fn(&mut Parameters)| {
            let mut numbers = right.clone();
            change(&mut numbers);
            ExpectedCourse::new(numbers).unwrap_err()
        };
        assert_eq!(wrong(|n| n.residual = 0.0), ParameterError::Residual);
        assert_eq!(wrong(|n| n.client = [[1.0, 2.0], [2.0, 1.0]]), ParameterError::NoCovariance("client"));
        assert_eq!(wrong(|n| n.group = [[1.0, 0.2], [0.1, 1.0]]), ParameterError::NoCovariance("group"));
        assert_eq!(wrong(|n| n.session = -1.0), ParameterError::Negative("session"));
        assert_eq!(wrong(|n| n.starts = (9.0, 3.0)), ParameterError::Starts);
        assert_eq!(wrong(|n| n.fixed[1] = f64::NAN), ParameterError::NotFinite("fixed"));
    }
}
