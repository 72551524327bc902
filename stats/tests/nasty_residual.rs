//! Hard cases of correlated residuals, session effects and memberships: a right answer or an error that names the place.

#![allow(clippy::unwrap_used, clippy::panic)]

use nalgebra::{DMatrix, DVector};
use peil_stats::data::{Column, Table};
use peil_stats::fit::{Criterion, Fit, FitError, Status, criterion_at, fit};
use peil_stats::model::{
    Decay, Formula, Model, ModelError, ModelOptions, MultipleMembership, Residual, SerialCorrelation,
};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// What a simulated world has.
struct World {
    groups: usize,
    clients: usize,
    sessions: usize,
    /// Standard deviations between groups, clients, sessions of a group, and of the residual.
    spread: [f64; 4],
    /// Residual correlation of two sessions that follow each other.
    phi: f64,
}

fn normal(random: &mut ChaCha8Rng) -> f64 {
    let (a, b): (f64, f64) = (random.random::<f64>(), random.random());
    (-2.0 * (1.0 - a).ln()).sqrt() * (std::f64::consts::TAU * b).cos()
}

impl World {
    fn table(&self, seed: u64) -> Table {
        let mut random = ChaCha8Rng::seed_from_u64(seed);
        let [between_groups, between_clients, between_sessions, residual] = self.spread;
        let mut columns: [Vec<f64>; 4] = Default::default();
        for group in 0..self.groups {
            let own = between_groups * normal(&mut random);
            let evenings: Vec<f64> = (0..self.sessions).map(|_| between_sessions * normal(&mut random)).collect();
            for client in 0..self.clients {
                let level = own + between_clients * normal(&mut random);
                let mut e = residual * normal(&mut random);
                for (week, evening) in evenings.iter().enumerate() {
                    let values =
                        [group as f64, (group * self.clients + client) as f64, week as f64, 50.0 + level + evening + e];
                    columns.iter_mut().zip(values).for_each(|(column, value)| column.push(value));
                    let fresh = (1.0 - self.phi * self.phi).sqrt() * residual * normal(&mut random);
                    e = self.phi * e + fresh;
                }
            }
        }
        let [group, client, week, score] = columns;
        let table = Table::new().with_number("group", group).unwrap().with_number("client", client).unwrap();
        table.with_number("week", week).unwrap().with_number("score", score).unwrap()
    }
}

fn serial(decay: Decay, time: Option<&str>) -> ModelOptions {
    let correlation = SerialCorrelation { decay, time: time.map(str::to_owned), within: vec!["client".to_owned()] };
    ModelOptions {
        residual: Residual { correlation: Some(correlation), strata: Vec::new() },
        ..ModelOptions::default()
    }
}

fn built(table: &Table, formula: &str, options: &ModelOptions) -> Result<Model, ModelError> {
    Model::build_with(table, &Formula::parse(formula).unwrap(), options)
}

fn fitted(table: &Table, formula: &str, options: &ModelOptions) -> Fit {
    fit(&built(table, formula, options).unwrap(), Criterion::Reml, None).unwrap()
}

fn phi(fit: &Fit) -> f64 {
    fit.residual().unwrap().correlation.unwrap().1
}

fn finite(fit: &Fit) -> bool {
    let estimates = fit.theta().into_iter().chain(fit.fixed_estimates());
    estimates.chain([fit.minus_two_log_likelihood(), fit.residual_standard_deviation()]).all(f64::is_finite)
}

#[test]
fn the_evening_and_the_memory_of_a_client_are_found_together() {
    let world = World { groups: 40, clients: 8, sessions: 15, spread: [3.0, 8.0, 4.0, 6.0], phi: 0.5 };
    let found = fitted(
        &world.table(1),
        "score ~ week + (1 | group/client) + (1 | group:week)",
        &serial(Decay::Car1, Some("week")),
    );
    assert!((phi(&found) - 0.5).abs() < 0.06, "{}", phi(&found));
    let (low, high) = found.residual_intervals()[0];
    assert!(low < 0.5 && 0.5 < high && high - low < 0.15, "{low} {high}");
    let spread = |factor: &str| {
        let random = found.random();
        random.iter().find(|effect| effect.factor == factor).unwrap().standard_deviations[0]
    };
    assert!((spread("group:week") - 4.0).abs() < 0.5, "{}", spread("group:week"));
    assert!((spread("group:client") - 8.0).abs() < 1.2, "{}", spread("group:client"));
}

