//! The levels that one whitened row touches, and with what values.

use crate::model::rows::{Membership, Rows, Whitening};

/// The levels of a row in increasing node number; nodes count the levels of all factors, one factor after the other.
#[derive(Debug, Default)]
pub(super) struct Touched {
    pub(super) nodes: Vec<u32>,
    /// For each node the row's values of its effects, `stride` apart.
    pub(super) values: Vec<f64>,
    pub(super) stride: usize,
    /// The row's fixed columns and response, p + 1.
    pub(super) root: Vec<f64>,
}

impl Touched {
    pub(super) fn new(rows: &Rows) -> Self {
        let stride = rows.factors.iter().map(|factor| factor.effects.len()).max().unwrap_or(0);
        Self { stride, root: vec![0.0; rows.fixed + 1], ..Self::default() }
    }

    /// Reads row `row`; `first_nodes` holds the node number of each factor's level 0.
    ///
    /// Which levels are touched depends on the memberships and on which row is carried, never on the whitening's numbers.
    pub(super) fn read(&mut self, rows: &Rows, whitening: Option<&Whitening>, first_nodes: &[usize], row: usize) {
        self.nodes.clear();
        self.values.clear();
        self.root.fill(0.0);
        let scale = whitening.map_or(1.0, |w| w.scale[row]);
        self.add_root(rows, row, scale);
        let carried = whitening.and_then(|w| {
            let previous = w.previous[row];
            (previous != u32::MAX).then(|| (previous as usize, -w.carry[row]))
        });
        if let Some((previous, factor)) = carried {
            self.add_root(rows, previous, factor);
        }
        for (factor, &first) in first_nodes.iter().enumerate().take(rows.factors.len()) {
            self.add_levels(rows, factor, first, row, scale);
            if let Some((previous, weight)) = carried {
                self.add_levels(rows, factor, first, previous, weight);
            }
        }
    }

    fn add_root(&mut self, rows: &Rows, row: usize, weight: f64) {
        self.root.iter_mut().zip(&rows.columns).for_each(|(value, column)| *value += weight * column[row]);
    }

    fn add_levels(&mut self, rows: &Rows, factor: usize, first: usize, row: usize, weight: f64) {
        let shape = &rows.factors[factor];
        match &shape.membership {
            Membership::One(levels) => {
                self.add(rows, &shape.effects, first + levels[row] as usize, row, weight);
            }
            Membership::Several { starts, levels, weights } => {
                for entry in starts[row]..starts[row + 1] {
                    if weights[entry] != 0.0 {
                        let node = first + levels[entry] as usize;
                        self.add(rows, &shape.effects, node, row, weight * weights[entry]);
                    }
                }
            }
        }
    }

    fn add(&mut self, rows: &Rows, effects: &[usize], node: usize, row: usize, weight: f64) {
        let node = node as u32;
        let mut place = self.nodes.len();
        while place > 0 && self.nodes[place - 1] > node {
            place -= 1;
        }
        if place > 0 && self.nodes[place - 1] == node {
            place -= 1;
        } else {
            self.nodes.insert(place, node);
            self.values.extend(std::iter::repeat_n(0.0, self.stride));
            self.values[place * self.stride..].rotate_right(self.stride);
        }
        let values = &mut self.values[place * self.stride..];
        values.iter_mut().zip(effects).for_each(|(value, &effect)| *value += weight * rows.columns[effect][row]);
    }
}
