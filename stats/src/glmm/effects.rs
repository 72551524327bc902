//! Factors Λ, spherical effects u, and products with the sparse matrix ZΛ.

use super::design::{Factor, Parts};
use crate::fit::TermFactor;
use crate::model::RandomTerm;

/// Numbers for every effect: one vector a factor, levels × q.
pub(super) type Effects = Vec<Vec<f64>>;

/// Λ of each factor, q × q lower triangular row-major.
pub(super) type Lambdas = Vec<Vec<f64>>;

pub(super) fn zero_effects(parts: &Parts) -> Effects {
    parts.factors.iter().map(|factor| vec![0.0; factor.count() * factor.order()]).collect()
}

/// The block-diagonal Λ of each factor from the terms' own.
pub(super) fn factor_lambdas(parts: &Parts, terms: &[TermFactor]) -> Lambdas {
    let square = |factor: &Factor| vec![0.0; factor.order() * factor.order()];
    let mut whole: Lambdas = parts.factors.iter().map(square).collect();
    for (term, own) in parts.terms.iter().zip(terms) {
        let (q, order) = (term.labels.len(), parts.factors[term.stage].order());
        for i in 0..q {
            for j in 0..=i {
                whole[term.stage][(term.offset + i) * order + term.offset + j] = own.lambda[i * q + j];
            }
        }
    }
    whole
}

/// A term's q × q part of its factor's matrix.
pub(super) fn term_block(parts: &Parts, term: &RandomTerm, whole: &[f64]) -> Vec<f64> {
    let (q, order) = (term.labels.len(), parts.factors[term.stage].order());
    let entry = |at: usize| whole[(term.offset + at / q) * order + term.offset + at % q];
    (0..q * q).map(entry).collect()
}

/// Λ'z of one row and factor into `out` (q).
#[inline]
pub(super) fn loading(factor: &Factor, lambda: &[f64], random: &[f64], out: &mut [f64]) {
    let q = factor.order();
    out.fill(0.0);
    for (j, &column) in factor.effects.iter().enumerate() {
        let z = random[column];
        for k in 0..=j {
            out[k] += lambda[j * q + k] * z;
        }
    }
}

/// b = Λu of one level.
pub(super) fn scaled_effects(order: usize, lambda: &[f64], spherical: &[f64]) -> Vec<f64> {
    let row = |j: usize| (0..=j).map(|k| lambda[j * order + k] * spherical[k]).sum();
    (0..order).map(row).collect()
}

/// The rows' z_i'Λu, added to `predictor`.
pub(super) fn add_random_part(parts: &Parts, lambdas: &Lambdas, effects: &Effects, predictor: &mut [f64]) {
    if parts.nested {
        add_nested_part(parts, lambdas, effects, predictor);
        return;
    }
    for ((factor, lambda), values) in parts.factors.iter().zip(lambdas).zip(effects) {
        let q = factor.order();
        let scaled: Vec<f64> = values.chunks_exact(q).flat_map(|u| scaled_effects(q, lambda, u)).collect();
        for (row, (eta, &code)) in predictor.iter_mut().zip(&factor.codes).enumerate() {
            let z = parts.random_row(row);
            let b = &scaled[code as usize * q..(code as usize + 1) * q];
            *eta += factor.effects.iter().zip(b).map(|(&column, b)| z[column] * b).sum::<f64>();
        }
    }
}

