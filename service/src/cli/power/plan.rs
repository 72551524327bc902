//! The trial that was typed.

use peil_stats::power::{Control, Design, Dimension, Effect, Shares, Trial, Variances, smallest};

use super::arguments::{PowerArguments, VarianceArguments};
use super::error::PowerCommandError;

pub(super) fn trial(arguments: &PowerArguments) -> Result<Trial, PowerCommandError> {
    let control = if arguments.partially_nested {
        Control::Individuals { per_member: arguments.individuals }
    } else {
        Control::Groups
    };
    let most = Dimension::Groups.range().1;
    let design = Design {
        groups: arguments.groups.unwrap_or(most),
        members: arguments.members,
        sessions: arguments.sessions,
        spacing: arguments.spacing,
        dropout: arguments.dropout,
        control,
    };
    let effect = match arguments.slope_difference {
        Some(difference) => Effect::Slope(difference),
        None => Effect::End(arguments.effect.unwrap_or_default()),
    };
    let trial = Trial { design, variances: variances(&arguments.variances)?, effect, alpha: arguments.alpha };
    if arguments.groups.is_some() {
        return Ok(trial);
    }
    let found = smallest(&trial, Dimension::Groups, arguments.target)?;
    match found.value {
        Some(groups) => Ok(Trial { design: design.with(Dimension::Groups, groups), ..trial }),
        None => Err(PowerCommandError::NoGroups { most, target: arguments.target, highest: found.power }),
    }
}

fn variances(typed: &VarianceArguments) -> Result<Variances, PowerCommandError> {
    if let (Some(group), Some(client), Some(residual)) = (typed.group_sd, typed.client_sd, typed.residual_sd) {
        return Ok(Variances { group, client, residual });
    }
    let shares = Shares {
        deviation: typed.sd,
        icc: typed.icc,
        client_share: typed.client_share,
        slope_variance: typed.slope_variance,
        slope_icc: typed.slope_icc.unwrap_or(typed.icc),
    };
    Ok(shares.variances()?)
}
