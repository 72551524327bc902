//! The page to read.

use std::fmt::Write;

use peil_stats::change::Direction;
use peil_stats::single_case::CaseReading;

use super::Answer;
use super::sentences::{model, test};
use crate::cli::fit::{aligned, rounded};

// Writing to a string does not fail; `let _` says that nothing is left to be done about it.

/// Everything, in the order in which it is best read: what was done, each case, the test by lot, all cases together.
pub(super) fn page(answer: &Answer) -> String {
    let analysis = &answer.analysis;
    let mut text = heading(answer);
    text.push_str(&table(&analysis.cases));
    text.push_str(
        "\nNAP: how likely a score of the treatment is better than one of the baseline; 0.50 nothing changed, 1.00 every one is\n\
         better. Tau is the same from -1 to 1, Tau-BC after the baseline's own trend was taken out (prefer these three). Tau-U is\n\
         shown because people ask for it. PND and PEM: share of treatment scores better than the best, and than the median, of\n\
         the baseline. Glass: the difference in standard deviations of the case's own baseline. SE is Hanley's, as if one score\n\
         did not depend on the one before.\n",
    );
    let rows = answer.cautions.iter().map(|caution| format!("  {caution}."));
    let notes = rows.chain(notes(&analysis.cases)).collect::<Vec<String>>().join("\n");
    if !notes.is_empty() {
        let _ = writeln!(text, "\nTo bear in mind\n{notes}");
    }
    let _ = writeln!(text, "\nTest by lot\n{}", test(analysis));
    let _ = writeln!(text, "\nAll cases in one model\n{}", model(&analysis.level, "a change of level"));
    let _ = writeln!(text, "\n{}", model(&analysis.level_and_slope, "a change of level and slope"));
    text
}

fn heading(answer: &Answer) -> String {
    let analysis = &answer.analysis;
    let scores: usize = analysis.cases.iter().map(|case| case.effects.baseline + case.effects.treatment).sum();
    let better = match analysis.direction {
        Direction::HigherBetter => "Higher",
        Direction::LowerBetter => "Lower",
    };
    let treatment = if answer.treatment.is_empty() { "none yet".to_owned() } else { answer.treatment.join(", ") };
    format!(
        "{}: {} {}, {scores} scores. Baseline (A): {}; treatment (B): {treatment}.\n\
         {better} is better; every difference and effect below is positive for improvement.\n\n",
        answer.data,
        analysis.cases.len(),
        if analysis.cases.len() == 1 { "case" } else { "cases" },
        answer.baseline,
    )
}

fn table(cases: &[CaseReading]) -> String {
    let head =
        ["case", "A", "B", "mean A", "mean B", "change", "NAP", "SE", "Tau", "Tau-BC", "Tau-U", "PND", "PEM", "Glass"];
    let row = |case: &CaseReading| {
        let effects = &case.effects;
        let nap = effects.nap.as_ref();
        let difference = effects.mean_difference.as_ref();
        let tau = effects.tau.as_ref();
        vec![
            case.case.clone(),
            effects.baseline.to_string(),
            effects.treatment.to_string(),
            cell(effects.baseline_mean.as_ref().ok()),
            cell(effects.treatment_mean.as_ref().ok()),
            cell(difference.map(|one| &one.points).ok()),
            cell(nap.map(|one| &one.estimate).ok()),
            cell(nap.map(|one| &one.standard_error_hanley).ok()),
            cell(tau.map(|one| &one.estimate).ok()),
            cell(effects.baseline_corrected.as_ref().map(|one| &one.estimate).ok()),
            cell(tau.map(|one| &one.minus_baseline_trend).ok()),
            cell(effects.pnd.as_ref().ok()),
            cell(effects.pem.as_ref().ok()),
            cell(difference.ok().and_then(|one| one.glass.as_ref().ok())),
        ]
    };
    aligned(&head, cases.iter().map(row).collect(), 1)
}

/// Two decimals; a dash where there is no number.
fn cell(value: Option<&f64>) -> String {
    value.map_or_else(|| "-".to_owned(), |value| rounded(*value, 2))
}

/// Why cases lack numbers, and their cautions: a line a sentence, with the cases that it is about.
fn notes(cases: &[CaseReading]) -> Vec<String> {
    let mut said: Vec<(String, Vec<&str>)> = Vec::new();
    for case in cases {
        for sentence in sentences(case) {
            match said.iter_mut().find(|(known, _)| *known == sentence) {
                Some((_, names)) if names.contains(&case.case.as_str()) => {}
                Some((_, names)) => names.push(&case.case),
                None => said.push((sentence, vec![&case.case])),
            }
        }
    }
    said.iter().map(|(sentence, names)| format!("  {}: {sentence}.", names.join(", "))).collect()
}

fn sentences(case: &CaseReading) -> Vec<String> {
    let effects = &case.effects;
    // A baseline that is constant is told as a caution.
    let reasons = [effects.pnd.as_ref().err(), effects.nap.as_ref().err()];
    let reasons = reasons.into_iter().flatten().map(ToString::to_string);
    reasons.chain(effects.cautions.iter().map(ToString::to_string)).collect()
}
