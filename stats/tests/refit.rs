//! A fit kept up with its data: as good as a new fit, for the price of a few evaluations.

#![allow(clippy::unwrap_used)]

mod helpers;

use std::collections::BTreeMap;

use helpers::column;
use peil_stats::data::Table;
use peil_stats::fit::{Criterion, Fit, FitError, fit, refit};
use peil_stats::model::{Formula, Model};
use peil_stats::simulate::{GrowthSettings, growth};

const SLOPES: &str = "score ~ week + (1 + week | group) + (1 + week | client)";

/// The table without one of its rows.
fn without(table: &Table, row: usize) -> Table {
    ["group", "client", "week", "score"].iter().fold(Table::new(), |made, name| {
        let mut values = column(table, name);
        values.remove(row);
        made.with_number(name, values).unwrap()
    })
}

fn built(table: &Table, formula: &str) -> Model {
    Model::build(table, &Formula::parse(formula).unwrap(), &BTreeMap::new()).unwrap()
}

fn same_optimum(found: &Fit, fresh: &Fit) {
    let loss = found.minus_two_log_likelihood() - fresh.minus_two_log_likelihood();
    assert!(loss.abs() < 1e-7, "{loss:e}");
    assert_eq!(found.status(), fresh.status());
    for (a, b) in found.theta().iter().zip(fresh.theta()) {
        assert!((a - b).abs() < 1e-6 * b.abs().max(1.0), "{a} {b}");
    }
}

#[test]
fn a_session_more_costs_a_few_evaluations() {
    for (groups, most) in [(12, 5), (105, 4)] {
        for seed in 1..=6 {
            let table = growth(&GrowthSettings { groups, ..GrowthSettings::default() }, seed).unwrap();
            let before = fit(&built(&without(&table, 57), SLOPES), Criterion::Reml, None).unwrap();
            let model = built(&table, SLOPES);
            let found = refit(&model, &before).unwrap();
            same_optimum(&found, &fit(&model, Criterion::Reml, None).unwrap());
            let evaluations = found.evidence().evaluations;
            assert!(evaluations <= most, "{groups} groups, seed {seed}: {evaluations}");
        }
    }
}

#[test]
fn the_same_data_cost_one_or_two_evaluations() {
    let table = growth(&GrowthSettings { groups: 40, ..GrowthSettings::default() }, 3).unwrap();
    let model = built(&table, SLOPES);
    let before = fit(&model, Criterion::Ml, None).unwrap();
    let again = refit(&model, &before).unwrap();
    assert!(again.evidence().evaluations <= 2, "{:?}", again.evidence());
    same_optimum(&again, &before);
}

#[test]
fn the_boundary_is_kept_and_left_as_the_data_demand() {
    let none = GrowthSettings { groups: 30, group: (0.0, 0.0, 0.0), ..GrowthSettings::default() };
    let some = GrowthSettings { groups: 30, group: (6.0, 0.5, 0.0), ..GrowthSettings::default() };
    for seed in 1..=6 {
        let table = growth(&none, seed).unwrap();
        let (smaller, model) = (built(&without(&table, 3), SLOPES), built(&table, SLOPES));
        let before = fit(&smaller, Criterion::Reml, None).unwrap();
        let kept = refit(&model, &before).unwrap();
        same_optimum(&kept, &fit(&model, Criterion::Reml, None).unwrap());
        assert!(kept.evidence().evaluations <= 6, "seed {seed}: {:?}", kept.evidence());
        let other = built(&growth(&some, seed).unwrap(), SLOPES);
        let left = refit(&other, &before).unwrap();
        let fresh = fit(&other, Criterion::Reml, None).unwrap();
        same_optimum(&left, &fresh);
        // And back again.
        same_optimum(&refit(&model, &left).unwrap(), &kept);
    }
}

#[test]
fn another_model_is_refused() {
    let table = growth(&GrowthSettings { groups: 12, ..GrowthSettings::default() }, 3).unwrap();
    let before = fit(&built(&table, SLOPES), Criterion::Reml, None).unwrap();
    let other = built(&table, "score ~ week + (1 | group/client)");
    assert_eq!(refit(&other, &before).unwrap_err(), FitError::ThetaLength { expected: 2, found: 6 });
}
