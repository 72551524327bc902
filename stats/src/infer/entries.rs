//! The covariance parameters in which V is linear: the entries of each M_k = Λ_kΛ_k'.

use crate::fit::{Fit, TermFactor};

/// One entry of a term's M, by the effects it joins: V_i = Σ_levels Z E Z' with E = e_a e_b' + e_b e_a' (once when a = b).
#[derive(Debug, Clone, Copy)]
pub(super) struct Entry {
    pub(super) term: usize,
    pub(super) stage: usize,
    /// Place among the stage's effects.
    pub(super) row: usize,
    pub(super) column: usize,
    /// Place among the term's effects.
    pub(super) a: usize,
    pub(super) b: usize,
}

/// All entries, innermost stage first; within a stage terms in their order, diagonal entries of a term first.
pub(super) fn entries(fit: &Fit) -> Vec<Entry> {
    let parts = &fit.model.parts;
    let mut result = Vec::new();
    for stage in 0..parts.stages.len() {
        for (term, shape) in parts.terms.iter().enumerate().filter(|(_, shape)| shape.stage == stage) {
            let q = shape.labels.len();
            let pairs = (0..q).map(|a| (a, a)).chain((0..q).flat_map(|a| (0..a).map(move |b| (a, b))));
            result.extend(pairs.map(|(a, b)| Entry {
                term,
                stage,
                row: shape.offset + a,
                column: shape.offset + b,
                a,
                b,
            }));
        }
    }
    result
}

/// A factor of ΛΛ' + h·vv', by rotations: exact zeros in Λ do no harm.
pub(super) fn widened(factor: &TermFactor, direction: &[f64], h: f64) -> TermFactor {
    let q = factor.order;
    let mut lambda = factor.lambda.clone();
    let mut extra: Vec<f64> = direction.iter().map(|v| v * h.sqrt()).collect();
    for i in 0..q {
        let (pivot, other) = (lambda[i * q + i], extra[i]);
        let length = pivot.hypot(other);
        if length == 0.0 {
            continue;
        }
        let (c, s) = (pivot / length, other / length);
        for row in i..q {
            let (x, y) = (lambda[row * q + i], extra[row]);
            lambda[row * q + i] = c * x + s * y;
            extra[row] = c * y - s * x;
        }
    }
    TermFactor { order: q, rank: q, lambda }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn widening_adds_the_square_of_the_direction() {
        for lambda in [vec![2.0, 0.0, -1.0, 0.5], vec![0.0, 0.0, 0.0, 0.0], vec![1.0, 0.0, 3.0, 0.0]] {
            let factor = TermFactor { order: 2, rank: 2, lambda };
            let wide = widened(&factor, &[1.0, -1.0], 0.01).square();
            for (at, (found, before)) in wide.iter().zip(factor.square()).enumerate() {
                let sign = if at == 0 || at == 3 { 1.0 } else { -1.0 };
                assert!((found - before - sign * 0.01).abs() < 1e-14);
            }
        }
    }
}
