//! The sweep back from the root to the leaves: the gradient.

use super::block::{BlockRoom, add_by_square, adjoint, eliminate};
use super::dimensions::{Dimensions, ForDimensions, with_dimensions};
use super::elimination::{ChunkWork, NestedElimination, each_chunk, sizes};
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
        let lambdas = &self.lambdas;
        let chunks = each_chunk(&moments.chunks, &mut self.work, |chunk, work| {
            work.sweep(stages, chunk, p, lambdas, &above, weights.log_determinant)
        });
        for parts in chunks {
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
            let (inner, outer) = self.outer.split_at_mut(index);
            let above = outer.first().map(|next| (next.adjoint.as_slice(), chunk.parent[index].as_slice()));
            let levels = chunk.levels[index].len();
            let (sums, own) = match inner.last_mut() {
                Some(stage) => (stage.sums.as_slice(), Some(stage.adjoint.as_mut_slice())),
                None => (chunk.sums.as_slice(), None),
            };
            let by_square = result[index].as_mut_slice();
            let stage = StageSweep { lambda: &lambdas[index], sums, own, root, above, levels, log_weight, by_square };
            with_dimensions(sizes(stages, index, p), stage);
        }
        result
    }
}

/// All blocks of one stage.
struct StageSweep<'a> {
    lambda: &'a [f64],
    sums: &'a [Lanes],
    /// Where the derivative by the sums goes; the innermost stage needs none.
    own: Option<&'a mut [Lanes]>,
    root: &'a [Lanes],
    /// The outer stage's derivative and each level's place in it.
    above: Option<(&'a [Lanes], &'a [u32])>,
    levels: usize,
    log_weight: f64,
    by_square: &'a mut [Lanes],
}

impl ForDimensions for StageSweep<'_> {
    type Output = ();

    fn run<D: Dimensions>(mut self, dimensions: D) {
        let mut room = BlockRoom::new(dimensions.effects(), dimensions.width(), dimensions.next());
        let length = packed_len(dimensions.width());
        let mut gathered = self.root.to_vec();
        gathered.resize(packed_len(dimensions.next()), Lanes::ZERO);
        let mut unused = LogProduct::one();
        for block in 0..self.levels.div_ceil(LANES) {
            if let Some((outer, parents)) = self.above {
                let from = block * LANES;
                let gathered = &mut gathered[..packed_len(dimensions.next())];
                gather(&parents[from..self.levels.min(from + LANES)], outer, gathered);
            }
            let sums = &self.sums[block * length..(block + 1) * length];
            eliminate(dimensions, self.lambda, sums, &mut room, &mut unused);
            add_by_square(dimensions, &gathered, self.log_weight, &mut room, self.by_square);
            if let Some(own) = &mut self.own {
                let inner = &mut own[block * length..(block + 1) * length];
                adjoint(dimensions, self.lambda, &gathered, self.log_weight, &mut room, inner);
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
