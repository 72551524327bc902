//! Scales.

use std::collections::BTreeSet;

use crate::check::finding::{Finding, Place, Rule};
use crate::decimal::Decimal;
use crate::definition::{ChoiceOption, Instrument, Scale};

pub(super) fn check(instrument: &Instrument) -> Vec<Finding> {
    let mut seen = BTreeSet::new();
    instrument
        .items()
        .iter()
        .filter(|item| seen.insert(item.scale_id()))
        .filter_map(|item| {
            let message = fault(item.scale())?;
            let place = Place::part(format!("scale {}", item.scale_id()));
            Some(Finding::new(Rule::ScaleUnsound, place, message))
        })
        .collect()
}

fn fault(scale: &Scale) -> Option<&'static str> {
    match scale {
        Scale::Choice { options } => options_fault(options),
        Scale::Vas { min, max, step, .. } | Scale::Number { min, max, step } => line_fault(*min, *max, *step),
    }
}

fn options_fault(options: &[ChoiceOption]) -> Option<&'static str> {
    let values: BTreeSet<Decimal> = options.iter().map(ChoiceOption::value).collect();
    if options.len() < 2 {
        Some("fewer than two options")
    } else if values.len() < options.len() {
        Some("two options have the same value")
    } else {
        None
    }
}

fn line_fault(min: Decimal, max: Decimal, step: Decimal) -> Option<&'static str> {
    let range = max.millionths() - min.millionths();
    if range <= 0 {
        Some("the maximum is not above the minimum")
    } else if step <= Decimal::ZERO {
        Some("the step is not positive")
    } else if range % step.millionths() != 0 {
        Some("the range is not a whole number of steps")
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::finding;

    #[test]
    fn an_unsound_scale_is_found() {
        for (from, to) in [
            ("max = \"10\"", "max = \"0\""),
            ("step = \"0.1\"", "step = \"0\""),
            ("step = \"0.1\"", "step = \"0.3\""),
            ("value = \"1\"\ntitle", "value = \"0\"\ntitle"),
        ] {
            finding(from, to, Rule::ScaleUnsound);
        }
    }
}
