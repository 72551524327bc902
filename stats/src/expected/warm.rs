//! Where a search starts that has the last fit's numbers.

use super::{Parameters, Varies};

/// The least standard deviation to start from, in residual standard deviations: at exactly zero the criterion is flat.
const LEAST: f64 = 0.05;

/// θ in lme4's order, the largest factor first: the columns of each lower triangular Λ with σ²ΛΛ' = covariance.
pub(super) fn theta_of(parameters: &Parameters, client: Varies, group: Varies) -> Vec<f64> {
    let of = |covariance: &[[f64; 2]; 2], varies: Varies| {
        let [[level, _], [both, slope]] = covariance.map(|row| row.map(|entry| entry / parameters.residual));
        let first = level.sqrt().max(LEAST);
        let below = both / first;
        match varies {
            Varies::Nothing => vec![],
            Varies::Level => vec![first],
            Varies::LevelAndSlope => vec![first, below, (slope - below * below).max(0.0).sqrt().max(LEAST)],
        }
    };
    [of(&parameters.client, client), of(&parameters.group, group)].concat()
}
