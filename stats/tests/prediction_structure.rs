//! Predictions where levels cross, are shared or change, and where residuals are correlated or of unequal variance, against
//! the plain n × n algebra.

#![allow(clippy::unwrap_used, clippy::panic)]

mod blup;
mod helpers;

use blup::{Dense, Seen};
use helpers::column;
use peil_stats::data::Table;
use peil_stats::fit::{Criterion, Fit, fit};
use peil_stats::model::{Decay, Formula, Model, ModelOptions, MultipleMembership, Residual, SerialCorrelation};
use peil_stats::read::{Covariates, Level, PredictError, Predictions, Unknown, r_squared};
use peil_stats::simulate::{GrowthSettings, growth};

/// Group, client, week; below 0 for somebody or something new.
type Row = (f64, f64, f64);

fn table(groups: usize) -> Table {
    growth(&GrowthSettings { groups, ..GrowthSettings::default() }, 11).unwrap()
}

fn rows(rows: &[Row]) -> Table {
    let table = Table::new().with_number("group", rows.iter().map(|row| row.0).collect()).unwrap();
    let table = table.with_number("client", rows.iter().map(|row| row.1).collect()).unwrap();
    table.with_number("week", rows.iter().map(|row| row.2).collect()).unwrap()
}

fn seen(table: &Table) -> Vec<Seen<Row>> {
    let (group, client) = (column(table, "group"), column(table, "client"));
    let (week, score) = (column(table, "week"), column(table, "score"));
    let row = |i: usize| Seen { x: vec![1.0, week[i]], y: score[i], row: (group[i], client[i], week[i]) };
    (0..score.len()).map(row).collect()
}

fn fitted(table: &Table, formula: &str, options: &ModelOptions) -> Fit {
    let model = Model::build_with(table, &Formula::parse(formula).unwrap(), options).unwrap();
    fit(&model, Criterion::Reml, None).unwrap()
}

/// The variance of the intercept of a factor.
fn variance(fit: &Fit, factor: &str) -> f64 {
    let random = fit.random();
    let effect = random.iter().find(|effect| effect.factor == factor).unwrap();
    effect.standard_deviations[0].powi(2)
}

fn same(a: f64, b: f64) -> f64 {
    f64::from(u8::from(a == b))
}

fn predict(fit: &Fit, table: &Table) -> Predictions {
    fit.predict(table, &Level::Named, Unknown::AsNew).unwrap()
}

fn check(dense: &Dense<'_, Row>, fit: &Fit, wanted: &[Row], within: f64) {
    let found = predict(fit, &rows(wanted));
    let means = fit.predict_means(&rows(wanted), &Level::Named, Unknown::AsNew).unwrap();
    for ((row, found), mean) in wanted.iter().zip(&found.rows).zip(means) {
        let found = found.as_ref().unwrap();
        dense.check(found, &[1.0, row.2], row, within);
        assert!((mean.unwrap() - found.estimate).abs() < 1e-10 * found.estimate.abs());
    }
}

#[test]
fn a_new_session_of_a_known_group_and_client_is_crossed() {
    let table = table(3);
    let fit = fitted(&table, "score ~ week + (1 | client) + (1 | group:week)", &ModelOptions::default());
    let (client, session) = (variance(&fit, "client"), variance(&fit, "group:week"));
    let square = fit.residual_standard_deviation().powi(2);
    let seen = seen(&table);
    let random =
        |a: &Row, b: &Row| client * same(a.1, b.1) + session * same(a.0, b.0) * f64::from(u8::from(a.2 == b.2));
    let residual = |a: &Row, b: &Row| if std::ptr::eq(a, b) { square } else { 0.0 };
    let dense = Dense::new(&seen, &random, &residual);
    check(&dense, &fit, &[(1.0, 1.0, 3.0), (1.0, 2.0, 99.0), (2.0, -1.0, 4.0), (-1.0, -1.0, 1.0)], 1e-8);
}

