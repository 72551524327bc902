//! Sessions in clients in groups: from columns to a table of estimates.
//!
//! ```text
//! cargo run -p peil-stats --example growth_model
//! ```
//!
//! Four steps, as in every analysis: observe (a table), assume (a formula), estimate (a fit), interpret (a report).

use std::collections::BTreeMap;
use std::error::Error;

use peil_stats::fit::{Criterion, fit};
use peil_stats::infer::Method;
use peil_stats::model::{Formula, Model};
use peil_stats::read::{ReportOptions, design_effect, intraclass_correlations, report};
use peil_stats::simulate::{GrowthSettings, growth};

fn main() -> Result<(), Box<dyn Error>> {
    // Observe: a score per client and week, in 40 groups. Your own data: Table::new().with_number("week", …)?…
    let table = growth(&GrowthSettings { groups: 40, ..GrowthSettings::default() }, 4)?;

    // Assume: a common line; every group and every client has a start and a slope of its own.
    let formula = Formula::parse("score ~ week + (1 + week | group/client)")?;
    let model = Model::build(&table, &formula, &BTreeMap::new())?;

    // Estimate: REML, the variances without the bias that estimated fixed effects give.
    let fit = fit(&model, Criterion::Reml, None)?;

    // Interpret.
    let options = ReportOptions { degrees_of_freedom: Method::Satterthwaite, ..ReportOptions::default() };
    let report = report(&fit, options);
    println!("{}: {} sessions, {:?}", report.formula, report.observations, report.status);
    println!("\n{:<12} {:>9} {:>9} {:>7}   95 % interval", "", "estimate", "SE", "df");
    for row in &report.fixed {
        let df = row.df.map_or("-".to_owned(), |df| format!("{df:.1}"));
        let interval = row.lower.zip(row.upper).map_or("-".to_owned(), |(from, to)| format!("{from:.2} to {to:.2}"));
        println!("{:<12} {:>9.3} {:>9.3} {df:>7}   {interval}", row.term, row.estimate, row.standard_error);
    }
    println!("\nstandard deviations between");
    for row in &report.random {
        for (term, deviation) in row.terms.iter().zip(&row.standard_deviations) {
            println!("{:<12} {term:<12} {deviation:>9.3}", row.factor);
        }
    }
    println!("{:<25} {:>9.3}", "sessions of one client", report.residual_standard_deviation);
    println!();
    for share in intraclass_correlations(&fit) {
        println!("share of {} in the variance at week 0: {:.3}", share.factor, share.correlation);
        if share.factor == "group" {
            println!("design effect of a group of 8: {:.2}", design_effect(8.0, share.correlation));
        }
    }
    Ok(())
}
