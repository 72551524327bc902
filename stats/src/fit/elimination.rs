//! Hierarchical block elimination: the sparse Cholesky factor of the mixed model equations, level by level.

use super::small::{cholesky, solve_lower};
use crate::model::Model;

/// One eliminated stage, all its levels in one array each.
#[derive(Debug, Clone)]
pub(crate) struct EliminatedStage {
    /// levels × m × m: cross-products when its turn comes (of stage 0 they stay in the model).
    pub(crate) sums: Vec<f64>,
    /// levels × q × q: Cholesky factor L of Λ'S_JJΛ + I.
    pub(crate) lower: Vec<f64>,
    /// levels × q × m: V = L⁻¹Λ'S_J.
    pub(crate) carried: Vec<f64>,
    /// The Λ it was made with, q × q.
    pub(crate) lambda: Vec<f64>,
}

/// The whole factor at one θ.
#[derive(Debug, Clone)]
pub(crate) struct Elimination {
    pub(crate) stages: Vec<EliminatedStage>,
    /// (p + 1) × (p + 1): what is left for the fixed effects and the response.
    pub(crate) rest: Vec<f64>,
    /// p × p Cholesky factor R_X' of the fixed effects' part.
    pub(crate) fixed_lower: Vec<f64>,
    /// Internal β̂, p.
    pub(crate) beta: Vec<f64>,
    /// log|L|².
    pub(crate) log_determinant: f64,
    /// Penalised residual sum of squares r², internal units.
    pub(crate) residual: f64,
}

impl Elimination {
    /// Storage for a model; hold it over evaluations.
    pub(crate) fn new(model: &Model) -> Self {
        let parts = &model.parts;
        let p = parts.fixed.len();
        let stage = |(index, stage): (usize, &crate::model::Stage)| {
            let (levels, q, m) = (stage.levels.len(), stage.effects.len(), stage.width);
            EliminatedStage {
                sums: if index == 0 { Vec::new() } else { vec![0.0; levels * m * m] },
                lower: vec![0.0; levels * q * q],
                carried: vec![0.0; levels * q * m],
                lambda: vec![0.0; q * q],
            }
        };
        Self {
            stages: parts.stages.iter().enumerate().map(stage).collect(),
            rest: vec![0.0; (p + 1) * (p + 1)],
            fixed_lower: vec![0.0; p * p],
            beta: vec![0.0; p],
            log_determinant: 0.0,
            residual: 0.0,
        }
    }

    /// Factorises at the stages' Λ; false when the equations are not positive definite in floating point.
    pub(crate) fn factorise(&mut self, model: &Model, lambdas: &[Vec<f64>]) -> bool {
        let p = model.parts.fixed.len();
        self.log_determinant = 0.0;
        self.rest.fill(0.0);
        for (stage, lambda) in self.stages.iter_mut().zip(lambdas) {
            stage.sums.fill(0.0);
            stage.lambda.clone_from(lambda);
        }
        for index in 0..self.stages.len() {
            if !self.eliminate(model, index) {
                return false;
            }
        }
        self.solve_fixed(p)
    }

    fn eliminate(&mut self, model: &Model, index: usize) -> bool {
        let shape = &model.parts.stages[index];
        let (q, m) = (shape.effects.len(), shape.width);
        let (done, later) = self.stages.split_at_mut(index + 1);
        let stage = &mut done[index];
        let (next, next_width) = match later.first_mut() {
            Some(outer) => (&mut outer.sums, model.parts.stages[index + 1].width),
            None => (&mut self.rest, model.parts.fixed.len() + 1),
        };
        let mut log_determinant = 0.0;
        for level in 0..shape.levels.len() {
            let sums = if index == 0 { &model.parts.cross_products } else { &stage.sums };
            let sums = &sums[level * m * m..(level + 1) * m * m];
            let carried = &mut stage.carried[level * q * m..(level + 1) * q * m];
            let lower = &mut stage.lower[level * q * q..(level + 1) * q * q];
            scale_rows(carried, &stage.lambda, sums, &shape.effects, m);
            inflated(lower, carried, &stage.lambda, &shape.effects, m);
            if !cholesky(lower, q) {
                return false;
            }
            // Summing logs of products would overflow at extreme θ; a log a pivot is cheap enough.
            log_determinant += (0..q).map(|i| lower[i * q + i].ln()).sum::<f64>();
            solve_lower(lower, q, carried, m);
            let parent = shape.parent.get(level).copied().unwrap_or_default();
            let width = next_width * next_width;
            let target = &mut next[parent * width..(parent + 1) * width];
            add_schur_complement(target, sums, carried, (q, m, next_width));
        }
        self.log_determinant += 2.0 * log_determinant;
        true
    }

    fn solve_fixed(&mut self, p: usize) -> bool {
        let width = p + 1;
        for i in 0..p {
            let row = &self.rest[i * width..i * width + p];
            self.fixed_lower[i * p..(i + 1) * p].copy_from_slice(row);
            self.beta[i] = self.rest[i * width + p];
        }
        if !cholesky(&mut self.fixed_lower, p) {
            return false;
        }
        solve_lower(&self.fixed_lower, p, &mut self.beta, 1);
        let explained: f64 = self.beta.iter().map(|w| w * w).sum();
        self.residual = self.rest[width * width - 1] - explained;
        super::small::solve_lower_transposed(&self.fixed_lower, p, &mut self.beta, 1);
        self.residual > 0.0 && self.residual.is_finite() && self.log_determinant.is_finite()
    }
}

/// Λ'S_J: rows of the cross-products that belong to the effects, q × m.
fn scale_rows(out: &mut [f64], lambda: &[f64], sums: &[f64], effects: &[usize], m: usize) {
    let q = effects.len();
    out.fill(0.0);
    for (k, &effect) in effects.iter().enumerate() {
        for i in 0..q {
            let factor = lambda[k * q + i];
            if factor != 0.0 {
                let row = &sums[effect * m..(effect + 1) * m];
                out[i * m..(i + 1) * m].iter_mut().zip(row).for_each(|(o, s)| *o += factor * s);
            }
        }
    }
}

/// (Λ'S_J)_J Λ + I, q × q.
fn inflated(out: &mut [f64], scaled: &[f64], lambda: &[f64], effects: &[usize], m: usize) {
    let q = effects.len();
    for i in 0..q {
        for j in 0..q {
            let identity = if i == j { 1.0 } else { 0.0 };
            let terms = effects.iter().enumerate();
            out[i * q + j] = identity + terms.map(|(k, &e)| scaled[i * m + e] * lambda[k * q + j]).sum::<f64>();
        }
    }
}

/// Adds the first `width` rows and columns of S − V'V to the outer level.
fn add_schur_complement(target: &mut [f64], sums: &[f64], carried: &[f64], (q, m, width): (usize, usize, usize)) {
    for i in 0..width {
        for j in 0..=i {
            let taken: f64 = (0..q).map(|k| carried[k * m + i] * carried[k * m + j]).sum();
            let left = sums[i * m + j] - taken;
            target[i * width + j] += left;
            if i != j {
                target[j * width + i] += left;
            }
        }
    }
}
