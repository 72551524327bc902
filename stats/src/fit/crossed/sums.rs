//! Cross-products of rows whose factors cross: one block for every pair of levels that meet.

use super::CrossedError;
use super::order::Order;
use super::pattern::Pattern;
use super::plan::{FactorShape, Plan};
use super::touched::Touched;
use crate::model::rows::{Rows, Whitening};

/// Doubles that the factor and its sweep may take together: 2 GiB.
const BOUND: usize = 1 << 28;

/// The cross-products [Z X y]'[Z X y] of the (whitened) rows, and where the factor will lie.
///
/// Nothing later sees a row again. One pass, O(n · pairs of levels in a row).
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct CrossedSums {
    pub(super) plan: Plan,
    pattern: Pattern,
    /// Place of each pair's block.
    places: Vec<usize>,
    /// Blocks of levels that meet, q × q of the two.
    pub(super) blocks: Vec<f64>,
    /// Blocks of each level with itself, q × q.
    pub(super) own: Vec<f64>,
    /// Blocks of each level with the fixed columns and the response, q × (p + 1).
    pub(super) borders: Vec<f64>,
    /// Fixed columns and response, (p + 1) × (p + 1).
    pub(super) root: Vec<f64>,
}

impl CrossedSums {
    /// Condenses rows.
    ///
    /// # Errors
    /// [`CrossedError::TooLarge`] when the factor and what the gradient needs would take more than 2 GiB
    /// (a dense system of about 8,000 unknowns).
    pub(crate) fn condense(rows: &Rows, whitening: Option<&Whitening>) -> Result<Self, CrossedError> {
        Self::condense_within(rows, whitening, BOUND)
    }

    /// The same with another bound, in doubles.
    pub(super) fn condense_within(
        rows: &Rows,
        whitening: Option<&Whitening>,
        bound: usize,
    ) -> Result<Self, CrossedError> {
        let factors = shapes(rows);
        let nodes: usize = factors.iter().map(|factor| factor.levels).sum();
        let first_nodes: Vec<usize> = factors.iter().map(|factor| factor.first_node).collect();
        let pattern = Pattern::find(rows, whitening, &first_nodes, nodes);
        let sizes: Vec<usize> = factors.iter().flat_map(|f| std::iter::repeat_n(f.q, f.levels)).collect();
        let order = Order::find(&pattern.graph(), &sizes, &leading(&factors, &pattern));
        let plan = Plan::make(&factors, rows.fixed + 1, &pattern, &order, bound)?;
        let mut places = Vec::with_capacity(pattern.second.len());
        let mut end = 0;
        for a in 0..nodes {
            for &b in &pattern.second[pattern.starts[a]..pattern.starts[a + 1]] {
                places.push(end);
                end += sizes[a] * sizes[b as usize];
            }
        }
        let unknowns: usize = sizes.iter().sum();
        let mut result = Self {
            places,
            blocks: vec![0.0; end],
            own: vec![0.0; sizes.iter().map(|q| q * q).sum()],
            borders: vec![0.0; unknowns * plan.root],
            root: vec![0.0; plan.root * plan.root],
            plan,
            pattern,
        };
        result.refresh(rows, whitening);
        Ok(result)
    }

    /// Makes the sums anew for a whitening that carries the same rows with other numbers.
    pub(crate) fn refresh(&mut self, rows: &Rows, whitening: Option<&Whitening>) {
        let r = self.plan.root;
        for values in [&mut self.blocks, &mut self.own, &mut self.borders, &mut self.root] {
            values.fill(0.0);
        }
        let first_nodes: Vec<usize> = self.plan.factors.iter().map(|factor| factor.first_node).collect();
        let mut touched = Touched::new(rows);
        let mut next = 0;
        let mut shape: Vec<usize> = Vec::new();
        for row in 0..rows.len() {
            touched.read(rows, whitening, &first_nodes, row);
            let stride = touched.stride;
            // Factors come in order, so that their search is short.
            shape.clear();
            let mut factor = 0;
            for &node in &touched.nodes {
                while factor + 1 < first_nodes.len() && first_nodes[factor + 1] <= node as usize {
                    factor += 1;
                }
                shape.push(factor);
            }
            for (i, &node) in touched.nodes.iter().enumerate() {
                let f = &self.plan.factors[shape[i]];
                let (q, level) = (f.q, node as usize - f.first_node);
                let values = &touched.values[i * stride..i * stride + q];
                add_outer(&mut self.own[f.first_square + level * q * q..], values, values);
                add_outer(&mut self.borders[(f.first_unknown + level * q) * r..], values, &touched.root);
                for (j, &other) in shape.iter().enumerate().skip(i + 1) {
                    let width = self.plan.factors[other].q;
                    let block = &mut self.blocks[self.places[self.pattern.of_rows[next] as usize]..];
                    add_outer(block, values, &touched.values[j * stride..j * stride + width]);
                    next += 1;
                }
            }
            add_outer(&mut self.root, &touched.root, &touched.root);
        }
    }

