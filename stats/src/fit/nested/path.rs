//! What multiplies the columns of a row, from the root down to one of its levels: predictions with their errors.
//!
//! A row whose columns are c is predicted as −c'e. At the root e = (−β̂, 1); a level on the way takes its b̂ off the columns
//! of its effects. The errors come the same way: given e, the level's u has covariance σ²L⁻ᵀL⁻¹ about L⁻ᵀVe, so Cov(e) goes
//! down the tree as in Takahashi, Fagan and Chin (1973) for sparse inverses. Only levels that are asked for are visited.

use super::elimination::NestedElimination;
use super::level::LevelFactor;
use crate::fit::root::Root;
use crate::fit::small::{solve_lower, solve_lower_transposed};
use crate::model::{Moments, Stage};

/// e for some levels of a stage, in internal units (response scale 1); the response's own place is part of the m columns.
#[derive(Debug, Clone, Default)]
pub(crate) struct Paths {
    /// m, internal columns alive at the stage; p + 1 at the root.
    pub(crate) width: usize,
    /// levels × m.
    pub(crate) means: Vec<f64>,
    /// levels × m × m in units of σ²; empty when no errors were asked for.
    pub(crate) covariances: Vec<f64>,
    /// The same with β taken as known.
    pub(crate) given_fixed: Vec<f64>,
}

/// Small matrices of one level.
#[derive(Default)]
struct Room {
    u: Vec<f64>,
    /// ΛL⁻ᵀ, q × q.
    root: Vec<f64>,
    /// ΛL⁻ᵀV at the outside columns, q × a.
    slope: Vec<f64>,
    /// Covariance of b̂ with e outside, with a minus: q × a.
    cross: Vec<f64>,
}

impl NestedElimination {
    /// e of the root, or of rising levels of a stage; `index` is the number of stages for the root.
    pub(crate) fn paths(
        &self,
        (stages, moments): (&[Stage], &Moments),
        p: usize,
        index: usize,
        levels: &[u32],
        errors: bool,
    ) -> Paths {
        let Some(stage) = stages.get(index) else { return at_root(self.root(), p, errors) };
        let parent = |level: u32| stage.parent.get(level as usize).copied().unwrap_or_default();
        let mut parents: Vec<u32> = levels.iter().map(|&level| parent(level)).collect();
        parents.dedup();
        let outer = self.paths((stages, moments), p, index + 1, &parents, errors);
        let m = stage.width;
        let squares = if errors { levels.len() * m * m } else { 0 };
        let mut paths = Paths {
            width: m,
            means: vec![0.0; levels.len() * m],
            covariances: vec![0.0; squares],
            given_fixed: vec![0.0; squares],
        };
        let lambda = &self.lambdas[index];
        let (mut at, mut above, mut room) = (0, 0, Room::default());
        self.some_levels(stages, moments, p, index, levels, |level, factor| {
            above += usize::from(parents[above] != parent(level));
            room.prepare(factor, lambda, m, outer.width);
            paths.mean(at, stage, room.step(lambda, &outer.means[above * outer.width..(above + 1) * outer.width]));
            if errors {
                let square = outer.width * outer.width;
                let from = above * square..(above + 1) * square;
                let own = at * m * m..(at + 1) * m * m;
                room.spread(&outer.covariances[from.clone()], stage, &mut paths.covariances[own.clone()]);
                room.spread(&outer.given_fixed[from], stage, &mut paths.given_fixed[own]);
            }
            at += 1;
        });
        paths
    }
}

