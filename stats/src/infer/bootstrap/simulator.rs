//! Draws the cross-products of new responses.

use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use rand_distr::{ChiSquared, Distribution, StandardNormal};

use super::super::tree::innermost_sums;
use super::BootstrapError;
use super::mapping::{Mapping, ancestor};
use crate::fit::{Fit, stage_factors};
use crate::model::Model;

/// A pivot below this share of its diagonal entry is a column that the columns before it explain.
const EXPLAINED: f64 = 1e-10;

/// What is drawn from: the random part of one fit, on the rows of a model that holds its columns (often its own).
pub(super) struct Simulator {
    /// m of the host, and the place of its response.
    width: usize,
    response: usize,
    /// σ in units of the host's response.
    sigma: f64,
    /// For each innermost level of the host G without the response and its Cholesky factor, m × m each.
    squares: Vec<f64>,
    lowers: Vec<f64>,
    stages: Vec<RandomStage>,
    /// Rows less the ranks of all levels.
    orthogonal: Option<ChiSquared<f64>>,
}

struct RandomStage {
    levels: usize,
    order: usize,
    /// σΛ by the host's columns, m × q: effects to weights of columns.
    weights: Vec<f64>,
    /// For each innermost level of the host its level here.
    of_innermost: Vec<usize>,
}

impl Simulator {
    /// # Errors
    /// [`BootstrapError::Inference`] for crossed factors.
    pub(super) fn new(source: &Fit, host: &Model, mapping: &Mapping) -> Result<Self, BootstrapError> {
        let (width, response) = (host.parts.stages[0].width, host.parts.fixed.len());
        let mut squares = innermost_sums(host)?;
        let mut lowers = squares.clone();
        let mut ranks = 0;
        for (square, lower) in squares.chunks_exact_mut(width * width).zip(lowers.chunks_exact_mut(width * width)) {
            for i in 0..width {
                square[i * width + response] = 0.0;
                square[response * width + i] = 0.0;
            }
            lower.copy_from_slice(square);
            ranks += root(lower, width);
        }
        let sigma = source.residual_standard_deviation() / host.parts.response_scale;
        let left = host.observations().saturating_sub(ranks);
        let lambdas = stage_factors(&source.model, &source.factors);
        let stage = |(index, lambda): (usize, &Vec<f64>)| {
            let shape = &source.model.parts.stages[index];
            let order = shape.effects.len();
            let mut weights = vec![0.0; width * order];
            for (k, &effect) in shape.effects.iter().enumerate() {
                for (at, share) in mapping.columns[effect].iter().enumerate() {
                    (0..order).for_each(|i| weights[at * order + i] += sigma * share * lambda[k * order + i]);
                }
            }
            let inner = 0..host.parts.stages[0].labels.len();
            let of_innermost = inner.map(|level| ancestor(host, level, mapping.stages[index])).collect();
            RandomStage { levels: shape.labels.len(), order, weights, of_innermost }
        };
        let stages = lambdas.iter().enumerate().map(stage).collect();
        let orthogonal = if left > 0 { ChiSquared::new(left as f64).ok() } else { None };
        Ok(Self { width, response, sigma, squares, lowers, stages, orthogonal })
    }

