//! Kernels for the small dense row-major blocks of the elimination (orders 1 to about 10).

/// Replaces the lower triangle of a symmetric n × n matrix by its Cholesky factor; false when it is not positive definite.
pub(crate) fn cholesky(matrix: &mut [f64], n: usize) -> bool {
    for j in 0..n {
        for i in j..n {
            let mut rest = matrix[i * n + j];
            for k in 0..j {
                rest -= matrix[i * n + k] * matrix[j * n + k];
            }
            if i == j {
                // Written so that NaN is refused too.
                if rest.is_nan() || rest <= 0.0 {
                    return false;
                }
                matrix[j * n + j] = rest.sqrt();
            } else {
                matrix[i * n + j] = rest / matrix[j * n + j];
            }
        }
    }
    true
}

/// Solves L X = B in place; L is n × n lower, B is n × columns.
pub(crate) fn solve_lower(lower: &[f64], n: usize, right: &mut [f64], columns: usize) {
    for i in 0..n {
        for k in 0..i {
            let factor = lower[i * n + k];
            for c in 0..columns {
                right[i * columns + c] -= factor * right[k * columns + c];
            }
        }
        let pivot = lower[i * n + i];
        right[i * columns..(i + 1) * columns].iter_mut().for_each(|value| *value /= pivot);
    }
}

/// Solves L' X = B in place; L is n × n lower, B is n × columns.
pub(crate) fn solve_lower_transposed(lower: &[f64], n: usize, right: &mut [f64], columns: usize) {
    for i in (0..n).rev() {
        for k in i + 1..n {
            let factor = lower[k * n + i];
            for c in 0..columns {
                right[i * columns + c] -= factor * right[k * columns + c];
            }
        }
        let pivot = lower[i * n + i];
        right[i * columns..(i + 1) * columns].iter_mut().for_each(|value| *value /= pivot);
    }
}
