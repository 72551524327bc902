//! How large a change must be to be reliable.

use super::{ChangeError, positive};

/// A limit from the instrument's reliability: 1.96·√2·SD·√(1 − r) at z = 1.96.
///
/// ```
/// use peil_stats::change::Reliability;
/// let core10 = Reliability::new(7.7, 0.90, 1.96)?;
/// assert_eq!((core10.points() * 100.0).round() / 100.0, 6.75);
/// # Ok::<(), peil_stats::change::ChangeError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Reliability {
    standard_deviation: f64,
    reliability: f64,
    quantile: f64,
}

impl Reliability {
    /// `standard_deviation` in score points (> 0), `reliability` r (0 ≤ r < 1; retest or alpha, state which), `quantile`
    /// z (> 0; 1.96 for 95 %, 1.645 for 90 %).
    ///
    /// # Errors
    /// [`ChangeError::StandardDeviation`], [`ChangeError::ReliabilityOutOfRange`], [`ChangeError::QuantileOutOfRange`].
    pub fn new(standard_deviation: f64, reliability: f64, quantile: f64) -> Result<Self, ChangeError> {
        if !(0.0..1.0).contains(&reliability) {
            return Err(ChangeError::ReliabilityOutOfRange);
        }
        Ok(Self {
            standard_deviation: positive(standard_deviation, ChangeError::StandardDeviation)?,
            reliability,
            quantile: positive(quantile, ChangeError::QuantileOutOfRange)?,
        })
    }

    /// S_E = SD·√(1 − r), the standard error of measurement.
    #[must_use]
    pub fn standard_error(&self) -> f64 {
        self.standard_deviation * (1.0 - self.reliability).sqrt()
    }

    /// S_diff = √2·S_E, the standard deviation of a difference without true change.
    #[must_use]
    pub fn standard_error_of_difference(&self) -> f64 {
        std::f64::consts::SQRT_2 * self.standard_error()
    }

    /// z·S_diff: the change in points that is exceeded by chance in 5 % (z = 1.96).
    #[must_use]
    pub fn points(&self) -> f64 {
        self.quantile * self.standard_error_of_difference()
    }

    /// RCI = change / S_diff.
    #[must_use]
    pub fn index(&self, change: f64) -> f64 {
        change / self.standard_error_of_difference()
    }
}

/// A limit as an instrument's manual publishes it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PublishedPoints {
    points: f64,
    inclusive: bool,
}

impl PublishedPoints {
    /// `points` (> 0); `inclusive` when a change of exactly that many points counts (OQ-45: 14 counts).
    ///
    /// # Errors
    /// [`ChangeError::PointsOutOfRange`].
    pub fn new(points: f64, inclusive: bool) -> Result<Self, ChangeError> {
        Ok(Self { points: positive(points, ChangeError::PointsOutOfRange)?, inclusive })
    }
}

/// Where the limit comes from.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum ReliableLimit {
    /// From standard deviation, reliability and z; strict, as in Jacobson and Truax.
    Computed(Reliability),
    /// As published.
    Published(PublishedPoints),
}

impl ReliableLimit {
    /// The limit in score points.
    #[must_use]
    pub fn points(&self) -> f64 {
        match self {
            Self::Computed(reliability) => reliability.points(),
            Self::Published(published) => published.points,
        }
    }

    /// Whether a change of this size, in points and without sign, is reliable.
    #[must_use]
    pub fn is_reached_by(&self, size: f64) -> bool {
        match self {
            Self::Computed(reliability) => size > reliability.points(),
            // Scores in tenths are not exact in binary: a change of 1.5 must reach a limit of 1.5.
            Self::Published(published) if published.inclusive => size >= published.points - 1e-9,
            Self::Published(published) => size > published.points + 1e-9,
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn core_10_has_the_published_limits() {
        let at = |z| Reliability::new(7.7, 0.90, z).unwrap();
        assert!((at(1.645).points() - 5.66).abs() < 0.005);
        assert!((at(1.96).points() - 6.75).abs() < 0.005);
        assert!((at(1.96).standard_error() - 2.4350).abs() < 1e-4);
        assert!((at(1.96).index(at(1.96).points()) - 1.96).abs() < 1e-12);
    }

    #[test]
    fn the_worked_example_of_1991_is_3_16() {
        let index = Reliability::new(7.5, 0.80, 1.96).unwrap().index(47.5 - 32.5);
        assert!((index - 3.162_277_660_168_38).abs() < 1e-12);
    }

    #[test]
    fn a_published_limit_says_whether_it_counts_itself() {
        let limit = |inclusive| ReliableLimit::Published(PublishedPoints::new(14.0, inclusive).unwrap());
        assert!(limit(true).is_reached_by(14.0));
        assert!(!limit(false).is_reached_by(14.0));
        let tenths = ReliableLimit::Published(PublishedPoints::new(0.3, true).unwrap());
        assert!(tenths.is_reached_by(0.9 - 0.6));
    }

    #[test]
    fn nonsense_is_refused() {
        assert_eq!(Reliability::new(7.7, 1.0, 1.96), Err(ChangeError::ReliabilityOutOfRange));
        assert_eq!(Reliability::new(f64::NAN, 0.9, 1.96), Err(ChangeError::StandardDeviation));
        assert_eq!(PublishedPoints::new(0.0, true), Err(ChangeError::PointsOutOfRange));
    }
}
