//! Forward substitution through the hierarchical factor: variances of linear combinations without any n × n matrix.
//!
//! The prediction errors have covariance σ²C, C the inverse of Henderson's (1975) mixed model equations in (u, β). With the
//! Cholesky factor of those equations LL' and weights k, k'Ck = |L⁻¹k|²; only the levels that k touches and the levels that
//! hold them take part.

use std::collections::BTreeMap;

use crate::fit::{Fit, solve_lower};

/// Weights of random effects in internal units: for each stage, by level, one weight an effect of the stage (q).
pub(super) type StageWeights = Vec<BTreeMap<usize, Vec<f64>>>;

/// k'Ck, in units of σ². Without `fixed` (internal weights, p) β is taken as known.
pub(super) fn squared_length(fit: &Fit, random: &StageWeights, fixed: Option<&[f64]>) -> f64 {
    let parts = &fit.model.parts;
    let p = parts.fixed.len();
    let mut total = 0.0;
    // What the eliminated levels leave on the columns of the level that holds them.
    let mut carried: BTreeMap<usize, Vec<f64>> = BTreeMap::new();
    for (index, (shape, stage)) in parts.stages.iter().zip(&fit.elimination.stages).enumerate() {
        let (q, m) = (shape.effects.len(), shape.width);
        let next_width = parts.stages.get(index + 1).map_or(p + 1, |outer| outer.width);
        let mut outgoing: BTreeMap<usize, Vec<f64>> = BTreeMap::new();
        let mut touched: Vec<usize> = random[index].keys().chain(carried.keys()).copied().collect();
        touched.sort_unstable();
        touched.dedup();
        for level in touched {
            let none = vec![0.0; m];
            let above = carried.get(&level).unwrap_or(&none);
            let mut effects: Vec<f64> = shape.effects.iter().map(|&column| above[column]).collect();
            if let Some(weights) = random[index].get(&level) {
                effects.iter_mut().zip(weights).for_each(|(effect, weight)| *effect += weight);
            }
            let mut w: Vec<f64> = (0..q).map(|i| (0..q).map(|k| stage.lambda[k * q + i] * effects[k]).sum()).collect();
            solve_lower(&stage.lower[level * q * q..(level + 1) * q * q], q, &mut w, 1);
            total += w.iter().map(|x| x * x).sum::<f64>();
            let block = &stage.carried[level * q * m..(level + 1) * q * m];
            let parent = shape.parent.get(level).copied().unwrap_or_default();
            let target = outgoing.entry(parent).or_insert_with(|| vec![0.0; next_width]);
            for (column, value) in target.iter_mut().enumerate() {
                let taken: f64 = (0..q).map(|k| block[k * m + column] * w[k]).sum();
                *value += above[column] - taken;
            }
        }
        carried = outgoing;
    }
    let Some(fixed) = fixed else { return total };
    let mut rest = fixed.to_vec();
    for above in carried.values() {
        rest.iter_mut().zip(above).for_each(|(weight, value)| *weight += value);
    }
    solve_lower(&fit.elimination.fixed_lower, p, &mut rest, 1);
    total + rest.iter().map(|x| x * x).sum::<f64>()
}