    /// The products of one new response, less its fixed part, with the host's columns: innermost levels × m, its own square
    /// in the place of the response.
    pub(super) fn draw(&self, seed: u64, replicate: u64, room: &mut Room) {
        let mut random = ChaCha8Rng::seed_from_u64(seed);
        random.set_stream(replicate);
        let m = self.width;
        for (stage, weights) in self.stages.iter().zip(&mut room.weights) {
            weights.clear();
            let q = stage.order;
            for _ in 0..stage.levels {
                room.effects.clear();
                room.effects.extend((0..q).map(|_| normal(&mut random)));
                let row = |at: usize| (0..q).map(|i| stage.weights[at * q + i] * room.effects[i]).sum::<f64>();
                weights.extend((0..m).map(row));
            }
        }
        let rest = self.orthogonal.map_or(0.0, |chi| chi.sample(&mut random));
        room.products.clear();
        for (level, (square, lower)) in
            self.squares.chunks_exact(m * m).zip(self.lowers.chunks_exact(m * m)).enumerate()
        {
            room.sum.fill(0.0);
            for (stage, weights) in self.stages.iter().zip(&room.weights) {
                let own = &weights[stage.of_innermost[level] * m..][..m];
                room.sum.iter_mut().zip(own).for_each(|(sum, weight)| *sum += weight);
            }
            let mut noise = 0.0;
            for i in 0..m {
                room.noise[i] = if lower[i * m + i] > 0.0 { self.sigma * normal(&mut random) } else { 0.0 };
                noise += room.noise[i].powi(2);
            }
            let (mut explained, mut crossed) = (0.0, 0.0);
            for i in 0..m {
                let line: f64 = (0..m).map(|j| square[i * m + j] * room.sum[j]).sum();
                let error: f64 = (0..=i).map(|j| lower[i * m + j] * room.noise[j]).sum();
                explained += room.sum[i] * line;
                crossed += room.sum[i] * error;
                room.products.push(line + error);
            }
            room.products[level * m + self.response] = explained + 2.0 * crossed + noise;
        }
        // What no column sees counts only in the total, so one level may hold all of it.
        room.products[self.response] += self.sigma.powi(2) * rest;
    }

    pub(super) fn room(&self) -> Room {
        Room {
            products: Vec::with_capacity(self.squares.len() / self.width.max(1)),
            weights: self.stages.iter().map(|stage| Vec::with_capacity(stage.levels * self.width)).collect(),
            effects: Vec::new(),
            sum: vec![0.0; self.width],
            noise: vec![0.0; self.width],
        }
    }
}

/// Storage that is held over replicates.
pub(super) struct Room {
    pub(super) products: Vec<f64>,
    weights: Vec<Vec<f64>>,
    effects: Vec<f64>,
    sum: Vec<f64>,
    noise: Vec<f64>,
}

fn normal(random: &mut ChaCha8Rng) -> f64 {
    StandardNormal.sample(random)
}

/// Replaces a positive semidefinite m × m matrix by its lower Cholesky factor, columns without pivot zero; gives the rank.
fn root(matrix: &mut [f64], m: usize) -> usize {
    let mut rank = 0;
    for j in 0..m {
        let whole = matrix[j * m + j];
        let rest = whole - (0..j).map(|k| matrix[j * m + k].powi(2)).sum::<f64>();
        let pivot = if rest > EXPLAINED * whole { rest.sqrt() } else { 0.0 };
        rank += usize::from(pivot > 0.0);
        matrix[j * m + j] = pivot;
        for i in j + 1..m {
            let taken: f64 = (0..j).map(|k| matrix[i * m + k] * matrix[j * m + k]).sum();
            matrix[i * m + j] = if pivot > 0.0 { (matrix[i * m + j] - taken) / pivot } else { 0.0 };
            matrix[j * m + i] = 0.0;
        }
    }
    rank
}

#[cfg(test)]
mod tests {
    use super::root;

    #[test]
    fn the_root_of_a_matrix_without_full_rank_has_its_square() {
        let columns = [[1.0, 1.0, 1.0], [1.0, 2.0, 3.0], [2.0, 4.0, 6.0]];
        let product = |a: &[f64; 3], b: &[f64; 3]| a.iter().zip(b).map(|(x, y)| x * y).sum::<f64>();
        let square: Vec<f64> = columns.iter().flat_map(|a| columns.iter().map(|b| product(a, b))).collect();
        let mut lower = square.clone();
        assert_eq!(root(&mut lower, 3), 2);
        for (at, expected) in square.iter().enumerate() {
            let found: f64 = (0..3).map(|k| lower[at / 3 * 3 + k] * lower[at % 3 * 3 + k]).sum();
            assert!((found - expected).abs() < 1e-12);
        }
    }
}
