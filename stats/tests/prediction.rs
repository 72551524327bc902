//! Predictions against the plain n × n algebra, and what must not change them.

#![allow(clippy::unwrap_used, clippy::panic)]

mod helpers;

use std::collections::BTreeMap;

use helpers::column;
use nalgebra::{DMatrix, DVector};
use peil_stats::data::Table;
use peil_stats::fit::{Criterion, Fit, fit, fit_at};
use peil_stats::model::{Formula, Model, RecipeError};
use peil_stats::read::{Level, PredictError, RowPrediction, Unknown};
use peil_stats::simulate::{GrowthSettings, growth};

const FORMULA: &str = "score ~ week + (1 + week | group:client) + (1 + week | group) + (0 + week | group)";
/// Client (3 entries), group (3 entries), group once more (1 entry).
const THETA: [f64; 7] = [1.1, -0.03, 0.07, 0.5, 0.02, 0.04, 0.03];

fn table() -> Table {
    growth(&GrowthSettings { groups: 3, ..GrowthSettings::default() }, 11).unwrap()
}

fn fitted() -> Fit {
    let model = Model::build(&table(), &Formula::parse(FORMULA).unwrap(), &BTreeMap::new()).unwrap();
    fit_at(&model, Criterion::Reml, &THETA).unwrap()
}

/// Weeks, clients and groups of the rows to predict, 0 for somebody new.
fn rows(rows: &[(f64, f64, f64)]) -> Table {
    let table = Table::new().with_number("week", rows.iter().map(|row| row.0).collect()).unwrap();
    let table = table.with_number("client", rows.iter().map(|row| row.1).collect()).unwrap();
    table.with_number("group", rows.iter().map(|row| row.2).collect()).unwrap()
}

/// The marginal model as matrices: everything a prediction can be checked with.
struct Dense {
    y: DVector<f64>,
    x: DMatrix<f64>,
    inverse: DMatrix<f64>,
    sessions: Vec<(f64, f64, f64)>,
    client: DMatrix<f64>,
    group: DMatrix<f64>,
    variance: f64,
}

fn square(theta: &[f64]) -> DMatrix<f64> {
    let lambda = DMatrix::from_row_slice(2, 2, &[theta[0], 0.0, theta[1], theta[2]]);
    &lambda * lambda.transpose()
}

fn dense(sigma: f64) -> Dense {
    let table = table();
    let (week, client, group) = (column(&table, "week"), column(&table, "client"), column(&table, "group"));
    let sessions: Vec<(f64, f64, f64)> = week.iter().zip(&client).zip(&group).map(|((w, c), g)| (*w, *c, *g)).collect();
    let mut of_group = square(&THETA[3..6]);
    of_group[(1, 1)] += THETA[6] * THETA[6];
    let (client, group, variance) = (square(&THETA[..3]) * sigma * sigma, of_group * sigma * sigma, sigma * sigma);
    let n = sessions.len();
    let v = DMatrix::from_fn(n, n, |i, j| {
        let noise = if i == j { variance } else { 0.0 };
        noise + covariance(&client, &group, sessions[i], sessions[j])
    });
    let x = DMatrix::from_fn(n, 2, |i, j| if j == 0 { 1.0 } else { sessions[i].0 });
    let y = DVector::from_vec(column(&table, "score"));
    Dense { y, x, inverse: v.try_inverse().unwrap(), sessions, client, group, variance }
}

/// Covariance of two rows' random parts; clients are numbered within the whole table, 0 is new.
fn covariance(client: &DMatrix<f64>, group: &DMatrix<f64>, a: (f64, f64, f64), b: (f64, f64, f64)) -> f64 {
    let (za, zb) = (DVector::from_vec(vec![1.0, a.0]), DVector::from_vec(vec![1.0, b.0]));
    let same = |x: f64, y: f64, g: &DMatrix<f64>| if x == y && x > 0.0 { za.dot(&(g * &zb)) } else { 0.0 };
    same(a.1, b.1, client) + same(a.2, b.2, group)
}

impl Dense {
    /// (estimate, error variance given β, error variance), by the best linear unbiased predictor's own formula.
    fn predict(&self, row: (f64, f64, f64)) -> (f64, f64, f64) {
        let x = DVector::from_vec(vec![1.0, row.0]);
        let c = DVector::from_vec(
            self.sessions.iter().map(|&session| covariance(&self.client, &self.group, row, session)).collect(),
        );
        let information = (self.x.transpose() * &self.inverse * &self.x).try_inverse().unwrap();
        let beta = &information * self.x.transpose() * &self.inverse * &self.y;
        let estimate = x.dot(&beta) + c.dot(&(&self.inverse * (&self.y - &self.x * &beta)));
        let prior = x.dot(&(&self.client * &x)) + x.dot(&(&self.group * &x));
        let given = prior - c.dot(&(&self.inverse * &c));
        let rest = &x - self.x.transpose() * &self.inverse * &c;
        (estimate, given, given + rest.dot(&(&information * &rest)))
    }
}

