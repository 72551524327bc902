//! Nested factors: elimination level by level, innermost first.
//!
//! All levels that a row belongs to add up to one vector t = Σ_k B_k u_k of coefficients of the row's m random columns,
//! where B_k holds the rows of Λ_k at their columns. So a level is known to the levels inside it by its share of t alone,
//! and its information on t is one m × m matrix S: Z'WZ summed over its rows for the innermost factor, what its inner
//! levels leave over for the others. With D = B'SB + I and G = D⁻¹B'S a level leaves S − SBG to the level that holds it.

use super::design::{Factor, Parts};
use super::effects::{Effects, Lambdas};
use crate::fit::{cholesky, solve_lower, solve_lower_transposed};

/// The factor of A = Λ'Z'WZΛ + I.
#[derive(Debug, Clone)]
pub(super) struct Chain {
    width: usize,
    stages: Vec<Stage>,
}

#[derive(Debug, Clone)]
struct Stage {
    /// B: m × q.
    loading: Vec<f64>,
    /// levels × m × m.
    information: Vec<f64>,
    /// levels × q × q: Cholesky factor of D.
    lower: Vec<f64>,
    /// levels × q × m: G.
    gain: Vec<f64>,
}

impl Chain {
    pub(super) fn new(parts: &Parts) -> Self {
        let m = parts.width;
        let stage = |factor: &Factor| {
            let (levels, q) = (factor.count(), factor.order());
            Stage {
                loading: vec![0.0; m * q],
                information: vec![0.0; levels * m * m],
                lower: vec![0.0; levels * q * q],
                gain: vec![0.0; levels * q * m],
            }
        };
        Self { width: m, stages: parts.factors.iter().map(stage).collect() }
    }

    /// Factorises at the rows' weights; false when that is not possible in floating point.
    pub(super) fn factorise(&mut self, parts: &Parts, lambdas: &Lambdas, weights: &[f64]) -> bool {
        let m = self.width;
        for ((stage, factor), lambda) in self.stages.iter_mut().zip(&parts.factors).zip(lambdas) {
            let q = factor.order();
            stage.loading.fill(0.0);
            for (j, &column) in factor.effects.iter().enumerate() {
                for k in 0..=j {
                    stage.loading[column * q + k] += lambda[j * q + k];
                }
            }
            stage.information.fill(0.0);
        }
        let innermost = self.stages[0].information.chunks_exact_mut(m * m);
        for (information, rows) in innermost.zip(parts.starts.windows(2)) {
            let (from, to) = (rows[0], rows[1]);
            for (row, &weight) in (from..to).zip(&weights[from..to]) {
                add_square(information, parts.random_row(row), weight);
            }
        }
        (0..self.stages.len()).all(|index| self.eliminate(parts, index))
    }

    fn eliminate(&mut self, parts: &Parts, index: usize) -> bool {
        let (m, factor) = (self.width, &parts.factors[index]);
        let q = factor.order();
        let (done, later) = self.stages.split_at_mut(index + 1);
        let Stage { loading, information, lower, gain } = &mut done[index];
        let mut product = vec![0.0; q * m];
        for level in 0..factor.count() {
            let information = &information[level * m * m..(level + 1) * m * m];
            let lower = &mut lower[level * q * q..(level + 1) * q * q];
            let gain = &mut gain[level * q * m..(level + 1) * q * m];
            for k in 0..q {
                for c in 0..m {
                    product[k * m + c] = (0..m).map(|r| loading[r * q + k] * information[r * m + c]).sum();
                }
            }
            for k in 0..q {
                for l in 0..q {
                    let identity = if k == l { 1.0 } else { 0.0 };
                    lower[k * q + l] = identity + (0..m).map(|c| product[k * m + c] * loading[c * q + l]).sum::<f64>();
                }
            }
            if !cholesky(lower, q) {
                return false;
            }
            gain.copy_from_slice(&product);
            solve_lower(lower, q, gain, m);
            solve_lower_transposed(lower, q, gain, m);
            if let Some(outer) = later.first_mut() {
                let parent = factor.parent[level];
                let into = &mut outer.information[parent * m * m..(parent + 1) * m * m];
                for r in 0..m {
                    for c in 0..m {
                        let explained: f64 = (0..q).map(|k| product[k * m + r] * gain[k * m + c]).sum();
                        into[r * m + c] += information[r * m + c] - explained;
                    }
                }
            }
        }
        true
    }

    /// log |D| of one level.
    pub(super) fn level_log_determinant(&self, stage: usize, level: usize, order: usize) -> f64 {
        let lower = &self.stages[stage].lower[level * order * order..(level + 1) * order * order];
        2.0 * (0..order).map(|k| lower[k * order + k].ln()).sum::<f64>()
    }