#[test]
fn a_correlation_of_zero_gives_the_criterion_of_independent_residuals() {
    let world = World { groups: 12, clients: 6, sessions: 10, spread: [3.0, 8.0, 0.0, 6.0], phi: 0.0 };
    let table = world.table(2);
    let plain = fitted(&table, "score ~ week + (1 | group/client)", &ModelOptions::default());
    let found = fitted(&table, "score ~ week + (1 | group/client)", &serial(Decay::Ar1, Some("week")));
    assert!(phi(&found).abs() < 0.15, "{}", phi(&found));
    let gain = plain.minus_two_log_likelihood() - found.minus_two_log_likelihood();
    assert!((0.0..6.0).contains(&gain), "{gain}");
    assert_eq!(found.parameters(), plain.parameters() + 1);
}

#[test]
fn the_unit_of_time_changes_phi_and_nothing_else() {
    let world = World { groups: 10, clients: 6, sessions: 12, spread: [3.0, 8.0, 0.0, 6.0], phi: 0.6 };
    let weeks = world.table(3);
    let Some(peil_stats::data::Column::Number(values)) = weeks.column("week") else { panic!("no weeks") };
    let days = weeks.clone().with_number("day", values.iter().map(|week| 7.0 * week).collect()).unwrap();
    let formula = "score ~ week + (1 | group/client)";
    let by_week = fitted(&days, formula, &serial(Decay::Car1, Some("week")));
    let by_day = fitted(&days, formula, &serial(Decay::Car1, Some("day")));
    assert!((by_week.minus_two_log_likelihood() - by_day.minus_two_log_likelihood()).abs() < 1e-7);
    assert!((phi(&by_day).powi(7) - phi(&by_week)).abs() < 1e-5);
    // Of a century and of a second: over one of them the correlation is too small a number, or too near to one.
    let (_, over_a_week) = by_week.residual().unwrap().median.unwrap();
    for unit in [5_218.0, 1.0 / 604_800.0] {
        let days = weeks.clone().with_number("when", values.iter().map(|week| week / unit).collect()).unwrap();
        let found = fitted(&days, formula, &serial(Decay::Car1, Some("when")));
        let gain = by_week.minus_two_log_likelihood() - found.minus_two_log_likelihood();
        assert!(gain.abs() < 1e-7, "{unit} {gain}");
        let (distance, correlation) = found.residual().unwrap().median.unwrap();
        assert!((distance * unit - 1.0).abs() < 1e-9 && (correlation - over_a_week).abs() < 1e-5, "{correlation}");
        assert!((found.fixed()[1].standard_error / by_week.fixed()[1].standard_error - 1.0).abs() < 1e-5);
    }
}

#[test]
fn a_variance_of_its_own_for_each_of_many_clients_is_found() {
    let world = World { groups: 12, clients: 8, sessions: 8, spread: [2.0, 0.0, 0.0, 3.0], phi: 0.0 };
    let strata = Residual { correlation: None, strata: vec!["client".to_owned()] };
    let options = ModelOptions { residual: strata, ..ModelOptions::default() };
    let found = fitted(&world.table(6), "score ~ week + (1 | group)", &options);
    let evidence = found.evidence();
    assert_ne!(found.status(), Status::NotConverged, "{evidence:?}");
    // Most of them are for the curvature by 95 ratios, twice.
    assert!(evidence.evaluations < 1_000, "{evidence:?}");
}

#[test]
fn more_strata_than_rows_can_tell_are_refused() {
    let world = World { groups: 6, clients: 5, sessions: 6, spread: [2.0, 4.0, 0.0, 3.0], phi: 0.0 };
    let table = world.table(4);
    let each = (0..table.rows()).map(|row| row as f64).collect();
    let table = table.with_number("row", each).unwrap();
    let refused = built(&table, "score ~ week + (1 | group)", &by("row")).unwrap_err();
    assert!(refused.to_string().contains("180 strata of 180 rows"), "{refused}");
}

