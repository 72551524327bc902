//! Cross-products of nested factors: one packed M'M a level of the innermost factor, laid out for the nested engine.

use std::ops::Range;

use super::rows::{Membership, Rows, Whitening};
use crate::fit::lanes::{LANES, Lanes};
use crate::fit::root::{packed, packed_len};

/// Innermost levels that one chunk holds, about: small enough for the cache, large enough to be worth a thread.
const CHUNK: usize = 1024;
/// Rows that are made internal at a time: their columns stay in the first cache.
pub(crate) const BLOCK: usize = 64;

/// A range of outermost levels with all the levels inside them.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Chunk {
    /// For each stage its levels.
    pub(crate) levels: Vec<Range<usize>>,
    /// For each stage but the last, for each of its levels in this chunk, its outer level counted within the chunk.
    pub(crate) parent: Vec<Vec<u32>>,
    /// Packed m × m sums of the innermost levels: blocks of eight levels × entries. Lanes without level are zero.
    pub(crate) sums: Vec<Lanes>,
}

/// Cross-products of every innermost level.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Moments {
    pub(crate) chunks: Vec<Chunk>,
    /// m, columns of the innermost stage.
    width: usize,
}

impl Chunk {
    /// Blocks of eight that a stage has.
    pub(crate) fn blocks(&self, stage: usize) -> usize {
        self.levels[stage].len().div_ceil(LANES)
    }
}

impl Moments {
    /// All zero. `parents[s][level]` is the level of stage s + 1 that holds it, never falling from one level to the next.
    pub(crate) fn new(levels: &[usize], parents: &[&[u32]], width: usize) -> Self {
        let mut chunks = Vec::new();
        let mut from = vec![0; levels.len()];
        while from.last().zip(levels.last()).is_some_and(|(from, levels)| from < levels) {
            let to = chunk_end(&from, levels, parents);
            let parent = |stage: usize| {
                let base = from[stage + 1] as u32;
                parents[stage][from[stage]..to[stage]].iter().map(|&outer| outer - base).collect()
            };
            let blocks = (to[0] - from[0]).div_ceil(LANES);
            chunks.push(Chunk {
                parent: (0..parents.len()).map(parent).collect(),
                sums: vec![Lanes::ZERO; blocks * packed_len(width)],
                levels: from.iter().zip(&to).map(|(&from, &to)| from..to).collect(),
            });
            from = to;
        }
        Self { chunks, width }
    }

    /// Adds a packed m × m matrix to a level.
    pub(crate) fn add(&mut self, level: usize, entries: &[f64]) {
        let at = self.chunk_of(0, level);
        let chunk = &mut self.chunks[at];
        let (block, lane) = place(level - chunk.levels[0].start);
        let from = block * entries.len();
        for (sum, entry) in chunk.sums[from..from + entries.len()].iter_mut().zip(entries) {
            sum.0[lane] += entry;
        }
    }

    /// Adds the packed cross-products of one row of m columns, `sign` times.
    pub(crate) fn add_row(&mut self, level: usize, row: &[f64], sign: f64) {
        let mut entries = Vec::with_capacity(packed_len(row.len()));
        for (i, a) in row.iter().enumerate() {
            entries.extend(row[..=i].iter().map(|b| sign * a * b));
        }
        self.add(level, &entries);
    }

    /// The same sums with other levels beside them: place i has what level `order[i]` had, or zeros where there was no such
    /// level. `levels` and `parents` as for [`Moments::new`].
    pub(crate) fn relaid(&self, levels: &[usize], parents: &[&[u32]], order: &[u32]) -> Self {
        let mut relaid = Self::new(levels, parents, self.width);
        let known = self.chunks.last().map_or(0, |chunk| chunk.levels[0].end);
        for (level, &from) in order.iter().enumerate().filter(|(_, from)| (**from as usize) < known) {
            relaid.add(level, &self.of_level(from as usize));
        }
        relaid
    }

    /// The packed m × m sums of a level.
    pub(crate) fn of_level(&self, level: usize) -> Vec<f64> {
        let chunk = &self.chunks[self.chunk_of(0, level)];
        let ((block, lane), length) = (place(level - chunk.levels[0].start), packed_len(self.width));
        chunk.sums[block * length..(block + 1) * length].iter().map(|entry| entry.0[lane]).collect()
    }

    /// The chunk that holds a level of a stage.
    pub(crate) fn chunk_of(&self, stage: usize, level: usize) -> usize {
        self.chunks.partition_point(|chunk| chunk.levels[stage].end <= level)
    }

