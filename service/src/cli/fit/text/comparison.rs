//! Models beside each other as tables to read.

use peil_stats::fit::Status;
use peil_stats::infer::{LikelihoodRatio, ReferenceLaw};

use super::layout::{aligned, p_value};
use super::{criterion, ending, residual};
use crate::cli::fit::compare::{ComparedPair, ComparisonAnswer};

/// One line a model, one line a test.
pub(in crate::cli::fit) fn comparison(answer: &ComparisonAnswer) -> String {
    let mut parts = vec![header(answer), models(answer), tests(&answer.comparisons)];
    parts.extend(residuals(answer));
    parts.extend(rows_given_up(answer));
    parts.extend(ending::cautions(&answer.cautions));
    parts.extend(not_at_an_optimum(answer));
    parts.join("\n")
}

fn header(answer: &ComparisonAnswer) -> String {
    let method = super::method(answer.method);
    let numbered =
        answer.models.iter().enumerate().map(|(index, model)| format!("  {}  {}\n", index + 1, model.formula));
    format!(
        "Linear mixed models by {method}, the same {} rows for all, {} left out for a missing value\n{}",
        answer.observations,
        answer.rows_dropped,
        numbered.collect::<String>()
    )
}

fn models(answer: &ComparisonAnswer) -> String {
    let head = ["Model", "parameters", criterion(answer.method), "AIC", "above least", "BIC", "above least"];
    let cells = |(index, model): (usize, &crate::cli::fit::compare::ComparedModel)| {
        vec![
            (index + 1).to_string(),
            model.parameters.to_string(),
            format!("{:.4}", model.minus_two_log_likelihood),
            format!("{:.2}", model.aic),
            format!("{:.2}", model.delta_aic),
            format!("{:.2}", model.bic),
            format!("{:.2}", model.delta_bic),
        ]
    };
    aligned(&head, answer.models.iter().enumerate().map(cells).collect(), 1)
}

fn residuals(answer: &ComparisonAnswer) -> Vec<String> {
    let models = answer.models.iter().enumerate();
    let tables = models.filter_map(|(index, model)| Some((index + 1, residual::tables(&model.residual)?)));
    tables.map(|(number, tables)| format!("Model {number}\n{tables}")).collect()
}

fn tests(pairs: &[ComparedPair]) -> String {
    let head = ["Test", "difference", "reference", "p"];
    let name = |pair: &ComparedPair| format!("{} against {}", pair.models[0], pair.models[1]);
    let cells = |pair: &ComparedPair| {
        let test = pair.likelihood_ratio.as_ref()?;
        Some(vec![name(pair), format!("{:.4}", test.statistic), law(test), p_value(test.p_value)])
    };
    let rows: Vec<Vec<String>> = pairs.iter().filter_map(cells).collect();
    let mut text = if rows.is_empty() { String::new() } else { aligned(&head, rows, 1) };
    text.push_str(&boundary(pairs));
    for pair in pairs {
        if let Some(drawn) = &pair.bootstrap {
            let (times, p) = (drawn.replicates, p_value(drawn.p_value));
            let error = drawn.monte_carlo_error;
            text.push_str(&format!("{} by {times} simulations: p {p}, give or take {error:.4}.\n", name(pair)));
            let cautions = drawn.cautions.iter().map(|caution| format!("Caution: {caution}.\n"));
            text.push_str(&cautions.collect::<String>());
        }
        if let Some(refusal) = &pair.refusal {
            text.push_str(&format!("No test of {}: {refusal}.\n", name(pair)));
        }
    }
    text
}

fn law(test: &LikelihoodRatio) -> String {
    match test.reference {
        ReferenceLaw::ChiSquare { df } => format!("chi-square({df})"),
        ReferenceLaw::Mixture { lower, upper } => {
            format!("half chi-square({lower}), half chi-square({upper})")
        }
        ReferenceLaw::Conservative { df } => {
            format!("at most chi-square({df})")
        }
    }
}

/// Why a reference is no plain chi-square.
fn boundary(pairs: &[ComparedPair]) -> String {
    let laws = || pairs.iter().filter_map(|pair| pair.likelihood_ratio.as_ref()).map(|test| test.reference);
    let mut text = String::new();
    if laws().any(|law| matches!(law, ReferenceLaw::Mixture { .. })) {
        text.push_str("Half and half: a variance of zero lies on the edge of what a variance can be.\n");
    }
    if laws().any(|law| matches!(law, ReferenceLaw::Conservative { .. })) {
        text.push_str("At most: several variances are tested at once; --bootstrap N gives the p-value itself.\n");
    }
    text
}

fn rows_given_up(answer: &ComparisonAnswer) -> Option<String> {
    let one = |(index, model): (usize, &crate::cli::fit::compare::ComparedModel)| {
        (model.rows_given_up > 0).then(|| format!("model {} leaves out rows: {}", index + 1, model.rows_given_up))
    };
    let found: Vec<String> = answer.models.iter().enumerate().filter_map(one).collect();
    (!found.is_empty())
        .then(|| format!("So that the rows are the same, though it could use them, {}.\n", found.join(", ")))
}

fn not_at_an_optimum(answer: &ComparisonAnswer) -> Option<String> {
    let lost = answer.models.iter().enumerate().filter(|(_, model)| model.status == Status::NotConverged);
    let lost: Vec<String> = lost.map(|(index, _)| (index + 1).to_string()).collect();
    (!lost.is_empty()).then(|| format!("NOT at an optimum: model {}; do not compare it.\n", lost.join(", ")))
}
