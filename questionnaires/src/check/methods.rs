//! Methods: do a score's keys fit, does it depend on itself, and is its range what can be reached?

use std::collections::BTreeSet;

use crate::check::finding::{Finding, Place, Rule};
use crate::decimal::Decimal;
use crate::definition::{Calculation, Instrument, Parts, Score, TableStep};
use crate::scoring::polynomial;

/// A polynomial of a higher degree is a typing error, and soon too large for exact numbers.
const MOST_COEFFICIENTS: usize = 6;
/// How many values of `x` a polynomial's range is looked for at.
const GRID: i64 = 1000;

pub(super) fn check(instrument: &Instrument) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (index, score) in instrument.scores().iter().enumerate() {
        let path = format!("score.{index}");
        let mut add = |rule, key: &str, message: String| {
            let place = Place::new(instrument, format!("score {}", score.id()), &format!("{path}{key}"));
            findings.push(Finding::new(rule, place, message));
        };
        match score.calculation() {
            Err(error) => add(Rule::Calculation, ".method", error.to_string()),
            Ok(calculation) => {
                source_faults(instrument, &calculation).into_iter().for_each(|m| add(Rule::ScoreItems, "", m));
                shape_faults(&calculation).into_iter().for_each(|m| add(Rule::Calculation, "", m));
                if in_a_circle(instrument, score) {
                    add(Rule::ScoreCircle, "", format!("score {} depends on itself", score.id()));
                } else if let Some(reach) = reach(instrument, &calculation) {
                    let fault = range_fault(score, &calculation, reach);
                    fault.into_iter().for_each(|message| add(Rule::RangeNotReachable, ".range", message));
                }
            }
        }
    }
    findings
}

fn source_faults(instrument: &Instrument, calculation: &Calculation<'_>) -> Vec<String> {
    let mut seen = BTreeSet::new();
    let mut faults = Vec::new();
    for id in calculation.sources() {
        if instrument.score(id).is_none() {
            faults.push(format!("there is no score {id}"));
        }
        if !seen.insert(id) {
            faults.push(format!("score {id} is listed twice"));
        }
    }
    faults
}

fn shape_faults(calculation: &Calculation<'_>) -> Vec<String> {
    match calculation {
        Calculation::Table { steps, .. } => {
            let ascending = steps.windows(2).all(|pair| matches!(pair, [one, two] if one.from() < two.from()));
            if ascending { Vec::new() } else { vec!["the steps do not ascend".to_owned()] }
        }
        Calculation::Poly { coefficients, .. } if coefficients.len() > MOST_COEFFICIENTS => {
            vec![format!("{} coefficients, at most {MOST_COEFFICIENTS}", coefficients.len())]
        }
        Calculation::Criteria { criteria } => {
            let impossible = |needed: usize, items: usize| needed == 0 || needed > items;
            let wrong = criteria.iter().filter(|one| impossible(one.needed(), one.items().len()));
            wrong.map(|one| format!("a criterion needs {} of {} items", one.needed(), one.items().len())).collect()
        }
        Calculation::Sum { .. } | Calculation::Mean { .. } | Calculation::Count { .. } | Calculation::Poly { .. } => {
            Vec::new()
        }
    }
}

fn in_a_circle(instrument: &Instrument, score: &Score) -> bool {
    let sources = |score: &Score| -> Vec<String> {
        let calculation = score.calculation();
        calculation.map(|one| one.sources().into_iter().map(str::to_owned).collect()).unwrap_or_default()
    };
    let mut waiting = sources(score);
    let mut seen = BTreeSet::new();
    while let Some(id) = waiting.pop() {
        if id == score.id() {
            return true;
        }
        if let Some(next) = instrument.score(&id)
            && seen.insert(id)
        {
            waiting.extend(sources(next));
        }
    }
    false
}

