//! Where every number of the factor lies: the symbolic factorisation.
//!
//! Unknowns are numbered in the order of elimination: those of the single nodes, those of the dense tails, then the fixed
//! effects and the response (the root). A node keeps q rows over its own unknowns, its later neighbours' and the root's;
//! a tail with n unknowns is a column-major square of order n + p + 1. All lie in one array, nodes first.

use std::ops::Range;

use super::CrossedError;
use super::order::Order;
use super::pattern::Pattern;

/// One grouping factor's place among the nodes.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct FactorShape {
    pub(super) levels: usize,
    pub(super) q: usize,
    /// Node of level 0.
    pub(super) first_node: usize,
    /// Place of level 0 in arrays of q numbers a level.
    pub(super) first_unknown: usize,
    /// Place of level 0 in arrays of q × q numbers a level.
    pub(super) first_square: usize,
}

/// A node that is eliminated by itself.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct SingleNode {
    pub(super) factor: usize,
    pub(super) level: usize,
    pub(super) q: usize,
    /// Its columns among [`Plan::columns`]: its own q unknowns, later ones, the root's.
    pub(super) columns: Range<usize>,
    /// How many of its columns belong to single nodes.
    pub(super) single: usize,
    /// Place of its q × width numbers, row-major.
    pub(super) values: usize,
    /// Place of its q × q factor.
    pub(super) square: usize,
    /// Whether an earlier node changes it.
    pub(super) changed: bool,
}

/// A node in a dense tail.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct TailNode {
    pub(super) factor: usize,
    pub(super) level: usize,
    pub(super) q: usize,
    /// Its first row and column in the tail.
    pub(super) local: usize,
}

/// A connected set of levels.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct PlanComponent {
    /// Its nodes among [`Plan::single`].
    pub(super) single: Range<usize>,
    /// Its nodes among [`Plan::tail`].
    pub(super) tail: Range<usize>,
    /// The tail's first unknown and their number n.
    pub(super) first_unknown: usize,
    pub(super) n: usize,
    /// Place of the (n + p + 1)² numbers of what is left.
    pub(super) dense: usize,
    /// Place of the (n + p + 1) × n numbers of its factor.
    pub(super) lower: usize,
}

/// Where a block of cross-products goes; element i, j of the earlier node's rows to `place + i·stride + j`.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Load {
    pub(super) place: usize,
    pub(super) stride: usize,
    /// The later node is the block's first.
    pub(super) flipped: bool,
}

/// Where a node's own block and its root columns go, rows `stride` apart.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct OwnLoad {
    pub(super) place: usize,
    pub(super) root: usize,
    pub(super) stride: usize,
}

/// The symbolic factorisation.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Plan {
    pub(super) factors: Vec<FactorShape>,
    /// p + 1.
    pub(super) root: usize,
    pub(super) single: Vec<SingleNode>,
    pub(super) columns: Vec<u32>,
    /// The single node of each of their unknowns.
    pub(super) owner: Vec<u32>,
    pub(super) tail: Vec<TailNode>,
    pub(super) components: Vec<PlanComponent>,
    /// First unknown of the root.
    pub(super) root_unknown: usize,
    /// For each node, natural order, its place among the single nodes, or behind them its place in the tails.
    pub(super) place_of: Vec<u32>,
    pub(super) loads: Vec<Load>,
    pub(super) own_loads: Vec<OwnLoad>,
    /// Numbers of the single nodes, of them and the tails, of the tails' factors.
    pub(super) single_values: usize,
    pub(super) all_values: usize,
    pub(super) lower_values: usize,
    /// Numbers of the single nodes' q × q factors.
    pub(super) squares: usize,
    /// Order of the largest tail.
    pub(super) largest_tail: usize,
}

impl Plan {
    pub(super) fn make(
        factors: &[FactorShape],
        root: usize,
        pattern: &Pattern,
        order: &Order,
        bound: usize,
    ) -> Result<Self, CrossedError> {
        let nodes: usize = factors.iter().map(|factor| factor.levels).sum();
        let mut plan = Self {
            factors: factors.to_vec(),
            root,
            single: Vec::with_capacity(order.eliminated.len()),
            columns: Vec::new(),
            owner: Vec::new(),
            tail: Vec::with_capacity(order.tail.len()),
            components: Vec::with_capacity(order.components.len()),
            root_unknown: 0,
            place_of: vec![0; nodes],
            loads: Vec::with_capacity(pattern.second.len()),
            own_loads: vec![OwnLoad::default(); nodes],
            single_values: 0,
            all_values: 0,
            lower_values: 0,
            squares: 0,
            largest_tail: 0,
        };
        plan.refuse_excess(order, bound)?;
        let first = plan.number(order);
        plan.place_single(order, &first);
        plan.place_tails(order, &first);
        plan.place_loads(pattern, &first);
        Ok(plan)
    }

    /// The factor and the level of a node.
    pub(super) fn level(&self, node: usize) -> (usize, usize) {
        let factor = self.factors.partition_point(|shape| shape.first_node <= node) - 1;
        (factor, node - self.factors[factor].first_node)
    }

    /// The first unknown of the node at a place of [`Plan::place_of`].
    pub(super) fn first_unknown(&self, place: usize) -> usize {
        let Some(node) = self.single.get(place) else {
            let index = place - self.single.len();
            let part = self.components.partition_point(|part| part.tail.end <= index);
            return self.components[part].first_unknown + self.tail[index].local;
        };
        self.columns[node.columns.start] as usize
    }

