//! Two organisations fit one model of all their clients and exchange no session: each gives its sums, one line a client.
//!
//! The sums are those of `SELECT …, count(*), sum(…) … GROUP BY group_id, client_id` (the SQL stands in the documentation of
//! `CrossProducts`). Here each is made once as a database makes it, in plain arithmetic, and once from rows.
//!
//! ```text
//! cargo run -p peil-stats --example merge_organisations
//! ```

use std::collections::BTreeMap;
use std::error::Error;

use peil_stats::data::{Column, Table};
use peil_stats::fit::{Criterion, Fit, fit};
use peil_stats::model::{CrossProducts, Formula, Model, ProductsError};
use peil_stats::simulate::{GrowthSettings, growth};

const WEEK: f64 = 10.0;
const SCORE: f64 = 70.0;

/// One session: group, client, week, score.
type Session = (String, String, f64, f64);

fn main() -> Result<(), Box<dyn Error>> {
    let formula = Formula::parse("score ~ week + (1 + week | group/client)")?;
    let (east, west) = (sessions("east", 1)?, sessions("west", 2)?);

    // Each organisation sums at home, about origins that both have agreed on.
    let mut together = summed_by_database(&east)?;
    together.merge(&summed_by_database(&west)?)?;
    let merged = fit(&Model::from_products(&together, &formula)?, Criterion::Reml, None)?;
    print("sums merged", &merged);

    // What a fit of all rows would have said.
    let all: Vec<Session> = east.iter().chain(&west).cloned().collect();
    let pooled = fit(&Model::build(&table(&all)?, &formula, &BTreeMap::new())?, Criterion::Reml, None)?;
    print("rows pooled", &pooled);
    let apart = (merged.minus_two_log_likelihood() - pooled.minus_two_log_likelihood()).abs();
    println!("REML criteria apart: {apart:.1e}");

    // Sums of rows, in whatever parts and order, are the same to the last bit.
    let (mut forth, mut back) = (summed_from_rows(&east)?, summed_from_rows(&west)?);
    let (first, last) = (forth.clone(), back.clone());
    forth.merge(&last)?;
    back.merge(&first)?;
    let same = Model::from_products(&forth, &formula)? == Model::from_products(&back, &formula)?;
    println!("east into west and west into east are the same model: {same}");
    if same && apart < 1e-6 { Ok(()) } else { Err("the sums do not give the fit of the rows".into()) }
}

fn empty() -> Result<CrossProducts, ProductsError> {
    CrossProducts::new(&["group", "client"], &[("week", WEEK), ("score", SCORE)])
}

/// n, Σw, Σs, Σw², Σsw, Σs² of each client, w and s from their origins.
fn summed_by_database(sessions: &[Session]) -> Result<CrossProducts, ProductsError> {
    let mut lines: BTreeMap<(&str, &str), (u64, [f64; 5])> = BTreeMap::new();
    for (group, client, week, score) in sessions {
        let (n, sums) = lines.entry((group, client)).or_default();
        let (w, s) = (week - WEEK, score - SCORE);
        *n += 1;
        sums.iter_mut().zip([w, s, w * w, s * w, s * s]).for_each(|(sum, value)| *sum += value);
    }
    let mut products = empty()?;
    for ((group, client), (n, sums)) in lines {
        products.add_sums(&[group, client], n, &sums[..2], &sums[2..])?;
    }
    Ok(products)
}

fn summed_from_rows(sessions: &[Session]) -> Result<CrossProducts, ProductsError> {
    let mut products = empty()?;
    for (group, client, week, score) in sessions {
        products.add_row(&[group, client], &[*week, *score])?;
    }
    Ok(products)
}

/// Simulated sessions; names begin with the organisation's, so that no two clients share one.
fn sessions(organisation: &str, seed: u64) -> Result<Vec<Session>, Box<dyn Error>> {
    let table = growth(&GrowthSettings { groups: 30, ..GrowthSettings::default() }, seed)?;
    let number = |name: &str| match table.column(name) {
        Some(Column::Number(values)) => Ok(values.clone()),
        _ => Err(format!("column `{name}` is not a number")),
    };
    let named = |id: &f64| format!("{organisation} {id}");
    let (group, client) = (number("group")?, number("client")?);
    let answers = number("week")?.into_iter().zip(number("score")?);
    let ids = group.iter().map(named).zip(client.iter().map(named));
    Ok(ids.zip(answers).map(|((group, client), (week, score))| (group, client, week, score)).collect())
}

fn table(sessions: &[Session]) -> Result<Table, Box<dyn Error>> {
    let text = |of: fn(&Session) -> &String| sessions.iter().map(|session| Some(of(session).clone())).collect();
    Ok(Table::new()
        .with_text("group", text(|session| &session.0))?
        .with_text("client", text(|session| &session.1))?
        .with_number("week", sessions.iter().map(|session| session.2).collect())?
        .with_number("score", sessions.iter().map(|session| session.3).collect())?)
}

fn print(what: &str, fit: &Fit) {
    let slope = &fit.fixed()[1];
    let (n, slope, error) = (fit.observations(), slope.estimate, slope.standard_error);
    println!("{what}: {n} sessions, slope {slope:.9} (SE {error:.9})");
}