#[test]
fn somebody_who_moved_takes_the_new_groups_effect() {
    let table = table(3);
    let fit = fitted(&table, "score ~ week + (1 + week | client) + (1 | group)", &ModelOptions::default());
    let effect = &fit.random()[0];
    let (a, b, r) = (effect.standard_deviations[0], effect.standard_deviations[1], effect.correlations[0][1]);
    let (group, square) = (variance(&fit, "group"), fit.residual_standard_deviation().powi(2));
    let seen = seen(&table);
    let random = |x: &Row, y: &Row| {
        let own = a * a + r * a * b * (x.2 + y.2) + b * b * x.2 * y.2;
        own * same(x.1, y.1) + group * same(x.0, y.0)
    };
    let residual = |a: &Row, b: &Row| if std::ptr::eq(a, b) { square } else { 0.0 };
    let dense = Dense::new(&seen, &random, &residual);
    check(&dense, &fit, &[(2.0, 1.0, 3.0), (-1.0, 2.0, 5.0), (1.0, 1.0, 8.0), (3.0, -1.0, 8.0)], 1e-7);
}

/// Client i attends the modules i mod 4 and i mod 3 (+ 4), the first with twice the weight; client 1 none.
fn attendance(client: f64) -> Vec<(f64, f64)> {
    if client <= 1.0 { Vec::new() } else { vec![(client % 4.0 + 1.0, 2.0 / 3.0), (client % 3.0 + 5.0, 1.0 / 3.0)] }
}

#[test]
fn members_of_several_modules_share_their_effects() {
    let table = table(5);
    let entry = |client: u32| {
        let name = move |(module, weight): (f64, f64)| (client.to_string(), format!("m{module}"), weight);
        attendance(f64::from(client)).into_iter().map(name)
    };
    // Client 500 has attended modules but has no score yet.
    let entries = (1..60).chain([500]).flat_map(entry).collect();
    let modules = MultipleMembership { factor: "module".to_owned(), by: "client".to_owned(), entries };
    let options = ModelOptions { memberships: vec![modules], ..ModelOptions::default() };
    let fit = fitted(&table, "score ~ week + (1 | client) + (1 + week | module)", &options);
    let client = variance(&fit, "client");
    let random_effects = fit.random();
    let module = random_effects.iter().find(|effect| effect.factor == "module").unwrap();
    let (a, b) = (module.standard_deviations[0], module.standard_deviations[1]);
    let covariance = if module.correlations[0][1].is_nan() { 0.0 } else { module.correlations[0][1] * a * b };
    let square = fit.residual_standard_deviation().powi(2);
    let seen = seen(&table);
    let random = |x: &Row, y: &Row| {
        let own = a * a + covariance * (x.2 + y.2) + b * b * x.2 * y.2;
        let (left, right) = (attendance(x.1), attendance(y.1));
        let pairs = left.iter().flat_map(|m| right.iter().map(move |o| if m.0 == o.0 { m.1 * o.1 } else { 0.0 }));
        client * same(x.1, y.1) + own * pairs.sum::<f64>()
    };
    let residual = |a: &Row, b: &Row| if std::ptr::eq(a, b) { square } else { 0.0 };
    let dense = Dense::new(&seen, &random, &residual);
    let wanted = [(1.0, 1.0, 2.0), (1.0, 4.0, 7.0), (1.0, 500.0, 3.0)];
    check(&dense, &fit, &wanted, 1e-6);
    let known: Vec<Vec<bool>> = predict(&fit, &rows(&wanted)).rows.into_iter().map(|row| row.unwrap().known).collect();
    let module_first = fit.factors()[0].0 == "module";
    let expected = [(true, false), (true, true), (false, true)];
    for (known, (client, module)) in known.into_iter().zip(expected) {
        assert_eq!(known, if module_first { [module, client] } else { [client, module] });
    }
}

/// Late weeks are a stratum of their own; `at` of the serial correlation's decay in time.
fn with_strata(table: &Table) -> Table {
    let name = |week: f64| Some(if week < 6.0 { "early" } else { "late" }.to_owned());
    let strata = column(table, "week").into_iter().map(name).collect();
    table.clone().with_text("phase", strata).unwrap()
}