    /// The full symmetric matrices, levels × m × m.
    pub(crate) fn unpacked(&self) -> Vec<f64> {
        let (m, length) = (self.width, packed_len(self.width));
        let mut all = Vec::new();
        for chunk in &self.chunks {
            for level in 0..chunk.levels[0].len() {
                let (block, lane) = place(level);
                let sums = &chunk.sums[block * length..(block + 1) * length];
                all.extend((0..m * m).map(|at| sums[packed((at / m).max(at % m), (at / m).min(at % m))].0[lane]));
            }
        }
        all
    }

    /// The sum over all levels, packed m × m.
    pub(crate) fn total(&self) -> Vec<f64> {
        let length = packed_len(self.width);
        let mut total = vec![0.0; length];
        for chunk in &self.chunks {
            let mut part = vec![Lanes::ZERO; length];
            for block in chunk.sums.chunks_exact(length) {
                part.iter_mut().zip(block).for_each(|(sum, &entry)| *sum += entry);
            }
            total.iter_mut().zip(&part).for_each(|(sum, part)| *sum += part.sum());
        }
        total
    }
}

/// Block and lane of a level counted within its chunk.
#[inline(always)]
pub(crate) fn place(level: usize) -> (usize, usize) {
    (level / LANES, level % LANES)
}

/// Where the chunk that starts at `from` ends, stage by stage.
fn chunk_end(from: &[usize], levels: &[usize], parents: &[&[u32]]) -> Vec<usize> {
    let outermost = levels.len() - 1;
    let mut to = from.to_vec();
    while to[outermost] < levels[outermost] && to[0] - from[0] < CHUNK {
        to[outermost] += 1;
        for stage in (0..outermost).rev() {
            let end = to[stage + 1];
            while to[stage] < levels[stage] && (parents[stage][to[stage]] as usize) < end {
                to[stage] += 1;
            }
        }
    }
    to
}

impl Moments {
    /// Adds the cross-products of rows: `codes[row]` is the innermost level, `fill(rows, columns)` writes the m columns of
    /// some rows that follow each other, [`BLOCK`] at most.
    pub(crate) fn gather(&mut self, codes: &[u32], fill: impl FnMut(Range<usize>, &mut [[f64; BLOCK]])) {
        match self.width {
            2 => accumulate::<2>(self, codes, fill),
            3 => accumulate::<3>(self, codes, fill),
            4 => accumulate::<4>(self, codes, fill),
            5 => accumulate::<5>(self, codes, fill),
            _ => accumulate::<0>(self, codes, fill),
        }
    }

    /// The same levels with the sums of rows that are whitened in another way.
    pub(crate) fn refill(&mut self, rows: &Rows, whitening: &Whitening) {
        for chunk in &mut self.chunks {
            chunk.sums.fill(Lanes::ZERO);
        }
        if let Some(Membership::One(codes)) = rows.factors.first().map(|factor| &factor.membership) {
            self.gather(codes, |block, columns| {
                for (out, column) in columns.iter_mut().zip(&rows.columns) {
                    whitening.apply(block.clone(), out, |row| column[row]);
                }
            });
        }
    }
}

/// Rows of one level that follow each other are summed before they are added: fewer roundings and fewer steps.
///
/// M is m when m is small enough to be unrolled, else 0.
fn accumulate<const M: usize>(
    moments: &mut Moments,
    codes: &[u32],
    mut fill: impl FnMut(Range<usize>, &mut [[f64; BLOCK]]),
) {
    let m = if M == 0 { moments.width } else { M };
    let mut run = vec![0.0; packed_len(m)];
    let mut columns = vec![[0.0; BLOCK]; m];
    let (run, columns) = (&mut run[..packed_len(m)], &mut columns[..m]);
    let mut current = codes.first().copied();
    for (block, codes) in codes.chunks(BLOCK).enumerate() {
        fill(block * BLOCK..block * BLOCK + codes.len(), columns);
        for (at, &code) in codes.iter().enumerate() {
            if current != Some(code) {
                if let Some(level) = current {
                    moments.add(level as usize, run);
                }
                run.fill(0.0);
                current = Some(code);
            }
            for i in 0..m {
                for j in 0..=i {
                    run[packed(i, j)] += columns[i][at] * columns[j][at];
                }
            }
        }
    }
    if let Some(level) = current {
        moments.add(level as usize, run);
    }
}
