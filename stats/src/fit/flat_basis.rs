//! A basis that can be read: of many for the same space, one of few entries.

use nalgebra::{DMatrix, DVector};

/// A weight below this share of the largest is rounding.
const NOTHING: f64 = 1e-5;

/// Vectors of the same space (the columns of `basis`) with as many zeros as elimination gives.
pub(crate) fn sparse(mut basis: DMatrix<f64>) -> Vec<DVector<f64>> {
    let mut free: Vec<usize> = (0..basis.nrows()).collect();
    for column in 0..basis.ncols() {
        let size = |row: &usize| basis[(*row, column)].abs();
        let Some(at) = (0..free.len()).max_by(|&i, &j| size(&free[i]).total_cmp(&size(&free[j]))) else { break };
        let pivot = free.swap_remove(at);
        let own = basis.column(column) / basis[(pivot, column)];
        for other in 0..basis.ncols() {
            let share = basis[(pivot, other)];
            let left = if other == column { own.clone() } else { basis.column(other) - &own * share };
            basis.set_column(other, &left);
        }
    }
    basis.column_iter().map(|column| column.map(|x| if x.abs() < NOTHING { 0.0 } else { x })).collect()
}
