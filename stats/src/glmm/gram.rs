//! Inner products of what the entries of the covariance matrices do to the linear predictor.
//!
//! The likelihood knows of M_1, …, M_K only Σ Z_kM_kZ_k', which is linear in their entries. With V_a the n × n matrix of entry a,
//! ⟨V_a, V_b⟩ = tr(V_aV_b) is a sum over the pairs of levels, one of either factor, that have rows in common: with S = Σ zz' of
//! these rows, tr(E_aSE_bS).

use nalgebra::DMatrix;

use super::design::Parts;

/// One entry (i, j), j ≤ i, of a term's M, by the columns of Z that it multiplies.
struct Entry {
    factor: usize,
    columns: (usize, usize),
}

impl Entry {
    /// How often it stands in M.
    fn times(&self) -> f64 {
        if self.columns.0 == self.columns.1 { 1.0 } else { 2.0 }
    }
}

/// The inner products by the lower triangles of M of all terms, row by row.
pub(super) fn gram(parts: &Parts) -> DMatrix<f64> {
    let entries = entries(parts);
    let m = parts.width;
    let mut gram = DMatrix::zeros(entries.len(), entries.len());
    for one in 0..parts.factors.len() {
        for other in one..parts.factors.len() {
            in_common(parts, one, other, |s| {
                for (a, first) in entries.iter().enumerate().filter(|(_, entry)| entry.factor == one) {
                    for (b, second) in entries.iter().enumerate().filter(|(_, entry)| entry.factor == other) {
                        let ((i, j), (c, d)) = (first.columns, second.columns);
                        let product = s[i * m + c] * s[j * m + d] + s[i * m + d] * s[j * m + c];
                        gram[(a, b)] += 0.5 * first.times() * second.times() * product;
                    }
                }
            });
        }
    }
    // Pairs of different factors were met once.
    let half = gram.clone();
    for (a, first) in entries.iter().enumerate() {
        for (b, _) in entries.iter().enumerate().filter(|(_, second)| second.factor > first.factor) {
            gram[(b, a)] = half[(a, b)];
        }
    }
    gram
}

fn entries(parts: &Parts) -> Vec<Entry> {
    let mut entries = Vec::new();
    for term in &parts.terms {
        let columns = &parts.factors[term.stage].effects[term.offset..term.offset + term.labels.len()];
        for (i, &row) in columns.iter().enumerate() {
            let entry = |&column: &usize| Entry { factor: term.stage, columns: (row, column) };
            entries.extend(columns[..=i].iter().map(entry));
        }
    }
    entries
}

/// Shows Σ zz' (m × m) over the rows of each pair of levels.
fn in_common(parts: &Parts, one: usize, other: usize, mut visit: impl FnMut(&[f64])) {
    let m = parts.width;
    let pair = |row: usize| (parts.factors[one].codes[row], parts.factors[other].codes[row]);
    let mut order: Vec<usize> = (0..parts.n).collect();
    order.sort_unstable_by_key(|&row| (pair(row), row));
    let mut sum = vec![0.0; m * m];
    for same in order.chunk_by(|&a, &b| pair(a) == pair(b)) {
        sum.fill(0.0);
        for &row in same {
            let z = parts.random_row(row);
            for i in 0..m {
                (0..m).for_each(|j| sum[i * m + j] += z[i] * z[j]);
            }
        }
        visit(&sum);
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::collections::BTreeMap;

    use super::*;
    use crate::data::Table;
    use crate::glmm::{BinomialModel, BinomialOptions};
    use crate::model::Formula;

    /// Z_kE_aZ_k' written out, in the order of the entries.
    fn written_out(parts: &Parts) -> Vec<DMatrix<f64>> {
        let mut found = Vec::new();
        for term in &parts.terms {
            let factor = &parts.factors[term.stage];
            let columns = &factor.effects[term.offset..term.offset + term.labels.len()];
            for i in 0..columns.len() {
                for j in 0..=i {
                    found.push(DMatrix::from_fn(parts.n, parts.n, |r, s| {
                        if factor.codes[r] != factor.codes[s] {
                            return 0.0;
                        }
                        let z = |row: usize, effect: usize| parts.random_row(row)[columns[effect]];
                        let twice = if i == j { 0.0 } else { z(r, j) * z(s, i) };
                        z(r, i) * z(s, j) + twice
                    }));
                }
            }
        }
        found
    }

    #[test]
    fn they_are_those_of_the_matrices_written_out() {
        let n = 40;
        let column = |of: &dyn Fn(usize) -> usize| (0..n).map(|i| of(i) as f64).collect::<Vec<f64>>();
        let table = Table::new()
            .with_number("a", column(&|i| i / 4))
            .and_then(|table| table.with_number("b", column(&|i| i * 7 % 5)))
            .and_then(|table| table.with_number("outer", column(&|i| i / 12)))
            .and_then(|table| table.with_number("x", column(&|i| i * i % 11)))
            .and_then(|table| table.with_number("y", column(&|i| i * 3 % 7 % 2)))
            .unwrap();
        for random in ["(1 + x | a) + (1 | outer)", "(1 + x | a) + (0 + x | b) + (1 | outer)", "(x || outer) + (1 | b)"]
        {
            let formula = Formula::parse(&format!("y ~ 1 + {random}")).unwrap();
            let model = BinomialModel::build(&table, &formula, &BTreeMap::new(), &BinomialOptions::default()).unwrap();
            let matrices = written_out(&model.parts);
            let found = gram(&model.parts);
            let expected = DMatrix::from_fn(matrices.len(), matrices.len(), |a, b| matrices[a].dot(&matrices[b]));
            assert!((&found - &expected).amax() < 1e-10 * expected.amax(), "{random}: {found} {expected}");
        }
    }
}