#[test]
fn the_order_of_the_rows_does_not_matter_where_time_is_named() {
    let world = World { groups: 8, clients: 5, sessions: 9, spread: [3.0, 8.0, 0.0, 6.0], phi: 0.4 };
    let table = world.table(4);
    let mut order: Vec<usize> = (0..table.rows()).collect();
    let mut random = ChaCha8Rng::seed_from_u64(9);
    for at in (1..order.len()).rev() {
        order.swap(at, random.random_range(0..=at));
    }
    let mut shuffled = Table::new();
    for name in ["group", "client", "week", "score"] {
        let Some(peil_stats::data::Column::Number(values)) = table.column(name) else { panic!("{name}") };
        shuffled = shuffled.with_number(name, order.iter().map(|&row| values[row]).collect()).unwrap();
    }
    let formula = "score ~ week + (1 | group/client)";
    let (a, b) = (
        fitted(&table, formula, &serial(Decay::Car1, Some("week"))),
        fitted(&shuffled, formula, &serial(Decay::Car1, Some("week"))),
    );
    assert!((a.minus_two_log_likelihood() - b.minus_two_log_likelihood()).abs() < 1e-8);
    assert!((phi(&a) - phi(&b)).abs() < 1e-6);
}

#[test]
fn two_sessions_a_client_end_in_numbers() {
    // A random intercept and a correlation cannot be told apart: any of their mixtures is as likely.
    let world = World { groups: 10, clients: 6, sessions: 2, spread: [3.0, 8.0, 0.0, 6.0], phi: 0.3 };
    for decay in [Decay::Ar1, Decay::Car1] {
        let found = fitted(&world.table(5), "score ~ week + (1 | client)", &serial(decay, Some("week")));
        assert!(finite(&found), "{:?} {:?}", found.theta(), found.residual());
    }
}

#[test]
fn a_correlation_near_one_ends_in_numbers() {
    let world = World { groups: 10, clients: 6, sessions: 12, spread: [1.0, 0.0, 0.0, 6.0], phi: 0.999 };
    let found = fitted(&world.table(6), "score ~ week + (1 | client)", &serial(Decay::Car1, Some("week")));
    assert!(finite(&found) && phi(&found) > 0.8, "{:?} {:?}", found.theta(), found.residual());
}

#[test]
fn times_that_repeat_and_times_between_whole_numbers_are_refused_with_their_rows() {
    let table = Table::new()
        .with_number("client", vec![1.0, 1.0, 1.0, 2.0, 2.0, 2.0])
        .unwrap()
        .with_number("week", vec![0.0, 1.0, 1.0, 0.0, 1.5, 3.0])
        .unwrap()
        .with_number("score", vec![3.0, 4.0, 6.0, 2.0, 9.0, 7.0])
        .unwrap();
    let error = built(&table, "score ~ week + (1 | client)", &serial(Decay::Car1, Some("week"))).unwrap_err();
    assert_eq!(error, ModelError::SameTime { column: "week".to_owned(), first: 2, second: 3 });
    let mut apart = Table::new().with_number("week", vec![0.0, 1.0, 2.0, 0.0, 1.5, 3.0]).unwrap();
    apart = apart.with_number("client", vec![1.0, 1.0, 1.0, 2.0, 2.0, 2.0]).unwrap();
    apart = apart.with_number("score", vec![3.0, 4.0, 6.0, 2.0, 9.0, 7.0]).unwrap();
    let error = built(&apart, "score ~ week + (1 | client)", &serial(Decay::Ar1, Some("week"))).unwrap_err();
    assert!(matches!(error, ModelError::TimeNotWhole { row: 5 | 6, .. }), "{error}");
}

#[test]
fn what_the_options_name_must_be_there_and_say_something() {
    let world = World { groups: 5, clients: 4, sessions: 6, spread: [3.0, 8.0, 0.0, 6.0], phi: 0.0 };
    let table = world.table(7);
    let unknown = built(&table, "score ~ week + (1 | client)", &serial(Decay::Car1, Some("day"))).unwrap_err();
    assert!(matches!(&unknown, ModelError::UnknownOptionColumn { name, .. } if name == "day"));
    let residual = |strata: &str| ModelOptions {
        residual: Residual { correlation: None, strata: vec![strata.to_owned()] },
        ..ModelOptions::default()
    };
    let same = table.clone().with_number("site", vec![1.0; table.rows()]).unwrap();
    let error = built(&same, "score ~ week + (1 | client)", &residual("site")).unwrap_err();
    assert_eq!(error, ModelError::OneStratum { columns: "site".to_owned() });
    let model = built(&table, "score ~ week + (1 | client)", &residual("week")).unwrap();
    assert_eq!(criterion_at(&model, Criterion::Reml, &[1.0]), Err(FitError::ResidualAtTheta));
}

