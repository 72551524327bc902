//! Data that break careless programs.

#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;

use peil_stats::data::{Table, TableError};
use peil_stats::fit::{Criterion, Fit, FitError, Status, criterion_at, fit};
use peil_stats::model::{Formula, Model, ModelError};
use peil_stats::simulate::{GrowthSettings, growth};

fn built(table: &Table, formula: &str) -> Result<Model, ModelError> {
    Model::build(table, &Formula::parse(formula).unwrap(), &BTreeMap::new())
}

fn fitted(table: &Table, formula: &str) -> Fit {
    fit(&built(table, formula).unwrap(), Criterion::Reml, None).unwrap()
}

/// Clients of 5 sessions, two a group unless told otherwise; a deterministic wobble instead of noise.
fn small(clients: usize, a_group: usize, change: impl Fn(f64) -> f64) -> Table {
    let n = clients * 5;
    let wobble = |i: usize| ((i * 7919 + 13) % 101) as f64 / 101.0 - 0.5;
    let client = |i: usize| i / 5;
    let column = |value: &dyn Fn(usize) -> f64| (0..n).map(value).collect::<Vec<f64>>();
    let deviation = |c: usize| 6.0 * wobble(3 * c + 1);
    let score = |i: usize| change(20.0 - (i % 5) as f64 + deviation(client(i)) + 3.0 * wobble(i));
    Table::new()
        .with_number("client", column(&|i| client(i) as f64))
        .unwrap()
        .with_number("group", column(&|i| (client(i) / a_group) as f64))
        .unwrap()
        .with_number("week", column(&|i| (i % 5) as f64))
        .unwrap()
        .with_number("twice", column(&|i| 2.0 * (i % 5) as f64))
        .unwrap()
        .with_number("one", vec![1.0; n])
        .unwrap()
        .with_number("zero", column(&|i| (i % 5) as f64 * 0.0))
        .unwrap()
        .with_number("score", column(&score))
        .unwrap()
}

#[test]
fn a_million_points_more_change_nothing_but_the_intercept() {
    let plain = fitted(&small(12, 3, |y| y), "score ~ week + (week | client)");
    let moved = fitted(&small(12, 3, |y| y + 1e6), "score ~ week + (week | client)");
    assert!((plain.minus_two_log_likelihood() - moved.minus_two_log_likelihood()).abs() < 1e-6);
    let (a, b) = (&plain.fixed()[0], &moved.fixed()[0]);
    assert!((b.estimate - a.estimate - 1e6).abs() < 1e-6 * a.standard_error.max(1.0));
}

#[test]
fn time_in_days_since_1970_gives_the_same_slope() {
    let table = small(12, 3, |y| y);
    let plain = fitted(&table, "score ~ week + (week | client)");
    let days = fitted(&table, "score ~ I(19000 + 7 * week) + (I(19000 + 7 * week) | client)");
    let expected = plain.minus_two_log_likelihood() + 2.0 * 7.0_f64.ln();
    assert!((days.minus_two_log_likelihood() - expected).abs() < 1e-6);
    let (a, b) = (&plain.fixed()[1], &days.fixed()[1]);
    assert!((b.estimate * 7.0 - a.estimate).abs() < 1e-6 * a.standard_error);
    assert_eq!(b.term, "I(19000 + 7 * week)");
    assert_eq!(plain.status(), days.status());
}

#[test]
fn one_client_a_group_ends_without_a_false_alarm() {
    let found = fitted(&small(10, 1, |y| y), "score ~ week + (1 | group/client)");
    let alone = fitted(&small(10, 1, |y| y), "score ~ week + (1 | client)");
    assert!((found.minus_two_log_likelihood() - alone.minus_two_log_likelihood()).abs() < 1e-6);
    assert_ne!(found.status(), Status::NotConverged, "{:?} {:?}", found.evidence(), found.theta());
}

#[test]
fn one_session_a_client_is_refused_with_the_reason() {
    let table = small(10, 2, |y| y);
    let client: Vec<f64> = (0..50).map(f64::from).collect();
    let table = table.with_number("visit", client).unwrap();
    let error = built(&table, "score ~ week + (1 | visit)").unwrap_err();
    assert!(matches!(error, ModelError::TooManyEffects { effects: 50, rows: 50, .. }));
}

