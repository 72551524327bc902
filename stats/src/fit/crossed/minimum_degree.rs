//! Approximate minimum degree on the quotient graph of what the leading factor leaves.
//!
//! An eliminated node becomes an element, the clique of its neighbours; a node's degree is bounded by its direct
//! neighbours and, element by element, what lies outside the newest one (Amestoy, Davis & Duff 1996, equation 4.1).

use std::collections::BTreeSet;

use super::order::{Order, worth_it};
use super::pattern::Graph;

/// Work space for all components of one graph.
pub(super) struct MinimumDegree<'a> {
    graph: &'a Graph,
    sizes: &'a [usize],
    /// Direct neighbours of a remaining node.
    adjacent: Vec<Vec<u32>>,
    /// Elements that a remaining node belongs to.
    elements: Vec<Vec<u32>>,
    /// Nodes of an element; empty once absorbed by a later one.
    members: Vec<Vec<u32>>,
    degree: Vec<usize>,
    /// Stamps: a node is marked when its stamp is the current one.
    stamps: Vec<u32>,
    stamp: u32,
    /// Unknowns of an element outside the newest, and the stamp at which that was counted.
    outside: Vec<usize>,
    counted: Vec<u32>,
}

impl<'a> MinimumDegree<'a> {
    pub(super) fn new(graph: &'a Graph, sizes: &'a [usize]) -> Self {
        let nodes = graph.len();
        Self {
            graph,
            sizes,
            adjacent: vec![Vec::new(); nodes],
            elements: vec![Vec::new(); nodes],
            members: vec![Vec::new(); nodes],
            degree: vec![0; nodes],
            stamps: vec![0; nodes],
            stamp: 0,
            outside: vec![0; nodes],
            counted: vec![0; nodes],
        }
    }

    /// Eliminates of one component's remaining nodes those that are worth it; `from` is the component's first place.
    pub(super) fn eliminate(&mut self, remaining: &mut Vec<u32>, order: &mut Order, from: usize) {
        self.connect(remaining, order, from);
        let mut unknowns: usize = self.weight(remaining);
        let mut queue: BTreeSet<(usize, u32)> =
            remaining.iter().map(|&node| (self.degree[node as usize], node)).collect();
        let mut gone = BTreeSet::new();
        while let Some((_, node)) = queue.pop_first() {
            let clique = self.clique(node);
            if !worth_it(self.weight(&clique), unknowns) {
                break;
            }
            unknowns -= self.sizes[node as usize];
            gone.insert(node);
            for &other in &clique {
                queue.remove(&(self.degree[other as usize], other));
            }
            self.absorb(node, &clique, unknowns);
            queue.extend(clique.iter().map(|&other| (self.degree[other as usize], other)));
            order.eliminated.push(node);
            order.neighbours.push(clique);
        }
        remaining.retain(|node| !gone.contains(node));
    }

    /// Direct neighbours after the leading factor has gone: those that meet, or met the same level of it.
    fn connect(&mut self, remaining: &[u32], order: &Order, from: usize) {
        let mut leading: Vec<Vec<usize>> = vec![Vec::new(); remaining.len()];
        let place: std::collections::BTreeMap<u32, usize> = remaining.iter().copied().zip(0..).collect();
        let mut gone = BTreeSet::new();
        for index in from..order.eliminated.len() {
            gone.insert(order.eliminated[index]);
            order.neighbours[index].iter().for_each(|other| leading[place[other]].push(index));
        }
        for (&node, met) in remaining.iter().zip(&leading) {
            self.mark_anew();
            self.mark(node);
            let mut found = Vec::new();
            let direct = self.graph.of(node).iter().filter(|&other| !gone.contains(other));
            for &other in direct.chain(met.iter().flat_map(|&index| &order.neighbours[index])) {
                if self.stamps[other as usize] != self.stamp {
                    self.stamps[other as usize] = self.stamp;
                    found.push(other);
                }
            }
            self.degree[node as usize] = self.weight(&found);
            self.adjacent[node as usize] = found;
        }
    }

    fn mark_anew(&mut self) {
        self.stamp += 1;
    }

    fn mark(&mut self, node: u32) {
        self.stamps[node as usize] = self.stamp;
    }

    fn marked(&self, node: u32) -> bool {
        self.stamps[node as usize] == self.stamp
    }

    fn weight(&self, nodes: &[u32]) -> usize {
        nodes.iter().map(|&node| self.sizes[node as usize]).sum()
    }

    /// All nodes that eliminating this one connects; they are marked.
    fn clique(&mut self, node: u32) -> Vec<u32> {
        self.mark_anew();
        self.mark(node);
        let mut result = self.adjacent[node as usize].clone();
        for &element in &self.elements[node as usize] {
            result.extend_from_slice(&self.members[element as usize]);
        }
        let (stamps, stamp) = (&mut self.stamps, self.stamp);
        result.retain(|&other| std::mem::replace(&mut stamps[other as usize], stamp) != stamp);
        result.sort_unstable();
        result
    }

    /// The node becomes an element that takes the place of its older elements; its members get new degrees.
    fn absorb(&mut self, node: u32, clique: &[u32], unknowns: usize) {
        for element in std::mem::take(&mut self.elements[node as usize]) {
            self.members[element as usize].clear();
        }
        self.adjacent[node as usize].clear();
        for &other in clique {
            for &element in &self.elements[other as usize] {
                let e = element as usize;
                if self.counted[e] != self.stamp {
                    self.counted[e] = self.stamp;
                    self.outside[e] = self.weight(&self.members[e]);
                }
                self.outside[e] = self.outside[e].saturating_sub(self.sizes[other as usize]);
            }
        }
        let total = self.weight(clique);
        for &other in clique {
            let o = other as usize;
            let mut adjacent = std::mem::take(&mut self.adjacent[o]);
            adjacent.retain(|&third| !self.marked(third));
            let mut elements = std::mem::take(&mut self.elements[o]);
            // An element that lies within the newest says nothing more.
            elements.retain(|&e| !self.members[e as usize].is_empty() && self.outside[e as usize] > 0);
            let size = self.sizes[o];
            let beyond: usize = elements.iter().map(|&e| self.outside[e as usize]).sum();
            self.degree[o] = (total - size + self.weight(&adjacent) + beyond).min(unknowns - size);
            elements.push(node);
            self.adjacent[o] = adjacent;
            self.elements[o] = elements;
        }
        self.members[node as usize] = clique.to_vec();
    }
}
