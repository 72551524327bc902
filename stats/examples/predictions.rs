//! Where will a client be in week 20? Three answers: a client we know, a new one in a group we know, one in a new group.
//!
//! ```text
//! cargo run -p peil-stats --example predictions
//! ```

use std::collections::BTreeMap;
use std::error::Error;

use peil_stats::data::Table;
use peil_stats::fit::{Criterion, fit};
use peil_stats::model::{Formula, Model};
use peil_stats::read::{Level, Unknown};
use peil_stats::simulate::{GrowthSettings, growth};

fn main() -> Result<(), Box<dyn Error>> {
    let table = growth(&GrowthSettings { groups: 40, ..GrowthSettings::default() }, 4)?;
    let formula = Formula::parse("score ~ week + (1 + week | group/client)")?;
    let fit = fit(&Model::build(&table, &formula, &BTreeMap::new())?, Criterion::Reml, None)?;

    // What is asked: the columns that the formula uses, without the score.
    let asked = Table::new()
        .with_number("group", vec![1.0])?
        .with_number("client", vec![2.0])?
        .with_number("week", vec![20.0])?;
    let whom = [
        ("client 2 of group 1", Level::Named),
        ("a new client of group 1", Level::Given(vec!["group".to_owned()])),
        ("a new client of a new group", Level::New),
    ];
    println!("the score at week 20, with 95 % intervals\n");
    for (who, level) in whom {
        for row in fit.predict(&asked, &level, Unknown::Refuse)?.rows.into_iter().flatten() {
            let (low, high) = row.interval(0.95, None);
            // One answer varies around the client's own mean by the residual deviation as well.
            let (least, most) = row.observation_interval(0.95, None);
            println!(
                "{who:<28} {:>5.1}   the mean {low:.0} to {high:.0}, one answer {least:.0} to {most:.0}",
                row.estimate
            );
        }
    }
    Ok(())
}
