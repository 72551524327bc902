//! How much less rows tell than as many independent ones of a model that is right.

use std::collections::BTreeMap;

use nalgebra::DMatrix;

use super::columns::{Columns, Content};

/// What a row leaves unexplained.
pub(super) struct Residual {
    /// Rows of one cluster are not independent.
    pub(super) cluster: usize,
    /// The row of the design.
    pub(super) x: Vec<f64>,
    /// What happened less its probability.
    pub(super) rest: f64,
}

/// VBV·C/(C − 1), V the p × p covariance of the estimates by the model, B the sum over the C clusters of the squares of their
/// scores (Liang and Zeger 1986).
pub(super) fn sandwich(covariance: &[Vec<f64>], rows: impl Iterator<Item = Residual>) -> Vec<Vec<f64>> {
    let p = covariance.len();
    let mut scores: BTreeMap<usize, Vec<f64>> = BTreeMap::new();
    for row in rows {
        let score = scores.entry(row.cluster).or_insert_with(|| vec![0.0; p]);
        score.iter_mut().zip(&row.x).for_each(|(sum, x)| *sum += row.rest * x);
    }
    let mut middle = vec![vec![0.0; p]; p];
    for score in scores.values() {
        let moved: Vec<f64> = covariance.iter().map(|v| v.iter().zip(score).map(|(v, s)| v * s).sum()).collect();
        for (line, one) in middle.iter_mut().zip(&moved) {
            line.iter_mut().zip(&moved).for_each(|(sum, other)| *sum += one * other);
        }
    }
    let clusters = scores.len() as f64;
    let factor = if clusters > 1.0 { clusters / (clusters - 1.0) } else { 1.0 };
    middle.iter_mut().flatten().for_each(|value| *value *= factor);
    middle
}

/// How much larger the covariates' variances are by the sandwich than by the model, on average: tr(V⁻¹S)/k.
pub(super) fn inflation(columns: &Columns, covariance: &[Vec<f64>], sandwich: &[Vec<f64>]) -> Option<f64> {
    let contents = columns.contents().iter().enumerate();
    let places: Vec<usize> =
        contents.filter(|(_, column): &(usize, &Content)| !column.is_baseline()).map(|(place, _)| place).collect();
    let k = places.len();
    let block = |of: &[Vec<f64>]| DMatrix::from_fn(k, k, |i, j| of[places[i]][places[j]]);
    let own = block(covariance).cholesky()?;
    Some(if k == 0 { 1.0 } else { own.solve(&block(sandwich)).trace() / k as f64 })
}
