//! The hierarchical elimination against the plain n × n algebra, on a table small enough for it.

#![allow(clippy::unwrap_used)]

mod helpers;

use std::collections::BTreeMap;

use helpers::column;
use nalgebra::{DMatrix, DVector};
use peil_stats::data::Table;
use peil_stats::fit::{Criterion, Fit, criterion_at, fit, fit_at};
use peil_stats::model::{Formula, Model};
use peil_stats::read::Combination;
use peil_stats::simulate::{GrowthSettings, growth};

const FORMULA: &str = "score ~ week + (1 + week | group/client)";
/// Client (3 entries), then group (3 entries).
const THETA: [f64; 6] = [1.1, -0.03, 0.07, 0.5, 0.02, 0.04];

/// Everything as dense matrices; effects in the order client (intercept, slope), group (intercept, slope), then β.
struct Dense {
    y: DVector<f64>,
    x: DMatrix<f64>,
    z: DMatrix<f64>,
    lambda: DMatrix<f64>,
    clients: usize,
}

fn table() -> Table {
    growth(&GrowthSettings { groups: 3, ..GrowthSettings::default() }, 11).unwrap()
}

fn model() -> Model {
    Model::build(&table(), &Formula::parse(FORMULA).unwrap(), &BTreeMap::new()).unwrap()
}

fn dense() -> Dense {
    let table = table();
    let (group, client) = (column(&table, "group"), column(&table, "client"));
    let (week, score) = (column(&table, "week"), column(&table, "score"));
    let n = score.len();
    let most = |values: &[f64]| values.iter().fold(0.0_f64, |a, b| a.max(*b)) as usize;
    let (clients, groups) = (most(&client), most(&group));
    let x = DMatrix::from_fn(n, 2, |i, j| if j == 0 { 1.0 } else { week[i] });
    let mut z = DMatrix::zeros(n, 2 * (clients + groups));
    for i in 0..n {
        for (level, offset) in [(client[i], 0), (group[i], 2 * clients)] {
            let at = offset + 2 * (level as usize - 1);
            z[(i, at)] = 1.0;
            z[(i, at + 1)] = week[i];
        }
    }
    let mut lambda = DMatrix::zeros(z.ncols(), z.ncols());
    for level in 0..clients + groups {
        let theta = if level < clients { &THETA[..3] } else { &THETA[3..] };
        lambda[(2 * level, 2 * level)] = theta[0];
        lambda[(2 * level + 1, 2 * level)] = theta[1];
        lambda[(2 * level + 1, 2 * level + 1)] = theta[2];
    }
    Dense { y: DVector::from_vec(score), x, z, lambda, clients }
}

/// −2 log-likelihood of the marginal distribution, σ² and β profiled.
fn marginal(dense: &Dense, criterion: Criterion) -> f64 {
    let (n, p) = dense.x.shape();
    let zl = &dense.z * &dense.lambda;
    let v = &zl * zl.transpose() + DMatrix::identity(n, n);
    let cholesky = v.cholesky().unwrap();
    let log_v = 2.0 * cholesky.l().diagonal().map(f64::ln).sum();
    let information = dense.x.transpose() * cholesky.solve(&dense.x);
    let beta = information.clone().cholesky().unwrap().solve(&(dense.x.transpose() * cholesky.solve(&dense.y)));
    let residual = &dense.y - &dense.x * beta;
    let square = residual.dot(&cholesky.solve(&residual));
    let (degrees, fixed) = match criterion {
        Criterion::Ml => (n as f64, 0.0),
        Criterion::Reml => ((n - p) as f64, information.determinant().ln()),
    };
    log_v + fixed + degrees * (1.0 + (std::f64::consts::TAU * square / degrees).ln())
}

#[test]
fn the_criterion_is_the_dense_marginal_likelihood() {
    let (dense, model) = (dense(), model());
    for criterion in [Criterion::Ml, Criterion::Reml] {
        let ours = criterion_at(&model, criterion, &THETA).unwrap();
        let theirs = marginal(&dense, criterion);
        assert!((ours / theirs - 1.0).abs() < 1e-12, "{criterion:?}: {ours} against {theirs}");
    }
}

