//! Cross-products made anywhere and merged in any order are the model of the rows.

#![allow(clippy::unwrap_used)]

mod helpers;

use std::collections::BTreeMap;

use helpers::{column, near};
use peil_stats::data::Table;
use peil_stats::fit::{Criterion, criterion_at, fit};
use peil_stats::model::{CrossProducts, Formula, Model, ModelError, ProductsError};
use peil_stats::simulate::{GrowthSettings, growth};
use proptest::prelude::*;

const SLOPES: &str = "score ~ week + (1 + week | group/client)";
const ARMS: &str = "score ~ week + armpeer + week:armpeer + (1 + week | group) + (1 | client)";
const COLUMNS: [(&str, f64); 4] = [("week", 10.0), ("armpeer", 0.0), ("week:armpeer", 0.0), ("score", 70.0)];

/// One session.
#[derive(Clone)]
struct Row {
    levels: [String; 2],
    /// As [`COLUMNS`].
    values: [f64; 4],
}

fn rows(groups: usize, seed: u64, day: f64) -> Vec<Row> {
    let table = growth(&GrowthSettings { groups, ..GrowthSettings::default() }, seed).unwrap();
    let [group, client, week, score] = ["group", "client", "week", "score"].map(|name| column(&table, name));
    let row = |at: usize| {
        let (arm, week) = ((group[at] % 2.0).abs(), week[at] + day);
        let levels = [format!("g{}", group[at]), format!("c{}", client[at])];
        Row { levels, values: [week, arm, week * arm, score[at]] }
    };
    (0..table.rows()).map(row).collect()
}

fn table(rows: &[Row]) -> Table {
    let level = |at: usize| rows.iter().map(|row| Some(row.levels[at].clone())).collect();
    let number = |at: usize| rows.iter().map(|row| row.values[at]).collect();
    let table = Table::new().with_text("group", level(0)).unwrap().with_text("client", level(1)).unwrap();
    let table = table.with_number("week", number(0)).unwrap().with_number("armpeer", number(1)).unwrap();
    table.with_number("score", number(3)).unwrap()
}

fn from_rows(rows: &[Row], formula: &str) -> Model {
    Model::build(&table(rows), &Formula::parse(formula).unwrap(), &BTreeMap::new()).unwrap()
}

fn empty() -> CrossProducts {
    CrossProducts::new(&["group", "client"], &COLUMNS).unwrap()
}

fn products<'a>(rows: impl IntoIterator<Item = &'a Row>) -> CrossProducts {
    let mut products = empty();
    for row in rows {
        products.add_row(&row.levels.each_ref().map(String::as_str), &row.values).unwrap();
    }
    products
}

/// What `GROUP BY group, client` gives, in plain arithmetic.
fn grouped(rows: &[Row]) -> CrossProducts {
    type Line = (u64, [f64; 4], [f64; 10]);
    let mut sums: BTreeMap<&[String; 2], Line> = BTreeMap::new();
    for row in rows {
        let (n, first, second) = sums.entry(&row.levels).or_insert((0, [0.0; 4], [0.0; 10]));
        *n += 1;
        let x: Vec<f64> = row.values.iter().zip(COLUMNS).map(|(value, (_, origin))| value - origin).collect();
        let mut at = 0;
        for i in 0..4 {
            first[i] += x[i];
            for j in 0..=i {
                second[at] += x[i] * x[j];
                at += 1;
            }
        }
    }
    let mut products = empty();
    for (levels, (n, first, second)) in sums {
        products.add_sums(&levels.each_ref().map(String::as_str), n, &first, &second).unwrap();
    }
    products
}

fn from_products(products: &CrossProducts, formula: &str) -> Result<Model, ProductsError> {
    Model::from_products(products, &Formula::parse(formula).unwrap())
}

fn same_fit(found: &Model, fresh: &Model) {
    assert_eq!(found.observations(), fresh.observations());
    let theta: Vec<f64> = fit(fresh, Criterion::Reml, None).unwrap().theta().iter().map(|t| t + 0.05).collect();
    for criterion in [Criterion::Reml, Criterion::Ml] {
        let at = |model: &Model| criterion_at(model, criterion, &theta).unwrap();
        near(at(found), at(fresh), 1e-11);
    }
    helpers::same_fit(found, fresh, 1e-10);
}

