//! Do groups differ, and do slopes? Four models of the same scores beside each other.
//!
//! ```text
//! cargo run -p peil-stats --example compare_models
//! ```
//!
//! Fitted by maximum likelihood, because REML criteria of models with different fixed effects are not comparable. Lower
//! AIC and BIC are better; p tests each model against the nearest that is nested in it, knowing that a variance cannot be below zero.

use std::collections::BTreeMap;
use std::error::Error;

use peil_stats::fit::{Criterion, Fit, fit};
use peil_stats::infer::compare;
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
    let fitted = |formula: &&str| -> Result<Fit, Box<dyn Error>> {
        let model = Model::build(&table, &Formula::parse(formula)?, &BTreeMap::new())?;
        Ok(fit(&model, Criterion::Ml, None)?)
    };
    let fits: Vec<Fit> = formulas.iter().map(fitted).collect::<Result<_, _>>()?;
    println!("{:<56} {:>3} {:>10} {:>8} {:>8}  p", "", "", "−2 log L", "AIC", "BIC");
    for row in compare(&fits)?.models {
        let p = row.test.map_or(String::new(), |test| format!("{:.4}", test.p_value));
        let (parameters, deviance) = (row.parameters, row.minus_two_log_likelihood);
        println!("{:<56} {parameters:>3} {deviance:>10.2} {:>8.1} {:>8.1}  {p}", row.formula, row.aic, row.bic);
    }
    Ok(())
}
