//! A binomial model as tables to read.

use peil_stats::fit::Status;
use peil_stats::glmm::{BinomialRandomRow, BinomialReport, Link};

use super::layout::{aligned, number};
use super::{boundary, correlations, dropped, ending, fixed, levels, modes};
use crate::cli::fit::binomial::BinomialAnswer;

/// Header, fixed effects, random effects, what was tested and what must be told with it.
pub(in crate::cli::fit) fn binomial(answer: &BinomialAnswer) -> String {
    let report = &answer.report;
    let mut parts = vec![header(report, answer.trials.as_deref()), fixed(&report.fixed)];
    parts.extend(dropped(&report.fixed_dropped));
    parts.push(random(&report.random));
    if !report.conditional_modes.is_empty() {
        parts.push(modes(&report.conditional_modes));
    }
    parts.extend(ending::cautions(&answer.cautions));
    parts.push(searched(report));
    parts.join("\n")
}

fn header(report: &BinomialReport, trials: Option<&str>) -> String {
    let (link, scale) = match report.link {
        Link::Logit => ("logit", "log odds"),
        Link::Cloglog => ("complementary log-log", "log hazards"),
    };
    let method = match report.nodes {
        1 => "Laplace's approximation".to_owned(),
        nodes => format!("adaptive quadrature with {nodes} nodes a factor"),
    };
    let trials = trials.map_or_else(String::new, |column| format!(" with their trials in {column}"));
    format!(
        "Binomial mixed model ({link}) by {method}: {}\n{} events in {} rows used{trials}, {} left out for a missing value; \
         levels: {}\n-2 log-likelihood {:.4}   AIC {:.2}   BIC {:.2}; estimates are {scale}\n",
        report.formula,
        report.events,
        report.observations,
        report.rows_dropped,
        levels(&report.factors),
        report.minus_two_log_likelihood,
        report.aic,
        report.bic,
    )
}

fn random(rows: &[BinomialRandomRow]) -> String {
    let head = ["Random effect", "term", "std. deviation", "std. error", "correlations"];
    let line = |row: &BinomialRandomRow| {
        let one = |(index, term): (usize, &String)| {
            vec![
                row.factor.clone(),
                term.clone(),
                number(row.standard_deviations[index]),
                row.standard_errors[index].map_or_else(|| "-".to_owned(), number),
                correlations(&row.correlations[index][..index]),
            ]
        };
        row.terms.iter().enumerate().map(one).collect::<Vec<_>>()
    };
    aligned(&head, rows.iter().flat_map(line).collect(), 2)
}

fn searched(report: &BinomialReport) -> String {
    let evidence = &report.evidence;
    let on_boundary = match report.status {
        Status::OnBoundary => boundary::told(&boundary::sentences(&evidence.boundary)),
        Status::Converged | Status::NotIdentified | Status::NotConverged => String::new(),
    };
    let (gradient, promised) = (evidence.gradient_norm, evidence.predicted_decrease);
    format!("{on_boundary}{}", ending::search(report.status, evidence.evaluations, gradient, promised))
}
