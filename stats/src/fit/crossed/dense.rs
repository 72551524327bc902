//! Dense kernels for what no sparse order can help: blocked Cholesky factor, triangular inverse and Gram matrix.
//!
//! Matrices are column-major slices of which only the lower triangle counts. All the work of order n³ is in calls of one
//! matrix product (nalgebra's, which chooses AVX-512, AVX2 or SSE2 when it runs); the rest is of order n²·[`BASE`]. Blocks
//! and summation order are fixed by the sizes alone, so that results do not depend on the machine's load or threads.

use nalgebra::{DMatrixView, DMatrixViewMut, Dyn};

/// Order at which recursion ends.
const BASE: usize = 48;
/// Width of the strips in which a triangle is covered by rectangles.
const STRIP: usize = 96;

/// Dimensions up to which nalgebra's product does not call its kernel; its loop for them cannot read transposed views.
const THIN: usize = 5;

/// A rectangle read from a slice.
#[derive(Clone, Copy)]
pub(super) struct Panel<'a> {
    data: &'a [f64],
    rows: usize,
    columns: usize,
    row_step: usize,
    column_step: usize,
}

impl<'a> Panel<'a> {
    /// Column-major, columns `ld` apart.
    pub(super) fn new(data: &'a [f64], ld: usize, rows: usize, columns: usize) -> Self {
        Self { data, rows, columns, row_step: 1, column_step: ld }
    }

    /// The same rectangle read by rows.
    pub(super) fn transposed(self) -> Self {
        Self { rows: self.columns, columns: self.rows, row_step: self.column_step, column_step: self.row_step, ..self }
    }

    fn at(&self, i: usize, j: usize) -> f64 {
        self.data[i * self.row_step + j * self.column_step]
    }

    fn view(&self) -> DMatrixView<'a, f64, Dyn, Dyn> {
        DMatrixView::from_slice_with_strides_generic(
            self.data,
            Dyn(self.rows),
            Dyn(self.columns),
            Dyn(self.row_step),
            Dyn(self.column_step),
        )
    }
}

/// C = beta·C + alpha·A B, C column-major with columns `ld` apart.
pub(super) fn product((into, ld): (&mut [f64], usize), alpha: f64, a: Panel<'_>, b: Panel<'_>, beta: f64) {
    if a.rows > THIN && a.columns > THIN && b.columns > THIN {
        let (rows, columns) = (Dyn(a.rows), Dyn(b.columns));
        let mut into = DMatrixViewMut::from_slice_with_strides_generic(into, rows, columns, Dyn(1), Dyn(ld));
        into.gemm(alpha, &a.view(), &b.view(), beta);
        return;
    }
    for j in 0..b.columns {
        for i in 0..a.rows {
            let sum: f64 = (0..a.columns).map(|k| a.at(i, k) * b.at(k, j)).sum();
            let old = if beta == 0.0 { 0.0 } else { beta * into[j * ld + i] };
            into[j * ld + i] = old + alpha * sum;
        }
    }
}

/// a'b in eight sums, which is what vector registers need.
pub(super) fn dot(a: &[f64], b: &[f64]) -> f64 {
    let (eights, rest) = a.as_chunks::<8>();
    let (others, other_rest) = b.as_chunks::<8>();
    let mut sums = [0.0; 8];
    for (x, y) in eights.iter().zip(others) {
        (0..8).for_each(|lane| sums[lane] += x[lane] * y[lane]);
    }
    let last: f64 = rest.iter().zip(other_rest).map(|(x, y)| x * y).sum();
    sums.iter().sum::<f64>() + last
}

/// Cholesky factor of the first n columns of a matrix with `ld` ≥ n rows; the rows below the n become A₂₁L⁻ᵀ.
///
/// False when the matrix is not positive definite in floating point.
pub(super) fn cholesky(matrix: &mut [f64], ld: usize, n: usize) -> bool {
    let mut work = vec![0.0; BASE * BASE + BASE * if n > BASE { ld } else { 0 }];
    n == 0 || factor(matrix, ld, 0, n, &mut work)
}

