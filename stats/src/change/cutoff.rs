//! The border between the clinical and the functional population.

use super::{ChangeError, Direction, finite, positive};

/// Mean and standard deviation of a score in a population.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Norm {
    pub(super) mean: f64,
    pub(super) standard_deviation: f64,
}

impl Norm {
    /// `mean` and `standard_deviation` (> 0), both in score points.
    ///
    /// # Errors
    /// [`ChangeError::NotFinite`], [`ChangeError::StandardDeviation`].
    pub fn new(mean: f64, standard_deviation: f64) -> Result<Self, ChangeError> {
        Ok(Self {
            mean: finite(mean)?,
            standard_deviation: positive(standard_deviation, ChangeError::StandardDeviation)?,
        })
    }

    /// The mean, in score points.
    #[must_use]
    pub fn mean(&self) -> f64 {
        self.mean
    }

    /// The standard deviation, in score points.
    #[must_use]
    pub fn standard_deviation(&self) -> f64 {
        self.standard_deviation
    }
}

/// On which side a score of exactly the cut-off lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum OnTheCutoff {
    /// Still clinical (PHQ-9: 10 is a case).
    Clinical,
    /// Already functional.
    Functional,
}

/// A cut-off score.
///
/// ```
/// use peil_stats::change::{Cutoff, Norm, OnTheCutoff};
/// let c = Cutoff::c(Norm::new(19.7, 7.7)?, Norm::new(4.7, 4.8)?)?;
/// assert_eq!((c.value() * 100.0).round() / 100.0, 10.46);
/// # Ok::<(), peil_stats::change::ChangeError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cutoff {
    value: f64,
    on_it: OnTheCutoff,
}

impl Cutoff {
    /// A published cut-off.
    ///
    /// # Errors
    /// [`ChangeError::NotFinite`].
    pub fn new(value: f64, on_it: OnTheCutoff) -> Result<Self, ChangeError> {
        Ok(Self { value: finite(value)?, on_it })
    }

    /// Cut-off a: two standard deviations beyond the mean of the clinical population, M_clin + 2·d·SD_clin.
    ///
    /// # Errors
    /// [`ChangeError::NotFinite`] when the numbers overflow.
    pub fn a(clinical: Norm, direction: Direction) -> Result<Self, ChangeError> {
        let value = clinical.mean + 2.0 * direction.sign() * clinical.standard_deviation;
        Self::new(value, OnTheCutoff::Clinical)
    }

    /// Cut-off b: within two standard deviations of the mean of the functional population, M_func − 2·d·SD_func.
    ///
    /// # Errors
    /// [`ChangeError::NotFinite`] when the numbers overflow.
    pub fn b(functional: Norm, direction: Direction) -> Result<Self, ChangeError> {
        let value = functional.mean - 2.0 * direction.sign() * functional.standard_deviation;
        Self::new(value, OnTheCutoff::Clinical)
    }

    /// Cut-off c: where both populations are equally likely (equal sizes, each its own standard deviation),
    /// (SD_clin·M_func + SD_func·M_clin)/(SD_clin + SD_func). Prefer it when both norms exist.
    ///
    /// # Errors
    /// [`ChangeError::NotFinite`] when the numbers overflow.
    pub fn c(clinical: Norm, functional: Norm) -> Result<Self, ChangeError> {
        let weighted = clinical.standard_deviation * functional.mean + functional.standard_deviation * clinical.mean;
        let value = weighted / (clinical.standard_deviation + functional.standard_deviation);
        Self::new(value, OnTheCutoff::Clinical)
    }

    /// The cut-off in score points.
    #[must_use]
    pub fn value(&self) -> f64 {
        self.value
    }

    /// Whether a score lies on the clinical side.
    #[must_use]
    pub fn is_clinical(&self, score: f64, direction: Direction) -> bool {
        // Positive: on the functional side.
        let beyond = direction.improvement(self.value, score);
        beyond < 0.0 || (beyond == 0.0 && self.on_it == OnTheCutoff::Clinical)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn core_10_and_the_worked_example_of_1991_have_their_cutoff_c() {
        let c = |a: (f64, f64), b: (f64, f64)| {
            Cutoff::c(Norm::new(a.0, a.1).unwrap(), Norm::new(b.0, b.1).unwrap()).unwrap().value()
        };
        assert!((c((19.7, 7.7), (4.7, 4.8)) - 10.46).abs() < 0.005);
        assert!((c((40.0, 7.5), (60.0, 7.5)) - 50.0).abs() < 1e-12);
    }

    #[test]
    fn cutoffs_a_and_b_turn_with_the_direction() {
        let (clinical, functional) = (Norm::new(40.0, 7.5).unwrap(), Norm::new(60.0, 5.0).unwrap());
        assert_eq!(Cutoff::a(clinical, Direction::HigherBetter).unwrap().value(), 55.0);
        assert_eq!(Cutoff::a(clinical, Direction::LowerBetter).unwrap().value(), 25.0);
        assert_eq!(Cutoff::b(functional, Direction::HigherBetter).unwrap().value(), 50.0);
        assert_eq!(Cutoff::b(functional, Direction::LowerBetter).unwrap().value(), 70.0);
    }

    #[test]
    fn ten_on_the_phq_9_is_a_case() {
        let cutoff = Cutoff::new(10.0, OnTheCutoff::Clinical).unwrap();
        assert!(cutoff.is_clinical(10.0, Direction::LowerBetter));
        assert!(!cutoff.is_clinical(9.0, Direction::LowerBetter));
        assert!(cutoff.is_clinical(9.0, Direction::HigherBetter));
    }
}
