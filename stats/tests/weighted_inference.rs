//! Kenward and Roger's method where rows weigh unlike, against dense linear algebra. pbkrtest 0.5.2 gives other numbers there,
//! probably because it takes the residual covariance as σ²I in its adjustment, whatever the weights are.

#![allow(clippy::unwrap_used)]

use nalgebra::{DMatrix, DVector};
use peil_stats::data::Table;
use peil_stats::fit::{Criterion, Fit, Status, fit};
use peil_stats::infer::{Inference, Method};
use peil_stats::model::{Formula, Model, ModelOptions};

const GROUPS: usize = 6;
const CLIENTS: usize = 4;
const WEEKS: usize = 5;
const ROWS: usize = GROUPS * CLIENTS * WEEKS;

fn wobble(i: usize) -> f64 {
    ((i * 7919 + 13) % 101) as f64 / 101.0 - 0.5
}

fn client(row: usize) -> usize {
    row / WEEKS
}

fn group(row: usize) -> usize {
    client(row) / CLIENTS
}

fn week(row: usize) -> f64 {
    (row % WEEKS) as f64
}

/// From a third to three.
fn weight(row: usize) -> f64 {
    [0.3, 1.0, 3.0, 1.7][row * 5 % 7 % 4]
}

fn fitted(weights: Option<&str>) -> Fit {
    let column = |of: &dyn Fn(usize) -> f64| (0..ROWS).map(of).collect::<Vec<f64>>();
    let score = |row: usize| {
        let (own, between) = (3.0 * wobble(31 * client(row) + 7), 2.0 * wobble(17 * group(row) + 3));
        20.0 + 0.4 * week(row) + own + between + 2.0 * wobble(row) / weight(row).sqrt()
    };
    let table = Table::new().with_number("client", column(&|row| client(row) as f64)).unwrap();
    let table = table.with_number("group", column(&|row| group(row) as f64)).unwrap();
    let table = table.with_number("week", column(&week)).unwrap().with_number("w", column(&weight)).unwrap();
    let table = table.with_number("score", column(&score)).unwrap();
    let options = ModelOptions { weights: weights.map(str::to_owned), ..ModelOptions::default() };
    let formula = Formula::parse("score ~ week + (1 | group/client)").unwrap();
    let found = fit(&Model::build_with(&table, &formula, &options).unwrap(), Criterion::Reml, None).unwrap();
    assert_eq!(found.status(), Status::Converged);
    found
}

/// Standard errors and degrees of freedom of intercept and week by Halekoh and Højsgaard's (2014) formulas, n × n matrices and
/// all; `directions` with their variances make V.
fn dense(directions: &[DMatrix<f64>], variances: &[f64]) -> [(f64, f64); 2] {
    let x = DMatrix::from_fn(ROWS, 2, |row, j| if j == 0 { 1.0 } else { week(row) });
    let v = directions.iter().zip(variances).fold(DMatrix::zeros(ROWS, ROWS), |v, (g, s)| v + g * *s);
    let inverse = v.cholesky().unwrap().inverse();
    let phi = (x.transpose() * &inverse * &x).cholesky().unwrap().inverse();
    let projected = &inverse - &inverse * &x * &phi * x.transpose() * &inverse;
    let p = |g: &DMatrix<f64>| -(x.transpose() * &inverse * g * &inverse * &x);
    let q = |g: &DMatrix<f64>, h: &DMatrix<f64>| x.transpose() * &inverse * g * &inverse * h * &inverse * &x;
    let r = directions.len();
    let information =
        DMatrix::from_fn(r, r, |i, j| 0.5 * (&projected * &directions[i] * &projected * &directions[j]).trace());
    let w = information.cholesky().unwrap().inverse();
    let mut u = DMatrix::zeros(2, 2);
    for i in 0..r {
        for j in 0..r {
            let curved = q(&directions[i], &directions[j]) - p(&directions[i]) * &phi * p(&directions[j]);
            u += curved * w[(i, j)];
        }
    }
    let adjusted = &phi + &phi * u * &phi * 2.0;
    [0, 1].map(|at| {
        // The slopes of log Var(β̂_j) by the variances.
        let slope = |g: &DMatrix<f64>| (&phi * p(g) * &phi)[(at, at)] / phi[(at, at)];
        let slopes = DVector::from_iterator(r, directions.iter().map(slope));
        (adjusted[(at, at)].sqrt(), 2.0 / slopes.dot(&(&w * &slopes)))
    })
}

#[test]
fn kenward_and_roger_count_the_weights_as_the_dense_formulas_do() {
    let together =
        |same: &dyn Fn(usize, usize) -> bool| DMatrix::from_fn(ROWS, ROWS, |i, j| f64::from(u8::from(same(i, j))));
    for weights in [None, Some("w")] {
        let found = fitted(weights);
        let residual = |row: usize| if weights.is_some() { 1.0 / weight(row) } else { 1.0 };
        let directions = [
            together(&|i, j| client(i) == client(j)),
            together(&|i, j| group(i) == group(j)),
            DMatrix::from_fn(ROWS, ROWS, |i, j| if i == j { residual(i) } else { 0.0 }),
        ];
        let mut variances: Vec<f64> =
            found.random().iter().map(|effect| effect.standard_deviations[0].powi(2)).collect();
        assert_eq!(found.random()[0].factor, "group:client");
        variances.push(found.residual_standard_deviation().powi(2));
        let expected = dense(&directions, &variances);
        let tests = Inference::new(&found, Method::KenwardRoger).unwrap().coefficients();
        for (test, (error, df)) in tests.iter().zip(expected) {
            println!("{weights:?} {}: {} {:?}, dense {error} {df}", test.term, test.standard_error, test.df);
            assert!((test.standard_error / error - 1.0).abs() < 1e-6);
            assert!((test.df.unwrap() / df - 1.0).abs() < 1e-5);
        }
    }
}
