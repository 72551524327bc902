//! Intervals of every parameter as tables to read.

use peil_stats::infer::{BootstrapInterval, Parameter, ProfileInterval};
use peil_stats::model::Decay;

use super::layout::{aligned, number};
use crate::cli::fit::intervals::BootstrapAnswer;

/// Intervals by the profile of the likelihood.
pub(super) fn profile(intervals: &[ProfileInterval]) -> String {
    let head = ["Profile (maximum likelihood)", "", "estimate", "95% from", "to"];
    let limit = |limit: Option<f64>| limit.map_or_else(|| "not found".to_owned(), number);
    let cells = |one: &ProfileInterval| {
        let [what, of] = named(&one.parameter);
        vec![what, of, number(one.estimate), limit(one.lower), limit(one.upper)]
    };
    aligned(&head, intervals.iter().map(cells).collect(), 2)
}

/// Intervals by simulation.
pub(super) fn bootstrap(answer: &BootstrapAnswer) -> String {
    let head = ["Bootstrap", "", "estimate", "bias", "std. error", "95% from", "to"];
    let cells = |one: &BootstrapInterval| {
        let [what, of] = named(&one.parameter);
        let (lower, upper) = one.percentile;
        let numbers = [one.estimate, one.bias, one.standard_error, lower, upper];
        [what, of].into_iter().chain(numbers.map(number)).collect()
    };
    let table = aligned(&head, answer.intervals.iter().map(cells).collect(), 2);
    let cautions: String = answer.cautions.iter().map(|caution| format!("Caution: {caution}.\n")).collect();
    format!(
        "{table}Percentiles of {} refits of data drawn with seed {}; {} of them ended on the boundary (a \
         variance or residual correlation of zero), {} failed and are left out.\n{cautions}",
        answer.replicates, answer.seed, answer.singular, answer.failed
    )
}

fn named(parameter: &Parameter) -> [String; 2] {
    match parameter {
        Parameter::Fixed { term } => [term.clone(), String::new()],
        Parameter::StandardDeviation { factor, term } => [format!("std. deviation of {term}"), factor.clone()],
        Parameter::Correlation { factor, first, second } => {
            [format!("correlation of {first} and {second}"), factor.clone()]
        }
        Parameter::Residual => ["std. deviation".to_owned(), "residual".to_owned()],
        Parameter::ResidualCorrelation { decay } => {
            let decay = match decay {
                Decay::Ar1 => "ar1",
                Decay::Car1 => "car1",
            };
            [format!("phi, {decay}"), "residual".to_owned()]
        }
        Parameter::ResidualRatio { stratum, first } => {
            [format!("std. deviation of {stratum} over that of {first}"), "residual".to_owned()]
        }
    }
}