    /// log |A|.
    pub(super) fn log_determinant(&self, parts: &Parts) -> f64 {
        let stages = parts.factors.iter().enumerate();
        let whole = |(stage, factor): (usize, &Factor)| -> f64 {
            (0..factor.count()).map(|level| self.level_log_determinant(stage, level, factor.order())).sum()
        };
        stages.map(whole).sum()
    }

    /// A⁻¹ x.
    pub(super) fn solve(&self, parts: &Parts, mut right: Effects) -> Effects {
        let m = self.width;
        // What the inner levels explain already, by level: m numbers.
        let mut passed: Vec<f64> = Vec::new();
        for (index, (stage, factor)) in self.stages.iter().zip(&parts.factors).enumerate() {
            let q = factor.order();
            let outer = parts.factors.get(index + 1).map_or(0, Factor::count);
            let mut next = vec![0.0; outer * m];
            for (level, own) in right[index].chunks_exact_mut(q).enumerate() {
                if !passed.is_empty() {
                    let from = &passed[level * m..(level + 1) * m];
                    for (k, value) in own.iter_mut().enumerate() {
                        *value += (0..m).map(|r| stage.loading[r * q + k] * from[r]).sum::<f64>();
                    }
                }
                let gain = &stage.gain[level * q * m..(level + 1) * q * m];
                if outer > 0 {
                    let parent = factor.parent[level];
                    for k in 0..q {
                        for c in 0..m {
                            next[parent * m + c] -= gain[k * m + c] * own[k];
                        }
                        if !passed.is_empty() && k == 0 {
                            for c in 0..m {
                                next[parent * m + c] += passed[level * m + c];
                            }
                        }
                    }
                }
                let lower = &stage.lower[level * q * q..(level + 1) * q * q];
                solve_lower(lower, q, own, 1);
                solve_lower_transposed(lower, q, own, 1);
            }
            passed = next;
        }
        let mut above: Vec<f64> = Vec::new();
        for (index, (stage, factor)) in self.stages.iter().zip(&parts.factors).enumerate().rev() {
            let q = factor.order();
            let mut here = vec![0.0; factor.count() * m];
            for (level, own) in right[index].chunks_exact_mut(q).enumerate() {
                let share = &mut here[level * m..(level + 1) * m];
                if let Some(&parent) = factor.parent.get(level) {
                    share.copy_from_slice(&above[parent * m..(parent + 1) * m]);
                    let gain = &stage.gain[level * q * m..(level + 1) * q * m];
                    for (k, value) in own.iter_mut().enumerate() {
                        *value -= (0..m).map(|c| gain[k * m + c] * share[c]).sum::<f64>();
                    }
                }
                for (r, share) in share.iter_mut().enumerate() {
                    *share += (0..q).map(|k| stage.loading[r * q + k] * own[k]).sum::<f64>();
                }
            }
            above = here;
        }
        right
    }

    /// The derivative of Σ κ_level log|D_level| by the rows' weights (n) and, weights held fixed, by Λ (q × q a factor).
    ///
    /// With κ = 1 everywhere that is log|A|, and the first are the leverages z_i'ΛA⁻¹Λ'z_i.
    pub(super) fn log_determinant_slopes(&self, parts: &Parts, shares: &Effects) -> (Vec<f64>, Lambdas) {
        let m = self.width;
        let mut by_lambda: Lambdas = parts.factors.iter().map(|f| vec![0.0; f.order() * f.order()]).collect();
        let none = vec![0.0; m * m];
        let mut above: Vec<f64> = Vec::new();
        for (index, factor) in parts.factors.iter().enumerate().rev() {
            let mut here = vec![0.0; factor.count() * m * m];
            let mut by_loading = vec![0.0; m * factor.order()];
            let mut scratch = vec![0.0; m * m + m * factor.order()];
            for level in 0..factor.count() {
                let outside = match factor.parent.get(level) {
                    Some(&parent) => &above[parent * m * m..(parent + 1) * m * m],
                    None => none.as_slice(),
                };
                let share = shares[index][level];
                let into = &mut here[level * m * m..(level + 1) * m * m];
                self.level_slopes((index, level, factor.order()), share, outside, &mut scratch, into, &mut by_loading);
            }
            let q = factor.order();
            for (j, &column) in factor.effects.iter().enumerate() {
                for k in 0..=j {
                    by_lambda[index][j * q + k] = by_loading[column * q + k];
                }
            }
            above = here;
        }
        let mut by_weight = vec![0.0; parts.n];
        for (level, rows) in parts.starts.windows(2).enumerate() {
            let covariance = &above[level * m * m..(level + 1) * m * m];
            for (row, out) in (rows[0]..rows[1]).zip(&mut by_weight[rows[0]..rows[1]]) {
                *out = quadratic(covariance, parts.random_row(row));
            }
        }
        (by_weight, by_lambda)
    }