/// The lowest and the highest value a calculation can give; none when something is unknown or too large. For a mean and
/// a product the ends are those of the sum, see [`range_fault`].
fn reach(instrument: &Instrument, calculation: &Calculation<'_>) -> Option<(i128, i128)> {
    let ends = |(low, high): (Decimal, Decimal)| (i128::from(low.millionths()), i128::from(high.millionths()));
    let whole = |count: usize| Some((0, i128::try_from(count).ok()? * 1_000_000));
    match calculation {
        Calculation::Sum { parts, .. } | Calculation::Mean { parts, .. } => {
            let ranges: Option<Vec<_>> = match parts {
                Parts::Items(items) => {
                    let items = items.iter().map(|id| Some(instrument.item(id)?.scale()));
                    items.map(|scale| scale.map(|scale| ends((scale.min(), scale.max())))).collect()
                }
                Parts::Scores(scores) => scores.iter().map(|id| Some(ends(instrument.score(id)?.range()))).collect(),
            };
            Some(ranges?.into_iter().fold((0, 0), |sum, range| (sum.0 + range.0, sum.1 + range.1)))
        }
        Calculation::Count { items, .. } => whole(items.len()),
        Calculation::Criteria { .. } => whole(1),
        Calculation::Table { of, steps } => {
            let lowest = instrument.score(of)?.range().0;
            covered(steps, lowest).then_some(())?;
            let values = || steps.iter().map(TableStep::value);
            Some(ends((values().min()?, values().max()?)))
        }
        Calculation::Poly { of, coefficients } => {
            let (low, high) = ends(instrument.score(of)?.range());
            let mut values = Vec::new();
            for step in 0..=GRID {
                let x = low + (high - low) * i128::from(step) / i128::from(GRID);
                values.push(polynomial(Decimal::from_millionths(x)?, coefficients)?);
            }
            Some(ends((values.iter().min().copied()?, values.iter().max().copied()?)))
        }
    }
}

fn covered(steps: &[TableStep], lowest: Decimal) -> bool {
    steps.first().is_some_and(|first| first.from() <= lowest)
}

fn range_fault(score: &Score, calculation: &Calculation<'_>, reach: (i128, i128)) -> Option<String> {
    let (from, to) = score.range();
    // `times · sum / count` is compared without dividing: both sides times count and times a million.
    let (times, count) = match calculation {
        Calculation::Sum { times, .. } => (i128::from(times.millionths()), 1),
        Calculation::Mean { parts: Parts::Items(list) | Parts::Scores(list), times } => {
            (i128::from(times.millionths()), i128::try_from(list.len()).ok()?)
        }
        Calculation::Count { .. }
        | Calculation::Table { .. }
        | Calculation::Poly { .. }
        | Calculation::Criteria { .. } => (1_000_000, 1),
    };
    let declared = [from, to].map(|end| i128::from(end.millionths()) * count * 1_000_000);
    let reached = [reach.0 * times, reach.1 * times];
    let fits = match calculation {
        // A formula's ends are seldom round: the range must hold them and may be up to one point wider.
        Calculation::Poly { .. } => {
            let slack = [reached[0] - declared[0], declared[1] - reached[1]];
            slack.iter().all(|slack| (0..=1_000_000_000_000).contains(slack))
        }
        _ => declared == reached,
    };
    (!fits).then(|| format!("the range {from} to {to} is not what {} can reach", reached_by(calculation)))
}

fn reached_by(calculation: &Calculation<'_>) -> &'static str {
    match calculation {
        Calculation::Sum { parts: Parts::Scores(_), .. } | Calculation::Mean { parts: Parts::Scores(_), .. } => {
            "the scores"
        }
        Calculation::Table { .. } => "the table",
        Calculation::Poly { .. } => "the polynomial",
        _ => "the items",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::finding;

    #[test]
    fn a_range_that_cannot_be_reached_is_found() {
        finding("range = [\"0\", \"30\"]", "range = [\"0\", \"40\"]", Rule::RangeNotReachable);
        finding("range = [\"0\", \"10\"]", "range = [\"0\", \"30\"]", Rule::RangeNotReachable);
    }
}