#[test]
fn memberships_that_add_up_to_nothing_or_to_more_than_one_are_taken_as_they_are() {
    let world = World { groups: 12, clients: 6, sessions: 4, spread: [3.0, 8.0, 0.0, 6.0], phi: 0.0 };
    let table = world.table(8);
    let module = |client: usize, at: usize| format!("m{}", (client * 7 + at * 3) % 9);
    // Every third client belongs to nothing, one has a weight of zero, others more than one in all.
    let entries = |share: f64| {
        let clients = (0..72).filter(|client| client % 3 != 0);
        let two = |client: usize| (0..2).map(move |at| (client.to_string(), module(client, at), share));
        let mut all: Vec<(String, String, f64)> = clients.flat_map(two).collect();
        all[0].2 = 0.0;
        all.sort_by(|a, b| (&a.0, &a.1).cmp(&(&b.0, &b.1)));
        all.dedup_by(|b, a| a.0 == b.0 && a.1 == b.1);
        all
    };
    let options = |share: f64| ModelOptions {
        memberships: vec![MultipleMembership {
            factor: "module".to_owned(),
            by: "client".to_owned(),
            entries: entries(share),
        }],
        ..ModelOptions::default()
    };
    let formula = "score ~ week + (1 | client) + (1 | module)";
    let (half, whole) = (fitted(&table, formula, &options(0.5)), fitted(&table, formula, &options(1.0)));
    // Twice the weight is half the standard deviation, and the same likelihood.
    assert!((half.minus_two_log_likelihood() - whole.minus_two_log_likelihood()).abs() < 1e-7);
    let sd = |fit: &Fit| fit.random().iter().find(|e| e.factor == "module").unwrap().standard_deviations[0];
    assert!((sd(&half) - 2.0 * sd(&whole)).abs() < 1e-4 * sd(&half).max(1e-3), "{} {}", sd(&half), sd(&whole));
    let mut wrong = options(0.5);
    wrong.memberships[0].entries[3].2 = f64::NAN;
    let error = built(&table, formula, &wrong).unwrap_err();
    assert_eq!(error, ModelError::MembershipWeight { factor: "module".to_owned(), entry: 4 });
    let none = ModelOptions {
        memberships: vec![MultipleMembership {
            factor: "module".to_owned(),
            by: "client".to_owned(),
            entries: vec![("nobody".to_owned(), "m1".to_owned(), 1.0)],
        }],
        ..ModelOptions::default()
    };
    assert!(matches!(built(&table, formula, &none), Err(ModelError::MembershipEmpty { .. })));
}

#[test]
fn clients_who_move_belong_to_two_groups() {
    let world = World { groups: 20, clients: 6, sessions: 10, spread: [0.0, 8.0, 0.0, 6.0], phi: 0.0 };
    let table = world.table(10);
    let mut random = ChaCha8Rng::seed_from_u64(11);
    let effects: Vec<f64> = (0..20).map(|_| 5.0 * normal(&mut random)).collect();
    let column = |name: &str| match table.column(name) {
        Some(peil_stats::data::Column::Number(values)) => values.clone(),
        _ => panic!("{name}"),
    };
    let (client, week) = (column("client"), column("week"));
    // Every fifth client goes to the next group halfway.
    let moved: Vec<f64> = column("group")
        .iter()
        .zip(client.iter().zip(&week))
        .map(|(group, (client, week))| if client % 5.0 == 0.0 && *week >= 5.0 { (group + 1.0) % 20.0 } else { *group })
        .collect();
    let scores = column("score").iter().zip(&moved).map(|(score, group)| score + effects[*group as usize]).collect();
    let open = Table::new().with_number("group", moved).unwrap().with_number("client", client).unwrap();
    let open = open.with_number("week", week).unwrap().with_number("score", scores).unwrap();
    let found = fitted(&open, "score ~ week + (1 | client) + (1 | group)", &ModelOptions::default());
    assert!(finite(&found));
    let spread: Vec<f64> = found.random().iter().map(|effect| effect.standard_deviations[0]).collect();
    assert!((spread[0] - 8.0).abs() < 1.6 && (spread[1] - 5.0).abs() < 2.5, "{spread:?}");
}

