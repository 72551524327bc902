//! Who leaves the group, and when? The hazard of leaving, with groups that differ.
//!
//! ```text
//! cargo run -p peil-stats --example hazard
//! ```
//!
//! One row a session, 1 in the last session of a client who left early. Quadrature integrates what clients and groups bring
//! with them; Laplace's approximation, the default of many programs, is shown beside it and says itself what it is worth.

use std::collections::BTreeMap;
use std::error::Error;

use peil_stats::data::Table;
use peil_stats::glmm::{BinomialModel, BinomialOptions, GlmmFit, Quadrature, fit};
use peil_stats::model::Formula;

#[path = "../benches/speed/sessions.rs"]
mod sessions;

fn main() -> Result<(), Box<dyn Error>> {
    let made = sessions::simulate(4_000, 7);
    let names = |codes: &[u32]| codes.iter().map(|code| Some(format!("{}", code + 1))).collect();
    let table = Table::new()
        .with_text("group", names(&made.group))?
        .with_text("client", names(&made.client))?
        .with_number("week", made.week)?
        .with_number("score", made.score)?
        .with_number("z", made.z)?
        .with_number("climate", made.climate)?
        .with_number("dropout", made.dropout)?;
    let formula = Formula::parse("dropout ~ week + z + climate + (1 | group/client)")?;
    let model = BinomialModel::build(&table, &formula, &BTreeMap::new(), &BinomialOptions::default())?;
    println!("{} sessions, {} clients left\n", model.observations(), model.events());
    for quadrature in [Quadrature::Automatic, Quadrature::Laplace] {
        print(&fit(&model, quadrature, None)?);
    }
    Ok(())
}

fn print(fit: &GlmmFit) {
    println!("{:?}: −2 log L {:.3}", fit.method(), fit.minus_two_log_likelihood());
    for effect in fit.fixed() {
        println!("  {:<12} {:>7.3} (SE {:.3})", effect.term, effect.estimate, effect.standard_error);
    }
    for effect in fit.random() {
        println!("  standard deviation between {}: {:.3}", effect.factor, effect.standard_deviations[0]);
    }
    for caution in fit.cautions() {
        println!("  caution: {caution}");
    }
    println!();
}
