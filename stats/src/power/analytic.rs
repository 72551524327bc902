//! Power without a simulation.

use super::design::Control;
use super::error::PowerError;
use super::information::{of_client, slope_variance, through, times};
use super::noncentral_t::{power_normal, power_t};
use super::trial::Trial;

/// What the numbers are worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Exactness {
    /// The standard error is that of generalised least squares with known variances, and the degrees of freedom are those of
    /// the balanced design.
    Exact,
    /// The two arms are not alike: the standard error is exact, the degrees of freedom are those of Satterthwaite (1946).
    ApproximateDegrees,
    /// Clients leave: each counts for what a client tells on average, which is a little too much.
    ExpectedInformation,
}

/// The power for known variances.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct Analytic {
    /// Difference of the slopes, score units a unit of time.
    pub slope_difference: f64,
    /// Its standard error by generalised least squares.
    pub standard_error: f64,
    /// Degrees of freedom: 2J − 2 of two arms of J groups.
    pub df: f64,
    /// Power of the t test, by the noncentral t with those degrees of freedom.
    pub power: f64,
    /// Power of the test by the normal distribution, which takes the variances as known: too high with few groups.
    pub power_normal: f64,
    /// What the numbers are worth.
    pub exactness: Exactness,
}

/// The power of the two-sided test of treatment × time.
///
/// With as many clients at the same sessions in each group, generalised least squares has Var = Σ over arms of
/// [Ω_g + (Ω_c + σ²(Z'Z)⁻¹)/K]_slope/J, and the t statistic of the groups' mean slopes is exactly noncentral t with 2J − 2 degrees
/// of freedom. Individual control: [Ω_c + σ²(Z'Z)⁻¹]_slope over its clients, degrees of freedom by Satterthwaite
/// (v₁ + v₂)²/(v₁²/(J − 1) + v₂²/(N − 1)). With drop-out the information of a client is replaced by its expectation.
///
/// # Errors
/// [`PowerError`] for a number outside its range.
pub fn analytic(trial: &Trial) -> Result<Analytic, PowerError> {
    trial.check()?;
    Ok(analytic_of(trial))
}

/// As [`analytic`], of a trial that is known to be sound.
pub(super) fn analytic_of(trial: &Trial) -> Analytic {
    let (design, variances) = (&trial.design, &trial.variances);
    let client = of_client(design, variances);
    let group = through(times(client, design.members as f64), variances.group.covariance());
    let groups = design.groups as f64;
    let treated = slope_variance(times(group, groups));
    let (control, control_units) = match design.control {
        Control::Groups => (treated, groups),
        Control::Individuals { .. } => {
            let clients = design.clients_in_control() as f64;
            (slope_variance(times(client, clients)), clients)
        }
    };
    let df = match design.control {
        Control::Groups => 2.0 * (groups - 1.0),
        Control::Individuals { .. } => {
            let parts = treated.powi(2) / (groups - 1.0) + control.powi(2) / (control_units - 1.0);
            (treated + control).powi(2) / parts
        }
    };
    let standard_error = (treated + control).sqrt();
    let slope_difference = trial.slope_difference();
    let delta = slope_difference / standard_error;
    Analytic {
        slope_difference,
        standard_error,
        df,
        power: power_t(delta, df, trial.alpha),
        power_normal: power_normal(delta, trial.alpha),
        exactness: match design.control {
            _ if design.dropout > 0.0 => Exactness::ExpectedInformation,
            Control::Groups => Exactness::Exact,
            Control::Individuals { .. } => Exactness::ApproximateDegrees,
        },
    }
}