#[test]
fn a_client_whose_rows_lie_in_several_levels_ties_those_levels() {
    // Evenings alone are a chain of one factor, but a client's residuals reach from one evening to the next.
    let world = World { groups: 4, clients: 3, sessions: 5, spread: [0.0, 0.0, 3.0, 2.0], phi: 0.6 };
    let fit = fitted(&world.table(9), "score ~ 1 + (1 | group:week)", &serial(Decay::Ar1, Some("week")));
    let (phi, theta, n) = (phi(&fit), fit.theta()[0], fit.observations());
    let (client, week) = (|row: usize| row / 5, |row: usize| row % 5);
    let covariance = DMatrix::from_fn(n, n, |i, j| {
        let evening = client(i) / 3 == client(j) / 3 && week(i) == week(j);
        let memory = if client(i) == client(j) { phi.powi(week(i).abs_diff(week(j)) as i32) } else { 0.0 };
        memory + if evening { theta * theta } else { 0.0 }
    });
    let Some(Column::Number(score)) = world.table(9).column("score").cloned() else { panic!("no score") };
    let root = covariance.cholesky().unwrap();
    let (x, y) = (DVector::from_element(n, 1.0), DVector::from_vec(score));
    let (solved, ones) = (root.solve(&y), root.solve(&x));
    let square = y.dot(&solved) - x.dot(&solved).powi(2) / x.dot(&ones);
    let log_determinant = 2.0 * root.l().diagonal().map(f64::ln).sum();
    let nu = (n - 1) as f64;
    let expected = log_determinant + x.dot(&ones).ln() + nu * (1.0 + (std::f64::consts::TAU * square / nu).ln());
    assert!((fit.minus_two_log_likelihood() - expected).abs() < 1e-8 * expected.abs(), "{expected}");
}

fn by(column: &str) -> ModelOptions {
    ModelOptions {
        residual: Residual { correlation: None, strata: vec![column.to_owned()] },
        ..ModelOptions::default()
    }
}

#[test]
fn a_stratum_that_is_fitted_exactly_is_refused_by_name() {
    let world = World { groups: 6, clients: 5, sessions: 6, spread: [2.0, 4.0, 0.0, 3.0], phi: 0.0 };
    let table = world.table(4);
    let n = table.rows();
    let place = |alone: f64, others: f64| -> Vec<f64> {
        (0..n).map(|row| if row == 17 { alone } else { others + f64::from(u8::from(row % 2 == 0)) }).collect()
    };
    let first: Vec<f64> = (0..n).map(|row| f64::from(u8::from(row == 17))).collect();
    for (alone, others) in [(7.0, 1.0), (0.0, 1.0)] {
        let table = table.clone().with_number("place", place(alone, others)).unwrap();
        let table = table.with_number("own", first.clone()).unwrap();
        let model = built(&table, "score ~ week + own + (1 | group/client)", &by("place")).unwrap();
        for criterion in [Criterion::Ml, Criterion::Reml] {
            let found = fit(&model, criterion, None);
            let Err(FitError::StratumFitted { stratum }) = &found else {
                panic!("{criterion:?} {alone}: {:?}", found.map(|fit| fit.evidence().clone()))
            };
            assert_eq!(*stratum, alone.to_string());
        }
    }
}

#[test]
fn a_stratum_for_every_day_is_found_in_few_evaluations() {
    let days = 10;
    let world = World { groups: 1, clients: 18, sessions: days, spread: [0.0, 30.0, 0.0, 25.0], phi: 0.0 };
    let found = fitted(&world.table(9), "score ~ week + (1 + week | client)", &by("week"));
    assert_eq!(found.residual().unwrap().variance.len(), days);
    assert!(found.evidence().evaluations < 80, "{}", found.evidence().evaluations);
    assert!(finite(&found));
}