fn close(found: f64, expected: f64) {
    assert!((found / expected - 1.0).abs() < 1e-8, "{found} against {expected}");
}

fn check(dense: &Dense, found: &RowPrediction, row: (f64, f64, f64)) {
    let (estimate, given, variance) = dense.predict(row);
    close(found.estimate, estimate);
    close(found.standard_error_given_fixed.powi(2), given);
    close(found.standard_error.powi(2), variance);
    close(found.observation_standard_deviation.powi(2), variance + dense.variance);
}

#[test]
fn known_and_new_clients_and_groups_have_the_dense_prediction_and_error() {
    let fitted = fitted();
    let dense = dense(fitted.residual_standard_deviation());
    let wanted = [(0.0, 1.0, 1.0), (7.5, 3.0, 1.0), (30.0, 0.0, 2.0), (4.0, 0.0, 0.0)];
    let found = fitted.predict(&rows(&wanted), &Level::Named, Unknown::AsNew).unwrap();
    assert_eq!(found.factors, ["group:client", "group"]);
    for (row, found) in wanted.into_iter().zip(&found.rows) {
        let found = found.as_ref().unwrap();
        assert_eq!(found.known, [row.1 > 0.0, row.2 > 0.0]);
        check(&dense, found, row);
    }
}

#[test]
fn a_level_says_whose_value_is_predicted() {
    let fitted = fitted();
    let dense = dense(fitted.residual_standard_deviation());
    let table = rows(&[(6.0, 2.0, 1.0)]);
    let one = |level: &Level| fitted.predict(&table, level, Unknown::Refuse).unwrap().rows[0].clone().unwrap();
    check(&dense, &one(&Level::Given(vec!["group".to_owned()])), (6.0, 0.0, 1.0));
    check(&dense, &one(&Level::New), (6.0, 0.0, 0.0));
    let (new, population) = (one(&Level::New), one(&Level::Population));
    assert!(population.standard_error < new.standard_error && population.standard_error_given_fixed == 0.0);
    close(population.observation_standard_deviation, new.observation_standard_deviation);
    close(population.estimate, new.estimate);
}

#[test]
fn the_rows_the_model_saw_are_predicted_as_any_others() {
    let fitted = fitted();
    let dense = dense(fitted.residual_standard_deviation());
    let found = fitted.predict(&table(), &Level::Named, Unknown::Refuse).unwrap();
    for (row, session) in found.rows.iter().zip(&dense.sessions).step_by(17) {
        check(&dense, row.as_ref().unwrap(), *session);
    }
}

#[test]
fn conditional_covariances_are_those_of_the_dense_algebra() {
    let fitted = fitted();
    let dense = dense(fitted.residual_standard_deviation());
    for term in fitted.term_modes().iter().take(1) {
        for level in (0..term.levels()).step_by(3) {
            let name = term.level(level).unwrap();
            let client: f64 = name.split(':').next_back().unwrap().parse().unwrap();
            let z = DMatrix::from_fn(dense.sessions.len(), 2, |i, j| {
                let session = dense.sessions[i];
                if session.1 != client { 0.0 } else { [1.0, session.0][j] }
            });
            let projected = &z * &dense.client;
            let expected = &dense.client - projected.transpose() * &dense.inverse * &projected;
            for (found, expected) in term.covariances()[level * 4..level * 4 + 4].iter().zip(expected.iter()) {
                close(*found, *expected);
            }
        }
    }
    // The group's own modes: two terms on one factor.
    let (term, other) = (&fitted.term_modes()[1], &fitted.term_modes()[2]);
    let own = [square(&THETA[3..6]) * dense.variance, DMatrix::from_element(1, 1, THETA[6].powi(2) * dense.variance)];
    for level in 0..3 {
        let group = level as f64 + 1.0;
        let z = DMatrix::from_fn(dense.sessions.len(), 2, |i, j| {
            let session = dense.sessions[i];
            if session.2 != group { 0.0 } else { [1.0, session.0][j] }
        });
        for (term, own, columns) in [(term, &own[0], z.columns(0, 2)), (other, &own[1], z.columns(1, 1))] {
            let projected = columns * own;
            let expected = own - projected.transpose() * &dense.inverse * &projected;
            let q = own.nrows();
            let found = &term.covariances()[level * q * q..(level + 1) * q * q];
            found.iter().zip(expected.iter()).for_each(|(found, expected)| close(*found, *expected));
        }
    }
}

