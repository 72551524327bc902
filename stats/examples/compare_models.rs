//! Do groups differ, and do slopes? Four models of the same scores beside each other.
//!
//! ```text
//! cargo run -p peil-stats --example compare_models
//! ```
//!
//! Fitted by maximum likelihood, because REML criteria of models with different fixed effects are not comparable. Lower
//! AIC and BIC are better.

use std::collections::BTreeMap;
use std::error::Error;

use peil_stats::fit::{Criterion, fit};
use peil_stats::model::{Formula, Model};
use peil_stats::simulate::{GrowthSettings, growth};

fn main() -> Result<(), Box<dyn Error>> {
    let table = growth(&GrowthSettings { groups: 40, ..GrowthSettings::default() }, 4)?;
    let formulas = [
        "score ~ week + (1 | client)",
        "score ~ week + (1 + week | client)",
        "score ~ week + (1 | group) + (1 + week | client)",
        "score ~ week + (1 + week | group) + (1 + week | client)",
    ];
    println!("{:<58} {:>4} {:>12} {:>9} {:>9}", "", "", "−2 log L", "AIC", "BIC");
    for formula in formulas {
        let model = Model::build(&table, &Formula::parse(formula)?, &BTreeMap::new())?;
        let fit = fit(&model, Criterion::Ml, None)?;
        let (parameters, deviance) = (fit.parameters(), fit.minus_two_log_likelihood());
        println!("{formula:<58} {parameters:>4} {deviance:>12.3} {:>9.1} {:>9.1}", fit.aic(), fit.bic());
        for term in &fit.evidence().boundary {
            let (factor, rank, order) = (&term.factor, term.rank, term.terms.len());
            println!("  {factor}: the data show variation in {rank} of {order} directions");
        }
    }
    Ok(())
}
