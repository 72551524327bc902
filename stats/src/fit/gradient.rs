//! The gradient by one sweep back through the elimination.
//!
//! With M = ΛΛ', S the cross-products of a level, B = Λ(I + Λ'S_JJΛ)⁻¹Λ' and C = I − BS_JJ, eliminating the level leaves
//! S̃ = S_RR − S_RJ B S_JR and adds log|I + S_JJM|. If G̃ is the derivative of the criterion by S̃, then by dB = C dM C'
//! and dB = −B dS_JJ B
//!
//! * by M: N = S_JJ C − C' H C, H = S_JR G̃ S_RJ;
//! * by S: G = E G̃ E' + (B in place J,J), E = I − P_J'BS_J.
//!
//! At the root G̃ = w·ee' (+ S_XX⁻¹ under REML) with e = (−β̂, 1): the envelope theorem, β̂ being optimal.

use super::elimination::Elimination;
use super::small::{add_product, solve_lower, solve_lower_transposed};
use crate::model::Model;

/// What the root of the sweep weighs.
#[derive(Debug, Clone, Copy)]
pub(crate) struct RootWeights {
    /// Weight of log|L|²; 1 for a deviance, 0 when only r² is meant.
    pub(crate) log_determinant: f64,
    /// Weight of r²: ν/r² for the profiled criterion.
    pub(crate) residual: f64,
    /// Weight of log|R_X|²: 1 for REML.
    pub(crate) fixed: f64,
}

/// The derivative by M = ΛΛ' of every stage, q × q, symmetric.
pub(crate) fn by_square(model: &Model, at: &Elimination, weights: RootWeights) -> Vec<Vec<f64>> {
    let stages = &model.parts.stages;
    let mut outer = root(model, at, weights);
    let mut result: Vec<Vec<f64>> = Vec::with_capacity(stages.len());
    for index in (0..stages.len()).rev() {
        let (by_square, inner) = sweep(model, at, index, &outer, weights.log_determinant);
        result.push(by_square);
        outer = inner;
    }
    result.reverse();
    result
}

/// (p + 1) × (p + 1).
fn root(model: &Model, at: &Elimination, weights: RootWeights) -> Vec<f64> {
    let p = model.parts.fixed.len();
    let width = p + 1;
    let direction = |i: usize| if i == p { 1.0 } else { -at.beta[i] };
    let mut inverse = vec![0.0; p * p];
    (0..p).for_each(|i| inverse[i * p + i] = 1.0);
    solve_lower(&at.fixed_lower, p, &mut inverse, p);
    solve_lower_transposed(&at.fixed_lower, p, &mut inverse, p);
    let mut result = vec![0.0; width * width];
    for i in 0..width {
        for j in 0..width {
            let fixed = if i < p && j < p { weights.fixed * inverse[i * p + j] } else { 0.0 };
            result[i * width + j] = weights.residual * direction(i) * direction(j) + fixed;
        }
    }
    result
}

/// One stage: its derivative by M, and the derivatives by its levels' cross-products (levels × m × m) for the stage inside.
fn sweep(model: &Model, at: &Elimination, index: usize, outer: &[f64], log_weight: f64) -> (Vec<f64>, Vec<f64>) {
    let shape = &model.parts.stages[index];
    let stage = &at.stages[index];
    let (q, m) = (shape.effects.len(), shape.width);
    let r = model.parts.stages.get(index + 1).map_or(model.parts.fixed.len() + 1, |s| s.width);
    let sums = if index == 0 { &model.parts.cross_products } else { &stage.sums };
    let mut total = vec![0.0; q * q];
    let mut inner = vec![0.0; if index == 0 { 0 } else { shape.levels.len() * m * m }];
    let mut work = Sweep::new(q, m, r);
    for level in 0..shape.levels.len() {
        let parent = shape.parent.get(level).copied().unwrap_or_default();
        let above = &outer[parent * r * r..(parent + 1) * r * r];
        let sums = &sums[level * m * m..(level + 1) * m * m];
        let lower = &stage.lower[level * q * q..(level + 1) * q * q];
        work.level(&stage.lambda, lower, sums, above, &shape.effects, log_weight);
        work.add_by_square(&mut total, log_weight);
        if index > 0 {
            work.by_sums(&mut inner[level * m * m..(level + 1) * m * m], above, &shape.effects);
        }
    }
    (total, inner)
}

