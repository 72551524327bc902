//! A design with all that its power depends on.

use super::design::Design;
use super::error::{PowerError, check};
use super::variances::Variances;

/// How much faster the groups change than the control arm.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
#[serde(tag = "kind", content = "size", rename_all = "snake_case")]
pub enum Effect {
    /// Difference of the slopes, score units a unit of time.
    Slope(f64),
    /// Difference at the last planned session in standard deviations of a score at the first session.
    End(f64),
}

/// A planned trial.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct Trial {
    /// Who is measured when.
    pub design: Design,
    /// How much they differ.
    pub variances: Variances,
    /// What is to be seen.
    pub effect: Effect,
    /// Level of the two-sided test, above 0 to 0.5.
    pub alpha: f64,
}

impl Trial {
    /// Difference of the slopes, score units a unit of time.
    #[must_use]
    pub fn slope_difference(&self) -> f64 {
        match self.effect {
            Effect::Slope(difference) => difference,
            Effect::End(deviations) => deviations * self.variances.deviation() / self.design.duration(),
        }
    }

    pub(super) fn check(&self) -> Result<(), PowerError> {
        self.design.check()?;
        self.variances.check()?;
        let (Effect::Slope(size) | Effect::End(size)) = self.effect;
        check("effect", "that is finite", size, true)?;
        check("alpha", "above 0, to 0.5", self.alpha, self.alpha > 0.0 && self.alpha <= 0.5)
    }
}

/// A power that is to be reached lies above the level of the test.
pub(super) fn check_target(target: f64, alpha: f64) -> Result<(), PowerError> {
    check("power to reach", "between alpha and 1", target, target > alpha && target < 1.0)
}
