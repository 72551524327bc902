//! The nested model as inference reads it: the levels' cross-products and one level's elimination.
//!
//! This is the only file of the room that knows how a model stores its levels. Notation of [`crate::fit`]: S the
//! cross-products of a level, J its own random effects' columns, R the columns that outlive it, M = ΛΛ',
//! B = Λ(I + Λ'S_JJΛ)⁻¹Λ'; eliminating the level leaves S_RR − S_RJ B S_JR.

use std::sync::Arc;

use super::error::InferenceError;
use crate::fit::root::{packed, packed_len};
use crate::fit::{Elimination, Fit, TermFactor, cholesky, solve_lower, stage_factors};
use crate::model::{Model, Sums, place};

/// One grouping factor, innermost first.
pub(super) struct TreeStage<'a> {
    pub(super) levels: usize,
    /// q: its effects' columns among the m.
    pub(super) effects: &'a [usize],
    /// m: columns alive.
    pub(super) width: usize,
    /// r: columns that outlive it.
    pub(super) rest: usize,
    parent: &'a [u32],
    lambda: Vec<f64>,
}

impl TreeStage<'_> {
    /// The level of the next stage (0 at the root) that holds this one.
    pub(super) fn parent(&self, level: usize) -> usize {
        self.parent.get(level).copied().unwrap_or_default() as usize
    }
}

/// A nested model at one Λ.
pub(super) struct Tree<'a> {
    pub(super) fixed: usize,
    pub(super) stages: Vec<TreeStage<'a>>,
    innermost: Vec<f64>,
}

impl<'a> Tree<'a> {
    /// The model of a fit at its estimates.
    ///
    /// # Errors
    /// [`InferenceError::NotNested`].
    pub(super) fn of(fit: &'a Fit) -> Result<Self, InferenceError> {
        Self::new(&fit.model, &fit.factors)
    }

    fn new(model: &'a Model, factors: &[TermFactor]) -> Result<Self, InferenceError> {
        let parts = &model.parts;
        let fixed = parts.fixed.len();
        let lambdas = stage_factors(model, factors);
        let innermost = innermost_sums(model)?;
        let widths = parts.stages.iter().skip(1).map(|stage| stage.width).chain([fixed + 1]);
        let stages = parts.stages.iter().zip(lambdas).zip(widths).map(|((stage, lambda), rest)| TreeStage {
            levels: stage.labels.len(),
            effects: &stage.effects,
            width: stage.width,
            rest,
            parent: &stage.parent,
            lambda,
        });
        Ok(Self { fixed, stages: stages.collect(), innermost })
    }

    /// The cross-products of one level of the innermost factor, m × m.
    pub(super) fn innermost(&self, level: usize) -> &[f64] {
        let width = self.stages[0].width;
        &self.innermost[level * width * width..(level + 1) * width * width]
    }

    /// What each level of the outermost factor leaves at the root: levels × (p + 1) × (p + 1), [X y]'V_g⁻¹[X y].
    pub(super) fn contributions(&self) -> Option<Vec<f64>> {
        self.eliminated()?.pop()
    }

    /// The cross-products of every stage when its turn comes, levels × m × m, that of the innermost left empty because they are
    /// the data; last what the outermost levels leave, each by itself. `None` when a level is not positive definite.
    fn eliminated(&self) -> Option<Vec<Vec<f64>>> {
        let mut all: Vec<Vec<f64>> = vec![Vec::new()];
        for (index, stage) in self.stages.iter().enumerate() {
            let (m, r) = (stage.width, stage.rest);
            let next_stage = self.stages.get(index + 1);
            let mut next = vec![0.0; next_stage.map_or(stage.levels, |outer| outer.levels) * r * r];
            let mut here = Level::new(stage);
            for level in 0..stage.levels {
                let sums = if index == 0 { self.innermost(level) } else { &all[index][level * m * m..][..m * m] };
                here.eliminate(stage, sums).then_some(())?;
                let into = if next_stage.is_some() { stage.parent(level) } else { level };
                here.add_rest(sums, m, &mut next[into * r * r..][..r * r]);
            }
            all.push(next);
        }
        Some(all)
    }
}

/// The cross-products of the outer stages of a fit when their turn came, levels × m × m; that of the innermost left empty.
pub(super) fn outer_sums(fit: &Fit) -> Option<Vec<Vec<f64>>> {
    let parts = &fit.model.parts;
    match (&fit.elimination, &parts.sums) {
        (Elimination::Nested(nested), Sums::Nested(moments)) => {
            let outer = (1..parts.stages.len()).map(|index| nested.outer_sums(&parts.stages, moments, index));
            Some(std::iter::once(Vec::new()).chain(outer).collect())
        }
        _ => None,
    }
}

/// The cross-products of every innermost level, levels × m × m.
///
/// # Errors
/// [`InferenceError::NotNested`] where the model keeps rows.
pub(super) fn innermost_sums(model: &Model) -> Result<Vec<f64>, InferenceError> {
    let parts = &model.parts;
    match &parts.sums {
        Sums::Nested(moments) => Ok(moments.unpacked()),
        Sums::Crossed(_) => {
            let names: Vec<&str> = parts.stages.iter().map(|stage| stage.name.as_str()).collect();
            Err(InferenceError::NotNested { factors: names.join(", ") })
        }
    }
}

