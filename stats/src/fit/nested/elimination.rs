//! The sweep from the leaves to the root.

use rayon::prelude::*;

use super::block::{BlockRoom, eliminate};
use super::dimensions::{Any, Dimensions, ForDimensions, with_dimensions};
use crate::fit::lanes::{LANES, Lanes, LogProduct};
use crate::fit::root::{Root, packed, packed_len};
use crate::model::{Chunk, Moments, Stage, place};

/// The squares of larger entries of Λ would soon be no numbers.
const LARGEST: f64 = 1e100;

/// Sums and derivatives of one outer stage within a chunk.
#[derive(Debug, Clone)]
pub(super) struct OuterStage {
    /// Packed m × m, blocks × entries: what the inner levels left.
    pub(super) sums: Vec<Lanes>,
    /// Packed m × m: the derivative by those sums.
    pub(super) adjoint: Vec<Lanes>,
}

/// What one chunk keeps.
#[derive(Debug, Clone)]
pub(super) struct ChunkWork {
    /// Stage 1, 2, …; the innermost keeps nothing.
    pub(super) outer: Vec<OuterStage>,
    /// Packed (p + 1) × (p + 1): what the chunk leaves for the fixed effects.
    rest: Vec<f64>,
}

/// One factorisation of a nested model.
#[derive(Debug, Clone)]
pub(crate) struct NestedElimination {
    pub(super) work: Vec<ChunkWork>,
    /// The Λ it was made with, q × q a stage.
    pub(super) lambdas: Vec<Vec<f64>>,
    root: Root,
}

/// The sizes of a stage.
pub(super) fn sizes(stages: &[Stage], index: usize, p: usize) -> Any<'_> {
    Any {
        effects: &stages[index].effects,
        width: stages[index].width,
        next: stages.get(index + 1).map_or(p + 1, |outer| outer.width),
    }
}

impl NestedElimination {
    /// Storage for a model; hold it over evaluations.
    pub(crate) fn new(stages: &[Stage], moments: &Moments, p: usize) -> Self {
        let outer = |chunk: &Chunk, index: usize| {
            let length = chunk.blocks(index) * packed_len(stages[index].width);
            OuterStage { sums: vec![Lanes::ZERO; length], adjoint: vec![Lanes::ZERO; length] }
        };
        let work = |chunk: &Chunk| ChunkWork {
            outer: (1..stages.len()).map(|index| outer(chunk, index)).collect(),
            rest: vec![0.0; packed_len(p + 1)],
        };
        let lambdas = stages.iter().map(|stage| vec![0.0; stage.effects.len().pow(2)]).collect();
        Self { work: moments.chunks.iter().map(work).collect(), lambdas, root: Root::default() }
    }

    /// The end of the last factorisation.
    pub(crate) fn root(&self) -> &Root {
        &self.root
    }

    /// The sums of an outer stage (1, 2, …) when its turn came, as full symmetric matrices: levels × m × m.
    pub(crate) fn outer_sums(&self, stages: &[Stage], moments: &Moments, index: usize) -> Vec<f64> {
        let m = stages[index].width;
        let mut all = Vec::with_capacity(stages[index].labels.len() * m * m);
        for (chunk, work) in moments.chunks.iter().zip(&self.work) {
            for level in 0..chunk.levels[index].len() {
                let (block, lane) = place(level);
                let sums = &work.outer[index - 1].sums[block * packed_len(m)..][..packed_len(m)];
                all.extend((0..m * m).map(|at| sums[packed((at / m).max(at % m), (at / m).min(at % m))].0[lane]));
            }
        }
        all
    }

    /// Factorises at the stages' Λ; false when the equations are not positive definite in floating point.
    pub(crate) fn factorise(&mut self, stages: &[Stage], moments: &Moments, p: usize, lambdas: &[Vec<f64>]) -> bool {
        if lambdas.iter().flatten().any(|entry| entry.is_nan() || entry.abs() > LARGEST) {
            return false;
        }
        self.lambdas.clone_from_slice(lambdas);
        let lambdas = &self.lambdas;
        let logs = each_chunk(&moments.chunks, &mut self.work, |chunk, work| {
            let mut pivots = LogProduct::one();
            work.eliminate(stages, chunk, p, lambdas, &mut pivots).then(|| pivots.ln())
        });
        let mut rest = vec![0.0; packed_len(p + 1)];
        let mut log_determinant = 0.0;
        for (log, work) in logs.into_iter().zip(&self.work) {
            let Some(log) = log else { return false };
            log_determinant += log;
            rest.iter_mut().zip(&work.rest).for_each(|(sum, part)| *sum += part);
        }
        match Root::solve(&rest, p, log_determinant) {
            Some(root) => {
                self.root = root;
                true
            }
            None => false,
        }
    }
}

