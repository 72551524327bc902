//! In which order levels are eliminated, and which are left to a dense system.
//!
//! A node is a level with its q effects. First go the levels of one factor of which no two meet (the clients): each of
//! them leaves only its own neighbours changed. What remains of a component is eliminated by approximate minimum degree
//! (Amestoy, Davis & Duff 1996) as long as that beats the dense kernels; the rest is the component's dense tail.

use std::ops::Range;

use super::minimum_degree::MinimumDegree;
use super::pattern::Graph;

/// Levels in the order of their elimination, component by component.
#[derive(Debug, Default)]
pub(super) struct Order {
    pub(super) components: Vec<OrderedComponent>,
    /// Eliminated one by one.
    pub(super) eliminated: Vec<u32>,
    /// Of each eliminated node the nodes that it changes, all later or in the tail.
    pub(super) neighbours: Vec<Vec<u32>>,
    /// Left to the dense systems.
    pub(super) tail: Vec<u32>,
}

/// One connected set of levels: ranges of `eliminated` and of `tail`.
#[derive(Debug)]
pub(super) struct OrderedComponent {
    pub(super) eliminated: Range<usize>,
    pub(super) tail: Range<usize>,
}

/// Unknowns below which a component's remainder goes to the dense system without a search for an order.
const SMALL: usize = 64;

/// Whether eliminating a node with `degree` unknowns beside it costs less than leaving it to a dense system of `unknowns`.
///
/// Scattered updates run at about the speed of dense ones in small systems and at an eighth of it in large ones.
pub(super) fn worth_it(degree: usize, unknowns: usize) -> bool {
    degree * (unknowns / SMALL).clamp(1, 8) <= unknowns
}

impl Order {
    /// `sizes` are the nodes' q; `leading` the nodes of the factor that goes first.
    pub(super) fn find(graph: &Graph, sizes: &[usize], leading: &Range<usize>) -> Self {
        let mut result = Self::default();
        let mut search = MinimumDegree::new(graph, sizes);
        for component in graph.components() {
            let (first, first_tail) = (result.eliminated.len(), result.tail.len());
            let mut unknowns: usize = component.iter().map(|&node| sizes[node as usize]).sum();
            let mut remaining = Vec::new();
            for &node in &component {
                let degree: usize = graph.of(node).iter().map(|&other| sizes[other as usize]).sum();
                if leading.contains(&(node as usize)) && worth_it(degree, unknowns) {
                    unknowns -= sizes[node as usize];
                    result.eliminated.push(node);
                    result.neighbours.push(graph.of(node).to_vec());
                } else {
                    remaining.push(node);
                }
            }
            if unknowns > SMALL {
                search.eliminate(&mut remaining, &mut result, first);
            }
            result.tail.extend(remaining);
            result.components.push(OrderedComponent {
                eliminated: first..result.eliminated.len(),
                tail: first_tail..result.tail.len(),
            });
        }
        result
    }
}