/// Nested factors: first the sum of the effects of all levels that hold a level, so that a row sees one vector.
fn add_nested_part(parts: &Parts, lambdas: &Lambdas, effects: &Effects, predictor: &mut [f64]) {
    let m = parts.width;
    let mut above: Vec<f64> = Vec::new();
    for (index, factor) in parts.factors.iter().enumerate().rev() {
        let (q, lambda) = (factor.order(), &lambdas[index]);
        let mut here = vec![0.0; factor.count() * m];
        for (level, (total, u)) in here.chunks_exact_mut(m).zip(effects[index].chunks_exact(q)).enumerate() {
            if let Some(&parent) = factor.parent.get(level) {
                total.copy_from_slice(&above[parent * m..(parent + 1) * m]);
            }
            for (j, &column) in factor.effects.iter().enumerate() {
                total[column] += (0..=j).map(|k| lambda[j * q + k] * u[k]).sum::<f64>();
            }
        }
        above = here;
    }
    for (total, rows) in above.chunks_exact(m).zip(parts.starts.windows(2)) {
        let z = parts.random[rows[0] * m..rows[1] * m].chunks_exact(m);
        for (eta, z) in predictor[rows[0]..rows[1]].iter_mut().zip(z) {
            *eta += z.iter().zip(total).map(|(z, b)| z * b).sum::<f64>();
        }
    }
}

/// Λ'Z'x: levels × q a factor, from one number a row; added to `into`.
pub(super) fn add_transposed(parts: &Parts, lambdas: &Lambdas, rows: &[f64], into: &mut Effects) {
    let sums = sums_by_level(parts, rows);
    for (index, factor) in parts.factors.iter().enumerate() {
        let q = factor.order();
        for (out, sums) in into[index].chunks_exact_mut(q).zip(sums[index].chunks_exact(q)) {
            for j in 0..q {
                for k in 0..=j {
                    out[k] += lambdas[index][j * q + k] * sums[j];
                }
            }
        }
    }
}

/// Z'x: levels × q a factor.
pub(super) fn sums_by_level(parts: &Parts, rows: &[f64]) -> Effects {
    if parts.nested {
        return nested_sums(parts, rows);
    }
    let mut sums = zero_effects(parts);
    for (factor, sums) in parts.factors.iter().zip(&mut sums) {
        let q = factor.order();
        for (row, (&value, &code)) in rows.iter().zip(&factor.codes).enumerate() {
            let z = parts.random_row(row);
            let sums = &mut sums[code as usize * q..(code as usize + 1) * q];
            for (sum, &column) in sums.iter_mut().zip(&factor.effects) {
                *sum += z[column] * value;
            }
        }
    }
    sums
}

/// Nested factors: the rows are summed once, for the innermost levels, and those sums are summed.
fn nested_sums(parts: &Parts, rows: &[f64]) -> Effects {
    let m = parts.width;
    let mut sums = zero_effects(parts);
    let mut here = vec![0.0; parts.factors[0].count() * m];
    for (total, range) in here.chunks_exact_mut(m).zip(parts.starts.windows(2)) {
        let z = parts.random[range[0] * m..range[1] * m].chunks_exact(m);
        for (value, z) in rows[range[0]..range[1]].iter().zip(z) {
            total.iter_mut().zip(z).for_each(|(total, z)| *total += z * value);
        }
    }
    for (index, factor) in parts.factors.iter().enumerate() {
        for (own, total) in sums[index].chunks_exact_mut(factor.order()).zip(here.chunks_exact(m)) {
            own.iter_mut().zip(&factor.effects).for_each(|(own, &column)| *own = total[column]);
        }
        let outer = parts.factors.get(index + 1).map_or(0, Factor::count);
        let mut next = vec![0.0; outer * m];
        for (&parent, total) in factor.parent.iter().zip(here.chunks_exact(m)) {
            next[parent * m..(parent + 1) * m].iter_mut().zip(total).for_each(|(next, total)| *next += total);
        }
        here = next;
    }
    sums
}

/// Σ_levels a_level b_level': q × q.
pub(super) fn outer_products(order: usize, left: &[f64], right: &[f64], into: &mut [f64]) {
    for (a, b) in left.chunks_exact(order).zip(right.chunks_exact(order)) {
        for (j, a) in a.iter().enumerate() {
            for (k, b) in b.iter().enumerate() {
                into[j * order + k] += a * b;
            }
        }
    }
}