/// Works on every chunk; inside a rayon pool the chunks are shared over its threads. The results come in the order of the
/// chunks, so they add up to the same bits on any number of threads.
pub(super) fn each_chunk<T: Send>(
    chunks: &[Chunk],
    work: &mut [ChunkWork],
    run: impl Fn(&Chunk, &mut ChunkWork) -> T + Sync,
) -> Vec<T> {
    if chunks.len() > 1 && rayon::current_num_threads() > 1 && rayon::current_thread_index().is_some() {
        chunks.par_iter().zip(work).map(|(chunk, work)| run(chunk, work)).collect()
    } else {
        chunks.iter().zip(work).map(|(chunk, work)| run(chunk, work)).collect()
    }
}

impl ChunkWork {
    fn eliminate(
        &mut self,
        stages: &[Stage],
        chunk: &Chunk,
        p: usize,
        lambdas: &[Vec<f64>],
        pivots: &mut LogProduct,
    ) -> bool {
        self.rest.fill(0.0);
        for outer in &mut self.outer {
            outer.sums.fill(Lanes::ZERO);
        }
        for (index, lambda) in lambdas.iter().enumerate() {
            let (inner, outer) = self.outer.split_at_mut(index);
            let sums = inner.last().map_or(chunk.sums.as_slice(), |stage| stage.sums.as_slice());
            let into = match outer.first_mut() {
                Some(next) => Into::Levels { parents: &chunk.parent[index], sums: &mut next.sums },
                None => Into::Root(&mut self.rest),
            };
            let blocks = chunk.blocks(index);
            let stage = StageElimination { lambda, sums, blocks, into, pivots };
            if !with_dimensions(sizes(stages, index, p), stage) {
                return false;
            }
        }
        true
    }
}

/// Where the blocks of a stage leave what they leave.
enum Into<'a> {
    /// In the outer level of each lane.
    Levels {
        parents: &'a [u32],
        sums: &'a mut [Lanes],
    },
    Root(&'a mut [f64]),
}

/// All blocks of one stage.
struct StageElimination<'a> {
    lambda: &'a [f64],
    sums: &'a [Lanes],
    blocks: usize,
    into: Into<'a>,
    pivots: &'a mut LogProduct,
}

impl ForDimensions for StageElimination<'_> {
    /// Whether all pivots were positive.
    type Output = bool;

    fn run<D: Dimensions>(mut self, dimensions: D) -> bool {
        let mut sound = true;
        let mut room = BlockRoom::new(dimensions.effects(), dimensions.width(), dimensions.next());
        let (length, kept) = (packed_len(dimensions.width()), packed_len(dimensions.next()));
        for block in 0..self.blocks {
            let sums = &self.sums[block * length..(block + 1) * length];
            sound &= eliminate(dimensions, self.lambda, sums, &mut room, self.pivots);
            let left = &room.left[..kept];
            match &mut self.into {
                Into::Levels { parents, sums } => {
                    let from = block * LANES;
                    scatter(&parents[from..parents.len().min(from + LANES)], left, sums);
                }
                Into::Root(rest) => rest.iter_mut().zip(left).for_each(|(sum, left)| *sum += left.sum()),
            }
        }
        sound
    }
}

/// Adds each lane's part to its outer level.
#[inline(always)]
fn scatter(parents: &[u32], left: &[Lanes], outer: &mut [Lanes]) {
    let length = left.len();
    // Neighbours mostly share their outer level: they are added first.
    let mut lane = 0;
    while lane < parents.len() {
        let parent = parents[lane];
        let mut end = lane + 1;
        while end < parents.len() && parents[end] == parent {
            end += 1;
        }
        let (block, at) = place(parent as usize);
        for (sum, left) in outer[block * length..(block + 1) * length].iter_mut().zip(left) {
            let mut total = 0.0;
            for value in &left.0[lane..end] {
                total += value;
            }
            sum.0[at] += total;
        }
        lane = end;
    }
}