#[test]
fn a_constant_response_is_refused() {
    for constant in [0.0, 5.0, 1e6] {
        assert_eq!(built(&small(6, 2, |_| constant), "score ~ week + (1 | client)"), Err(ModelError::NoVariation));
    }
}

#[test]
fn collinear_columns_are_left_out_and_named() {
    let model = built(&small(12, 3, |y| y), "score ~ week + twice + one + zero + (1 | client)").unwrap();
    assert_eq!(model.fixed_dropped(), ["twice", "one", "zero"]);
    let plain = fitted(&small(12, 3, |y| y), "score ~ week + (1 | client)");
    let found = fit(&model, Criterion::Reml, None).unwrap();
    assert!((plain.minus_two_log_likelihood() - found.minus_two_log_likelihood()).abs() < 1e-9);
}

#[test]
fn infinite_and_undefined_values_are_refused_with_their_row() {
    let error = Table::new().with_number("score", vec![1.0, f64::NEG_INFINITY]).unwrap_err();
    assert!(matches!(error, TableError::Infinite { row: 2, .. }));
    let error = built(&small(6, 2, |y| y), "score ~ log(week) + (1 | client)").unwrap_err();
    assert!(matches!(error, ModelError::NotFinite { row: 1, .. }), "{error}");
}

#[test]
fn missing_rows_are_dropped_and_counted() {
    let table = small(6, 2, |y| if y > 22.0 { f64::NAN } else { y });
    let found = fitted(&table, "score ~ week + (1 | client)");
    assert!(found.rows_dropped() > 0);
    assert_eq!(found.rows_dropped() + found.observations(), table.rows());
}

#[test]
fn no_variance_between_groups_is_an_exact_zero_and_no_failure() {
    // Every group holds the same scores: their variance is zero beyond doubt.
    let n = 40;
    let column = |value: &dyn Fn(usize) -> f64| (0..n).map(value).collect::<Vec<f64>>();
    let table = Table::new()
        .with_number("group", column(&|i| (i / 10) as f64))
        .unwrap()
        .with_number("score", column(&|i| (i % 10) as f64))
        .unwrap();
    let found = fitted(&table, "score ~ 1 + (1 | group)");
    assert_eq!(found.status(), Status::OnBoundary);
    assert_eq!(found.theta(), [0.0]);
    assert_eq!(found.random()[0].standard_deviations, [0.0]);
    assert_eq!(found.evidence().boundary[0].rank, 0);
}

#[test]
fn extreme_theta_is_evaluated_or_refused_but_never_nonsense() {
    let table = growth(&GrowthSettings { groups: 6, ..GrowthSettings::default() }, 5).unwrap();
    let model = built(&table, "score ~ week + (week | group/client)").unwrap();
    let at = |theta: &[f64]| criterion_at(&model, Criterion::Reml, theta);
    let none = at(&[0.0; 6]).unwrap();
    assert!((at(&[1e-9, 0.0, 1e-9, 1e-9, 0.0, 1e-9]).unwrap() - none).abs() < 1e-6);
    for theta in [[1e9, 0.0, 1e9, 1.0, 0.0, 1.0], [1.0, 0.9999, 0.014, 1.0, -0.9999, 0.014]] {
        match at(&theta) {
            Ok(value) => assert!(value.is_finite()),
            Err(error) => assert_eq!(error, FitError::NotPositiveDefinite),
        }
    }
    assert_eq!(at(&[1.0]), Err(FitError::ThetaLength { expected: 6, found: 1 }));
    let nan = [1.0, 0.0, f64::NAN, 1.0, 0.0, 1.0];
    assert_eq!(at(&nan), Err(FitError::ThetaNotFinite { index: 3 }));
}

#[test]
fn a_week_that_never_changes_within_a_client_still_fits() {
    let table = small(15, 3, |y| y);
    let constant: Vec<f64> = (0..75).map(|i| f64::from(i / 5 % 4)).collect();
    let table = table.with_number("phase", constant).unwrap();
    let found = fitted(&table, "score ~ phase + (1 + phase | client)");
    assert!(found.minus_two_log_likelihood().is_finite());
}

#[test]
fn a_theta_beyond_all_data_is_refused_by_its_place() {
    let model = built(&small(12, 3, |y| y), "score ~ 1 + (1 | client)").unwrap();
    let error = criterion_at(&model, Criterion::Reml, &[1e155]).unwrap_err();
    assert_eq!(error, FitError::ThetaTooLarge { index: 1, value: 1e155 });
}
