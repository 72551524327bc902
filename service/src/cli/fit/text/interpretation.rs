//! What the variances mean, in a few lines.

use super::layout::rounded;
use peil_stats::read::{DesignEffect, Interpretation, Share};

/// Shares, intraclass correlations, design effects and R².
pub(super) fn interpretation(found: &Interpretation) -> String {
    let mut lines = vec![shares(found)];
    if !found.icc.is_empty() {
        let one =
            |icc: &peil_stats::read::IntraclassCorrelation| format!("{} {}", icc.factor, rounded(icc.correlation, 3));
        let all: Vec<String> = found.icc.iter().map(one).collect();
        lines.push(format!("Intraclass correlation where all covariates are zero: {}", all.join(", ")));
    }
    lines.extend(found.design_effects.iter().map(design_effect));
    lines.extend(found.r_squared.as_ref().map(|r| {
        format!("R squared (Nakagawa): fixed effects {:.3}, with the random effects {:.3}", r.marginal, r.conditional)
    }));
    lines.iter().map(|line| format!("{line}.\n")).collect()
}

fn shares(found: &Interpretation) -> String {
    let percent = |share: f64| format!("{:.1} %", 100.0 * share);
    let effect = |term: &String| if term == "(Intercept)" { "1".to_owned() } else { term.clone() };
    let effects = |share: &Share| share.terms.iter().map(effect).collect::<Vec<_>>().join(" + ");
    let term = |share: &Share| format!("({} | {}) {}", effects(share), share.factor, percent(share.share));
    let mut parts: Vec<String> = found.variance_shares.terms.iter().map(term).collect();
    parts.push(format!("residual {}", percent(found.variance_shares.residual_share)));
    format!("Of the variance that the fixed effects leave, on average over the rows: {}", parts.join(", "))
}

fn design_effect(found: &DesignEffect) -> String {
    let units = if found.units == "observations" { "rows".to_owned() } else { format!("levels of {}", found.units) };
    format!(
        "Design effect of {}: {:.2}; for a mean, {} {units} are worth {:.0} independent ones",
        found.factor, found.design_effect, found.count, found.effective
    )
}