/// y'Wy with the prior weights W: a model keeps y as Xs + c·ỹ with X its internal columns.
pub(super) fn response_square(model: &Model) -> Option<f64> {
    let parts = &model.parts;
    let p = parts.fixed.len();
    let weight = |i: usize| if i < p { parts.fixed_start[i] } else { parts.response_scale };
    if let Some(kept) = &parts.kept {
        let columns = &kept.rows.columns;
        let response = |row: usize| (0..=p).map(|i| weight(i) * columns[i][row]).sum::<f64>();
        return Some((0..kept.rows.len()).map(|row| kept.residual.weight(row) * response(row).powi(2)).sum());
    }
    let Sums::Nested(moments) = &parts.sums else { return None };
    let sums = moments.total();
    let entry = |i: usize, j: usize| weight(i) * weight(j) * sums[packed(i.max(j), i.min(j))];
    Some((0..=p).map(|i| (0..=p).map(|j| entry(i, j)).sum::<f64>()).sum())
}

/// Gives a nested model another response: for each innermost level its m products with the internal columns, its own square
/// in the place of the response.
pub(super) fn set_response(model: &mut Model, products: &[f64]) {
    let parts = Arc::make_mut(&mut model.parts);
    let (p, m) = (parts.fixed.len(), parts.stages[0].width);
    let Sums::Nested(moments) = &mut parts.sums else { return };
    for chunk in &mut moments.chunks {
        let start = chunk.levels[0].start;
        for level in chunk.levels[0].clone() {
            let (block, lane) = place(level - start);
            let sums = &mut chunk.sums[block * packed_len(m)..][..packed_len(m)];
            for (column, &product) in products[level * m..][..m].iter().enumerate() {
                sums[packed(column.max(p), column.min(p))].0[lane] = product;
            }
        }
    }
}

/// The matrices of one level's elimination; hold it over the levels of a stage.
pub(super) struct Level {
    pub(super) q: usize,
    pub(super) r: usize,
    /// S_JJ, q × q, and S_JR, q × r.
    pub(super) s_jj: Vec<f64>,
    pub(super) s_jr: Vec<f64>,
    /// B, q × q.
    pub(super) b: Vec<f64>,
    /// L⁻¹Λ' with L the Cholesky factor of I + Λ'S_JJΛ, and that times S_JR.
    half: Vec<f64>,
    half_s: Vec<f64>,
    inner: Vec<f64>,
    lower: Vec<f64>,
}

impl Level {
    pub(super) fn new(stage: &TreeStage<'_>) -> Self {
        let (q, r) = (stage.effects.len(), stage.rest);
        let square = || vec![0.0; q * q];
        Self {
            q,
            r,
            s_jj: square(),
            s_jr: vec![0.0; q * r],
            b: square(),
            half: square(),
            half_s: vec![0.0; q * r],
            inner: square(),
            lower: square(),
        }
    }

    /// Takes a level in; false when I + Λ'S_JJΛ is not positive definite in floating point.
    pub(super) fn eliminate(&mut self, stage: &TreeStage<'_>, sums: &[f64]) -> bool {
        let (q, r, m) = (self.q, self.r, stage.width);
        for (i, &effect) in stage.effects.iter().enumerate() {
            for (j, &other) in stage.effects.iter().enumerate() {
                self.s_jj[i * q + j] = sums[effect * m + other];
                self.half[i * q + j] = stage.lambda[j * q + i];
            }
            self.s_jr[i * r..(i + 1) * r].copy_from_slice(&sums[effect * m..effect * m + r]);
        }
        product(&mut self.inner, &self.half, &self.s_jj, (q, q, q));
        for i in 0..q {
            for j in 0..q {
                let identity = if i == j { 1.0 } else { 0.0 };
                let row = (0..q).map(|k| self.inner[i * q + k] * stage.lambda[k * q + j]);
                self.lower[i * q + j] = identity + row.sum::<f64>();
            }
        }
        if !cholesky(&mut self.lower, q) {
            return false;
        }
        solve_lower(&self.lower, q, &mut self.half, q);
        for i in 0..q {
            for j in 0..q {
                self.b[i * q + j] = (0..q).map(|k| self.half[k * q + i] * self.half[k * q + j]).sum();
            }
        }
        product(&mut self.half_s, &self.half, &self.s_jr, (q, q, r));
        true
    }

    /// Adds S_RR − S_RJ B S_JR to r × r.
    pub(super) fn add_rest(&self, sums: &[f64], m: usize, into: &mut [f64]) {
        let (q, r) = (self.q, self.r);
        for i in 0..r {
            for j in 0..r {
                let taken: f64 = (0..q).map(|k| self.half_s[k * r + i] * self.half_s[k * r + j]).sum();
                into[i * r + j] += sums[i * m + j] - taken;
            }
        }
    }
}

/// out = A B with A rows × inner and B inner × columns.
#[inline]
pub(super) fn product(out: &mut [f64], left: &[f64], right: &[f64], (rows, inner, columns): (usize, usize, usize)) {
    out.fill(0.0);
    for i in 0..rows {
        for k in 0..inner {
            let factor = left[i * inner + k];
            for j in 0..columns {
                out[i * columns + j] += factor * right[k * columns + j];
            }
        }
    }
}
