//! One level's part of the factor, made anew when somebody asks for it.

use super::block::{BlockRoom, eliminate};
use super::elimination::{NestedElimination, sizes};
use crate::fit::lanes::LogProduct;
use crate::fit::root::{packed, packed_len};
use crate::model::{Moments, Stage, place};

/// The factor of one level: L is q × q lower triangular with its diagonal inverted, V = L⁻¹Λ'S_J is q × m.
#[derive(Debug, Clone)]
pub(crate) struct LevelFactor {
    /// Packed lower triangle of L; the diagonal holds 1/L_ii.
    pub(crate) lower: Vec<f64>,
    /// q × m, row-major.
    pub(crate) carried: Vec<f64>,
}

impl LevelFactor {
    /// L⁻¹x in place.
    pub(crate) fn solve(&self, x: &mut [f64]) {
        for i in 0..x.len() {
            let known: f64 = (0..i).map(|k| self.lower[packed(i, k)] * x[k]).sum();
            x[i] = (x[i] - known) * self.lower[packed(i, i)];
        }
    }

    /// L⁻ᵀx in place.
    pub(crate) fn solve_transposed(&self, x: &mut [f64]) {
        for i in (0..x.len()).rev() {
            let known: f64 = (i + 1..x.len()).map(|k| self.lower[packed(k, i)] * x[k]).sum();
            x[i] = (x[i] - known) * self.lower[packed(i, i)];
        }
    }
}

impl NestedElimination {
    /// The factors of all levels of a stage, in order.
    pub(crate) fn each_level(
        &self,
        stages: &[Stage],
        moments: &Moments,
        p: usize,
        index: usize,
        mut visit: impl FnMut(usize, &LevelFactor),
    ) {
        let mut factor = LevelFactor { lower: Vec::new(), carried: Vec::new() };
        for (at, chunk) in moments.chunks.iter().enumerate() {
            let mut last = None;
            let mut room = self.room(stages, p, index);
            for level in chunk.levels[index].clone() {
                let (block, lane) = place(level - chunk.levels[index].start);
                if last != Some(block) {
                    self.fill(stages, moments, p, (index, at, block), &mut room);
                    last = Some(block);
                }
                pick(&room, lane, &mut factor);
                visit(level, &factor);
            }
        }
    }

    /// The factors of some levels of a stage, which rise.
    pub(super) fn some_levels(
        &self,
        stages: &[Stage],
        moments: &Moments,
        p: usize,
        index: usize,
        levels: &[u32],
        mut visit: impl FnMut(u32, &LevelFactor),
    ) {
        let mut factor = LevelFactor { lower: Vec::new(), carried: Vec::new() };
        let mut room = self.room(stages, p, index);
        let mut last = None;
        for &level in levels {
            let at = moments.chunk_of(index, level as usize);
            let (block, lane) = place(level as usize - moments.chunks[at].levels[index].start);
            if last != Some((at, block)) {
                self.fill(stages, moments, p, (index, at, block), &mut room);
                last = Some((at, block));
            }
            pick(&room, lane, &mut factor);
            visit(level, &factor);
        }
    }

    /// The factor of one level of a stage.
    pub(crate) fn level(
        &self,
        stages: &[Stage],
        moments: &Moments,
        p: usize,
        index: usize,
        level: usize,
    ) -> LevelFactor {
        let at = moments.chunk_of(index, level);
        let (block, lane) = place(level - moments.chunks[at].levels[index].start);
        let mut room = self.room(stages, p, index);
        self.fill(stages, moments, p, (index, at, block), &mut room);
        let mut factor = LevelFactor { lower: Vec::new(), carried: Vec::new() };
        pick(&room, lane, &mut factor);
        factor
    }

    fn room(&self, stages: &[Stage], p: usize, index: usize) -> BlockRoom {
        let sizes = sizes(stages, index, p);
        BlockRoom::new(sizes.effects.len(), sizes.width, sizes.next)
    }

    fn fill(
        &self,
        stages: &[Stage],
        moments: &Moments,
        p: usize,
        (index, chunk, block): (usize, usize, usize),
        room: &mut BlockRoom,
    ) {
        let sizes = sizes(stages, index, p);
        let length = packed_len(sizes.width);
        let sums = match index.checked_sub(1) {
            None => &moments.chunks[chunk].sums,
            Some(outer) => &self.work[chunk].outer[outer].sums,
        };
        let sums = &sums[block * length..(block + 1) * length];
        eliminate(sizes, &self.lambdas[index], sums, room, &mut LogProduct::one());
    }
}

fn pick(room: &BlockRoom, lane: usize, factor: &mut LevelFactor) {
    factor.lower.clear();
    factor.lower.extend(room.lower.iter().map(|entry| entry.0[lane]));
    factor.carried.clear();
    factor.carried.extend(room.carried.iter().map(|entry| entry.0[lane]));
}
