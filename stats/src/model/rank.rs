//! Which columns of a design are linearly independent, and what they leave of the response.

use crate::fit::root::packed;

/// A column whose part outside the columns before it is below this share of its length is collinear (R's `qr`, LINPACK
/// `dqrdc2`, and lme4's rank check use the same 1e-7).
const COLLINEAR: f64 = 1e-7;

/// The independent columns of a design and the least-squares fit on them.
pub(super) struct Independent {
    /// Indices of the columns kept, in order.
    pub(super) kept: Vec<usize>,
    /// Least-squares coefficients of the response on the kept columns.
    pub(super) coefficients: Vec<f64>,
    /// The response minus its least-squares fit, length n.
    pub(super) residual: Vec<f64>,
}

/// Whether the packed cross-products of p internal columns show that none is collinear, by a wide margin; `lengths` as for
/// [`independent`].
pub(super) fn clearly_independent(total: &[f64], lengths: &[f64]) -> bool {
    let p = lengths.len();
    let mut lower = vec![0.0; p * p];
    for j in 0..p {
        for i in j..p {
            let rest = total[packed(i, j)] - (0..j).map(|k| lower[i * p + k] * lower[j * p + k]).sum::<f64>();
            if i > j {
                lower[i * p + j] = rest / lower[j * p + j];
            } else if rest > 1e-6 * lengths[j].powi(2) {
                lower[j * p + j] = rest.sqrt();
            } else {
                return false;
            }
        }
    }
    true
}

/// Modified Gram–Schmidt with a second pass, columns in their order; `lengths` are the lengths before any centring.
pub(super) fn independent(columns: &[Vec<f64>], lengths: &[f64], response: &[f64]) -> Independent {
    let mut kept = Vec::new();
    let mut basis: Vec<Vec<f64>> = Vec::new();
    let mut triangle: Vec<Vec<f64>> = Vec::new();
    for (index, column) in columns.iter().enumerate() {
        let mut rest = column.clone();
        let mut row = project_out(&basis, &mut rest);
        let length = dot(&rest, &rest).sqrt();
        if length <= COLLINEAR * lengths[index] {
            continue;
        }
        rest.iter_mut().for_each(|value| *value /= length);
        row.push(length);
        kept.push(index);
        basis.push(rest);
        triangle.push(row);
    }
    let mut residual = response.to_vec();
    let mut coefficients = project_out(&basis, &mut residual);
    for column in (0..kept.len()).rev() {
        let solved = coefficients[column] / triangle[column][column];
        coefficients[column] = solved;
        for (above, value) in triangle[column][..column].iter().enumerate() {
            coefficients[above] -= solved * value;
        }
    }
    Independent { kept, coefficients, residual }
}

/// Takes the basis out of a vector and gives the coordinates taken; twice, because once is not enough in rounding.
fn project_out(basis: &[Vec<f64>], vector: &mut [f64]) -> Vec<f64> {
    let mut coordinates = vec![0.0; basis.len()];
    for _ in 0..2 {
        for (direction, coordinate) in basis.iter().zip(&mut coordinates) {
            let along = dot(direction, vector);
            *coordinate += along;
            vector.iter_mut().zip(direction).for_each(|(v, d)| *v -= along * d);
        }
    }
    coordinates
}

/// Inner product in blocks of 128, added pairwise by block: the error does not grow with n in practice.
pub(super) fn dot(left: &[f64], right: &[f64]) -> f64 {
    if left.len() <= 128 {
        return left.iter().zip(right).map(|(a, b)| a * b).sum();
    }
    let middle = left.len() / 2;
    dot(&left[..middle], &right[..middle]) + dot(&left[middle..], &right[middle..])
}