#[test]
fn the_fit_of_the_products_is_that_of_the_rows() {
    let rows = rows(24, 3, 0.0);
    for formula in [
        SLOPES,
        ARMS,
        "score ~ week + (1 | client)",
        "score ~ week + (0 + week | group)",
        "score ~ 0 + week + (1 | group)",
    ] {
        let fresh = from_rows(&rows, formula);
        same_fit(&from_products(&products(&rows), formula).unwrap(), &fresh);
        same_fit(&from_products(&grouped(&rows), formula).unwrap(), &fresh);
    }
}

#[test]
fn sums_given_away_and_taken_up_again_are_the_same() {
    let rows = rows(12, 5, 0.0);
    let ours = products(&rows);
    let mut theirs = empty();
    for client in ours.clients() {
        let levels: Vec<&str> = client.levels.iter().map(String::as_str).collect();
        theirs.add_sums(&levels, client.n, &client.sums, &client.products).unwrap();
    }
    assert_eq!(theirs.observations(), rows.len() as u64);
    assert_eq!(from_products(&theirs, ARMS).unwrap(), from_products(&ours, ARMS).unwrap());
}

#[test]
fn a_session_is_added_to_a_model_made_of_products() {
    let rows = rows(12, 5, 0.0);
    let (first, last) = rows.split_at(rows.len() - 3);
    let model = from_products(&products(first), ARMS).unwrap().with_sessions(&table(last)).unwrap();
    same_fit(&model, &from_rows(&rows, ARMS));
}

#[test]
fn an_origin_far_from_the_data_is_refused() {
    let rows = rows(12, 6, 20_000.0);
    let made = |origin: f64| {
        let mut products = CrossProducts::new(&["client"], &[("week", origin), ("score", 70.0)]).unwrap();
        for row in &rows {
            products.add_row(&[&row.levels[1]], &[row.values[0], row.values[3]]).unwrap();
        }
        from_products(&products, "score ~ week + (1 + week | client)")
    };
    let refused = made(0.0).unwrap_err();
    assert!(matches!(&refused, ProductsError::FarFromOrigin { column, mean, .. } if column == "week" && *mean > 2e4));
    assert!(refused.to_string().contains("give an origin near the mean"), "{refused}");
    same_fit(&made(20_010.0).unwrap(), &from_rows(&rows, "score ~ week + (1 + week | client)"));
}

#[test]
fn what_cannot_be_summed_or_merged_is_named() {
    let mut sums = empty();
    let names = |factors: &[&str], columns: &[(&str, f64)]| CrossProducts::new(factors, columns).unwrap_err();
    assert_eq!(names(&["a"], &[("a", 0.0)]), ProductsError::Names { name: "a".to_owned() });
    assert_eq!(names(&[], &[("a", 0.0)]), ProductsError::Names { name: String::new() });
    assert!(matches!(names(&["a"], &[("x", f64::NAN)]), ProductsError::NotFinite { .. }));
    let short = sums.add_row(&["g", "c"], &[1.0]).unwrap_err();
    assert_eq!(short, ProductsError::Length { what: "values", expected: 4, found: 1 });
    let short = sums.add_row(&["g"], &[1.0; 4]).unwrap_err();
    assert_eq!(short, ProductsError::Length { what: "levels", expected: 2, found: 1 });
    let infinite = sums.add_row(&["g", "c"], &[1.0, f64::NAN, 1.0, 1.0]).unwrap_err();
    assert_eq!(infinite, ProductsError::NotFinite { column: "armpeer".to_owned() });
    let mut two = CrossProducts::new(&["c"], &[("x", 0.0), ("y", 0.0)]).unwrap();
    // Σx = 6, Σx² = 2 is no sum of two numbers; Σxy = 50 is too much for Σx² = 10, Σy² = 10.
    for (sums, products) in [([6.0, 0.0], [2.0, 0.0, 1.0]), ([0.0, 0.0], [10.0, 50.0, 10.0])] {
        let impossible = two.add_sums(&["Ada"], 2, &sums, &products).unwrap_err();
        assert!(matches!(&impossible, ProductsError::Impossible { level, n: 2, .. } if level == "Ada"), "{impossible}");
    }
    assert_eq!(two.observations(), 0);
    for other in [
        CrossProducts::new(&["d"], &[("x", 0.0), ("y", 0.0)]),
        CrossProducts::new(&["c"], &[("x", 0.0), ("z", 0.0)]),
        CrossProducts::new(&["c"], &[("x", 0.0), ("y", 1.0)]),
    ] {
        assert!(matches!(two.merge(&other.unwrap()), Err(ProductsError::Different { .. })));
    }
}

