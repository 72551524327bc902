//! What the test and the models say, in sentences.

use std::fmt::Write;

use peil_stats::single_case::{
    Analysis, CasesVary, Counting, EffectReading, PhaseError, PhaseReading, RandomisationTest, Scheme, Statistic,
};

use crate::cli::fit::{p_value, rounded};

/// The test by lot, or why there is none.
pub(super) fn test(analysis: &Analysis) -> String {
    match (&analysis.randomisation, analysis.scheme) {
        (Some(Ok(test)), Some(scheme)) => made(test, scheme, analysis.drawn_beforehand == Some(true)),
        (Some(Err(reason)), _) => format!("  None: {reason}."),
        _ => {
            "  None was asked for. Where the start points were drawn by lot before the first session, say how with\n  \
              --randomisation start-points, permutation or shared; it needs no assumption about the scores."
                .to_owned()
        }
    }
}

fn made(test: &RandomisationTest, scheme: Scheme, drawn_beforehand: bool) -> String {
    let over = match scheme {
        Scheme::StartPoints => "a start point drawn for each case apart",
        Scheme::Permutation => "start points dealt to the cases",
        Scheme::Shared => "one start point drawn for all cases",
    };
    let what = match test.statistic {
        Statistic::MeanDifference => "mean difference",
        Statistic::SlopeChange => "change of slope",
    };
    let counted = match test.counting {
        Counting::Exact { assignments, as_good } => {
            format!("{as_good} of all {assignments} assignments are as good as this or better (all were counted).")
        }
        Counting::MonteCarlo { draws, as_good, standard_error, seed } => format!(
            "{as_good} of {draws} drawn assignments (seed {seed}) are as good as this or better; the p-value is uncertain by \
             {standard_error:.4} for having been drawn."
        ),
    };
    let mut text = format!(
        "  By {over}, each phase at least {} and {} sessions: {what} {} on average.\n  {counted}\n  p {} one-sided; this design \
         cannot give less than 1 in {:.0}.",
        test.admissible.baseline,
        test.admissible.treatment,
        rounded(test.observed, 2),
        shown(test.p_value),
        1.0 / test.least_p_value,
    );
    // Where they were not, the caution says so.
    if drawn_beforehand {
        text.push_str("\n  This holds if the start points were drawn by lot in this way before the first session.");
    }
    for caution in &test.cautions {
        let _ = write!(text, "\n  Caution: {caution}.");
    }
    text
}

/// What a model says, or why there is none.
pub(super) fn model(found: &Result<PhaseReading, PhaseError>, what: &str) -> String {
    let reading = match found {
        Ok(reading) => reading,
        Err(reason) => return format!("  With {what}: none. {}.", capital(&reason.to_string())),
    };
    let mut text = format!("  With {what}: {} cases, {} scores.", reading.cases, reading.scores);
    match (&reading.slope, &reading.baseline_trend) {
        (Some(slope), Some(trend)) => {
            let _ = write!(text, "\n  Trend of the baseline, a unit of time: {}", effect(trend));
            let _ = write!(text, "\n  Change at the start of the treatment:  {}", effect(&reading.level));
            let _ = write!(text, "\n  Change of slope, a unit of time:       {}", effect(slope));
            if let Some(after) = &reading.effect_at_follow_up {
                let _ =
                    write!(text, "\n  Together {} after the start:{}{}", unit(reading), pad(reading), effect(after));
            }
        }
        _ => {
            let _ = write!(text, "\n  Change of level: {}", effect(&reading.level));
        }
    }
    let _ = write!(text, "\n  {}", spread(reading));
    let _ = write!(text, "\n  {}", between(reading));
    for caution in &reading.cautions {
        let _ = write!(text, "\n  Caution: {caution}.");
    }
    text
}

fn unit(reading: &PhaseReading) -> String {
    rounded(reading.follow_up, if reading.follow_up.fract() == 0.0 { 0 } else { 1 })
}

/// So that the numbers stand below each other.
fn pad(reading: &PhaseReading) -> String {
    " ".repeat(13_usize.saturating_sub(unit(reading).len()))
}

fn effect(effect: &EffectReading) -> String {
    let mut text = rounded(effect.estimate, 2);
    match (effect.interval, effect.p_value) {
        (Some((lower, upper)), Some(p)) => {
            let _ = write!(text, " (95 % {} to {}), p {}", rounded(lower, 2), rounded(upper, 2), shown(p));
        }
        _ => {
            let _ = write!(text, " (SE {}; too little is known for an interval)", rounded(effect.standard_error, 2));
        }
    }
    text
}

fn shown(p: f64) -> String {
    let text = p_value(p);
    if text.starts_with('<') { text.replacen('<', "< ", 1) } else { format!("= {text}") }
}

fn spread(reading: &PhaseReading) -> String {
    let mut text = format!("Standard deviations: between cases {}", rounded(reading.between_cases, 2));
    match (reading.effect_between_cases, reading.assumptions.vary) {
        (Some(effect), CasesVary::InLevelAndEffect) => {
            let _ = write!(text, " in the baseline, of the effect {}", rounded(effect, 2));
        }
        _ => text.push_str(" (the effect the same for all)"),
    }
    let _ = write!(text, ", within {}", rounded(reading.residual, 2));
    if let Some(phi) = reading.autocorrelation {
        let _ = write!(text, "; carried over to the next unit of time {}", rounded(phi, 2));
    }
    text.push('.');
    text
}

fn between(reading: &PhaseReading) -> String {
    match &reading.between_case {
        Ok(found) => format!(
            "Between people (g, {} degrees of freedom): {} (95 % {} to {}) standard deviations of {} points.",
            rounded(found.degrees_of_freedom, 1),
            rounded(found.estimate, 2),
            rounded(found.interval.0, 2),
            rounded(found.interval.1, 2),
            rounded(found.standard_deviation, 2),
        ),
        Err(reason) => format!("Between people (g): none, because {reason}."),
    }
}

fn capital(text: &str) -> String {
    let mut signs = text.chars();
    signs.next().map_or_else(String::new, |first| first.to_uppercase().chain(signs).collect())
}
