//! What the methods of change ask of a sample.

use super::limit::Reliability;
use super::{ChangeError, Norm, finite};

/// A sample before and after, with the instrument's reliability.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sample {
    pub(super) before: Norm,
    pub(super) after: Norm,
    pub(super) reliability: f64,
    pub(super) correlation: f64,
}

impl Sample {
    /// `before` and `after`: mean and standard deviation of the sample's scores, in points; `reliability` r (0 ≤ r < 1);
    /// `correlation` of before with after (−1 to 1), which only Hageman–Arrindell asks for.
    ///
    /// # Errors
    /// [`ChangeError::ReliabilityOutOfRange`], [`ChangeError::CorrelationOutOfRange`].
    pub fn new(before: Norm, after: Norm, reliability: f64, correlation: f64) -> Result<Self, ChangeError> {
        if !(0.0..1.0).contains(&reliability) {
            return Err(ChangeError::ReliabilityOutOfRange);
        }
        if !(-1.0..=1.0).contains(&correlation) {
            return Err(ChangeError::CorrelationOutOfRange);
        }
        Ok(Self { before, after, reliability, correlation })
    }

    /// From pairs of scores (before, after): means, standard deviations (n − 1) and correlation.
    ///
    /// # Errors
    /// [`ChangeError::TooFewPairs`], [`ChangeError::NotFinite`], [`ChangeError::StandardDeviation`] where all scores are the
    /// same, [`ChangeError::ReliabilityOutOfRange`].
    pub fn of(pairs: &[(f64, f64)], reliability: f64) -> Result<Self, ChangeError> {
        if pairs.len() < 2 {
            return Err(ChangeError::TooFewPairs);
        }
        #[allow(clippy::cast_precision_loss)] // A sample has fewer than 2^52 pairs.
        let count = pairs.len() as f64;
        let mean = |value: fn(&(f64, f64)) -> f64| finite(pairs.iter().map(value).sum::<f64>() / count);
        let (before, after) = (mean(|pair| pair.0)?, mean(|pair| pair.1)?);
        let products = |left: fn(f64, f64) -> f64| {
            pairs.iter().map(|(x, y)| left(x - before, y - after)).sum::<f64>() / (count - 1.0)
        };
        let (first, second, both) = (products(|x, _| x * x), products(|_, y| y * y), products(|x, y| x * y));
        let (before, after) = (Norm::new(before, first.sqrt())?, Norm::new(after, second.sqrt())?);
        let correlation = both / (before.standard_deviation * after.standard_deviation);
        // Rounding may leave a perfect correlation a hair above one.
        Self::new(before, after, reliability, correlation.clamp(-1.0, 1.0))
    }

    /// The sample before.
    #[must_use]
    pub fn before(&self) -> Norm {
        self.before
    }

    /// The sample after.
    #[must_use]
    pub fn after(&self) -> Norm {
        self.after
    }

    /// Mean and standard deviation before as the limit of Jacobson and Truax takes them, at `quantile` z.
    ///
    /// # Errors
    /// [`ChangeError::QuantileOutOfRange`].
    pub fn reliability(&self, quantile: f64) -> Result<Reliability, ChangeError> {
        Reliability::new(self.before.standard_deviation, self.reliability, quantile)
    }

    /// S_E = SD·√(1 − r) of the sample before.
    pub(super) fn standard_error(&self) -> f64 {
        self.before.standard_deviation * (1.0 - self.reliability).sqrt()
    }
}
