//! Solves with the factor and a right-hand side of random effects.

use super::dense::dot;
use super::elimination::CrossedElimination;
use super::plan::SingleNode;
use super::sums::CrossedSums;
use super::tail::multiply;
use crate::fit::small;

/// b̂ = Λ(Λ'Z'ZΛ + I)⁻¹Λ'g of every factor, levels × q: what random effects explain of a response w with g = Z'w.
pub(super) fn explained(at: &CrossedElimination, sums: &CrossedSums, g: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let plan = &sums.plan;
    let of_node = |factor: usize, level: usize, q: usize| &g[factor][level * q..(level + 1) * q];
    // By unknown, in the order of elimination: what is left of g until a node's turn, then L⁻¹Λ' of it.
    let mut left = vec![0.0; plan.root_unknown];
    for node in &plan.single {
        let first = plan.columns[node.columns.start] as usize;
        left[first..first + node.q].copy_from_slice(of_node(node.factor, node.level, node.q));
    }
    for component in &plan.components {
        for node in &plan.tail[component.tail.clone()] {
            let first = component.first_unknown + node.local;
            left[first..first + node.q].copy_from_slice(of_node(node.factor, node.level, node.q));
        }
    }
    let mut result: Vec<Vec<f64>> = g.iter().map(|levels| vec![0.0; levels.len()]).collect();
    for component in &plan.components {
        for node in &plan.single[component.single.clone()] {
            forward_single(at, sums, node, &mut left);
        }
        let (n, ld) = (component.n, component.n + plan.root);
        let lower = &at.lower[component.lower..component.lower + ld * n];
        let tail = &mut left[component.first_unknown..component.first_unknown + n];
        let nodes = &plan.tail[component.tail.clone()];
        nodes
            .iter()
            .for_each(|node| multiply(&mut tail[node.local..node.local + node.q], &at.lambdas[node.factor], true));
        for j in 0..n {
            let column = &lower[j * ld..j * ld + n];
            let value = tail[j] / column[j];
            tail[j] = value;
            tail[j + 1..].iter_mut().zip(&column[j + 1..]).for_each(|(x, l)| *x -= value * l);
        }
        for j in (0..n).rev() {
            let column = &lower[j * ld..j * ld + n];
            tail[j] = (tail[j] - dot(&column[j + 1..], &tail[j + 1..])) / column[j];
        }
        for node in nodes {
            let mode = &mut tail[node.local..node.local + node.q];
            multiply(mode, &at.lambdas[node.factor], false);
            result[node.factor][node.level * node.q..][..node.q].copy_from_slice(mode);
        }
        for node in plan.single[component.single.clone()].iter().rev() {
            backward_single(at, sums, node, &mut left);
            let first = plan.columns[node.columns.start] as usize;
            result[node.factor][node.level * node.q..][..node.q].copy_from_slice(&left[first..first + node.q]);
        }
    }
    result
}

/// w = L⁻¹Λ'g of the node; takes V'w from what is left of its neighbours.
fn forward_single(at: &CrossedElimination, sums: &CrossedSums, node: &SingleNode, left: &mut [f64]) {
    let plan = &sums.plan;
    let (q, width) = (node.q, node.columns.len());
    let columns = &plan.columns[node.columns.clone()];
    let first = columns[0] as usize;
    let mut w = left[first..first + q].to_vec();
    multiply(&mut w, &at.lambdas[node.factor], true);
    small::solve_lower(&at.squares[node.square..node.square + q * q], q, &mut w, 1);
    for (k, w) in w.iter().enumerate() {
        let row = &at.carried[node.values + k * width..node.values + (k + 1) * width];
        for (&column, v) in columns[q..width - plan.root].iter().zip(&row[q..]) {
            left[column as usize] -= v * w;
        }
    }
    left[first..first + q].copy_from_slice(&w);
}

/// b̂ = ΛL⁻ᵀ(w − V b̂ of the neighbours).
fn backward_single(at: &CrossedElimination, sums: &CrossedSums, node: &SingleNode, left: &mut [f64]) {
    let plan = &sums.plan;
    let (q, width) = (node.q, node.columns.len());
    let columns = &plan.columns[node.columns.clone()];
    let first = columns[0] as usize;
    let mut mode = left[first..first + q].to_vec();
    for (k, mode) in mode.iter_mut().enumerate() {
        let row = &at.carried[node.values + k * width..node.values + (k + 1) * width];
        let later = columns[q..width - plan.root].iter().zip(&row[q..]);
        *mode -= later.map(|(&column, v)| v * left[column as usize]).sum::<f64>();
    }
    small::solve_lower_transposed(&at.squares[node.square..node.square + q * q], q, &mut mode, 1);
    multiply(&mut mode, &at.lambdas[node.factor], false);
    left[first..first + q].copy_from_slice(&mode);
}