/// Columns `first..first + n`; `columns` begins with the first of them.
fn factor(columns: &mut [f64], ld: usize, first: usize, n: usize, work: &mut [f64]) -> bool {
    if n <= BASE {
        return factor_panel(columns, ld, first, n, work);
    }
    let half = (n / 2).next_multiple_of(BASE);
    if !factor(columns, ld, first, half, work) {
        return false;
    }
    let (left, right) = columns.split_at_mut(half * ld);
    for strip in (half..n).step_by(STRIP) {
        let (row, width) = (first + strip, STRIP.min(n - strip));
        let below = Panel::new(&left[row..], ld, ld - row, half);
        let beside = Panel { rows: width, ..below };
        product((&mut right[(strip - half) * ld + row..], ld), -1.0, below, beside.transposed(), 1.0);
    }
    factor(right, ld, first + half, n - half, work)
}

fn factor_panel(columns: &mut [f64], ld: usize, first: usize, n: usize, work: &mut [f64]) -> bool {
    let below = ld - first - n;
    // A few rows below go along; many are worth a product with the inverse of the diagonal block.
    let short = below <= n || work.len() < BASE * BASE + n * below;
    let end = if short { ld } else { first + n };
    if !factor_columns(columns, ld, first, n, end) {
        return false;
    }
    if short {
        return true;
    }
    let (inverse, copy) = work.split_at_mut(BASE * BASE);
    inverse.fill(0.0);
    invert_block(&columns[first..], ld, n, inverse, BASE);
    for j in 0..n {
        copy[j * below..(j + 1) * below].copy_from_slice(&columns[j * ld + first + n..(j + 1) * ld]);
    }
    let from = Panel::new(copy, below, below, n);
    let by = Panel::new(inverse, BASE, n, n);
    product((&mut columns[first + n..], ld), 1.0, from, by.transposed(), 0.0);
    true
}

/// Column by column, rows up to `end`.
fn factor_columns(columns: &mut [f64], ld: usize, first: usize, n: usize, end: usize) -> bool {
    for j in 0..n {
        let (done, rest) = columns.split_at_mut((j + 1) * ld);
        let column = &mut done[j * ld..];
        let pivot = column[first + j];
        // Written so that NaN is refused too.
        if pivot.is_nan() || pivot <= 0.0 {
            return false;
        }
        let root = pivot.sqrt();
        column[first + j] = root;
        column[first + j + 1..end].iter_mut().for_each(|value| *value /= root);
        for (k, other) in rest.chunks_mut(ld).take(n - j - 1).enumerate() {
            let row = first + j + 1 + k;
            let factor = column[row];
            other[row..end].iter_mut().zip(&column[row..end]).for_each(|(o, c)| *o -= factor * c);
        }
    }
    true
}

/// Inverse of a small lower triangle; the target's upper triangle is not touched.
fn invert_block(lower: &[f64], ld: usize, n: usize, into: &mut [f64], into_ld: usize) {
    for j in 0..n {
        let column = &mut into[j * into_ld..j * into_ld + n];
        column[j] = 1.0;
        column[j + 1..].fill(0.0);
        for k in j..n {
            let value = column[k] / lower[k * ld + k];
            column[k] = value;
            let known = &lower[k * ld + k + 1..k * ld + n];
            column[k + 1..].iter_mut().zip(known).for_each(|(c, l)| *c -= value * l);
        }
    }
}

/// W = L⁻¹ of the n × n lower triangle, into a matrix whose upper triangle is zero.
pub(super) fn invert_lower(lower: &[f64], ld: usize, n: usize, into: &mut [f64], into_ld: usize) {
    let mut work = vec![0.0; (n / 2 + BASE) * (n / 2 + BASE)];
    if n > 0 {
        invert((lower, ld), 0, n, (into, into_ld), &mut work);
    }
}