#[test]
fn the_last_residuals_speak_of_the_next_one() {
    let table = with_strata(&table(4));
    for formula in ["score ~ week + (1 | group/client)", "score ~ week + (1 | client) + (1 | group:week)"] {
        let correlation =
            SerialCorrelation { decay: Decay::Car1, time: Some("week".into()), within: vec!["client".into()] };
        let residual = Residual { correlation: Some(correlation), strata: vec!["phase".into()] };
        let fit = fitted(&table, formula, &ModelOptions { residual, ..ModelOptions::default() });
        let estimate = fit.residual().unwrap();
        let phi = estimate.correlation.unwrap().1;
        let late = estimate.variance[1].1;
        let square = fit.residual_standard_deviation().powi(2);
        let ratio = |week: f64| if week < 6.0 { 1.0 } else { late };
        let residual = |a: &Row, b: &Row| {
            let decay = if std::ptr::eq(a, b) { 1.0 } else { same(a.1, b.1) * phi.powf((a.2 - b.2).abs()) };
            square * decay * ratio(a.2) * ratio(b.2)
        };
        let random_nested = |a: &Row, b: &Row| {
            variance(&fit, "group") * same(a.0, b.0) + variance(&fit, "group:client") * same(a.0, b.0) * same(a.1, b.1)
        };
        let random_crossed = |a: &Row, b: &Row| {
            let together = same(a.0, b.0) * f64::from(u8::from(a.2 == b.2));
            variance(&fit, "client") * same(a.1, b.1) + variance(&fit, "group:week") * together
        };
        let seen = seen(&table);
        let nested = formula.contains('/');
        let dense = if nested {
            Dense::new(&seen, &random_nested, &residual)
        } else {
            Dense::new(&seen, &random_crossed, &residual)
        };
        // After the last row, between two, before the first, at one that was seen, somebody new, somebody who moved.
        let wanted = [
            (1.0, 2.0, 40.5),
            (1.0, 2.0, 1.5),
            (1.0, 2.0, -0.5),
            (1.0, 2.0, 1.0),
            (1.0, -1.0, 7.0),
            (-1.0, -1.0, 2.0),
            (2.0, 2.0, 41.0),
        ];
        let found = predict(&fit, &with_strata(&rows(&wanted)));
        for (row, found) in wanted.iter().zip(&found.rows) {
            dense.check(found.as_ref().unwrap(), &[1.0, row.2], row, 1e-6);
        }
        let next = fit.next_session(&with_strata(&rows(&wanted)), Unknown::AsNew, None).unwrap();
        for (next, found) in next.iter().flatten().zip(found.rows.iter().flatten()) {
            assert_eq!((next.mean, next.standard_deviation), (found.observation, found.observation_standard_deviation));
        }
        let new = fit.predict(&with_strata(&rows(&wanted)), &Level::New, Unknown::Refuse).unwrap();
        assert!(new.rows.iter().flatten().all(|row| row.observation == row.estimate));
    }
}

#[test]
fn without_times_a_new_row_follows_the_last_one() {
    let table = table(4);
    let serial = |time: Option<&str>| SerialCorrelation {
        decay: Decay::Ar1,
        time: time.map(str::to_owned),
        within: vec!["client".into()],
    };
    let of = |time| {
        let residual = Residual { correlation: Some(serial(time)), strata: Vec::new() };
        fitted(&table, "score ~ week + (1 | client)", &ModelOptions { residual, ..ModelOptions::default() })
    };
    let fit = of(None);
    let client = 2.0;
    let own: Vec<Seen<Row>> = seen(&table).into_iter().filter(|seen| seen.row.1 == client).collect();
    let last = own.last().unwrap();
    let phi = fit.residual().unwrap().correlation.unwrap().1;
    let wanted = [(1.0, client, 50.0), (1.0, client, 50.0), last.row];
    let found: Vec<_> = predict(&fit, &rows(&wanted)).rows.into_iter().flatten().collect();
    let residual = last.y - found[2].estimate;
    for (found, power) in found.iter().zip([1, 2, 3]) {
        let expected = found.estimate + phi.powi(power) * residual;
        assert!((found.observation - expected).abs() < 1e-9 * expected.abs());
    }
    let by_week = of(Some("week"));
    let between = by_week.predict(&rows(&[(1.0, client, 50.5)]), &Level::Named, Unknown::AsNew).unwrap_err();
    assert_eq!(between, PredictError::BetweenSteps { column: "week".into(), row: 1 });
}

