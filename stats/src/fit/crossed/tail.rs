//! Block-diagonal work on a dense tail.

use super::plan::TailNode;

/// Copies the lower triangles of the nodes' diagonal blocks to their upper ones.
pub(super) fn fill_diagonal_blocks(matrix: &mut [f64], ld: usize, nodes: &[TailNode]) {
    for node in nodes.iter().filter(|node| node.q > 1) {
        for j in node.local..node.local + node.q {
            for i in node.local..j {
                matrix[j * ld + i] = matrix[i * ld + j];
            }
        }
    }
}

/// F'AF on the lower triangle of the first n columns, diagonal blocks full, F block-diagonal with one square a factor.
///
/// Rows below n (the root's) are multiplied from the right only.
pub(super) fn congruence(matrix: &mut [f64], ld: usize, n: usize, nodes: &[TailNode], squares: &[Vec<f64>]) {
    let mut old = Vec::new();
    for (index, node) in nodes.iter().enumerate() {
        let (q, square) = (node.q, &squares[node.factor]);
        let columns = &mut matrix[node.local * ld..(node.local + q) * ld];
        if let [factor] = square[..] {
            columns[node.local..].iter_mut().for_each(|value| *value *= factor);
        } else {
            for i in node.local..ld {
                old.clear();
                old.extend((0..q).map(|k| columns[k * ld + i]));
                for j in 0..q {
                    columns[j * ld + i] = (0..q).map(|k| old[k] * square[k * q + j]).sum();
                }
            }
        }
        for column in columns.chunks_mut(ld) {
            multiply_rows(&mut column[..n], &nodes[index..], squares);
        }
    }
}

/// F'a, node by node.
fn multiply_rows(column: &mut [f64], nodes: &[TailNode], squares: &[Vec<f64>]) {
    for node in nodes {
        let square = &squares[node.factor];
        if let [factor] = square[..] {
            column[node.local] *= factor;
        } else {
            multiply(&mut column[node.local..node.local + node.q], square, true);
        }
    }
}

/// x becomes F x, or F'x.
pub(super) fn multiply(x: &mut [f64], square: &[f64], transposed: bool) {
    let q = x.len();
    let old = x.to_vec();
    for (i, value) in x.iter_mut().enumerate() {
        let entry = |k: usize| if transposed { square[k * q + i] } else { square[i * q + k] };
        *value = old.iter().enumerate().map(|(k, o)| entry(k) * o).sum();
    }
}
