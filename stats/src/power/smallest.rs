//! The smallest design that reaches a power.

use super::analytic::analytic_of;
use super::design::{Control, Dimension};
use super::error::PowerError;
use super::simulation::{Simulated, SimulationSettings, simulate};
use super::trial::{Trial, check_target};

/// Simulations that a search may cost.
const MOST_SIMULATIONS: usize = 40;

/// Where the search ended.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct Smallest {
    /// What was made larger, the rest of the design unchanged.
    pub dimension: Dimension,
    /// The power to reach.
    pub target: f64,
    /// The least number that reaches it; none where no number up to the end of the range does.
    pub value: Option<usize>,
    /// The power there, or the highest that was found where none reaches it.
    pub power: f64,
    /// The number with that power.
    pub at: usize,
}

/// By the analytic power.
///
/// More groups only add, and so do more members where the other arm has groups too; those are found by halving. More sessions can
/// take away (with an effect at the end of the study they are a longer study with a lower slope), and so can more members
/// against individual care, where Satterthwaite's degrees of freedom fall towards J − 1: there every number is looked at in turn.
/// A number with which the design cannot be counts as not reaching it.
///
/// # Errors
/// [`PowerError`] for a number outside its range.
pub fn smallest(trial: &Trial, dimension: Dimension, target: f64) -> Result<Smallest, PowerError> {
    trial.check()?;
    check_target(target, trial.alpha)?;
    let (least, most) = dimension.range();
    let power = |size| possible(trial, dimension, size).map_or(0.0, |resized| analytic_of(&resized).power);
    let reaches = |size: &usize| power(*size) >= target;
    let found = match (dimension, trial.design.control) {
        (Dimension::Groups, _) | (Dimension::Members, Control::Groups) => first(least..=most, |size| reaches(&size)),
        (Dimension::Members | Dimension::Sessions, _) => (least..=most).find(reaches),
    };
    let highest = || (least..=most).max_by(|&a, &b| power(a).total_cmp(&power(b))).unwrap_or(most);
    let at = found.unwrap_or_else(highest);
    Ok(Smallest { dimension, target, value: found, power: power(at), at })
}

/// The first for which `is` holds, which it does for all after it.
fn first(sizes: std::ops::RangeInclusive<usize>, is: impl Fn(usize) -> bool) -> Option<usize> {
    let (mut low, mut high) = (*sizes.start(), *sizes.end());
    if !is(high) {
        return None;
    }
    while low < high {
        let middle = (low + high) / 2;
        if is(middle) { high = middle } else { low = middle + 1 }
    }
    Some(low)
}

/// Where a search by simulation ended.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct SmallestSimulated {
    /// The number, and the power there as simulated anew: that of the search was chosen for being enough.
    #[serde(flatten)]
    pub smallest: Smallest,
    /// Whether the search was given up before the next smaller number was known to fail.
    pub exhausted: bool,
    /// The simulation anew, with another seed; none where the analytic power reaches the target nowhere and nothing was simulated.
    pub simulated: Option<Simulated>,
}

/// By simulation: begins at the number that [`smallest`] finds and goes up or down until the estimated power crosses `target`.
/// What is found is simulated once more with the next seed, and that estimate is told.
///
/// # Errors
/// As [`smallest`] and [`simulate`].
pub fn smallest_simulated(
    trial: &Trial,
    dimension: Dimension,
    target: f64,
    settings: &SimulationSettings,
    progress: &(dyn Fn(f64) + Sync),
) -> Result<SmallestSimulated, PowerError> {
    let start = smallest(trial, dimension, target)?;
    let Some(mut size) = start.value else {
        return Ok(SmallestSimulated { smallest: start, exhausted: false, simulated: None });
    };
    let most = dimension.range().1;
    let (mut reached, mut missed): (Option<usize>, Option<usize>) = (None, None);
    let mut exhausted = true;
    for _ in 0..MOST_SIMULATIONS {
        let found = simulate(&resized(trial, dimension, size), settings, progress)?;
        let power = found.power.estimate.unwrap_or_default();
        let step = if power >= target {
            reached = Some(size);
            possible(trial, dimension, size - 1).map(|_| size - 1)
        } else {
            missed = Some(size);
            // Half of what is lacking, so that a design far from its answer does not creep there.
            let up = 1 + ((target - power) * size as f64 / 2.0) as usize;
            (size < most).then(|| (size + up).min(most))
        };
        size = match (step, missed.zip(reached)) {
            (_, Some((low, high))) if high > low + 1 => (low + high) / 2,
            (Some(next), None) => next,
            _ => {
                exhausted = false;
                break;
            }
        };
    }
    let at = reached.or(missed).unwrap_or(start.at);
    let anew = SimulationSettings { seed: settings.seed.wrapping_add(1), ..*settings };
    let simulated = simulate(&resized(trial, dimension, at), &anew, progress)?;
    let power = simulated.power.estimate.unwrap_or_default();
    let smallest = Smallest { value: reached, power, at, ..start };
    Ok(SmallestSimulated { smallest, exhausted, simulated: Some(simulated) })
}

/// The trial of another size, if there can be one.
fn possible(trial: &Trial, dimension: Dimension, size: usize) -> Option<Trial> {
    Some(resized(trial, dimension, size)).filter(|resized| resized.check().is_ok())
}

pub(super) fn resized(trial: &Trial, dimension: Dimension, size: usize) -> Trial {
    Trial { design: trial.design.with(dimension, size), ..*trial }
}
