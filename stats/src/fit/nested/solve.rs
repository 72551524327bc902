//! Substitution through the tree: conditional modes down it, weights of a linear combination up it.

use std::collections::BTreeMap;

use super::elimination::NestedElimination;
use crate::model::{Moments, Stage};

impl NestedElimination {
    /// b̂ of every stage, levels × q. `root` multiplies the columns outside all levels: −β̂ the fixed ones, 1 the response.
    ///
    /// Back substitution: b = ΛL⁻ᵀ(V e), where e holds what multiplies each column outside the level, −b̂ for the effects of
    /// the levels that hold it.
    pub(crate) fn modes(&self, stages: &[Stage], moments: &Moments, root: &[f64]) -> Vec<Vec<f64>> {
        let p = root.len() - 1;
        let mut outer = root.to_vec();
        let mut outer_width = p + 1;
        let mut result = Vec::with_capacity(stages.len());
        for (index, shape) in stages.iter().enumerate().rev() {
            let (q, m) = (shape.effects.len(), shape.width);
            let mut modes = vec![0.0; shape.labels.len() * q];
            let mut inner = vec![0.0; if index > 0 { shape.labels.len() * m } else { 0 }];
            let lambda = &self.lambdas[index];
            self.each_level(stages, moments, p, index, |level, factor| {
                let parent = shape.parent.get(level).copied().unwrap_or_default() as usize;
                let above = &outer[parent * outer_width..(parent + 1) * outer_width];
                let along = |k: usize| above.iter().zip(&factor.carried[k * m..]).map(|(e, v)| e * v).sum();
                let mut u: Vec<f64> = (0..q).map(along).collect();
                factor.solve_transposed(&mut u);
                let own = &mut modes[level * q..(level + 1) * q];
                for (i, mode) in own.iter_mut().enumerate() {
                    *mode = (0..q).map(|k| lambda[i * q + k] * u[k]).sum();
                }
                if index > 0 {
                    let columns = &mut inner[level * m..(level + 1) * m];
                    columns[..outer_width].copy_from_slice(above);
                    shape.effects.iter().zip(own).for_each(|(&effect, mode)| columns[effect] -= *mode);
                }
            });
            result.push(modes);
            outer = inner;
            outer_width = m;
        }
        result.reverse();
        result
    }

    /// The squared length of L⁻¹k for weights k of random effects, and what they leave on the p fixed effects and on the
    /// response. Only the levels that k touches and the levels that hold them take part.
    pub(crate) fn forward(
        &self,
        stages: &[Stage],
        moments: &Moments,
        p: usize,
        random: &[BTreeMap<usize, Vec<f64>>],
    ) -> (f64, Vec<f64>) {
        let mut total = 0.0;
        // What the eliminated levels leave on the columns of the level that holds them.
        let mut carried: BTreeMap<usize, Vec<f64>> = BTreeMap::new();
        for (index, shape) in stages.iter().enumerate() {
            let (q, m) = (shape.effects.len(), shape.width);
            let next_width = stages.get(index + 1).map_or(p + 1, |outer| outer.width);
            let lambda = &self.lambdas[index];
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
                let scaled = |i: usize| (0..q).map(|k| lambda[k * q + i] * effects[k]).sum();
                let mut w: Vec<f64> = (0..q).map(scaled).collect();
                let factor = self.level(stages, moments, p, index, level);
                factor.solve(&mut w);
                total += w.iter().map(|x| x * x).sum::<f64>();
                let parent = shape.parent.get(level).copied().unwrap_or_default() as usize;
                let target = outgoing.entry(parent).or_insert_with(|| vec![0.0; next_width]);
                for (column, value) in target.iter_mut().enumerate() {
                    let taken: f64 = (0..q).map(|k| factor.carried[k * m + column] * w[k]).sum();
                    *value += above[column] - taken;
                }
            }
            carried = outgoing;
        }
        let mut rest = vec![0.0; p + 1];
        for above in carried.values() {
            rest.iter_mut().zip(above).for_each(|(weight, value)| *weight += value);
        }
        (total, rest)
    }
}