    fn size(&self, node: u32) -> usize {
        self.factors[self.level(node as usize).0].q
    }

    fn refuse_excess(&self, order: &Order, bound: usize) -> Result<(), CrossedError> {
        let weight = |nodes: &[u32]| nodes.iter().map(|&node| self.size(node)).sum::<usize>();
        let single = order.eliminated.iter().zip(&order.neighbours);
        let sparse: usize =
            single.map(|(&node, later)| self.size(node) * (self.size(node) + weight(later) + self.root)).sum();
        let tails = order.components.iter().map(|part| weight(&order.tail[part.tail.clone()]));
        let (mut dense, mut largest) = (0_usize, 0);
        for unknowns in tails {
            dense = dense.saturating_add((unknowns + self.root).saturating_pow(2));
            largest = largest.max(unknowns);
        }
        let sweep = (largest + self.root).saturating_pow(2).saturating_mul(2);
        let numbers = dense.saturating_mul(2).saturating_add(sweep).saturating_add(sparse.saturating_mul(3));
        if numbers > bound {
            return Err(CrossedError::TooLarge { unknowns: largest, mebibytes: numbers >> 17, bound: bound >> 17 });
        }
        Ok(())
    }

    /// The first unknown of every node.
    fn number(&mut self, order: &Order) -> Vec<usize> {
        let mut first = vec![0; self.place_of.len()];
        let mut next = 0;
        for (place, &node) in order.eliminated.iter().chain(&order.tail).enumerate() {
            first[node as usize] = next;
            self.place_of[node as usize] = place as u32;
            let q = self.size(node);
            if place < order.eliminated.len() {
                self.owner.extend(std::iter::repeat_n(place as u32, q));
            }
            next += q;
        }
        self.root_unknown = next;
        first
    }

    fn place_single(&mut self, order: &Order, first: &[usize]) {
        let mut changed = vec![false; order.eliminated.len()];
        for (index, (&node, later)) in order.eliminated.iter().zip(&order.neighbours).enumerate() {
            let (factor, level) = self.level(node as usize);
            let (q, begin) = (self.factors[factor].q, self.columns.len());
            let own = first[node as usize] as u32;
            self.columns.extend(own..own + q as u32);
            for &other in later {
                let unknown = first[other as usize] as u32;
                self.columns.extend(unknown..unknown + self.size(other) as u32);
                if let Some(flag) = changed.get_mut(self.place_of[other as usize] as usize) {
                    *flag = true;
                }
            }
            self.columns[begin..].sort_unstable();
            self.columns.extend((0..self.root).map(|k| (self.root_unknown + k) as u32));
            let columns = begin..self.columns.len();
            let single = self.columns[columns.clone()].partition_point(|&c| (c as usize) < self.owner.len());
            let width = columns.len();
            self.own_loads[node as usize] =
                OwnLoad { place: self.single_values, root: self.single_values + width - self.root, stride: width };
            self.single.push(SingleNode {
                factor,
                level,
                q,
                columns,
                single,
                values: self.single_values,
                square: self.squares,
                changed: changed[index],
            });
            self.single_values += q * width;
            self.squares += q * q;
        }
        self.all_values = self.single_values;
    }

    fn place_tails(&mut self, order: &Order, first: &[usize]) {
        let mut next = self.owner.len();
        for part in &order.components {
            let nodes = &order.tail[part.tail.clone()];
            let first_unknown = next;
            let n: usize = nodes.iter().map(|&node| self.size(node)).sum();
            let ld = n + self.root;
            let dense = self.all_values;
            for &node in nodes {
                let local = first[node as usize] - first_unknown;
                let (factor, level) = self.level(node as usize);
                self.own_loads[node as usize] =
                    OwnLoad { place: dense + local * (ld + 1), root: dense + local * ld + n, stride: ld };
                self.tail.push(TailNode { factor, level, q: self.factors[factor].q, local });
            }
            let (single, tail) = (part.eliminated.clone(), part.tail.clone());
            self.components.push(PlanComponent { single, tail, first_unknown, n, dense, lower: self.lower_values });
            next += n;
            self.all_values += ld * ld;
            self.lower_values += ld * n;
            self.largest_tail = self.largest_tail.max(n);
        }
    }

    fn place_loads(&mut self, pattern: &Pattern, first: &[usize]) {
        for a in 0..self.place_of.len() {
            for &b in &pattern.second[pattern.starts[a]..pattern.starts[a + 1]] {
                let flipped = first[b as usize] < first[a];
                let (earlier, later) = if flipped { (b as usize, a) } else { (a, b as usize) };
                let own = &self.own_loads[earlier];
                let offset = match self.single.get(self.place_of[earlier] as usize) {
                    Some(node) => {
                        self.columns[node.columns.clone()].partition_point(|&column| (column as usize) < first[later])
                    }
                    None => first[later] - first[earlier],
                };
                self.loads.push(Load { place: own.place + offset, stride: own.stride, flipped });
            }
        }
    }
}

impl PlanComponent {
    /// Place of an unknown of the tail or the root among the tail's rows.
    pub(super) fn local(&self, unknown: u32, root_unknown: usize) -> usize {
        let unknown = unknown as usize;
        if unknown >= root_unknown { self.n + unknown - root_unknown } else { unknown - self.first_unknown }
    }
}
