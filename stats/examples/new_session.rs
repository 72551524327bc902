//! An answer comes in: it is added to the model's sums, and the fit goes on from where the last one ended. Then the score
//! proves to be wrong and is put right.
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
    let all = growth(&GrowthSettings { groups: 40, ..GrowthSettings::default() }, 4)?;
    let last = all.rows() - 1;
    let formula = Formula::parse("score ~ week + (1 + week | group/client)")?;

    let model = Model::build(&rows(&all, 0..last)?, &formula, &BTreeMap::new())?;
    let yesterday = fit(&model, Criterion::Reml, None)?;
    print("yesterday", &yesterday);

    // What is stored of all sessions are sums; the new one is all that is read.
    let session = rows(&all, last..last + 1)?;
    let model = model.with_sessions(&session)?;
    let today = refit(&model, &yesterday)?;
    print("with the new session", &today);
    let anew = Model::build(&all, &formula, &BTreeMap::new())?;
    print("built anew", &fit(&anew, Criterion::Reml, None)?);

    let mut corrected = Table::new().with_number("score", vec![31.0])?;
    for name in ["group", "client", "week"] {
        corrected = corrected.with_number(name, numbers(&session, name)?)?;
    }
    let model = model.with_corrections(&session, &corrected)?;
    print("with the score put right", &refit(&model, &today)?);
    Ok(())
}

fn print(when: &str, fit: &Fit) {
    let slope = &fit.fixed()[1];
    println!(
        "{when:<25} {} sessions, slope {:.6} (SE {:.6}), {} evaluations",
        fit.observations(),
        slope.estimate,
        slope.standard_error,
        fit.evidence().evaluations
    );
}

/// Some rows of a table of numbers.
fn rows(table: &Table, rows: std::ops::Range<usize>) -> Result<Table, Box<dyn Error>> {
    table.names().try_fold(Table::new(), |kept, name| {
        let values = numbers(table, name)?;
        Ok(kept.with_number(name, values[rows.clone()].to_vec())?)
    })
}

fn numbers(table: &Table, name: &str) -> Result<Vec<f64>, Box<dyn Error>> {
    match table.column(name) {
        Some(Column::Number(values)) => Ok(values.clone()),
        _ => Err(format!("column `{name}` is not a number").into()),
    }
}
