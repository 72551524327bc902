//! A model with sessions added is the model of all sessions.

#![allow(clippy::unwrap_used)]

mod helpers;

use std::collections::BTreeMap;

use helpers::{column, near, same_fit};
use peil_stats::data::{Column, Table};
use peil_stats::fit::{Criterion, fit, refit};
use peil_stats::model::{Formula, Model, ModelError, ModelOptions, RecipeError, UpdateError};
use peil_stats::simulate::{GrowthSettings, growth};
use proptest::prelude::*;

const SLOPES: &str = "score ~ week + (1 + week | group) + (1 + week | client)";
const NESTED: &str = "score ~ week * arm + (1 + week | group/client)";

/// Sessions with an arm for each group and a weight for each row; `client` counts on, `member` counts within the group.
fn sessions(groups: usize, seed: u64) -> Table {
    let table = growth(&GrowthSettings { groups, ..GrowthSettings::default() }, seed).unwrap();
    let [group, client] = ["group", "client"].map(|name| column(&table, name));
    let first: BTreeMap<u64, f64> = group.iter().zip(&client).rev().map(|(g, c)| (*g as u64, *c)).collect();
    let member = group.iter().zip(&client).map(|(g, c)| c - first[&(*g as u64)] + 1.0).collect();
    let arm = group.iter().map(|g| Some(["usual", "peer"][*g as usize % 2].to_owned())).collect();
    let weight = (0..table.rows()).map(|row| 0.5 + (row % 5) as f64 / 2.0).collect();
    let table = table.with_number("member", member).unwrap().with_number("w", weight).unwrap();
    table.with_text("arm", arm).unwrap()
}

/// Some rows of a table.
fn rows(table: &Table, mut keep: impl FnMut(usize) -> bool) -> Table {
    let kept: Vec<usize> = (0..table.rows()).filter(|row| keep(*row)).collect();
    table.names().fold(Table::new(), |made, name| match table.column(name).unwrap() {
        Column::Number(values) => made.with_number(name, kept.iter().map(|row| values[*row]).collect()).unwrap(),
        Column::Factor(factor) => {
            let texts = kept.iter().map(|row| factor.text(*row).map(str::to_owned)).collect();
            made.with_text(name, texts).unwrap()
        }
    })
}

/// The table with another value in a cell.
fn with_cell(table: &Table, column: &str, row: usize, value: f64) -> Table {
    table.names().fold(Table::new(), |made, name| match table.column(name).unwrap() {
        Column::Number(values) => {
            let mut values = values.clone();
            if name == column {
                values[row] = value;
            }
            made.with_number(name, values).unwrap()
        }
        Column::Factor(factor) => made.with_factor(name, factor.clone()).unwrap(),
    })
}

fn built(table: &Table, formula: &str, weights: Option<&str>) -> Model {
    let options = ModelOptions { weights: weights.map(str::to_owned), ..ModelOptions::default() };
    Model::build_with(table, &Formula::parse(formula).unwrap(), &options).unwrap()
}

#[test]
fn a_session_of_a_known_client_is_added() {
    let all = sessions(20, 3);
    for (formula, weights) in
        [(SLOPES, None), (SLOPES, Some("w")), (NESTED, None), ("score ~ 0 + arm + (1 | client)", None)]
    {
        let before = built(&rows(&all, |row| row != 57), formula, weights);
        let model = before.with_sessions(&rows(&all, |row| row == 57)).unwrap();
        same_fit(&model, &built(&all, formula, weights), 1e-9);
        assert_ne!(model, before);
    }
}

#[test]
fn a_refit_after_a_session_costs_a_few_evaluations() {
    let all = sessions(40, 4);
    let last = all.rows() - 1;
    let before = built(&rows(&all, |row| row != last), SLOPES, None);
    let previous = fit(&before, Criterion::Reml, None).unwrap();
    let model = before.with_sessions(&rows(&all, |row| row == last)).unwrap();
    let found = refit(&model, &previous).unwrap();
    let fresh = fit(&built(&all, SLOPES, None), Criterion::Reml, None).unwrap();
    assert!(found.evidence().evaluations <= 4);
    near(found.minus_two_log_likelihood(), fresh.minus_two_log_likelihood(), 1e-10);
}

#[test]
fn new_clients_and_new_groups_find_their_place() {
    let all = sessions(24, 5);
    let (group, client) = (column(&all, "group"), column(&all, "client"));
    let arriving = |row: usize| group[row] as usize % 7 == 3 || client[row] as usize % 9 == 1 || row.is_multiple_of(50);
    for formula in [SLOPES, "score ~ week * arm + (1 + week | group/member)", "score ~ week + (1 | member:group)"] {
        let before = built(&rows(&all, |row| !arriving(row)), formula, None);
        let model = before.with_sessions(&rows(&all, arriving)).unwrap();
        same_fit(&model, &built(&all, formula, None), 1e-9);
    }
}

#[test]
fn three_levels_of_nesting_find_their_place() {
    let all = sessions(24, 6);
    let centre = column(&all, "group").iter().map(|g| (g / 4.0).floor()).collect();
    let all = all.with_number("centre", centre).unwrap();
    let (group, client, centre) = (column(&all, "group"), column(&all, "client"), column(&all, "centre"));
    let formula = "score ~ week + (1 | centre/group/member)";
    for case in 0..4 {
        let arriving = |row: usize| match case {
            0 => client[row] as usize % 9 == 1,
            1 => group[row] as usize % 5 == 1,
            2 => centre[row] as usize == 2,
            _ => client[row] as usize % 9 == 1 || group[row] as usize % 5 == 1 || centre[row] as usize == 2,
        };
        let before = built(&rows(&all, |row| !arriving(row)), formula, None);
        let model = before.with_sessions(&rows(&all, arriving)).unwrap();
        same_fit(&model, &built(&all, formula, None), 1e-9);
    }
}

