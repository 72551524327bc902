//! The result of `peil fit` as tables to read.

use peil_stats::fit::Status;
use peil_stats::read::{FixedRow, RandomRow, Report};

/// Header, fixed effects, random effects and what was tested.
pub(super) fn tables(report: &Report) -> String {
    let mut parts = vec![header(report), fixed(&report.fixed), random(report)];
    if !report.fixed_dropped.is_empty() {
        let names = report.fixed_dropped.join(", ");
        parts.push(format!("Left out because other columns already say the same: {names}\n"));
    }
    if !report.conditional_modes.is_empty() {
        parts.push(modes(report));
    }
    parts.push(ending(report));
    parts.join("\n")
}

fn header(report: &Report) -> String {
    let method = serde_json::to_value(report.method).ok();
    let method = method.as_ref().and_then(serde_json::Value::as_str).unwrap_or_default();
    let factors: Vec<String> =
        report.factors.iter().map(|factor| format!("{} {}", factor.levels, factor.name)).collect();
    format!(
        "Linear mixed model by {method}: {}\n{} rows used, {} left out for a missing value; levels: {}\n\
         -2 log-likelihood {:.4}   AIC {:.2}   BIC {:.2}\n",
        report.formula,
        report.observations,
        report.rows_dropped,
        factors.join(", "),
        report.minus_two_log_likelihood,
        report.aic,
        report.bic,
    )
}

fn fixed(rows: &[FixedRow]) -> String {
    let head = ["Fixed effect", "estimate", "std. error", "df", "statistic", "p", "95% from", "to"];
    let cells = |row: &FixedRow| {
        let df = row.df.map_or_else(|| "normal".to_owned(), |df| format!("{df:.1}"));
        vec![
            row.term.clone(),
            number(row.estimate),
            number(row.standard_error),
            df,
            format!("{:.3}", row.statistic),
            if row.p_value < 0.0001 { "<0.0001".to_owned() } else { format!("{:.4}", row.p_value) },
            number(row.lower),
            number(row.upper),
        ]
    };
    aligned(&head, rows.iter().map(cells).collect(), 1)
}

fn random(report: &Report) -> String {
    let head = ["Random effect", "term", "std. deviation", "correlations"];
    let mut rows: Vec<Vec<String>> = report.random.iter().flat_map(random_cells).collect();
    let residual = number(report.residual_standard_deviation);
    rows.push(vec!["residual".to_owned(), String::new(), residual, String::new()]);
    aligned(&head, rows, 2)
}

fn random_cells(random: &RandomRow) -> Vec<Vec<String>> {
    let line = |(index, term): (usize, &String)| {
        let known = random.correlations[index][..index].iter();
        // At ±1 the covariance matrix is singular: a sign of too few groups, not a finding.
        let text = |r: &f64| match r {
            r if r.is_nan() => "-".to_owned(),
            r if r.abs() > 1.0 - 1e-6 => "(boundary)".to_owned(),
            r => format!("{r:.3}"),
        };
        vec![
            random.factor.clone(),
            term.clone(),
            number(random.standard_deviations[index]),
            known.map(text).collect::<Vec<_>>().join(" "),
        ]
    };
    random.terms.iter().enumerate().map(line).collect()
}

fn modes(report: &Report) -> String {
    let head = ["Level of", "level", "term", "mode", "std. deviation"];
    let cells = |mode: &peil_stats::read::ConditionalMode| {
        vec![
            mode.factor.clone(),
            mode.level.clone(),
            mode.term.clone(),
            number(mode.mode),
            number(mode.standard_deviation),
        ]
    };
    aligned(&head, report.conditional_modes.iter().map(cells).collect(), 3)
}

fn ending(report: &Report) -> String {
    let evidence = &report.evidence;
    let tested = format!(
        "{} evaluations, largest gradient {:.1e}, at most {:.1e} above the optimum",
        evidence.evaluations, evidence.gradient_norm, evidence.predicted_decrease
    );
    match report.status {
        Status::Converged => format!("Converged: {tested}.\n"),
        Status::NotConverged => format!("NOT at an optimum: {tested}.\n"),
        Status::OnBoundary => {
            let rank = |term: &peil_stats::fit::BoundaryTerm| {
                format!("({} | {}) has rank {}", term.terms.join(" + "), term.factor, term.rank)
            };
            let ranks: Vec<String> = evidence.boundary.iter().map(rank).collect();
            format!("On the boundary (a variance is exactly zero): {}; {tested}.\n", ranks.join("; "))
        }
    }
}

/// Six significant digits, in plain notation where that stays readable.
fn number(value: f64) -> String {
    let size = value.abs();
    if size != 0.0 && !(1e-4..1e7).contains(&size) {
        return format!("{value:.4e}");
    }
    let before = if size < 1.0 { 1.0 } else { size.log10().floor() + 1.0 };
    let decimals = (6.0 - before).clamp(0.0, 5.0) as usize;
    format!("{value:.decimals$}")
}

/// The first `left` columns flush left, the others flush right.
fn aligned(head: &[&str], rows: Vec<Vec<String>>, left: usize) -> String {
    let head: Vec<String> = head.iter().map(|&cell| cell.to_owned()).collect();
    let all: Vec<Vec<String>> = std::iter::once(head).chain(rows).collect();
    let width = |column: usize| all.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..all[0].len()).map(width).collect();
    let cell = |(column, text): (usize, &String)| {
        let width = widths[column];
        if column < left { format!("{text:<width$}") } else { format!("{text:>width$}") }
    };
    let line = |row: &Vec<String>| {
        let cells: Vec<String> = row.iter().enumerate().map(cell).collect();
        format!("{}\n", cells.join("  ").trim_end())
    };
    all.iter().map(line).collect()
}
