//! The numbers of `peil power`.

use peil_stats::power::{
    Analytic, Control, CurvePoint, Dimension, Effect, Exactness, PowerError, Simulated, SimulationSettings, Smallest,
    SmallestSimulated, Trial, analytic, curve, simulate, smallest, smallest_simulated,
};
use serde::Serialize;

use super::arguments::PowerArguments;
use crate::cli::progress::Phase;

/// Points of a curve, about.
const POINTS: usize = 40;
/// Fewer groups an arm leave the variances between groups badly known.
const FEW_GROUPS: usize = 10;
/// With fewer Kenward and Roger's test alone, on simulated data without an effect, rejects less often than alpha.
const FEWEST_GROUPS: usize = 5;
/// As above, against individual care.
const FEWEST_AGAINST_CLIENTS: usize = 6;

/// All that is told.
#[derive(Debug, Serialize)]
pub(super) struct Answer {
    #[serde(flatten)]
    pub(super) trial: Trial,
    /// Clients in the groups of one arm, and in the other arm.
    pub(super) clients: [usize; 2],
    pub(super) analytic: Analytic,
    pub(super) simulated: Option<WithSettings>,
    pub(super) smallest: Smallest,
    pub(super) smallest_simulated: Option<SmallestSimulated>,
    pub(super) curve: Option<Vec<CurvePoint>>,
    pub(super) cautions: Vec<String>,
}

/// A simulation with what it was asked for.
#[derive(Debug, Serialize)]
pub(super) struct WithSettings {
    #[serde(flatten)]
    pub(super) settings: SimulationSettings,
    #[serde(flatten)]
    pub(super) found: Simulated,
}

pub(super) fn of(arguments: &PowerArguments, trial: Trial) -> Result<Answer, PowerError> {
    let dimension = arguments.smallest.dimension();
    let found = analytic(&trial)?;
    let smallest = smallest(&trial, dimension, arguments.target)?;
    let settings = arguments.simulate.map(|replicates| SimulationSettings { replicates, seed: arguments.seed });
    let simulated = settings.map(|settings| {
        let phase = Phase::begin("simulating");
        let found = simulate(&trial, &settings, &|part| phase.at(part))?;
        Ok::<_, PowerError>(WithSettings { settings, found })
    });
    let smallest_simulated = settings.map(|settings| {
        let phase = Phase::begin("searching the smallest design");
        smallest_simulated(&trial, dimension, arguments.target, &settings, &|part| phase.at(part))
    });
    let curve = arguments.curve.then(|| curve(&trial, dimension, sizes(&trial, dimension, &smallest)));
    let (simulated, smallest_simulated) = (simulated.transpose()?, smallest_simulated.transpose()?);
    let cautions = cautions(&trial, &found, simulated.as_ref());
    Ok(Answer {
        trial,
        clients: [trial.design.clients_in_groups(), trial.design.clients_in_control()],
        analytic: found,
        simulated,
        smallest,
        smallest_simulated,
        curve: curve.transpose()?,
        cautions,
    })
}

/// From the least to well past the design and its smallest.
fn sizes(trial: &Trial, dimension: Dimension, smallest: &Smallest) -> Vec<usize> {
    let (least, most) = dimension.range();
    let own = trial.design.size(dimension);
    let end = (2 * own).max(smallest.value.unwrap_or(own) * 3 / 2).max(least + 10).min(most);
    let step = (end - least).div_ceil(POINTS).max(1);
    let mut sizes: Vec<usize> = (least..=end).step_by(step).chain([own]).chain(smallest.value).collect();
    sizes.sort_unstable();
    sizes.dedup();
    sizes
}

/// What few groups do to the test.
fn of_fewest(trial: &Trial) -> Option<String> {
    let groups = trial.design.groups;
    match trial.design.control {
        Control::Groups if groups < FEWEST_GROUPS => Some(format!(
            "with {groups} groups an arm Kenward and Roger's test errs on the safe side wherever groups do not seem to differ: fewer \
             false alarms than alpha, and less power than the formula tells; plan to test the groups' own slopes there, as --simulate \
             does"
        )),
        Control::Individuals { .. } if groups < FEWEST_AGAINST_CLIENTS => Some(format!(
            "with {groups} groups against individual care no test keeps its level exactly; Kenward and Roger's errs on the safe \
             side: fewer false alarms than alpha, and less power than the formula tells; see --simulate"
        )),
        _ => None,
    }
}

fn cautions(trial: &Trial, found: &Analytic, simulated: Option<&WithSettings>) -> Vec<String> {
    let mut cautions = Vec::new();
    let (Effect::Slope(size) | Effect::End(size)) = trial.effect;
    if size == 0.0 {
        cautions.push("the effect is zero: the power is the chance of a false alarm".to_owned());
    }
    if trial.design.groups < FEW_GROUPS {
        cautions.push(format!(
            "{} groups an arm say little of how much groups differ; look at the power over a range of variances",
            trial.design.groups
        ));
    }
    cautions.extend(of_fewest(trial));
    match found.exactness {
        Exactness::Exact => {}
        Exactness::ApproximateDegrees => cautions.push(
            "the arms are not alike: the degrees of freedom are Satterthwaite's, exact is only the standard error".to_owned(),
        ),
        Exactness::ExpectedInformation => cautions.push(
            "with drop-out each client counts for what a client tells on average, so the power without simulation is a little too \
             high; drop-out does not depend on the scores here, and in practice it does"
                .to_owned(),
        ),
    }
    if let Some(WithSettings { settings, found }) = simulated
        && found.failures.total() > 0
    {
        let failures = &found.failures;
        cautions.push(format!(
            "{} of {} simulated trials gave no answer and do not count ({} not fitted, {} not at an optimum, {} not tested)",
            failures.total(),
            settings.replicates,
            failures.not_fitted,
            failures.not_converged,
            failures.not_tested
        ));
    }
    cautions
}
