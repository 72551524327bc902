//! Conditional covariances of all levels: down the tree, once.
//!
//! Given what multiplies each column outside a level, e (−b for the effects of the levels that hold it), the level's u has
//! covariance σ²L⁻ᵀL⁻¹ about L⁻ᵀVe. So the covariance of (e, b) goes down the tree level by level, which gives the diagonal
//! blocks of σ²Λ(LL')⁻¹Λ' in O(levels) (a tree's case of Takahashi, Fagan and Chin 1973).

use super::elimination::NestedElimination;
use super::level::LevelFactor;
use crate::model::{Moments, Stage};

/// The uncertainty of what multiplies the columns outside the levels of a stage.
#[derive(Debug, Default)]
struct Outside {
    /// The a columns with a random effect outside, rising.
    columns: Vec<usize>,
    /// levels of the outer stage × a × a, in units of σ².
    covariance: Vec<f64>,
}

/// The matrices of one level.
struct Room {
    /// ΛL⁻ᵀ, q × q.
    root: Vec<f64>,
    /// ΛL⁻ᵀV at the outside columns, q × a.
    slope: Vec<f64>,
    /// Covariance of b with what multiplies them, with a minus: q × a.
    cross: Vec<f64>,
}

impl NestedElimination {
    /// Cov(b | y, β) of every stage in units of σ², levels × q × q.
    pub(crate) fn conditional_covariances(&self, stages: &[Stage], moments: &Moments, p: usize) -> Vec<Vec<f64>> {
        let mut outside = Outside::default();
        let mut result = Vec::with_capacity(stages.len());
        for (index, stage) in stages.iter().enumerate().rev() {
            let (q, a, lambda) = (stage.effects.len(), outside.columns.len(), &self.lambdas[index]);
            let mut covariances = vec![0.0; stage.labels.len() * q * q];
            let mut inside = if index > 0 { outside.of_levels(stage) } else { Outside::default() };
            let mut room = Room { root: vec![0.0; q * q], slope: vec![0.0; q * a], cross: vec![0.0; q * a] };
            self.each_level(stages, moments, p, index, |level, factor| {
                let parent = stage.parent.get(level).copied().unwrap_or_default() as usize;
                let above = &outside.covariance[parent * a * a..(parent + 1) * a * a];
                let own = &mut covariances[level * q * q..(level + 1) * q * q];
                room.solve(factor, (lambda, stage.width), &outside.columns, above, own);
                if index > 0 {
                    inside.receive(level, &stage.effects, &outside.columns, (above, own, &room.cross));
                }
            });
            result.push(covariances);
            outside = inside;
        }
        result.reverse();
        result
    }
}

impl Room {
    /// Cov b = ΛL⁻ᵀL⁻¹Λ' + (ΛL⁻ᵀV) Cov(e) (ΛL⁻ᵀV)'.
    fn solve(
        &mut self,
        factor: &LevelFactor,
        (lambda, m): (&[f64], usize),
        columns: &[usize],
        above: &[f64],
        own: &mut [f64],
    ) {
        let a = columns.len();
        let q = lambda.len().isqrt();
        let mut unit = vec![0.0; q];
        for column in 0..q {
            unit.fill(0.0);
            unit[column] = 1.0;
            factor.solve_transposed(&mut unit);
            for i in 0..q {
                self.root[i * q + column] = (0..=i).map(|k| lambda[i * q + k] * unit[k]).sum();
            }
        }
        for i in 0..q {
            for (j, &column) in columns.iter().enumerate() {
                self.slope[i * a + j] = (0..q).map(|k| self.root[i * q + k] * factor.carried[k * m + column]).sum();
            }
            for j in 0..a {
                self.cross[i * a + j] = (0..a).map(|k| self.slope[i * a + k] * above[k * a + j]).sum();
            }
        }
        for i in 0..q {
            for j in 0..=i {
                let level: f64 = (0..q).map(|k| self.root[i * q + k] * self.root[j * q + k]).sum();
                let passed: f64 = (0..a).map(|k| self.cross[i * a + k] * self.slope[j * a + k]).sum();
                own[i * q + j] = level + passed;
                own[j * q + i] = level + passed;
            }
        }
    }
}

impl Outside {
    /// Room for what the levels of a stage pass on.
    fn of_levels(&self, stage: &Stage) -> Self {
        let mut columns: Vec<usize> = self.columns.iter().chain(&stage.effects).copied().collect();
        columns.sort_unstable();
        columns.dedup();
        let covariance = vec![0.0; stage.labels.len() * columns.len().pow(2)];
        Self { columns, covariance }
    }

    /// e of a level is e of the level that holds it, minus b at the columns of its effects.
    fn receive(
        &mut self,
        level: usize,
        effects: &[usize],
        outer: &[usize],
        (above, own, cross): (&[f64], &[f64], &[f64]),
    ) {
        let (a, outside, q) = (self.columns.len(), outer.len(), effects.len());
        let place = |column: &usize| self.columns.partition_point(|known| known < column);
        let block = &mut self.covariance[level * a * a..(level + 1) * a * a];
        for (i, row) in outer.iter().map(place).enumerate() {
            for (j, column) in outer.iter().map(place).enumerate() {
                block[row * a + column] += above[i * outside + j];
            }
        }
        for (i, row) in effects.iter().map(place).enumerate() {
            for (j, column) in outer.iter().map(place).enumerate() {
                block[row * a + column] -= cross[i * outside + j];
                block[column * a + row] -= cross[i * outside + j];
            }
            for (j, column) in effects.iter().map(place).enumerate() {
                block[row * a + column] += own[i * q + j];
            }
        }
    }
}
