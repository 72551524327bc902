//! The result of `peil fit` as tables to read.

mod binomial;
mod boundary;
mod comparison;
mod ending;
mod interpretation;
mod intervals;
mod layout;
mod residual;

use peil_stats::fit::{Criterion, Status};
use peil_stats::infer::{ClusterRobustReport, ClusterRobustRow, TermTest};
use peil_stats::read::{ConditionalMode, FactorRow, FixedRow, RandomRow};

pub(super) use binomial::binomial;
pub(super) use comparison::comparison;
use layout::number;
pub(in crate::cli) use layout::{aligned, p_value, rounded};

use super::arguments::DfMethod;
use super::gaussian::GaussianAnswer;

/// Header, fixed effects, random effects and what was tested.
pub(super) fn gaussian(answer: &GaussianAnswer) -> String {
    let report = &answer.report;
    let mut parts = vec![header(answer), fixed(&report.fixed), degrees(answer.degrees_of_freedom)];
    parts.extend(dropped(&report.fixed_dropped));
    parts.extend(answer.tests.as_ref().map(|tests| term_tests(tests)));
    parts.extend(answer.robust.as_ref().map(robust));
    parts.push(random(&report.random, report.residual_standard_deviation));
    parts.extend(residual::residual(&answer.residual, answer.degrees_of_freedom));
    parts.extend(answer.profile.as_ref().map(|found| intervals::profile(found)));
    parts.extend(answer.bootstrap.as_ref().map(intervals::bootstrap));
    parts.extend(report.interpretation.as_ref().map(interpretation::interpretation));
    if !report.conditional_modes.is_empty() {
        parts.push(modes(&report.conditional_modes));
    }
    parts.extend(ending::cautions(&answer.cautions));
    parts.push(searched(answer));
    parts.join("\n")
}

fn header(answer: &GaussianAnswer) -> String {
    let report = &answer.report;
    let method = method(report.method);
    format!(
        "Linear mixed model by {method}: {}\n{} rows used, {} left out for a missing value; levels: {}\n\
         {} {:.4}   AIC {:.2}   BIC {:.2}\n",
        report.formula,
        report.observations,
        report.rows_dropped,
        levels(&report.factors),
        criterion(report.method),
        report.minus_two_log_likelihood,
        report.aic,
        report.bic,
    )
}

/// `REML` or `ML`.
fn method(criterion: Criterion) -> &'static str {
    match criterion {
        Criterion::Reml => "REML",
        Criterion::Ml => "ML",
    }
}

/// What is minimised: the REML criterion is no likelihood of the scores, and not comparable where fixed effects differ.
fn criterion(criterion: Criterion) -> &'static str {
    match criterion {
        Criterion::Reml => "REML criterion",
        Criterion::Ml => "-2 log-likelihood",
    }
}

fn levels(factors: &[FactorRow]) -> String {
    let one = |factor: &FactorRow| format!("{} {}", factor.levels, factor.name);
    factors.iter().map(one).collect::<Vec<_>>().join(", ")
}

fn fixed(rows: &[FixedRow]) -> String {
    let head = ["Fixed effect", "estimate", "std. error", "df", "statistic", "p", "95% from", "to"];
    let cells = |row: &FixedRow| {
        let or_none = |value: Option<f64>, text: fn(f64) -> String| value.map_or_else(|| "-".to_owned(), text);
        let df = match (row.df, row.p_value) {
            (Some(df), _) => rounded(df, 1),
            (None, Some(_)) => "normal".to_owned(),
            (None, None) => "unknown".to_owned(),
        };
        vec![
            row.term.clone(),
            number(row.estimate),
            number(row.standard_error),
            df,
            if row.standard_error.is_finite() { rounded(row.statistic, 3) } else { "-".to_owned() },
            or_none(row.p_value, p_value),
            or_none(row.lower, number),
            or_none(row.upper, number),
        ]
    };
    aligned(&head, rows.iter().map(cells).collect(), 1)
}

fn random(random: &[RandomRow], residual: f64) -> String {
    let head = ["Random effect", "term", "std. deviation", "correlations"];
    let mut rows: Vec<Vec<String>> = random.iter().flat_map(random_cells).collect();
    rows.push(vec!["residual".to_owned(), String::new(), number(residual), String::new()]);
    aligned(&head, rows, 2)
}

fn random_cells(random: &RandomRow) -> Vec<Vec<String>> {
    let line = |(index, term): (usize, &String)| {
        let known = correlations(&random.correlations[index][..index]);
        vec![random.factor.clone(), term.clone(), number(random.standard_deviations[index]), known]
    };
    random.terms.iter().enumerate().map(line).collect()
}

