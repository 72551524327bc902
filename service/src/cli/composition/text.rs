//! The tables of `peil composition`, to read on a terminal.

use std::fmt::Write;

use peil_stats::composition::{Hindrance, Submodel, SubmodelFit};

use super::Answer;

// Writing to a string does not fail; `let _` says that nothing is left to be done about it.

/// Everything.
pub(super) fn tables(answer: &Answer) -> String {
    let found = &answer.found;
    let [low, high] = &answer.coded;
    let mut text = format!(
        "{} by the composition of {} groups ({} members, {} left out) by {}: {low} is -1, {high} is 1\n\n{:<12} {:>10} {:>8} {:>7}\n",
        answer.outcome,
        found.groups,
        found.members,
        found.members_left_out,
        answer.attribute,
        "model",
        "AIC",
        "higher",
        "weight"
    );
    for one in &found.submodels {
        let _ = writeln!(
            text,
            "{:<12} {:>10.2} {:>8.2} {:>7.3}",
            name(one.submodel),
            one.aic,
            one.aic_difference,
            one.weight
        );
    }
    if let Some(best) = found.submodels.first() {
        text.push_str(&effects("Lowest AIC", best));
        let full = found.submodels.iter().find(|one| one.submodel == Submodel::Full);
        if let Some(full) = full.filter(|_| best.submodel != Submodel::Full) {
            text.push_str(&effects("All effects", full));
        }
    }
    text.push('\n');
    for one in &found.left_out {
        let name = name(one.submodel);
        let _ = match &one.because {
            Hindrance::Collinear { columns } => {
                let columns = columns.join(" and ");
                writeln!(text, "Note: {name} is left out, for in these groups {columns} follows from the rest.")
            }
            Hindrance::NotFitted { reason } => writeln!(text, "Note: {name} is left out: {reason}."),
        };
    }
    for caution in &found.cautions {
        let _ = writeln!(text, "Note: {caution}.");
    }
    text.push_str(
        "Similarities run from -1 (opposite ends) to 1 (alike). Models less than about 2 above the lowest are hardly worse.\n\
         Members were not put into groups by lot, so such differences need not be caused by the group.\n",
    );
    text
}

fn name(submodel: Submodel) -> &'static str {
    match submodel {
        Submodel::Empty => "empty",
        Submodel::Main => "main",
        Submodel::PersonFit => "person fit",
        Submodel::Diversity => "diversity",
        Submodel::Contrast => "contrast",
        Submodel::Full => "full",
    }
}

fn effects(what: &str, of: &SubmodelFit) -> String {
    let mut text = format!(
        "\n{what}: {} (REML, Kenward and Roger; SD between groups {:.4}, within {:.4})\n{:<24} {:>10} {:>10} {:>8} {:>9}\n",
        name(of.submodel),
        of.group_deviation,
        of.residual_deviation,
        "",
        "estimate",
        "error",
        "df",
        "p"
    );
    for test in &of.effects {
        let number =
            |value: Option<f64>, digits: usize| value.map_or_else(|| "–".to_owned(), |v| format!("{v:.digits$}"));
        let _ = writeln!(
            text,
            "{:<24} {:>10.4} {:>10.4} {:>8} {:>9}",
            term(&test.term),
            test.estimate,
            test.standard_error,
            number(test.df, 1),
            test.p_value.map_or_else(|| "–".to_owned(), p_value)
        );
    }
    text
}

fn p_value(value: f64) -> String {
    if value < 1e-4 { "<0.0001".to_owned() } else { format!("{value:.4}") }
}

fn term(column: &str) -> &str {
    match column {
        "own" => "own value",
        "others" => "mean of the others",
        "similarity" => "similarity to the others",
        "others_similarity" => "others among themselves",
        "both_similarities" => "both similarities",
        "similarity_less_others" => "similarity less others'",
        other => other,
    }
}
