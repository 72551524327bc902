//! X'V⁻¹V_iV⁻¹X and X'V⁻¹V_iV⁻¹V_jV⁻¹X of factors that are no tree, by solves with the factor of the mixed model equations.
//!
//! With a = Z'V⁻¹X, level by level, V_iV⁻¹X = W_i = Z c_i with c_i = E_i a of each level. So P_i = a'c_i, and
//! Q_ij = c_i'Z'V⁻¹Z c_j takes one solve a column of c_j: k·p + p solves with k entries of M and p fixed effects.

use nalgebra::DMatrix;

use super::entries::Entry;
use super::sandwiches::Sandwiches;
use crate::fit::{Elimination, Fit};
use crate::model::Sums;

/// `None` for nested factors, whose tree is faster.
pub(super) fn crossed_sandwiches(fit: &Fit, entries: &[Entry]) -> Option<Sandwiches> {
    let (Elimination::Crossed(at), Sums::Crossed(sums)) = (&fit.elimination, &fit.model.parts.sums) else {
        return None;
    };
    let (k, p) = (entries.len(), fit.model.parts.fixed.len());
    let a: Vec<Vec<Vec<f64>>> = (0..p).map(|column| at.precise(sums, sums.fixed_products(column))).collect();
    let mut first = vec![DMatrix::zeros(p, p); k];
    let mut q = DMatrix::zeros(k * p, k * p);
    for (j, entry) in entries.iter().enumerate() {
        for column in 0..p {
            let c = moved(fit, entry, &a[column]);
            for row in 0..p {
                first[j][(row, column)] = dot(&a[row], &c);
            }
            let v = at.precise(sums, sums.times(&c));
            for (i, other) in entries.iter().enumerate().skip(j) {
                for row in 0..p {
                    let square = joined(fit, other, &a[row], &v);
                    q[(i * p + row, j * p + column)] = square;
                    q[(j * p + column, i * p + row)] = square;
                }
            }
        }
    }
    let lower = DMatrix::from_row_slice(p, p, &fit.elimination.root().fixed_lower).lower_triangle();
    Some(Sandwiches { information: &lower * lower.transpose(), p: first, q })
}

/// E a of every level of the entry's factor, elsewhere zero.
fn moved(fit: &Fit, entry: &Entry, a: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let mut c: Vec<Vec<f64>> = a.iter().map(|levels| vec![0.0; levels.len()]).collect();
    let q = fit.model.parts.stages[entry.stage].effects.len();
    for (to, from) in c[entry.stage].chunks_exact_mut(q).zip(a[entry.stage].chunks_exact(q)) {
        to[entry.row] = from[entry.column];
        to[entry.column] = from[entry.row];
    }
    c
}

/// (E a)'v.
fn joined(fit: &Fit, entry: &Entry, a: &[Vec<f64>], v: &[Vec<f64>]) -> f64 {
    let q = fit.model.parts.stages[entry.stage].effects.len();
    let levels = a[entry.stage].chunks_exact(q).zip(v[entry.stage].chunks_exact(q));
    let both = |(a, v): (&[f64], &[f64])| a[entry.column] * v[entry.row] + a[entry.row] * v[entry.column];
    let sum: f64 = levels.map(both).sum();
    if entry.row == entry.column { 0.5 * sum } else { sum }
}

fn dot(a: &[Vec<f64>], b: &[Vec<f64>]) -> f64 {
    let pairs = a.iter().flatten().zip(b.iter().flatten());
    pairs.map(|(a, b)| a * b).sum()
}
