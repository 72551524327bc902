//! Correlation and variances of the residuals as tables to read.

use peil_stats::model::Decay;

use super::super::arguments::DfMethod;
use super::layout::{aligned, number};
use crate::cli::fit::residual::{CorrelationRow, ResidualAnswer, VarianceRow};

/// With what the rest of a report makes of them; nothing where the residuals have no parameter but σ.
pub(super) fn residual(answer: &ResidualAnswer, degrees_of_freedom: DfMethod) -> Option<String> {
    let known = match degrees_of_freedom {
        DfMethod::Satterthwaite => {
            "Standard errors of the fixed effects take these as known; their degrees of freedom count how well they are.\n"
        }
        DfMethod::KenwardRoger | DfMethod::None => {
            "Standard errors, degrees of freedom and intervals of the fixed effects take these as known at their estimates.\n"
        }
    };
    let method = "Intervals by Wald's method: from the curvature of the criterion, on a scale without bounds.\n";
    let tables = tables(answer)?;
    let untold = if untold(answer) {
        "Where there is no interval the curvature tells nothing: --profile gives one.\n"
    } else {
        ""
    };
    let scale = answer.variance.as_ref().and_then(|rows| rows.first()).map(|first| {
        let (columns, level) = (&first.columns, &first.level);
        format!("The residual standard deviation, and the shares and correlations that rest on it, are those of {columns} {level}.\n")
    });
    Some(format!("{tables}{method}{untold}{}{known}", scale.unwrap_or_default()))
}

/// Whether something that was estimated has no interval.
fn untold(answer: &ResidualAnswer) -> bool {
    let correlation = answer.correlation.iter().map(|row| row.lower);
    let ratios = answer.variance.iter().flatten().skip(1).map(|row| row.lower);
    correlation.chain(ratios).any(|lower| lower.is_none())
}

/// The tables alone.
pub(super) fn tables(answer: &ResidualAnswer) -> Option<String> {
    let parts = [answer.correlation.as_ref().map(correlation), answer.variance.as_ref().map(|rows| variance(rows))];
    let text: String = parts.into_iter().flatten().collect();
    (!text.is_empty()).then_some(text)
}

fn correlation(row: &CorrelationRow) -> String {
    let head = ["Residual correlation", "phi", "95% from", "to"];
    let name = match (row.decay, &row.time) {
        (Decay::Car1, Some(time)) => format!("car1, one unit of {time} apart"),
        (Decay::Ar1, Some(time)) => format!("ar1, one step of {time} apart"),
        (Decay::Car1 | Decay::Ar1, None) => "ar1, one row apart".to_owned(),
    };
    let table = aligned(&head, vec![vec![name, number(row.phi), limit(row.lower), limit(row.upper)]], 1);
    // Per unit of time the number may be all but 0 or 1, whatever the rows say.
    let median = row.median.filter(|(distance, _)| row.decay == Decay::Car1 && *distance != 1.0);
    let median = median.map(|(distance, correlation)| {
        format!("Over the median distance, {}, it is {}.\n", number(distance), number(correlation))
    });
    table + &median.unwrap_or_default()
}

fn variance(rows: &[VarianceRow]) -> String {
    let title = rows.first().map_or_else(String::new, |first| format!("Residual of {}", first.columns));
    let head = [title.as_str(), "std. deviation over the first", "95% from", "to"];
    let cells = |row: &VarianceRow| vec![row.level.clone(), number(row.ratio), limit(row.lower), limit(row.upper)];
    aligned(&head, rows.iter().map(cells).collect(), 1)
}

fn limit(value: Option<f64>) -> String {
    value.map_or_else(|| "-".to_owned(), number)
}