#[test]
fn a_new_client_may_have_a_name_of_another_kind() {
    let all = sessions(12, 2);
    let before = built(&all, "score ~ week + (1 | group/client)", None);
    let row = Table::new().with_number("week", vec![3.0]).unwrap().with_number("score", vec![60.0]).unwrap();
    let row = row.with_number("group", vec![2.0]).unwrap().with_text("client", vec![Some("new".to_owned())]).unwrap();
    let model = before.with_sessions(&row).unwrap();
    let fit = fit(&model, Criterion::Reml, None).unwrap();
    assert_eq!(fit.conditional_modes().iter().filter(|mode| mode.level == "2:new").count(), 1);
}

#[test]
fn a_corrected_score_takes_the_place_of_the_old_one() {
    let wrong = sessions(20, 7);
    let right = with_cell(&with_cell(&wrong, "score", 31, 12.5), "w", 31, 0.25);
    for weights in [None, Some("w")] {
        let before = built(&wrong, SLOPES, weights);
        let one = |table: &Table| rows(table, |row| row == 31);
        let model = before.with_corrections(&one(&wrong), &one(&right)).unwrap();
        same_fit(&model, &built(&right, SLOPES, weights), 1e-9);
    }
}

#[test]
fn a_correction_that_leaves_no_digits_is_refused() {
    let wrong = with_cell(&sessions(20, 7), "score", 31, 3e5);
    let before = built(&rows(&wrong, |row| row != 31), SLOPES, None);
    let one = rows(&wrong, |row| row == 31);
    let worse = before.with_sessions(&one).unwrap();
    let right = with_cell(&one, "score", 0, 60.0);
    assert_eq!(worse.with_corrections(&one, &right).unwrap_err(), UpdateError::FarAway);
}

#[test]
fn what_cannot_be_added_is_named() {
    let all = sessions(12, 8);
    let one = |row: usize| rows(&all, |found| found == row);
    let model = built(&all, NESTED, None);
    let arm = |row: &Table, arm: &str| {
        let texts = vec![Some(arm.to_owned()); row.rows()];
        let names = row.names().filter(|name| *name != "arm");
        let other = names.fold(Table::new(), |made, name| made.with_number(name, column(row, name)).unwrap());
        other.with_text("arm", texts).unwrap()
    };
    let unseen = model.with_sessions(&arm(&one(4), "silent")).unwrap_err();
    assert!(matches!(unseen, UpdateError::Columns(RecipeError::UnseenLevel { row: 1, .. })), "{unseen}");
    let missing = model.with_sessions(&with_cell(&one(4), "score", 0, f64::NAN)).unwrap_err();
    assert!(matches!(missing, UpdateError::Rows(ModelError::NoRows { rows: 1 })), "{missing}");

    let slopes = built(&all, SLOPES, None);
    let moved = slopes.with_sessions(&with_cell(&one(4), "group", 0, 7.0)).unwrap_err();
    assert!(matches!(&moved, UpdateError::Moved { row: 1, factor, .. } if factor == "client"), "{moved}");
    // One row that explains all there is of the score: what is left of the others would be rounding.
    let far = with_cell(&with_cell(&one(4), "week", 0, 1e9), "score", 0, 1e9);
    let far = slopes.with_sessions(&far).unwrap_err();
    assert_eq!(far, UpdateError::FarAway);
    let pair = slopes.with_corrections(&one(4), &one(all.rows() - 1)).unwrap_err();
    assert_eq!(pair, UpdateError::Unpaired { row: 1 });
    let unknown = with_cell(&one(4), "client", 0, 9e6);
    let unknown = slopes.with_corrections(&unknown, &unknown).unwrap_err();
    assert!(matches!(&unknown, UpdateError::UnknownLevel { row: 1, level, .. } if level == "9000000"), "{unknown}");

    let crossed = built(&all, "score ~ week + (1 | client) + (1 | week)", None);
    assert_eq!(crossed.with_sessions(&one(4)).unwrap_err(), UpdateError::NeedsAllRows);
    let collinear = built(&all, "score ~ week + I(2 * week) + (1 | client)", None);
    let refused = collinear.with_sessions(&one(4)).unwrap_err();
    assert_eq!(refused, UpdateError::Collinear { columns: "I(2 * week)".to_owned() });
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, ..ProptestConfig::default() })]

    #[test]
    fn sessions_in_any_portions_make_the_model_of_all(
        seed in 0_u64..40,
        portions in prop::collection::vec(0_usize..6, 5),
        modulus in 3_usize..40,
    ) {
        let all = sessions(12, seed);
        // The first portion is the model; each of the others arrives at once.
        let portion = |row: usize| portions[(row / modulus) % portions.len()];
        let groups = column(&all, "group");
        let start = |row: usize| portion(row) == 0 || groups[row] < 4.0;
        let mut model = built(&rows(&all, start), SLOPES, None);
        for turn in 1..6 {
            let arriving = rows(&all, |row| !start(row) && portion(row) == turn);
            if arriving.rows() > 0 {
                model = model.with_sessions(&arriving).unwrap();
            }
        }
        let fresh = built(&all, SLOPES, None);
        let theta = [0.9, -0.02, 0.05, 0.4, 0.01, 0.03];
        let at = |model: &Model| peil_stats::fit::criterion_at(model, Criterion::Reml, &theta).unwrap();
        prop_assert!((at(&model) - at(&fresh)).abs() < 1e-10 * at(&fresh));
    }
}
