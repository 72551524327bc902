//! The members: their group, their outcome and their trait.

use super::error::CompositionError;

/// One entry a member.
#[derive(Debug, Clone, PartialEq)]
pub struct Members {
    /// Number of the group.
    pub group: Vec<usize>,
    /// The outcome; `NaN` where missing. Who has no outcome is still somebody's fellow member.
    pub outcome: Vec<f64>,
    /// The trait: two values, or numbers; `NaN` where missing. Who has none is left out as if absent.
    pub attribute: Vec<f64>,
    /// Lowest and highest value that the trait can take; those observed where not given.
    pub range: Option<(f64, f64)>,
}

impl Members {
    /// The traits brought to −1 … 1: the lowest value is −1 and the highest 1, so a binary trait is coded ±1.
    pub(super) fn coded(&self) -> Result<Vec<f64>, CompositionError> {
        let (groups, outcomes, traits) = (self.group.len(), self.outcome.len(), self.attribute.len());
        if groups != outcomes || groups != traits {
            return Err(CompositionError::Length { groups, outcomes, traits });
        }
        let known = || self.attribute.iter().copied().filter(|value| !value.is_nan());
        let observed = (known().fold(f64::INFINITY, f64::min), known().fold(f64::NEG_INFINITY, f64::max));
        if observed.0 >= observed.1 || !(observed.1 - observed.0).is_finite() {
            return Err(CompositionError::ConstantTrait);
        }
        let (lowest, highest) = self.range.unwrap_or(observed);
        if let Some(value) = known().find(|value| !(lowest..=highest).contains(value)) {
            return Err(CompositionError::OutsideRange { value, lowest, highest });
        }
        Ok(self.attribute.iter().map(|value| 2.0 * (value - lowest) / (highest - lowest) - 1.0).collect())
    }
}