/// σ²C, the inverse of Henderson's mixed model equations, effects b then β.
fn prediction_error(dense: &Dense, fitted: &Fit) -> DMatrix<f64> {
    let (q, p) = (dense.z.ncols(), dense.x.ncols());
    let mut system = DMatrix::zeros(q + p, q + p);
    let prior = (&dense.lambda * dense.lambda.transpose()).try_inverse().unwrap();
    system.view_mut((0, 0), (q, q)).copy_from(&(dense.z.transpose() * &dense.z + prior));
    system.view_mut((0, q), (q, p)).copy_from(&(dense.z.transpose() * &dense.x));
    system.view_mut((q, 0), (p, q)).copy_from(&(dense.x.transpose() * &dense.z));
    system.view_mut((q, q), (p, p)).copy_from(&(dense.x.transpose() * &dense.x));
    system.try_inverse().unwrap() * fitted.residual_standard_deviation().powi(2)
}

#[test]
fn a_members_line_has_the_dense_prediction_error() {
    let (dense, model) = (dense(), model());
    let fitted = fit_at(&model, Criterion::Reml, &THETA).unwrap();
    let covariance = prediction_error(&dense, &fitted);
    let q = dense.z.ncols();
    for week in [0.0, 4.0, 20.0] {
        // Client 3 sits in group 1.
        let line = Combination::new()
            .fixed("(Intercept)", 1.0)
            .fixed("week", week)
            .random("group:client", "1:3", "(Intercept)", 1.0)
            .random("group:client", "1:3", "week", week)
            .random("group", "1", "(Intercept)", 1.0)
            .random("group", "1", "week", week);
        let mut k = DVector::zeros(q + 2);
        for at in [2 * 2, 2 * dense.clients, q] {
            k[at] = 1.0;
            k[at + 1] = week;
        }
        let found = fitted.linear_combination(&line).unwrap();
        let variance = (k.transpose() * &covariance * &k)[(0, 0)];
        assert!((found.standard_error.powi(2) / variance - 1.0).abs() < 1e-9);

        let modes = fitted.conditional_modes();
        let mode = |factor: &str, level: &str, term: &str| {
            let found = modes.iter().find(|m| m.factor == factor && m.level == level && m.term == term);
            found.unwrap().mode
        };
        let fixed = fitted.fixed();
        let by_hand = fixed[0].estimate
            + mode("group:client", "1:3", "(Intercept)")
            + mode("group", "1", "(Intercept)")
            + week * (fixed[1].estimate + mode("group:client", "1:3", "week") + mode("group", "1", "week"));
        assert!((found.estimate - by_hand).abs() < 1e-9 * by_hand.abs());
    }
}

#[test]
fn a_group_mean_and_a_new_client_have_the_dense_prediction_error() {
    let (dense, model) = (dense(), model());
    let fitted = fit_at(&model, Criterion::Reml, &THETA).unwrap();
    let covariance = prediction_error(&dense, &fitted);
    let q = dense.z.ncols();
    let mut line = Combination::new().fixed("(Intercept)", 1.0).random("group", "1", "(Intercept)", 1.0);
    let mut k = DVector::zeros(q + 2);
    (k[q], k[2 * dense.clients]) = (1.0, 1.0);
    for client in 1..=4 {
        line = line.random("group:client", &format!("1:{client}"), "(Intercept)", 0.25);
        k[2 * (client - 1)] = 0.25;
    }
    let variance = |k: &DVector<f64>| (k.transpose() * &covariance * k)[(0, 0)];
    let mean = fitted.linear_combination(&line).unwrap();
    assert!((mean.standard_error.powi(2) / variance(&k) - 1.0).abs() < 1e-9);

    let new = Combination::new()
        .fixed("(Intercept)", 1.0)
        .random("group", "1", "(Intercept)", 1.0)
        .random("group:client", "1:new", "(Intercept)", 1.0)
        .random("group:client", "1:new", "week", 3.0);
    (1..=4).for_each(|client| k[2 * (client - 1)] = 0.0);
    let slope = THETA[0] + 3.0 * THETA[1];
    let prior = (slope.powi(2) + (3.0 * THETA[2]).powi(2)) * fitted.residual_standard_deviation().powi(2);
    let found = fitted.linear_combination(&new).unwrap();
    assert!((found.standard_error.powi(2) / (variance(&k) + prior) - 1.0).abs() < 1e-9);
}

#[test]
fn the_gradient_vanishes_where_the_dense_criterion_is_lowest() {
    let fitted = fit(&model(), Criterion::Reml, None).unwrap();
    let best = fitted.minus_two_log_likelihood();
    let theta = fitted.theta();
    for (index, value) in theta.iter().enumerate() {
        for step in [-1e-3, 1e-3] {
            let mut moved = theta.clone();
            moved[index] = value + step;
            assert!(criterion_at(&model(), Criterion::Reml, &moved).unwrap() >= best - 1e-9);
        }
    }
}