/// e = (−β̂, 1), Cov β̂ = σ²(X'V⁻¹X)⁻¹.
fn at_root(root: &Root, p: usize, errors: bool) -> Paths {
    let mut means: Vec<f64> = root.beta.iter().map(|b| -b).collect();
    means.push(1.0);
    let width = p + 1;
    if !errors {
        return Paths { width, means, ..Paths::default() };
    }
    let mut inverse = vec![0.0; p * p];
    (0..p).for_each(|i| inverse[i * p + i] = 1.0);
    solve_lower(&root.fixed_lower, p, &mut inverse, p);
    solve_lower_transposed(&root.fixed_lower, p, &mut inverse, p);
    let mut covariances = vec![0.0; width * width];
    for (i, row) in inverse.chunks_exact(p.max(1)).enumerate() {
        covariances[i * width..i * width + p].copy_from_slice(row);
    }
    Paths { width, means, covariances, given_fixed: vec![0.0; width * width] }
}

impl Paths {
    /// e of a level: e outside, minus b̂ at the columns of its effects.
    fn mean(&mut self, at: usize, stage: &Stage, (outside, modes): (&[f64], &[f64])) {
        let own = &mut self.means[at * self.width..(at + 1) * self.width];
        own[..outside.len()].copy_from_slice(outside);
        stage.effects.iter().zip(modes).for_each(|(&column, mode)| own[column] -= mode);
    }
}

impl Room {
    fn prepare(&mut self, factor: &LevelFactor, lambda: &[f64], m: usize, outside: usize) {
        let q = lambda.len().isqrt();
        self.root.resize(q * q, 0.0);
        self.slope.resize(q * outside, 0.0);
        self.cross.resize(q * outside, 0.0);
        self.u.resize(q, 0.0);
        for column in 0..q {
            self.u.fill(0.0);
            self.u[column] = 1.0;
            factor.solve_transposed(&mut self.u);
            for i in 0..q {
                self.root[i * q + column] = (0..=i).map(|k| lambda[i * q + k] * self.u[k]).sum();
            }
        }
        for i in 0..q {
            let row = &mut self.slope[i * outside..(i + 1) * outside];
            row.fill(0.0);
            for k in 0..q {
                let weight = self.root[i * q + k];
                row.iter_mut().zip(&factor.carried[k * m..]).for_each(|(sum, v)| *sum += weight * v);
            }
        }
    }

    /// b̂ = ΛL⁻ᵀVe.
    fn step<'a>(&'a mut self, lambda: &[f64], outside: &'a [f64]) -> (&'a [f64], &'a [f64]) {
        let q = lambda.len().isqrt();
        for (mode, row) in self.u[..q].iter_mut().zip(self.slope.chunks_exact(outside.len())) {
            *mode = row.iter().zip(outside).map(|(s, e)| s * e).sum();
        }
        (outside, &self.u)
    }

    /// Cov(e) of a level from Cov(e) outside.
    fn spread(&mut self, outside: &[f64], stage: &Stage, own: &mut [f64]) {
        let (q, m, a) = (stage.effects.len(), stage.width, outside.len().isqrt());
        for (to, from) in own.chunks_exact_mut(m).zip(outside.chunks_exact(a)) {
            to[..a].copy_from_slice(from);
        }
        for i in 0..q {
            let cross = &mut self.cross[i * a..(i + 1) * a];
            cross.fill(0.0);
            for (weight, row) in self.slope[i * a..(i + 1) * a].iter().zip(outside.chunks_exact(a)) {
                cross.iter_mut().zip(row).for_each(|(sum, value)| *sum += weight * value);
            }
        }
        for (i, &row) in stage.effects.iter().enumerate() {
            let cross = &self.cross[i * a..(i + 1) * a];
            for (column, value) in cross.iter().enumerate() {
                own[row * m + column] -= value;
                own[column * m + row] -= value;
            }
            for (j, &column) in stage.effects.iter().enumerate() {
                let level: f64 = (0..q).map(|k| self.root[i * q + k] * self.root[j * q + k]).sum();
                let passed: f64 = cross.iter().zip(&self.slope[j * a..(j + 1) * a]).map(|(c, s)| c * s).sum();
                own[row * m + column] += level + passed;
            }
        }
    }
}
