//! The sweep back from the root to the leaves: the gradient.

use super::block::{BlockRoom, Shape, add_by_square, adjoint, eliminate};
use super::elimination::{ChunkWork, NestedElimination, shape};
use crate::fit::lanes::{LANES, Lanes, LogProduct};
use crate::fit::root::{RootWeights, packed, packed_len};
use crate::model::{Chunk, Moments, Stage, place};

impl NestedElimination {
    /// The derivative by M = ΛΛ' of every stage, q × q, symmetric.
    pub(crate) fn by_square(
        &mut self,
        stages: &[Stage],
        moments: &Moments,
        p: usize,
        weights: RootWeights,
    ) -> Vec<Vec<f64>> {
        let above: Vec<Lanes> = self.root().adjoint(weights).into_iter().map(|g| Lanes([g; LANES])).collect();
        let zeros = |stage: &Stage| vec![0.0; packed_len(stage.effects.len())];
        let mut totals: Vec<Vec<f64>> = stages.iter().map(zeros).collect();
        for (chunk, work) in moments.chunks.iter().zip(&mut self.work) {
            let parts = work.sweep(stages, chunk, p, &self.lambdas, &above, weights.log_determinant);
            for (total, part) in totals.iter_mut().zip(parts) {
                total.iter_mut().zip(part).for_each(|(sum, part)| *sum += part.sum());
            }
        }
        let full = |total: &Vec<f64>, q: usize| {
            let entry = |i: usize, j: usize| total[packed(i.max(j), i.min(j))];
            (0..q * q).map(|at| entry(at / q, at % q)).collect()
        };
        totals.iter().zip(stages).map(|(total, stage)| full(total, stage.effects.len())).collect()
    }
}

impl ChunkWork {
    /// N of every stage summed over the blocks, packed q × q.
    fn sweep(
        &mut self,
        stages: &[Stage],
        chunk: &Chunk,
        p: usize,
        lambdas: &[Vec<f64>],
        root: &[Lanes],
        log_weight: f64,
    ) -> Vec<Vec<Lanes>> {
        let mut result: Vec<Vec<Lanes>> =
            stages.iter().map(|stage| vec![Lanes::ZERO; packed_len(stage.effects.len())]).collect();
        for index in (0..stages.len()).rev() {
            let shape = shape(stages, lambdas, index, p);
            let (inner, outer) = self.outer.split_at_mut(index);
            let above = outer.first().map(|next| (next.adjoint.as_slice(), chunk.parent[index].as_slice()));
            let levels = chunk.levels[index].len();
            let (sums, own) = match inner.last_mut() {
                Some(stage) => (stage.sums.as_slice(), Some(stage.adjoint.as_mut_slice())),
                None => (chunk.sums.as_slice(), None),
            };
            let mut stage = StageSweep { shape, sums, own, root, above, levels, log_weight };
            stage.run(&mut result[index]);
        }
        result
    }
}

struct StageSweep<'a> {
    shape: Shape<'a>,
    sums: &'a [Lanes],
    /// Where the derivative by the sums goes; the innermost stage needs none.
    own: Option<&'a mut [Lanes]>,
    root: &'a [Lanes],
    /// The outer stage's derivative and each level's place in it.
    above: Option<(&'a [Lanes], &'a [u32])>,
    levels: usize,
    log_weight: f64,
}

impl StageSweep<'_> {
    fn run(&mut self, by_square: &mut [Lanes]) {
        let shape = self.shape;
        let mut room = BlockRoom::new(shape.effects.len(), shape.width, shape.next);
        let length = packed_len(shape.width);
        let mut gathered = self.root.to_vec();
        gathered.resize(packed_len(shape.next), Lanes::ZERO);
        let mut unused = LogProduct::ONE;
        for block in 0..self.levels.div_ceil(LANES) {
            if let Some((outer, parents)) = self.above {
                let from = block * LANES;
                gather(&parents[from..self.levels.min(from + LANES)], outer, &mut gathered);
            }
            let sums = &self.sums[block * length..(block + 1) * length];
            let BlockRoom { carried, lower, left, weighed, .. } = &mut room;
            eliminate(shape, sums, carried, lower, left, &mut unused);
            add_by_square(shape, left, &gathered, self.log_weight, weighed, by_square);
            if let Some(own) = &mut self.own {
                let inner = &mut own[block * length..(block + 1) * length];
                adjoint(shape, &gathered, self.log_weight, &mut room, inner);
            }
        }
    }
}

/// Brings each lane the derivative of its outer level; lanes without level get zero.
#[inline(always)]
fn gather(parents: &[u32], outer: &[Lanes], gathered: &mut [Lanes]) {
    let length = gathered.len();
    let mut places = [(0, 0); LANES];
    for (place_of, &parent) in places.iter_mut().zip(parents) {
        let (block, lane) = place(parent as usize);
        *place_of = (block * length, lane);
    }
    for (entry, value) in gathered.iter_mut().enumerate() {
        for (lane, &(from, at)) in places.iter().enumerate() {
            value.0[lane] = if lane < parents.len() { outer[from + entry].0[at] } else { 0.0 };
        }
    }
}
