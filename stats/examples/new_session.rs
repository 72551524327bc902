//! An answer comes in: the model is fitted anew from where the last fit ended, in a few evaluations.
//!
//! ```text
//! cargo run -p peil-stats --example new_session
//! ```

use std::collections::BTreeMap;
use std::error::Error;

use peil_stats::data::{Column, Table};
use peil_stats::fit::{Criterion, Fit, fit, refit};
use peil_stats::model::{Formula, Model};
use peil_stats::simulate::{GrowthSettings, growth};

fn main() -> Result<(), Box<dyn Error>> {
    let today = growth(&GrowthSettings { groups: 40, ..GrowthSettings::default() }, 4)?;
    let yesterday = first_rows(&today, today.rows() - 1)?;
    let formula = Formula::parse("score ~ week + (1 + week | group/client)")?;
    let build = |table: &Table| Model::build(table, &formula, &BTreeMap::new());

    let previous = fit(&build(&yesterday)?, Criterion::Reml, None)?;
    print("yesterday", &previous);
    print("today, from there", &refit(&build(&today)?, &previous)?);
    print("today, from nothing", &fit(&build(&today)?, Criterion::Reml, None)?);
    Ok(())
}

fn print(when: &str, fit: &Fit) {
    let slope = &fit.fixed()[1];
    println!(
        "{when:<20} {} sessions, slope {:.6} (SE {:.6}), {} evaluations",
        fit.observations(),
        slope.estimate,
        slope.standard_error,
        fit.evidence().evaluations
    );
}

/// The table as it was before the last answers.
fn first_rows(table: &Table, rows: usize) -> Result<Table, Box<dyn Error>> {
    table.names().try_fold(Table::new(), |kept, name| match table.column(name) {
        Some(Column::Number(values)) => Ok(kept.with_number(name, values[..rows].to_vec())?),
        _ => Err(format!("column `{name}` is not a number").into()),
    })
}
