//! Kenward and Roger where factors cross: the other engine, and designs whose answer is known.

#![allow(clippy::unwrap_used, clippy::panic)]

mod helpers;

use std::collections::BTreeMap;

use helpers::relative;
use peil_stats::data::{Column, Table};
use peil_stats::fit::{Criterion, fit, fit_at};
use peil_stats::infer::{Inference, Method};
use peil_stats::model::{Formula, Model, ModelOptions, MultipleMembership};
use peil_stats::simulate::{GrowthSettings, growth};

fn table() -> Table {
    growth(&GrowthSettings { groups: 4, ..GrowthSettings::default() }, 11).unwrap()
}

fn built(table: &Table, formula: &str) -> Model {
    Model::build(table, &Formula::parse(formula).unwrap(), &BTreeMap::new()).unwrap()
}

#[test]
fn kenward_and_roger_of_crossed_factors_is_exact() {
    // A membership of weight 1 is an ordinary factor to the eye of the other engine.
    let table = table();
    let (Some(Column::Number(groups)), Some(Column::Number(clients))) = (table.column("group"), table.column("client"))
    else {
        panic!("numbers")
    };
    let mut entries: Vec<(String, String, f64)> =
        clients.iter().zip(groups).map(|(client, group)| (client.to_string(), group.to_string(), 1.0)).collect();
    entries.dedup();
    let membership = MultipleMembership { factor: "team".to_owned(), by: "client".to_owned(), entries };
    let options = ModelOptions { memberships: vec![membership], ..ModelOptions::default() };
    // What is left is the rounding of differences that both use for the information of the variances.
    for theta in [[1.1, -0.03, 0.07, 0.5], [1.1, 0.2, 0.0, 0.0]] {
        let nested = built(&table, "score ~ week + I(week^2) + (1 + week | client) + (1 | group)");
        let formula = Formula::parse("score ~ week + I(week^2) + (1 + week | client) + (1 | team)").unwrap();
        let crossed = Model::build_with(&table, &formula, &options).unwrap();
        let fits = [nested, crossed].map(|model| fit_at(&model, Criterion::Reml, &theta).unwrap());
        let [exact, found] = fits.each_ref().map(|fit| Inference::new(fit, Method::KenwardRoger).unwrap());
        for (a, b) in found.coefficients().iter().zip(exact.coefficients()) {
            assert!(relative(a.standard_error, b.standard_error) < 1e-8, "{a:?} {b:?}");
            assert!(relative(a.df.unwrap(), b.df.unwrap()) < 1e-6, "{a:?} {b:?}");
        }
    }
}

#[test]
fn a_balanced_crossed_design_needs_no_adjustment() {
    // Penicillin (Davies & Goldsmith 1972) has this shape: every plate with every sample.
    let cells: Vec<(f64, f64)> =
        (0..24).flat_map(|plate| (0..6).map(move |sample| (plate.into(), sample.into()))).collect();
    let column = |value: fn(&(f64, f64)) -> f64| cells.iter().map(value).collect::<Vec<f64>>();
    let table = Table::new()
        .with_number("plate", column(|cell| cell.0))
        .and_then(|table| table.with_number("sample", column(|cell| cell.1)))
        .and_then(|table| {
            table.with_number(
                "score",
                column(|cell| (7.0 * cell.0).sin() + 2.0 * (3.0 * cell.1).cos() + (cell.0 * cell.1).sin()),
            )
        })
        .unwrap();
    let fitted = fit(&built(&table, "score ~ 1 + (1 | plate) + (1 | sample)"), Criterion::Reml, None).unwrap();
    let [wald, adjusted] = [Method::Wald, Method::KenwardRoger]
        .map(|method| Inference::new(&fitted, method).unwrap().coefficients()[0].standard_error);
    assert!(relative(adjusted, wald) < 1e-11, "{adjusted} {wald}");
}
