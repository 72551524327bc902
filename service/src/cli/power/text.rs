//! The tables of `peil power`, to read on a terminal.

use std::fmt::Write;

use peil_stats::evaluation::Proportion;
use peil_stats::power::{Control, CurvePoint, Dimension, Effect, Exactness, RandomLine, Simulated, Smallest};

use super::answer::Answer;

// Writing to a string does not fail; `let _` says that nothing is left to be done about it.

/// Everything.
pub(super) fn tables(answer: &Answer) -> String {
    let mut text = heading(answer);
    let found = &answer.analytic;
    let how = match found.exactness {
        Exactness::Exact => "exact for known variances",
        Exactness::ApproximateDegrees | Exactness::ExpectedInformation => "an approximation",
    };
    let _ = writeln!(
        text,
        "Power {:.3} by the noncentral t with {:.1} degrees of freedom ({how}); {:.3} by the normal distribution\n  difference of \
         the slopes {:.4}, standard error {:.4}",
        found.power, found.df, found.power_normal, found.slope_difference, found.standard_error
    );
    if let Some(simulated) = &answer.simulated {
        let settings = simulated.settings;
        let _ = writeln!(
            text,
            "Simulated {} trials (seed {}): {}",
            settings.replicates,
            settings.seed,
            told(&simulated.found.power)
        );
        text.push_str(&tested_by(&simulated.found));
        let _ = writeln!(
            text,
            "  difference {:.4} on average, standard deviation {:.4}; standard errors {:.4}, median degrees of freedom {:.1}\n  a \
             variance of zero or a correlation of one among the estimates: {} trials",
            simulated.found.mean_estimate,
            simulated.found.deviation_of_estimates,
            simulated.found.standard_error,
            simulated.found.median_df,
            simulated.found.on_boundary
        );
    }
    text.push_str(&sought(&answer.smallest, ""));
    if let Some(found) = &answer.smallest_simulated {
        let early = if found.exhausted { ", the search given up early" } else { "" };
        let beside = found
            .simulated
            .as_ref()
            .map_or_else(String::new, |found| format!(", simulated anew: {}", told(&found.power)));
        text.push_str(&sought(&found.smallest, &format!(" by simulation{beside}{early}")));
    }
    if let Some(points) = &answer.curve {
        text.push_str(&curve(points, answer.smallest.dimension));
    }
    for caution in &answer.cautions {
        let _ = writeln!(text, "Note: {caution}.");
    }
    text
}

fn heading(answer: &Answer) -> String {
    let (design, variances) = (&answer.trial.design, &answer.trial.variances);
    let [treated, control] = answer.clients;
    let other = match design.control {
        Control::Groups => format!("{} groups with {control} clients", design.groups),
        Control::Individuals { .. } => format!("{control} clients in individual care"),
    };
    let mut text = format!(
        "{} groups of {} members ({treated} clients) against {other}; {} sessions over {} units of time\n",
        design.groups,
        design.members,
        design.sessions,
        design.duration()
    );
    if design.dropout > 0.0 {
        let left = 1.0 - (1.0 - design.dropout).powf(design.sessions as f64 - 1.0);
        let _ = writeln!(
            text,
            "Drop-out {:.1} % after each session: {:.0} % miss the last one",
            100.0 * design.dropout,
            100.0 * left
        );
    }
    let line = |line: &RandomLine| format!("{:.4} and {:.4} (r {:.2})", line.intercept, line.slope, line.correlation);
    let _ = writeln!(
        text,
        "Standard deviations of intercept and slope: groups {}, clients {}; residual {:.4}",
        line(&variances.group),
        line(&variances.client),
        variances.residual
    );
    let effect = match answer.trial.effect {
        Effect::Slope(difference) => format!("{difference} a unit of time"),
        Effect::End(deviations) => format!("{deviations} SD at the last session"),
    };
    let _ = writeln!(text, "Effect: {effect}; two-sided test at {}\n", answer.trial.alpha);
    text
}

/// By which test.
fn tested_by(found: &Simulated) -> String {
    if found.by_own_slopes == 0 {
        return "  tested by Kenward and Roger's method\n".to_owned();
    }
    format!(
        "  tested by Kenward and Roger's method, but in {} trials, where groups do not seem to differ, by the t test of the groups' \
         own slopes\n  by Kenward and Roger's method alone: {}\n",
        found.by_own_slopes,
        told(&found.kenward_roger_alone)
    )
}

fn told(power: &Proportion) -> String {
    match (power.estimate, power.lower, power.upper) {
        (Some(power), Some(lower), Some(upper)) => format!("power {power:.3} (95 % {lower:.3} to {upper:.3})"),
        _ => "no power".to_owned(),
    }
}

fn name(dimension: Dimension) -> &'static str {
    match dimension {
        Dimension::Groups => "groups an arm",
        Dimension::Members => "members a group",
        Dimension::Sessions => "sessions",
    }
}

fn sought(found: &Smallest, how: &str) -> String {
    let (name, target) = (name(found.dimension), found.target);
    match found.value {
        Some(value) if how.is_empty() => {
            format!("Smallest that reaches {target} by the formula: {value} {name} (power {:.3})\n", found.power)
        }
        Some(value) => format!("Smallest that reaches {target}{how}: {value} {name}\n"),
        None => format!(
            "No number of {name} reaches {target}{how}; the highest power is {:.3}, with {}\n",
            found.power, found.at
        ),
    }
}

fn curve(points: &[CurvePoint], dimension: Dimension) -> String {
    let mut text = format!("\n{:>15}  power\n", name(dimension));
    for point in points {
        let power = point.analytic.power;
        let bar = "█".repeat((power * 40.0).round() as usize);
        let _ = writeln!(text, "{:>15}  {power:.3} {bar}", point.size);
    }
    text.push('\n');
    text
}
