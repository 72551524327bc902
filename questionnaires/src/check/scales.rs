//! Scales.

use std::collections::BTreeSet;

use crate::check::finding::{Finding, Place, Rule};
use crate::decimal::Decimal;
use crate::definition::{ChoiceOption, Instrument, Scale};

/// Characters; a page of text.
const LONGEST_TEXT: u32 = 4000;

pub(super) fn check(instrument: &Instrument) -> Vec<Finding> {
    instrument
        .scales()
        .iter()
        .filter_map(|(id, scale)| {
            let place = Place::new(instrument, format!("scale {id}"), &format!("scale.{id}"));
            Some(Finding::new(Rule::ScaleUnsound, place, fault(scale)?))
        })
        .collect()
}

fn fault(scale: &Scale) -> Option<&'static str> {
    match scale {
        Scale::Choice { options } => options_fault(options),
        Scale::Vas { min, max, step, .. } | Scale::Number { min, max, step } => line_fault(*min, *max, *step),
        Scale::Text { max_length } => text_fault(*max_length),
    }
}

fn options_fault(options: &[ChoiceOption]) -> Option<&'static str> {
    let values: BTreeSet<Decimal> = options.iter().map(ChoiceOption::value).collect();
    if options.iter().filter(|option| !option.missing()).count() < 2 {
        Some("fewer than two options that count")
    } else if values.len() < options.len() {
        Some("two options have the same value")
    } else {
        None
    }
}

fn text_fault(max_length: u32) -> Option<&'static str> {
    let sensible = (1..=LONGEST_TEXT).contains(&max_length);
    (!sensible).then_some("max_length is not between 1 and 4000")
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
            ("kind = \"vas\"\nmin = \"0\"\nmax = \"10\"\nstep = \"0.1\"", "kind = \"text\"\nmax_length = 0"),
        ] {
            finding(from, to, Rule::ScaleUnsound);
        }
    }
}