#[test]
fn shifting_and_stretching_time_changes_no_prediction() {
    let table = table();
    let stretched = |week: f64| 40_000.0 + 7.0 * week;
    let moved = |table: &Table| {
        let week = column(table, "week").into_iter().map(stretched).collect();
        let mut other = Table::new().with_number("week", week).unwrap();
        for name in table.names().filter(|name| *name != "week") {
            other = other.with_number(name, column(table, name)).unwrap();
        }
        other
    };
    let formula = Formula::parse("score ~ week + (1 + week | group:client) + (1 | group)").unwrap();
    let fitted =
        |table: &Table| fit(&Model::build(table, &formula, &BTreeMap::new()).unwrap(), Criterion::Reml, None).unwrap();
    let wanted = rows(&[(3.0, 2.0, 1.0), (25.0, 0.0, 2.0), (1.0, 0.0, 0.0)]);
    let (plain, other) = (fitted(&table), fitted(&moved(&table)));
    let found = plain.predict(&wanted, &Level::Named, Unknown::AsNew).unwrap();
    let again = other.predict(&moved(&wanted), &Level::Named, Unknown::AsNew).unwrap();
    for (one, two) in found.rows.iter().flatten().zip(again.rows.iter().flatten()) {
        assert!((one.estimate / two.estimate - 1.0).abs() < 1e-6);
        assert!((one.standard_error / two.standard_error - 1.0).abs() < 1e-5);
    }
}

#[test]
fn names_of_levels_may_be_numbers_or_texts() {
    let fitted = fitted();
    let text = |values: [&str; 2]| values.iter().map(|value| Some((*value).to_owned())).collect();
    let table = Table::new().with_number("week", vec![2.0, 2.0]).unwrap();
    let table = table.with_text("client", text(["2", "somebody"])).unwrap();
    let table = table.with_text("group", text(["1", "1"])).unwrap();
    let found = fitted.predict(&table, &Level::Named, Unknown::AsNew).unwrap();
    let by_number = fitted.predict(&rows(&[(2.0, 2.0, 1.0), (2.0, 0.0, 1.0)]), &Level::Named, Unknown::AsNew).unwrap();
    assert_eq!(found, by_number);
}

#[test]
fn what_cannot_be_predicted_is_named() {
    let fitted = fitted();
    let unknown = fitted.predict(&rows(&[(1.0, 1.0, 1.0), (1.0, 99.0, 1.0)]), &Level::Named, Unknown::Refuse);
    let expected = PredictError::UnknownLevel { factor: "group:client".into(), level: "1:99".into(), row: 2 };
    assert_eq!(unknown.unwrap_err(), expected);

    let no_week = Table::new().with_number("client", vec![1.0]).unwrap().with_number("group", vec![1.0]).unwrap();
    let missing = fitted.predict(&no_week, &Level::Named, Unknown::Refuse).unwrap_err();
    assert!(matches!(missing, PredictError::Columns(RecipeError::MissingColumn { column, .. }) if column == "week"));

    let given = Level::Given(vec!["ward".to_owned()]);
    let factor = fitted.predict(&rows(&[(1.0, 1.0, 1.0)]), &given, Unknown::Refuse).unwrap_err();
    assert!(matches!(factor, PredictError::UnknownFactor { factor, .. } if factor == "ward"));

    let gaps = rows(&[(f64::NAN, 1.0, 1.0), (1.0, f64::NAN, 1.0), (1.0, 1.0, 1.0)]);
    let found = fitted.predict(&gaps, &Level::Named, Unknown::Refuse).unwrap().rows;
    assert!(found[0].is_none() && found[1].is_none() && found[2].is_some());
}

#[test]
fn an_interval_is_the_quantile_times_the_standard_deviation() {
    let fitted = fitted();
    let found = fitted.predict(&rows(&[(1.0, 1.0, 1.0)]), &Level::Named, Unknown::Refuse).unwrap();
    let row = found.rows[0].as_ref().unwrap();
    let (lower, upper) = row.interval(0.95, None);
    assert!((upper - row.estimate - 1.959_963_984_540_054 * row.standard_error).abs() < 1e-9);
    let wider = row.observation_interval(0.95, Some(10.0));
    assert!((wider.1 - row.estimate - 2.228_138_851_964_939 * row.observation_standard_deviation).abs() < 1e-7);
    assert!(wider.0 < lower && upper < wider.1);
}
