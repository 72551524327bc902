//! Who leaves the group? A discrete-time hazard with quadrature, and what Laplace would have said.
//!
//! `cargo run --release -p peil-stats --example dropout_hazard`

use std::collections::BTreeMap;
use std::error::Error;

use peil_stats::data::Table;
use peil_stats::glmm::{BinomialModel, BinomialOptions, GlmmFit, Link, Quadrature, fit};
use peil_stats::model::Formula;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

fn main() -> Result<(), Box<dyn Error>> {
    let table = clients(80, 8, 7)?;
    // One row a session; 1 in the session after which the client stayed away. With the complementary log-log link the
    // coefficients are log hazard ratios.
    let formula = Formula::parse("dropout ~ week + climate + (1 | group/client)")?;
    let options = BinomialOptions { link: Link::Cloglog, trials: None };
    let model = BinomialModel::build(&table, &formula, &BTreeMap::new(), &options)?;
    println!("{} sessions, {} clients left\n", model.observations(), model.events());
    show("nested adaptive quadrature (the default)", &fit(&model, Quadrature::Automatic, None)?);
    show("Laplace", &fit(&model, Quadrature::Laplace, None)?);
    Ok(())
}

fn show(name: &str, fit: &GlmmFit) {
    println!("{name}: -2 log-likelihood {:.3}, {:?}", fit.minus_two_log_likelihood(), fit.status());
    for effect in fit.fixed() {
        println!("  {:<12} {:>8.3} (SE {:.3})", effect.term, effect.estimate, effect.standard_error);
    }
    for (effect, errors) in fit.random().iter().zip(fit.standard_deviation_errors()) {
        let error = errors[0].map_or_else(|| "exactly zero".to_owned(), |error| format!("SE {error:.3}"));
        println!("  SD between {:<13} {:.3} ({error})", effect.factor, effect.standard_deviations[0]);
    }
    for caution in fit.cautions() {
        println!("  caution: {caution}");
    }
    println!();
}

/// Groups that differ in how many leave, a climate that holds people, at most 20 sessions.
fn clients(groups: usize, size: usize, seed: u64) -> Result<Table, Box<dyn Error>> {
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    let mut columns: [Vec<f64>; 5] = Default::default();
    for group in 0..groups {
        let risk = 0.8 * (random.random::<f64>() - 0.5);
        for client in 0..size {
            for week in 0..20 {
                let climate = 2.0 * (random.random::<f64>() - 0.5);
                let hazard = Link::Cloglog.probability(-3.3 + risk - 0.5 * climate);
                let leaves = random.random::<f64>() < hazard;
                let row = [
                    group as f64,
                    (group * size + client) as f64,
                    f64::from(week),
                    climate,
                    f64::from(u8::from(leaves)),
                ];
                columns.iter_mut().zip(row).for_each(|(column, value)| column.push(value));
                if leaves {
                    break;
                }
            }
        }
    }
    let names = ["group", "client", "week", "climate", "dropout"];
    let named = names.into_iter().zip(columns);
    Ok(named.into_iter().try_fold(Table::new(), |table, (name, values)| table.with_number(name, values))?)
}