#[test]
fn an_unknown_stratum_has_a_mean_but_no_observation() {
    let table = with_strata(&table(4));
    let residual = Residual { correlation: None, strata: vec!["phase".into()] };
    let options = ModelOptions { residual, ..ModelOptions::default() };
    let fit = fitted(&table, "score ~ week + (1 | client)", &options);
    let new = rows(&[(1.0, 1.0, 2.0)]).with_text("phase", vec![Some("after".to_owned())]).unwrap();
    let error = fit.predict(&new, &Level::Named, Unknown::Refuse).unwrap_err();
    assert!(matches!(&error, PredictError::UnknownStratum { stratum, row: 1, .. } if stratum == "after"));
    assert!(fit.predict_means(&new, &Level::Named, Unknown::Refuse).unwrap()[0].is_some());
    // The residual variance of the shares is the mean over the rows.
    let ratio = fit.residual().unwrap().variance[1].1;
    let weeks = column(&table, "week");
    let late = weeks.iter().filter(|week| **week >= 6.0).count() as f64 / weeks.len() as f64;
    let expected = fit.residual_standard_deviation().powi(2) * (1.0 - late + late * ratio * ratio);
    let shares = fit.variance_shares(Covariates::Zero).unwrap();
    assert!((shares.residual / expected - 1.0).abs() < 1e-9);
    assert!((shares.residual_share - expected / (expected + variance(&fit, "client"))).abs() < 1e-9);
    assert!((r_squared(&fit).unwrap().residual_variance / expected - 1.0).abs() < 1e-9);
}

#[test]
fn averages_are_weighted_as_the_rows_are() {
    let table = table(4);
    let week = column(&table, "week");
    let weights: Vec<f64> = week.iter().map(|week| 1.0 + (week * 7.0) % 5.0).collect();
    let total: f64 = weights.iter().sum();
    let table = table.with_number("w", weights.clone()).unwrap();
    let options = ModelOptions { weights: Some("w".to_owned()), ..ModelOptions::default() };
    for formula in ["score ~ 0 + week + (0 + week | client)", "score ~ week + (0 + week | client) + (1 | group:week)"] {
        let fit = fitted(&table, formula, &options);
        let square = weights.iter().zip(&week).map(|(w, week)| w * week * week).sum::<f64>() / total;
        let slope = fit.random().into_iter().find(|effect| effect.factor == "client").unwrap();
        let share = fit.average_variance_shares().terms.into_iter().find(|term| term.factor == "client").unwrap();
        assert!((share.variance / (square * slope.standard_deviations[0].powi(2)) - 1.0).abs() < 1e-9, "{formula}");
    }
}

#[test]
fn neither_names_nor_the_order_of_rows_change_a_prediction() {
    let table = table(6);
    let n = table.rows();
    // 7919 is a prime: the rows in another order.
    let order: Vec<usize> = (0..n).map(|i| (i * 7919 + 13) % n).collect();
    let renamed = |value: f64| format!("x{}", (value * 37.0) % 101.0);
    let other = |table: &Table, order: &[usize]| {
        let take = |name: &str| order.iter().map(|&row| column(table, name)[row]).collect::<Vec<f64>>();
        let text = |name: &str| take(name).into_iter().map(|value| Some(renamed(value))).collect();
        let mut moved = Table::new().with_text("group", text("group")).unwrap();
        moved = moved.with_text("client", text("client")).unwrap().with_number("week", take("week")).unwrap();
        if table.column("score").is_some() { moved.with_number("score", take("score")).unwrap() } else { moved }
    };
    for formula in ["score ~ week + (1 + week | group/client)", "score ~ week + (1 | client) + (1 | group:week)"] {
        let plain = fitted(&table, formula, &ModelOptions::default());
        let moved = fitted(&other(&table, &order), formula, &ModelOptions::default());
        let (one, two) = (predict(&plain, &table), predict(&moved, &other(&table, &order)));
        for (place, &row) in order.iter().enumerate() {
            let (a, b) = (one.rows[row].as_ref().unwrap(), two.rows[place].as_ref().unwrap());
            assert!((a.estimate / b.estimate - 1.0).abs() < 1e-6, "{formula}: {} {}", a.estimate, b.estimate);
            assert!((a.standard_error / b.standard_error - 1.0).abs() < 1e-5);
        }
        // In the same fit the order of the table asked for changes nothing at all.
        let found = predict(&moved, &other(&table, &(0..n).collect::<Vec<_>>()));
        for (place, &row) in order.iter().enumerate() {
            assert_eq!(found.rows[row], two.rows[place]);
        }
    }
}