#[test]
fn what_makes_no_model_is_named() {
    let sums = products(&rows(12, 5, 0.0));
    let refused = |formula: &str| from_products(&sums, formula).unwrap_err();
    for (formula, missing) in [
        ("score ~ week + age + (1 | client)", "age"),
        ("score ~ I(week^2) + (1 | client)", "I(week^2)"),
        ("score ~ factor(week) + (1 | client)", "factor(week)"),
        ("log(score) ~ week + (1 | client)", "log(score)"),
    ] {
        let error = refused(formula);
        assert!(matches!(&error, ProductsError::UnknownColumn { column, .. } if column == missing), "{error}");
    }
    let factor = refused("score ~ week + (1 | team)");
    assert!(matches!(&factor, ProductsError::UnknownFactor { factor, .. } if factor == "team"), "{factor}");
    assert_eq!(from_products(&empty(), SLOPES).unwrap_err(), ProductsError::Model(ModelError::NoRows { rows: 0 }));

    let mut twins = CrossProducts::new(&["g", "c"], &[("x", 0.0), ("double", 0.0), ("y", 0.0)]).unwrap();
    for row in 0..40_u32 {
        let x = f64::from(row % 7);
        let (group, client) = (format!("{}", row % 4), format!("{}", row % 6));
        twins.add_row(&[&group, &client], &[x, 2.0 * x, f64::from(row * row % 11)]).unwrap();
    }
    let collinear = from_products(&twins, "y ~ x + double + (1 | c)").unwrap_err();
    assert_eq!(collinear, ProductsError::Collinear { column: "double".to_owned() });
    let crossed = from_products(&twins, "y ~ x + (1 | c) + (1 | g)").unwrap_err();
    assert_eq!(crossed, ProductsError::Crossed { factors: "c, g".to_owned() });
    let explained = from_products(&twins, "double ~ x + (1 | c)").unwrap_err();
    assert_eq!(explained, ProductsError::Model(ModelError::NoVariation));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn parts_merged_in_any_order_give_the_same_bits(
        seed in 0_u64..40,
        part_of in prop::collection::vec(0_usize..5, 1..300),
        order in Just([0_usize, 1, 2, 3, 4]).prop_shuffle(),
        turn in any::<prop::sample::Index>(),
    ) {
        let mut rows = rows(8, seed, 0.1);
        let whole = products(&rows);
        // Clients and single sessions are torn apart, and the rows come in another order.
        let by = turn.index(rows.len());
        rows.rotate_left(by);
        let part = |part: usize| products(rows.iter().enumerate().filter(|(at, _)| part_of[at % part_of.len()] == part).map(|(_, row)| row));
        let mut merged = empty();
        for at in order {
            merged.merge(&part(at)).unwrap();
        }
        prop_assert_eq!(&merged, &whole);
        prop_assert!(merged.clients().eq(whole.clients()));
        let (one, other) = (from_products(&whole, SLOPES).unwrap(), from_products(&merged, SLOPES).unwrap());
        prop_assert_eq!(&one, &other);
        let (one, other) = (fit(&one, Criterion::Reml, None).unwrap(), fit(&other, Criterion::Reml, None).unwrap());
        prop_assert_eq!(one.minus_two_log_likelihood().to_bits(), other.minus_two_log_likelihood().to_bits());
        prop_assert!(one.theta().iter().zip(other.theta()).all(|(a, b)| a.to_bits() == b.to_bits()));
        prop_assert!(one.fixed_estimates().iter().zip(other.fixed_estimates()).all(|(a, b)| a.to_bits() == b.to_bits()));
    }
}