fn correlations(known: &[f64]) -> String {
    // At ±1 the covariance matrix is singular: a sign of too few levels, not a finding.
    let text = |r: &f64| match r {
        r if r.is_nan() => "-".to_owned(),
        r if r.abs() > 1.0 - 1e-6 => format!("{} (boundary)", rounded(*r, 3)),
        r => rounded(*r, 3),
    };
    known.iter().map(text).collect::<Vec<_>>().join(" ")
}

fn modes(modes: &[ConditionalMode]) -> String {
    let head = ["Level of", "level", "term", "mode", "std. deviation"];
    let cells = |mode: &ConditionalMode| {
        vec![
            mode.factor.clone(),
            mode.level.clone(),
            mode.term.clone(),
            number(mode.mode),
            number(mode.standard_deviation),
        ]
    };
    aligned(&head, modes.iter().map(cells).collect(), 3)
}

fn degrees(method: DfMethod) -> String {
    let words = match method {
        DfMethod::KenwardRoger => {
            "Kenward and Roger (1997); the standard errors, too, are adjusted for variances that are only estimated"
        }
        DfMethod::Satterthwaite => "Satterthwaite (1946)",
        DfMethod::None => "none, the normal distribution: too sure of itself with few groups",
    };
    format!("Degrees of freedom: {words}.\n")
}

fn dropped(names: &[String]) -> Option<String> {
    let text = || format!("Left out because other columns already say the same: {}\n", names.join(", "));
    (!names.is_empty()).then(text)
}

fn term_tests(tests: &[TermTest]) -> String {
    let head = ["Whole term (type III)", "df", "of", "F", "p"];
    let cells = |row: &TermTest| {
        let Some(test) = &row.test else {
            return vec![row.term.clone(), "-".to_owned(), "-".to_owned(), "-".to_owned(), "-".to_owned()];
        };
        let of = test.denominator_df.map_or_else(|| "infinite".to_owned(), |df| rounded(df, 1));
        let statistic = rounded(test.statistic, 3);
        vec![row.term.clone(), test.numerator_df.to_string(), of, statistic, p_value(test.p_value)]
    };
    let mut text = aligned(&head, tests.iter().map(cells).collect(), 1);
    let mut told: Vec<&String> = Vec::new();
    for refusal in tests.iter().filter_map(|test| test.refusal.as_ref()) {
        if !told.contains(&refusal) {
            text.push_str(&format!("{refusal}\n"));
            told.push(refusal);
        }
    }
    text
}

fn robust(robust: &ClusterRobustReport) -> String {
    let head = ["Robust (CR2)", "estimate", "std. error", "df", "statistic", "p", "95% from", "to"];
    let or_none = |value: Option<f64>, text: fn(f64) -> String| value.map_or_else(|| "-".to_owned(), text);
    let cells = |row: &ClusterRobustRow| {
        vec![
            row.term.clone(),
            number(row.estimate),
            or_none(row.standard_error, number),
            or_none(row.df, |df| rounded(df, 1)),
            or_none(row.statistic, |statistic| rounded(statistic, 3)),
            or_none(row.p_value, p_value),
            or_none(row.lower, number),
            or_none(row.upper, number),
        ]
    };
    let mut text = aligned(&head, robust.coefficients.iter().map(cells).collect(), 1);
    text.push_str(&format!(
        "By {} clusters of {}, whatever the variances within them; degrees of freedom by Bell and McCaffrey (2002).\n",
        robust.clusters, robust.factor
    ));
    let mut refused = robust.coefficients.iter().filter_map(|row| Some((&row.term, row.refusal.as_ref()?)));
    if let Some((_, refusal)) = refused.next() {
        text.push_str(&format!("Note: {refusal}.\n"));
        let others: Vec<String> = refused.map(|(term, _)| format!("`{term}`")).collect();
        if !others.is_empty() {
            text.push_str(&format!("So it is with {}.\n", others.join(", ")));
        }
    }
    text
}

fn searched(answer: &GaussianAnswer) -> String {
    let (status, evidence) = (answer.report.status, &answer.report.evidence);
    if answer.at_theta {
        return "Evaluated at the theta that was given; no optimum was searched.\n".to_owned();
    }
    let mut found = boundary::sentences(&evidence.boundary);
    if answer.residual.correlation.as_ref().is_some_and(|row| row.on_boundary) {
        found.push("the residual correlation is zero".to_owned());
    }
    let on_boundary = match status {
        Status::OnBoundary => boundary::told(&found),
        Status::Converged | Status::NotIdentified | Status::NotConverged => String::new(),
    };
    let (gradient, promised) = (evidence.gradient_norm, evidence.predicted_decrease);
    format!("{on_boundary}{}", ending::search(status, evidence.evaluations, gradient, promised))
}
