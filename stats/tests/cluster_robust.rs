//! Cluster-robust errors and their degrees of freedom against the plain n × n algebra, and what one cluster alone knows.

#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;

use nalgebra::{DMatrix, DVector};
use peil_stats::data::{Column, Table};
use peil_stats::fit::{Criterion, Fit, fit_at};
use peil_stats::infer::{ClusterRobust, Contrast, Correction, InferenceError};
use peil_stats::model::{Formula, Model};
use peil_stats::simulate::{GrowthSettings, growth};

const FORMULA: &str = "score ~ week * arm + (1 | group/client)";
const THETA: [f64; 2] = [1.1, 0.6];
const EFFECTS: usize = 4;

/// Five groups by a few weeks; those from `first` on are in the other arm.
fn table(first: f64) -> Table {
    let whole = growth(&GrowthSettings { groups: 5, ..GrowthSettings::default() }, 11).unwrap();
    let (week, client) = (numbers(&whole, "week"), numbers(&whole, "client"));
    // Groups of unequal size, clients of unequal length.
    let kept: Vec<usize> = (0..week.len()).filter(|&row| week[row] < 3.0 + client[row] % 4.0).collect();
    let column = |name: &str| -> Vec<f64> { kept.iter().map(|&row| numbers(&whole, name)[row]).collect() };
    let named = ["group", "client", "week", "score"];
    let table = named.iter().fold(Table::new(), |table, name| table.with_number(name, column(name)).unwrap());
    let mut levels = numbers(&whole, "group");
    levels.sort_by(f64::total_cmp);
    levels.dedup();
    let other = |group: &f64| f64::from(u8::from(*group >= levels[0] + first));
    table.with_number("arm", column("group").iter().map(other).collect()).unwrap()
}

fn numbers(table: &Table, name: &str) -> Vec<f64> {
    match table.column(name) {
        Some(Column::Number(values)) => values.clone(),
        _ => Vec::new(),
    }
}

fn fitted(table: &Table) -> Fit {
    let model = Model::build(table, &Formula::parse(FORMULA).unwrap(), &BTreeMap::new()).unwrap();
    fit_at(&model, Criterion::Reml, &THETA).unwrap()
}

/// Of each cluster its rows and what turns their residuals into its part of β̂, p × n_g.
struct Dense {
    v: DMatrix<f64>,
    residual_maker: DMatrix<f64>,
    y: DVector<f64>,
    parts: Vec<(Vec<usize>, DMatrix<f64>)>,
}

fn dense(table: &Table, sigma: f64, correction: Correction) -> Dense {
    let (group, client) = (numbers(table, "group"), numbers(table, "client"));
    let (week, arm) = (numbers(table, "week"), numbers(table, "arm"));
    let n = week.len();
    let v = DMatrix::from_fn(n, n, |i, j| {
        let same = |codes: &[f64]| if codes[i] == codes[j] { 1.0 } else { 0.0 };
        let own = if i == j { 1.0 } else { 0.0 };
        sigma.powi(2) * (own + THETA[0].powi(2) * same(&client) * same(&group) + THETA[1].powi(2) * same(&group))
    });
    let x = DMatrix::from_fn(n, EFFECTS, |i, j| [1.0, week[i], arm[i], week[i] * arm[i]][j]);
    let inverse = v.clone().try_inverse().unwrap();
    let phi = (x.transpose() * &inverse * &x).try_inverse().unwrap();
    let mut levels = group.clone();
    levels.sort_by(f64::total_cmp);
    levels.dedup();
    let power = |matrix: DMatrix<f64>, power: f64| {
        let eigen = matrix.symmetric_eigen();
        let values = eigen.eigenvalues.map(|value| value.powf(power));
        &eigen.eigenvectors * DMatrix::from_diagonal(&values) * eigen.eigenvectors.transpose()
    };
    let part = |level: &f64| {
        let rows: Vec<usize> = (0..n).filter(|&row| group[row] == *level).collect();
        let white = power(v.select_rows(&rows).select_columns(&rows), -0.5);
        let x = &white * x.select_rows(&rows);
        let left = DMatrix::identity(rows.len(), rows.len()) - &x * &phi * x.transpose();
        let larger =
            if correction == Correction::Cr2 { power(left, -0.5) } else { DMatrix::identity(rows.len(), rows.len()) };
        (rows, &phi * x.transpose() * larger * white)
    };
    let parts = levels.iter().map(part).collect();
    let residual_maker = DMatrix::identity(n, n) - &x * &phi * x.transpose() * &inverse;
    Dense { v, residual_maker, y: DVector::from_vec(numbers(table, "score")), parts }
}