    /// One level: C = κBD⁻¹B' + PC°P' with P = I − BG goes inwards; 2(κG' − SPC°G') is added to the slope by B.
    fn level_slopes(
        &self,
        (index, level, q): (usize, usize, usize),
        share: f64,
        outside: &[f64],
        scratch: &mut [f64],
        into: &mut [f64],
        by_loading: &mut [f64],
    ) {
        let (m, stage) = (self.width, &self.stages[index]);
        let information = &stage.information[level * m * m..(level + 1) * m * m];
        let gain = &stage.gain[level * q * m..(level + 1) * q * m];
        let (passed, spread) = scratch.split_at_mut(m * m);
        spread.iter_mut().enumerate().for_each(|(at, into)| *into = stage.loading[(at % m) * q + at / m]);
        solve_lower(&stage.lower[level * q * q..(level + 1) * q * q], q, spread, m);
        let through = |r: usize, c: usize| {
            let identity = if r == c { 1.0 } else { 0.0 };
            identity - (0..q).map(|k| stage.loading[r * q + k] * gain[k * m + c]).sum::<f64>()
        };
        // P C°, then C = P C° P' + κ B D⁻¹ B'.
        for r in 0..m {
            for c in 0..m {
                passed[r * m + c] = (0..m).map(|s| through(r, s) * outside[s * m + c]).sum();
            }
        }
        for r in 0..m {
            for c in 0..m {
                let own: f64 = (0..q).map(|k| spread[k * m + r] * spread[k * m + c]).sum();
                into[r * m + c] = share * own + (0..m).map(|s| passed[r * m + s] * through(c, s)).sum::<f64>();
            }
        }
        for r in 0..m {
            for k in 0..q {
                let inner = |s: usize| (0..m).map(|c| passed[s * m + c] * gain[k * m + c]).sum::<f64>();
                let crossed: f64 = (0..m).map(|s| information[r * m + s] * inner(s)).sum();
                by_loading[r * q + k] += 2.0 * (share * gain[k * m + r] - crossed);
            }
        }
    }

    /// Cov(u) of every level given the data, q × q: the diagonal blocks of A⁻¹, D⁻¹ + G C° G' with C° that of the outer t.
    pub(super) fn covariances(&self, parts: &Parts) -> Effects {
        let m = self.width;
        let none = vec![0.0; m * m];
        let mut result: Effects = vec![Vec::new(); parts.factors.len()];
        let mut above: Vec<f64> = Vec::new();
        for (index, factor) in parts.factors.iter().enumerate().rev() {
            let (q, stage) = (factor.order(), &self.stages[index]);
            let mut here = vec![0.0; factor.count() * m * m];
            let (mut scratch, mut unused) = (vec![0.0; m * m + m * q], vec![0.0; m * q]);
            for level in 0..factor.count() {
                let outside = match factor.parent.get(level) {
                    Some(&parent) => &above[parent * m * m..(parent + 1) * m * m],
                    None => none.as_slice(),
                };
                let gain = &stage.gain[level * q * m..(level + 1) * q * m];
                let lower = &stage.lower[level * q * q..(level + 1) * q * q];
                let mut own: Vec<f64> = (0..q * q).map(|at| if at / q == at % q { 1.0 } else { 0.0 }).collect();
                solve_lower(lower, q, &mut own, q);
                solve_lower_transposed(lower, q, &mut own, q);
                for k in 0..q {
                    for l in 0..q {
                        let product = |c: usize| (0..m).map(|s| outside[c * m + s] * gain[l * m + s]).sum::<f64>();
                        own[k * q + l] += (0..m).map(|c| gain[k * m + c] * product(c)).sum::<f64>();
                    }
                }
                result[index].extend(own);
                let into = &mut here[level * m * m..(level + 1) * m * m];
                self.level_slopes((index, level, q), 1.0, outside, &mut scratch, into, &mut unused);
            }
            above = here;
        }
        result
    }
}

fn add_square(into: &mut [f64], z: &[f64], weight: f64) {
    let m = z.len();
    for r in 0..m {
        let scaled = weight * z[r];
        for c in 0..m {
            into[r * m + c] += scaled * z[c];
        }
    }
}

fn quadratic(matrix: &[f64], z: &[f64]) -> f64 {
    matrix.chunks_exact(z.len()).zip(z).map(|(row, a)| a * row.iter().zip(z).map(|(x, b)| x * b).sum::<f64>()).sum()
}
