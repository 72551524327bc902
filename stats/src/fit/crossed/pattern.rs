//! Which levels meet in a row: the pattern of Z'Z.

use super::touched::Touched;
use crate::model::rows::{Rows, Whitening};

/// The pairs of nodes a < b that meet, each once.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Pattern {
    /// Pairs of node a: `starts[a]..starts[a + 1]`.
    pub(super) starts: Vec<usize>,
    /// b of each pair.
    pub(super) second: Vec<u32>,
    /// The pairs of all rows, row by row in the order in which [`Touched`] lists them.
    pub(super) of_rows: Vec<u32>,
}

impl Pattern {
    pub(super) fn find(rows: &Rows, whitening: Option<&Whitening>, first_nodes: &[usize], nodes: usize) -> Self {
        let mut touched = Touched::new(rows);
        let mut met: Vec<(u32, u32)> = Vec::with_capacity(rows.len() * rows.factors.len());
        let mut counts = vec![0_usize; nodes + 1];
        for row in 0..rows.len() {
            touched.read(rows, whitening, first_nodes, row);
            for (i, &a) in touched.nodes.iter().enumerate() {
                met.extend(touched.nodes[i + 1..].iter().map(|&b| (a, b)));
                counts[a as usize + 1] += touched.nodes.len() - i - 1;
            }
        }
        (0..nodes).for_each(|node| counts[node + 1] += counts[node]);
        let mut next = counts.clone();
        let mut sorted = vec![0_u32; met.len()];
        for (index, &(a, _)) in met.iter().enumerate() {
            sorted[next[a as usize]] = index as u32;
            next[a as usize] += 1;
        }
        let mut result = Self { starts: vec![0], second: Vec::new(), of_rows: vec![0; met.len()] };
        // The pair that b last got; of this a when it is not smaller than a's first.
        let mut latest = vec![u32::MAX; nodes];
        for a in 0..nodes {
            let first = result.second.len() as u32;
            for &index in &sorted[counts[a]..counts[a + 1]] {
                let b = met[index as usize].1;
                let pair = &mut latest[b as usize];
                if *pair == u32::MAX || *pair < first {
                    *pair = result.second.len() as u32;
                    result.second.push(b);
                }
                result.of_rows[index as usize] = *pair;
            }
            result.starts.push(result.second.len());
        }
        result
    }

    /// The neighbours of every node, both ways.
    pub(super) fn graph(&self) -> Graph {
        let nodes = self.starts.len() - 1;
        let mut starts = vec![0_usize; nodes + 1];
        for a in 0..nodes {
            starts[a + 1] += self.starts[a + 1] - self.starts[a];
            self.pairs(a).iter().for_each(|&b| starts[b as usize + 1] += 1);
        }
        (0..nodes).for_each(|node| starts[node + 1] += starts[node]);
        let mut next = starts.clone();
        let mut neighbours = vec![0_u32; 2 * self.second.len()];
        for a in 0..nodes {
            for &b in self.pairs(a) {
                neighbours[next[a]] = b;
                neighbours[next[b as usize]] = a as u32;
                next[a] += 1;
                next[b as usize] += 1;
            }
        }
        Graph { starts, neighbours }
    }

    fn pairs(&self, a: usize) -> &[u32] {
        &self.second[self.starts[a]..self.starts[a + 1]]
    }
}

/// Neighbours of nodes.
#[derive(Debug)]
pub(super) struct Graph {
    starts: Vec<usize>,
    neighbours: Vec<u32>,
}

impl Graph {
    pub(super) fn len(&self) -> usize {
        self.starts.len() - 1
    }

    pub(super) fn of(&self, node: u32) -> &[u32] {
        &self.neighbours[self.starts[node as usize]..self.starts[node as usize + 1]]
    }

    /// The connected components, each in increasing node number, by their first node.
    pub(super) fn components(&self) -> Vec<Vec<u32>> {
        let mut seen = vec![false; self.len()];
        let mut result = Vec::new();
        for first in 0..self.len() {
            if seen[first] {
                continue;
            }
            seen[first] = true;
            let mut component = vec![first as u32];
            let mut next = 0;
            while next < component.len() {
                for &neighbour in self.of(component[next]) {
                    if !std::mem::replace(&mut seen[neighbour as usize], true) {
                        component.push(neighbour);
                    }
                }
                next += 1;
            }
            component.sort_unstable();
            result.push(component);
        }
        result
    }
}