impl Dense {
    /// Σ over clusters of their parts' squares.
    fn covariance(&self, factor: f64) -> DMatrix<f64> {
        let residual = &self.residual_maker * &self.y;
        let parts = self.parts.iter().map(|(rows, part)| part * residual.select_rows(rows));
        parts.fold(DMatrix::zeros(EFFECTS, EFFECTS), |sum, part| sum + &part * part.transpose()) * factor
    }

    /// (tr G)²/tr(G²) with the covariance G of the clusters' parts of c'β̂.
    fn degrees(&self, c: &DVector<f64>) -> f64 {
        let row =
            |(rows, part): &(Vec<usize>, DMatrix<f64>)| c.transpose() * part * self.residual_maker.select_rows(rows);
        let rows: Vec<_> = self.parts.iter().map(row).collect();
        let g = DMatrix::from_fn(rows.len(), rows.len(), |i, j| (&rows[i] * &self.v * rows[j].transpose())[(0, 0)]);
        g.trace().powi(2) / (&g * &g).trace()
    }
}

#[test]
fn the_covariance_is_the_dense_one() {
    let table = table(3.0);
    let fitted = fitted(&table);
    for (correction, factor) in [(Correction::Cr0, 1.0), (Correction::Cr1, 1.25), (Correction::Cr2, 1.0)] {
        let robust = ClusterRobust::new(&fitted, correction).unwrap();
        let expected = dense(&table, fitted.residual_standard_deviation(), correction).covariance(factor);
        for (i, row) in robust.covariance().iter().enumerate() {
            for (j, value) in row.iter().enumerate() {
                let scale = (expected[(i, i)] * expected[(j, j)]).sqrt();
                assert!((value.unwrap() - expected[(i, j)]).abs() < 1e-8 * scale, "{correction:?} {i} {j}");
            }
        }
    }
}

#[test]
fn degrees_of_freedom_are_the_dense_ones_of_bell_and_mccaffrey() {
    let table = table(3.0);
    let fitted = fitted(&table);
    let dense = dense(&table, fitted.residual_standard_deviation(), Correction::Cr2);
    let robust = ClusterRobust::new(&fitted, Correction::Cr2).unwrap();
    let mut all = Vec::new();
    for weights in
        [[1.0, 0.0, 0.0, 0.0], [0.0, 1.0, 0.0, 0.0], [0.0, 0.0, 1.0, 0.0], [0.0, 0.0, 0.0, 1.0], [1.0, 4.0, 1.0, 4.0]]
    {
        let test = robust.t_test(&Contrast::row(weights.to_vec())).unwrap();
        let expected = dense.degrees(&DVector::from_column_slice(&weights));
        let found = test.df.unwrap();
        assert!((found - expected).abs() < 1e-8 * expected, "{weights:?}: {found} {expected}");
        all.push(found);
    }
    // Two groups of five are in the other arm: they cannot be worth four degrees of freedom.
    assert!(all[2] < 3.0 && all.iter().all(|df| *df >= 1.0 && *df < 4.0), "{all:?}");
    for correction in [Correction::Cr0, Correction::Cr1] {
        let robust = ClusterRobust::new(&fitted, correction).unwrap();
        assert_eq!(robust.coefficients()[2].as_ref().unwrap().df, Some(4.0));
    }
}

#[test]
fn an_effect_that_one_cluster_alone_knows_has_no_robust_error() {
    let table = table(4.0);
    let fitted = fitted(&table);
    for correction in [Correction::Cr0, Correction::Cr1, Correction::Cr2] {
        let robust = ClusterRobust::new(&fitted, correction).unwrap();
        let report = robust.report(0.95);
        let last = numbers(&table, "group").into_iter().fold(0.0_f64, f64::max).to_string();
        for (row, known) in report.coefficients.iter().zip([true, true, false, false]) {
            assert_eq!(row.standard_error.is_some() && row.lower < row.upper && row.df.is_some(), known, "{row:?}");
            assert!(row.standard_error.is_none_or(|error| error > 0.01), "{row:?}");
            let told = row.refusal.as_ref().is_some_and(|why| {
                why.contains(&format!("`{}`", row.term)) && why.contains(&format!("level `{last}` of `group`"))
            });
            assert_eq!(told, !known, "{row:?}");
        }
        assert!(report.covariance[1][1].is_some() && report.covariance[1][2].is_none());
        // The mean of the other arm is that one group's.
        let mean = robust.t_test(&Contrast::row(vec![1.0, 0.0, 1.0, 0.0]));
        assert!(matches!(mean, Err(InferenceError::OneCluster { part: 100, .. })), "{mean:?}");
        let empty = robust.t_test(&Contrast::rows(vec![vec![0.0; 4], vec![1.0; 4]]));
        assert_eq!(empty, Err(InferenceError::ContrastEmpty));
    }
}
