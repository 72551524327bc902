//! Profile-likelihood intervals (Bates et al. 2015, section 5.1): all values of a parameter that the likelihood-ratio test against
//! the estimate does not reject, everything else fitted anew at each value.
//!
//! By maximum likelihood, on the scale of standard deviations, correlations and effects. An interval of a standard deviation
//! that reaches the boundary begins at exactly 0, one of a correlation ends at exactly −1 or 1. Where residuals have parameters
//! of their own these are fitted anew like all others, and profiled.

mod descent;
mod deviance;
mod limit;
mod room;

use super::parameter::{Parameter, Parameters};
use super::quantile::quantile;
use crate::fit::{Criterion, Fit, ResidualObjective};
use deviance::{Constrained, Held};
use limit::{Range, limits};

/// Why there are no intervals.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ProfileError {
    /// The fit is by REML, whose criterion is no likelihood of the fixed effects.
    #[error("profile intervals need a fit by maximum likelihood and this one is by REML; refit with ML")]
    NeedsMl,
    /// Coverage outside 0 to 1.
    #[error("the coverage of an interval lies between 0 and 1, for instance 0.95")]
    Coverage,
}

/// The interval of one parameter.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct ProfileInterval {
    /// Which.
    pub parameter: Parameter,
    /// The estimate; `NaN` (null) for a correlation with a standard deviation of zero.
    pub estimate: f64,
    /// Lower limit; `None` (null) where it was not found.
    pub lower: Option<f64>,
    /// Upper limit; `None` (null) where it was not found.
    pub upper: Option<f64>,
}

/// Intervals of all parameters that cover `coverage`, in the order of lme4's `confint`; a residual correlation and the ratios of
/// the strata follow the residual standard deviation.
///
/// Each limit takes some hundred evaluations of the criterion; where residuals have parameters of their own most of these
/// whiten the rows anew.
///
/// # Errors
/// [`ProfileError::NeedsMl`], [`ProfileError::Coverage`].
pub fn profile(fit: &Fit, coverage: f64) -> Result<Vec<ProfileInterval>, ProfileError> {
    if fit.criterion() != Criterion::Ml {
        return Err(ProfileError::NeedsMl);
    }
    if !(coverage > 0.0 && coverage < 1.0) {
        return Err(ProfileError::Coverage);
    }
    let cut = quantile(coverage, None);
    let parameters = Parameters::of(fit);
    let named = parameters.names().into_iter().zip(parameters.estimates(fit)).zip(held(fit));
    Ok(named
        .map(|((parameter, estimate), held)| {
            let (lower, upper) = match (held, range(fit, &held, estimate)) {
                (Held::ResidualParameter { index }, _) => residual_limits(fit, index, cut),
                (_, Some(range)) => limits(&Constrained::new(fit, held), estimate, range, cut),
                (_, None) => (Some(-1.0), Some(1.0)),
            };
            ProfileInterval { parameter, estimate, lower, upper }
        })
        .collect())
}

/// What is held fast, in the order of [`Parameters::names`].
fn held(fit: &Fit) -> Vec<Held> {
    let parts = &fit.model.parts;
    let mut all = Vec::new();
    for (term, shape) in parts.terms.iter().enumerate() {
        for first in 0..shape.labels.len() {
            all.push(Held::StandardDeviation { term, effect: first });
            all.extend((first + 1..shape.labels.len()).map(|second| Held::Correlation { term, first, second }));
        }
    }
    all.push(Held::Residual);
    all.extend((0..fit.residual_intervals().len()).map(|index| Held::ResidualParameter { index }));
    all.extend((0..parts.fixed.len()).map(|index| Held::Fixed { index }));
    all
}

/// Limits of φ or of a ratio: found on a scale that is smooth up to the ends of their range, told in the user's terms.
fn residual_limits(fit: &Fit, index: usize, cut: f64) -> (Option<f64>, Option<f64>) {
    let Some((objective, rho)) = ResidualObjective::around(fit) else { return (None, None) };
    let structure = objective.structure();
    let told = |at: f64| {
        let mut moved = rho.clone();
        moved[index] = structure.place_of_smooth(index, at);
        structure.parameter(&moved, index)
    };
    let step = (2.0 / fit.observations() as f64).sqrt();
    let (estimate, (least, most)) = structure.smooth(&rho, index);
    let held = Constrained::new(fit, Held::ResidualParameter { index });
    let (lower, upper) = limits(&held, estimate, Range { least, most, step }, cut);
    (lower.map(told), upper.map(told))
}

/// Where a parameter may go, and a first guess at its standard error. `None` where nothing is known of it.
fn range(fit: &Fit, held: &Held, estimate: f64) -> Option<Range> {
    let parts = &fit.model.parts;
    let sigma = fit.residual_standard_deviation();
    Some(match *held {
        Held::Fixed { index } => {
            Range { least: f64::NEG_INFINITY, most: f64::INFINITY, step: fit.fixed()[index].standard_error }
        }
        Held::Residual => {
            Range { least: 0.0, most: f64::INFINITY, step: sigma / (2.0 * fit.observations() as f64).sqrt() }
        }
        Held::StandardDeviation { term, effect } => {
            let shape = &parts.terms[term];
            let levels = parts.stages[shape.stage].labels.len() as f64;
            let scale = shape.scaling.of_column(effect).1;
            let step = estimate.max(0.1 * sigma / scale) / (2.0 * levels).sqrt();
            Range { least: 0.0, most: f64::INFINITY, step }
        }
        Held::ResidualParameter { .. } => return None,
        Held::Correlation { .. } if estimate.is_nan() => return None,
        Held::Correlation { term, .. } => {
            let levels = parts.stages[parts.terms[term].stage].labels.len() as f64;
            Range { least: -1.0, most: 1.0, step: ((1.0 - estimate * estimate) / levels.sqrt()).max(0.01) }
        }
    })
}
