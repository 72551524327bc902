//! What the factor says of levels: conditional modes, and linear combinations of them.

use std::collections::BTreeMap;

use super::dense::dot;
use super::elimination::CrossedElimination;
use super::plan::{Plan, PlanComponent};
use super::sums::CrossedSums;
use super::tail::multiply;
use crate::fit::small;

/// Back substitution: tails first, then the single nodes against their order.
pub(super) fn modes(at: &CrossedElimination, sums: &CrossedSums, root: &[f64]) -> Vec<Vec<f64>> {
    let plan = &sums.plan;
    let mut result: Vec<Vec<f64>> = plan.factors.iter().map(|shape| vec![0.0; shape.levels * shape.q]).collect();
    // What multiplies each column: −b̂ of the unknowns, then the root.
    let mut outer = vec![0.0; plan.root_unknown];
    outer.extend_from_slice(root);
    for component in &plan.components {
        let (n, ld) = (component.n, component.n + plan.root);
        let lower = &at.lower[component.lower..component.lower + ld * n];
        let mut u: Vec<f64> = lower.chunks(ld).map(|column| dot(&column[n..], root)).collect();
        for j in (0..n).rev() {
            let column = &lower[j * ld..j * ld + n];
            u[j] = (u[j] - dot(&column[j + 1..], &u[j + 1..])) / column[j];
        }
        for node in &plan.tail[component.tail.clone()] {
            let mode = &mut u[node.local..node.local + node.q];
            multiply(mode, &at.lambdas[node.factor], false);
            let unknown = component.first_unknown + node.local;
            outer[unknown..unknown + node.q].iter_mut().zip(&*mode).for_each(|(o, b)| *o = -b);
            result[node.factor][node.level * node.q..(node.level + 1) * node.q].copy_from_slice(mode);
        }
        for node in plan.single[component.single.clone()].iter().rev() {
            let (q, width) = (node.q, node.columns.len());
            let columns = &plan.columns[node.columns.clone()];
            let row = |k: usize| &at.carried[node.values + k * width + q..node.values + (k + 1) * width];
            let term = |k: usize| row(k).iter().zip(&columns[q..]).map(|(v, &c)| v * outer[c as usize]).sum();
            let mut mode: Vec<f64> = (0..q).map(term).collect();
            small::solve_lower_transposed(&at.squares[node.square..node.square + q * q], q, &mut mode, 1);
            multiply(&mut mode, &at.lambdas[node.factor], false);
            columns[..q].iter().zip(&mode).for_each(|(&c, b)| outer[c as usize] = -b);
            result[node.factor][node.level * q..(node.level + 1) * q].copy_from_slice(&mode);
        }
    }
    result
}

/// Forward substitution through the nodes that weights reach.
pub(super) fn forward(
    at: &CrossedElimination,
    sums: &CrossedSums,
    random: &[BTreeMap<usize, Vec<f64>>],
) -> (f64, Vec<f64>) {
    let plan = &sums.plan;
    let mut weights = BTreeMap::new();
    for (shape, levels) in plan.factors.iter().zip(random) {
        for (&level, values) in levels {
            let place = plan.place_of[shape.first_node + level] as usize;
            let first = plan.first_unknown(place);
            weights.extend((first..).zip(values.iter().copied()));
        }
    }
    let mut left = Weights { at, plan, weights, root: vec![0.0; plan.root] };
    let mut total = 0.0;
    while let Some((&unknown, _)) = left.weights.first_key_value() {
        total += if unknown < plan.owner.len() { left.take_single(unknown) } else { left.take_tail(unknown) };
    }
    (total, left.root)
}

/// What is left of the weights on the way.
struct Weights<'a> {
    at: &'a CrossedElimination,
    plan: &'a Plan,
    /// By unknown, in the order of elimination.
    weights: BTreeMap<usize, f64>,
    root: Vec<f64>,
}

impl Weights<'_> {
    /// Through one single node.
    fn take_single(&mut self, unknown: usize) -> f64 {
        let (at, plan) = (self.at, self.plan);
        let node = &plan.single[plan.owner[unknown] as usize];
        let (q, width) = (node.q, node.columns.len());
        let columns = &plan.columns[node.columns.clone()];
        let mut w: Vec<f64> = columns[..q].iter().map(|&c| self.weights.remove(&(c as usize)).unwrap_or(0.0)).collect();
        multiply(&mut w, &at.lambdas[node.factor], true);
        small::solve_lower(&at.squares[node.square..node.square + q * q], q, &mut w, 1);
        for (place, &column) in columns.iter().enumerate().skip(q) {
            let taken: f64 = (0..q).map(|k| at.carried[node.values + k * width + place] * w[k]).sum();
            match self.root.get_mut((column as usize).wrapping_sub(plan.root_unknown)) {
                Some(value) => *value -= taken,
                None => *self.weights.entry(column as usize).or_insert(0.0) -= taken,
            }
        }
        dot(&w, &w)
    }

    /// Through one dense tail.
    fn take_tail(&mut self, unknown: usize) -> f64 {
        let (at, plan) = (self.at, self.plan);
        // Components without a tail have no unknown of their own to be found by.
        let index = plan.components.partition_point(|part| part.first_unknown + part.n <= unknown);
        let component: &PlanComponent = &plan.components[index];
        let (n, ld) = (component.n, component.n + plan.root);
        let mut w = vec![0.0; n];
        for (j, value) in w.iter_mut().enumerate() {
            *value = self.weights.remove(&(component.first_unknown + j)).unwrap_or(0.0);
        }
        for node in &plan.tail[component.tail.clone()] {
            multiply(&mut w[node.local..node.local + node.q], &at.lambdas[node.factor], true);
        }
        for (j, column) in at.lower[component.lower..component.lower + ld * n].chunks(ld).enumerate() {
            let value = w[j] / column[j];
            w[j] = value;
            if value != 0.0 {
                w[j + 1..].iter_mut().zip(&column[j + 1..n]).for_each(|(x, l)| *x -= value * l);
                self.root.iter_mut().zip(&column[n..]).for_each(|(x, l)| *x -= value * l);
            }
        }
        dot(&w, &w)
    }
}