/// Rows and columns `at..at + n`; `into` begins with column `at`.
fn invert(lower: (&[f64], usize), at: usize, n: usize, into: (&mut [f64], usize), work: &mut [f64]) {
    let ((l, ld), (w, w_ld)) = (lower, into);
    if n <= BASE {
        invert_block(&l[at * ld + at..], ld, n, &mut w[at..], w_ld);
        return;
    }
    let half = (n / 2).next_multiple_of(BASE);
    let rest = n - half;
    let (left, right) = w.split_at_mut(half * w_ld);
    invert(lower, at, half, (left, w_ld), work);
    invert(lower, at + half, rest, (right, w_ld), work);
    // W₂₁ = −W₂₂ (L₂₁ W₁₁); strips skip the zeros of both triangles.
    for strip in (0..half).step_by(STRIP) {
        let width = STRIP.min(half - strip);
        let l21 = Panel::new(&l[(at + strip) * ld + at + half..], ld, rest, half - strip);
        let w11 = Panel::new(&left[strip * w_ld + at + strip..], w_ld, half - strip, width);
        product((&mut work[strip * rest..], rest), 1.0, l21, w11, 0.0);
    }
    for strip in (0..rest).step_by(STRIP) {
        let width = STRIP.min(rest - strip);
        let w22 = Panel::new(&right[at + half + strip..], w_ld, width, strip + width);
        let inner = Panel::new(work, rest, strip + width, half);
        product((&mut left[at + half + strip..], w_ld), -1.0, w22, inner, 0.0);
    }
}

/// Replaces the lower triangle of W (upper triangle zero) by that of W'W.
pub(super) fn gram_lower(matrix: &mut [f64], ld: usize, n: usize) {
    let mut work = vec![0.0; STRIP.min(n) * n];
    for row in (0..n).step_by(STRIP) {
        let height = STRIP.min(n - row);
        let end = row + height;
        let right = Panel::new(&matrix[row..], ld, n - row, end);
        let left = Panel::new(&matrix[row * ld + row..], ld, n - row, height);
        product((&mut work, height), 1.0, left.transposed(), right, 0.0);
        for j in 0..end {
            let from = row.max(j);
            let column = &work[j * height + from - row..(j + 1) * height];
            matrix[j * ld + from..j * ld + end].copy_from_slice(column);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use nalgebra::DMatrix;

    fn positive(n: usize, extra: usize) -> DMatrix<f64> {
        let root =
            DMatrix::from_fn(n + extra, n + extra + 3, |i, j| ((i * 37 + j * 101 + 11) % 97) as f64 / 97.0 - 0.5);
        &root * root.transpose() + DMatrix::identity(n + extra, n + extra) * 0.5
    }

    #[test]
    fn factor_inverse_and_gram_matrix_agree_with_their_definitions() {
        for (n, extra) in [(1, 0), (5, 2), (48, 3), (49, 4), (97, 1), (200, 3), (331, 5)] {
            let full = positive(n, extra);
            let ld = n + extra;
            let mut lower = full.as_slice().to_vec();
            assert!(cholesky(&mut lower, ld, n));
            let l = DMatrix::from_fn(ld, n, |i, j| if i >= j { lower[j * ld + i] } else { 0.0 });
            let again = &l * l.transpose();
            for j in 0..n {
                for i in j..ld {
                    assert!((again[(i, j)] - full[(i, j)]).abs() < 1e-11, "{n} {i} {j}");
                }
            }
            let mut inverse = vec![0.0; n * n];
            invert_lower(&lower, ld, n, &mut inverse, n);
            let w = DMatrix::from_column_slice(n, n, &inverse);
            let unit = &w * l.rows(0, n);
            assert!((unit - DMatrix::identity(n, n)).amax() < 1e-11);
            gram_lower(&mut inverse, n, n);
            let expected = w.transpose() * &w;
            for j in 0..n {
                for i in j..n {
                    assert!((inverse[j * n + i] - expected[(i, j)]).abs() < 1e-11);
                }
            }
        }
    }

    #[test]
    fn a_matrix_that_is_not_positive_definite_is_refused() {
        let mut full = positive(120, 0);
        full[(100, 100)] = -1.0;
        assert!(!cholesky(full.as_mut_slice(), 120, 120));
        full[(3, 3)] = f64::NAN;
        assert!(!cholesky(full.as_mut_slice(), 120, 120));
    }
}