/// The matrices of one level.
struct Sweep {
    q: usize,
    m: usize,
    r: usize,
    /// L⁻¹Λ', q × q.
    half: Vec<f64>,
    /// B, q × q; weighed by `log_weight` where it stands for log|L|².
    b: Vec<f64>,
    log_b: f64,
    /// S_JJ and S_JR.
    s_jj: Vec<f64>,
    s_jr: Vec<f64>,
    /// S_JR G̃, q × r.
    sg: Vec<f64>,
    /// H, C and HC, q × q.
    h: Vec<f64>,
    c: Vec<f64>,
    hc: Vec<f64>,
}

impl Sweep {
    fn new(q: usize, m: usize, r: usize) -> Self {
        let square = || vec![0.0; q * q];
        let wide = || vec![0.0; q * r];
        Self {
            q,
            m,
            r,
            half: square(),
            b: square(),
            log_b: 1.0,
            s_jj: square(),
            s_jr: wide(),
            sg: wide(),
            h: square(),
            c: square(),
            hc: square(),
        }
    }

    fn level(
        &mut self,
        lambda: &[f64],
        lower: &[f64],
        sums: &[f64],
        above: &[f64],
        effects: &[usize],
        log_weight: f64,
    ) {
        let (q, m, r) = (self.q, self.m, self.r);
        self.log_b = log_weight;
        for i in 0..q {
            for j in 0..q {
                self.half[i * q + j] = lambda[j * q + i];
                self.s_jj[i * q + j] = sums[effects[i] * m + effects[j]];
            }
            self.s_jr[i * r..(i + 1) * r].copy_from_slice(&sums[effects[i] * m..effects[i] * m + r]);
        }
        solve_lower(lower, q, &mut self.half, q);
        for i in 0..q {
            for j in 0..q {
                self.b[i * q + j] = (0..q).map(|k| self.half[k * q + i] * self.half[k * q + j]).sum();
            }
        }
        self.sg.fill(0.0);
        add_product(&mut self.sg, 1.0, &self.s_jr, above, (q, r, r));
        for i in 0..q {
            for j in 0..q {
                self.h[i * q + j] = (0..r).map(|k| self.sg[i * r + k] * self.s_jr[j * r + k]).sum();
            }
        }
    }

    /// total += S_JJ C − C'HC.
    fn add_by_square(&mut self, total: &mut [f64], log_weight: f64) {
        let q = self.q;
        let shape = (q, q, q);
        self.c.fill(0.0);
        (0..q).for_each(|i| self.c[i * q + i] = 1.0);
        add_product(&mut self.c, -1.0, &self.b, &self.s_jj, shape);
        add_product(total, log_weight, &self.s_jj, &self.c, shape);
        self.hc.fill(0.0);
        add_product(&mut self.hc, 1.0, &self.h, &self.c, shape);
        for i in 0..q {
            for j in 0..q {
                let column = (0..q).map(|k| self.c[k * q + i] * self.hc[k * q + j]);
                total[i * q + j] -= column.sum::<f64>();
            }
        }
    }

    /// G of this level, m × m.
    fn by_sums(&self, out: &mut [f64], above: &[f64], effects: &[usize]) {
        let (q, m, r) = (self.q, self.m, self.r);
        for i in 0..r {
            out[i * m..i * m + r].copy_from_slice(&above[i * r..(i + 1) * r]);
        }
        let mut side = vec![0.0; q * r];
        add_product(&mut side, 1.0, &self.b, &self.sg, (q, q, r));
        let mut hb = vec![0.0; q * q];
        add_product(&mut hb, 1.0, &self.h, &self.b, (q, q, q));
        let mut corner: Vec<f64> = self.b.iter().map(|b| self.log_b * b).collect();
        add_product(&mut corner, 1.0, &self.b, &hb, (q, q, q));
        for (i, &effect) in effects.iter().enumerate() {
            for k in 0..r {
                out[effect * m + k] -= side[i * r + k];
                out[k * m + effect] -= side[i * r + k];
            }
            for (j, &other) in effects.iter().enumerate() {
                out[effect * m + other] += corner[i * q + j];
            }
        }
    }
}
