//! Where will a client be in week 20? Three answers: a client we know, a new one in a group we know, one in a new group.
//!
//! ```text
//! cargo run -p peil-stats --example predictions
//! ```

use std::collections::BTreeMap;
use std::error::Error;

use peil_stats::fit::{Criterion, fit};
use peil_stats::model::{Formula, Model};
use peil_stats::read::Combination;
use peil_stats::simulate::{GrowthSettings, growth};

fn main() -> Result<(), Box<dyn Error>> {
    let table = growth(&GrowthSettings { groups: 40, ..GrowthSettings::default() }, 4)?;
    let formula = Formula::parse("score ~ week + (1 + week | group/client)")?;
    let fit = fit(&Model::build(&table, &formula, &BTreeMap::new())?, Criterion::Reml, None)?;

    // A level that is not in the data counts as new: predicted as the mean, with the variance between levels.
    let asked = [
        ("client 2 of group 1", "1", "1:2"),
        ("a new client of group 1", "1", "1:new"),
        ("a new client of a new group", "new", "new:new"),
    ];
    let lines: Vec<Combination> = asked.iter().map(|(_, group, client)| line(20.0, group, client)).collect();
    let residual = fit.residual_standard_deviation();
    println!("the score at week 20, with 95 % intervals\n");
    for ((who, _, _), line) in asked.iter().zip(fit.linear_combinations(&lines)?) {
        let (low, high) = line.interval(1.96);
        // One answer varies around the line by the residual deviation as well.
        let one_answer = 1.96 * line.standard_error.hypot(residual);
        let (least, most) = (line.estimate - one_answer, line.estimate + one_answer);
        println!(
            "{who:<28} {:>5.1}   the line {low:.0} to {high:.0}, one answer {least:.0} to {most:.0}",
            line.estimate
        );
    }
    Ok(())
}

/// β₀ + β₁·week + the deviations of a group and of a client.
fn line(week: f64, group: &str, client: &str) -> Combination {
    let fixed = Combination::new().fixed("(Intercept)", 1.0).fixed("week", week);
    [("group", group), ("group:client", client)].into_iter().fold(fixed, |sum, (factor, level)| {
        sum.random(factor, level, "(Intercept)", 1.0).random(factor, level, "week", week)
    })
}
