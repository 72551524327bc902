//! Power by the size of the design.

use super::analytic::{Analytic, analytic_of};
use super::design::Dimension;
use super::error::PowerError;
use super::smallest::resized;
use super::trial::Trial;

/// One point of a power curve.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct CurvePoint {
    /// Groups an arm, members a group or sessions.
    pub size: usize,
    /// The power there.
    #[serde(flatten)]
    pub analytic: Analytic,
}

/// The analytic power at each of `sizes` with which the design can be, the rest of the trial unchanged.
///
/// # Errors
/// [`PowerError`] for a number of the trial outside its range.
pub fn curve(
    trial: &Trial,
    dimension: Dimension,
    sizes: impl IntoIterator<Item = usize>,
) -> Result<Vec<CurvePoint>, PowerError> {
    trial.check()?;
    let trials = sizes.into_iter().map(|size| (size, resized(trial, dimension, size)));
    let possible = trials.filter(|(_, resized)| resized.check().is_ok());
    Ok(possible.map(|(size, resized)| CurvePoint { size, analytic: analytic_of(&resized) }).collect())
}