    /// Copies the blocks of a factor's levels with later-numbered levels to their places in the factor.
    pub(super) fn load_blocks(&self, factor: usize, into: &mut [f64]) {
        let factors = &self.plan.factors;
        let shape = &factors[factor];
        for a in shape.first_node..shape.first_node + shape.levels {
            for pair in self.pattern.starts[a]..self.pattern.starts[a + 1] {
                let (load, block) = (&self.plan.loads[pair], self.places[pair]);
                let (rows, columns) = (shape.q, (self.place_after(pair) - block) / shape.q);
                for (index, value) in self.blocks[block..block + rows * columns].iter().enumerate() {
                    let (i, j) = (index / columns, index % columns);
                    let place = if load.flipped { j * load.stride + i } else { i * load.stride + j };
                    into[load.place + place] = *value;
                }
            }
        }
    }

    /// Z'x of a fixed column (or the response, the last), levels × q of every factor.
    pub(crate) fn fixed_products(&self, column: usize) -> Vec<Vec<f64>> {
        let r = self.plan.root;
        let of_factor = |shape: &FactorShape| {
            let unknowns = shape.first_unknown..shape.first_unknown + shape.levels * shape.q;
            unknowns.map(|unknown| self.borders[unknown * r + column]).collect()
        };
        self.plan.factors.iter().map(of_factor).collect()
    }

    /// Z'Z c, levels × q of every factor.
    pub(crate) fn times(&self, c: &[Vec<f64>]) -> Vec<Vec<f64>> {
        let factors = &self.plan.factors;
        let mut result: Vec<Vec<f64>> = c.iter().map(|levels| vec![0.0; levels.len()]).collect();
        for (f, shape) in factors.iter().enumerate() {
            let q = shape.q;
            for level in 0..shape.levels {
                let (own, node) = (&self.own[shape.first_square + level * q * q..], shape.first_node + level);
                add_product(&mut result[f][level * q..][..q], own, &c[f][level * q..][..q], false);
                for pair in self.pattern.starts[node]..self.pattern.starts[node + 1] {
                    let (other, at) = self.plan.level(self.pattern.second[pair] as usize);
                    let (block, width) = (&self.blocks[self.places[pair]..], factors[other].q);
                    let (here, there) = (level * q..(level + 1) * q, at * width..(at + 1) * width);
                    add_product(&mut result[f][here.clone()], block, &c[other][there.clone()], false);
                    add_product(&mut result[other][there], block, &c[f][here], true);
                }
            }
        }
        result
    }

    fn place_after(&self, pair: usize) -> usize {
        self.places.get(pair + 1).copied().unwrap_or(self.blocks.len())
    }
}

/// into += a b', row-major.
fn add_outer(into: &mut [f64], a: &[f64], b: &[f64]) {
    for (row, x) in into.chunks_exact_mut(b.len()).zip(a) {
        row.iter_mut().zip(b).for_each(|(value, y)| *value += x * y);
    }
}

/// into += A x, or A'x; A row-major.
fn add_product(into: &mut [f64], a: &[f64], x: &[f64], transposed: bool) {
    let (rows, columns) = (into.len(), x.len());
    for (i, value) in into.iter_mut().enumerate() {
        let entry = |j: usize| if transposed { a[j * rows + i] } else { a[i * columns + j] };
        *value += x.iter().enumerate().map(|(j, x)| entry(j) * x).sum::<f64>();
    }
}

fn shapes(rows: &Rows) -> Vec<FactorShape> {
    let (mut first_node, mut first_unknown, mut first_square) = (0, 0, 0);
    let mut result = Vec::with_capacity(rows.factors.len());
    for factor in &rows.factors {
        let (levels, q) = (factor.levels, factor.effects.len());
        result.push(FactorShape { levels, q, first_node, first_unknown, first_square });
        first_node += levels;
        first_unknown += levels * q;
        first_square += levels * q * q;
    }
    result
}

/// The nodes of the factor with most levels among those of which no two levels meet.
fn leading(factors: &[FactorShape], pattern: &Pattern) -> std::ops::Range<usize> {
    let nodes = |factor: &FactorShape| factor.first_node..factor.first_node + factor.levels;
    let alone = |factor: &&FactorShape| {
        let own = nodes(factor);
        own.clone().all(|a| {
            let met = &pattern.second[pattern.starts[a]..pattern.starts[a + 1]];
            met.iter().all(|&b| !own.contains(&(b as usize)))
        })
    };
    // Of equals the first, as max_by_key would take the last.
    factors.iter().rev().filter(alone).max_by_key(|factor| factor.levels).map_or(0..0, nodes)
}
