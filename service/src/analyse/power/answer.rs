//! What can be said of a question without simulating.

use peil_stats::power::{Analytic, CurvePoint, Dimension, PowerError, analytic, curve, smallest};

use super::{field::PowerField, question::PowerQuestion};

/// Points of a curve, about.
const POINTS: usize = 40;

/// The smallest design in one direction, the rest as it is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SmallestOf {
    /// What is made larger.
    pub dimension: Dimension,
    /// The least number that reaches the power; none where no number does.
    pub value: Option<usize>,
    /// The highest power where none does, and that of the least number where one does.
    pub power: f64,
}

/// The answer by the formula.
#[derive(Debug, Clone, PartialEq)]
pub struct PowerAnswer {
    /// Power, standard error and what they are worth.
    pub analytic: Analytic,
    /// By groups, members and sessions.
    pub smallest: [SmallestOf; 3],
    /// Power by the size that the question names.
    pub curve: Vec<CurvePoint>,
}

/// Answers by the formula, in milliseconds.
///
/// # Errors
/// [`PowerError`], which a question that was read does not give.
pub fn answer_power(question: &PowerQuestion) -> Result<PowerAnswer, PowerError> {
    let trial = question.trial();
    let of = |dimension| {
        let found = smallest(trial, dimension, question.target())?;
        Ok(SmallestOf { dimension, value: found.value, power: found.power })
    };
    let smallest = [of(Dimension::Groups)?, of(Dimension::Members)?, of(Dimension::Sessions)?];
    let grows = question.grows();
    let least = smallest.iter().find(|one| one.dimension == grows).and_then(|one| one.value);
    let sizes = sizes(grows, trial.design.size(grows), least);
    Ok(PowerAnswer { analytic: analytic(trial)?, smallest, curve: curve(trial, grows, sizes)? })
}

/// From two to well past the design and its smallest, and no further than the sliders go.
fn sizes(dimension: Dimension, own: usize, least: Option<usize>) -> Vec<usize> {
    let field = match dimension {
        Dimension::Groups => PowerField::Groups,
        Dimension::Members => PowerField::Members,
        Dimension::Sessions => PowerField::Sessions,
    };
    let most = field.reach().most as usize;
    let least = least.filter(|size| *size <= most);
    let end = (2 * own).max(least.unwrap_or(own) * 3 / 2).max(12).min(most);
    let step = (end - 2).div_ceil(POINTS).max(1);
    let mut sizes: Vec<usize> = (2..=end).step_by(step).chain([own, end]).chain(least).collect();
    sizes.sort_unstable();
    sizes.dedup();
    sizes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analyse::power::Typed;

    #[test]
    fn the_curve_passes_through_the_design_and_its_smallest() {
        let question = PowerQuestion::read(&Typed::default()).unwrap();
        let answer = answer_power(&question).unwrap();
        let at = |size| answer.curve.iter().find(|point| point.size == size).map(|point| point.analytic.power);
        assert_eq!(at(10), Some(answer.analytic.power));
        let least = answer.smallest[0].value.unwrap();
        assert!(at(least).unwrap() >= 0.8 && at(least - 1).unwrap() < 0.8);
    }
}
