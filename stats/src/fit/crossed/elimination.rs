//! The numeric factor of the mixed model equations at one θ.
//!
//! Eliminating a node with cross-products S over its columns takes L from LL' = Λ'S_JJΛ + I and V = L⁻¹Λ'S_J, and leaves
//! S − V'V to its neighbours. A tail is eliminated as one: LL' = Λ'SΛ + I by the dense kernels.

use std::collections::BTreeMap;

use super::dense::cholesky;
use super::plan::{PlanComponent, SingleNode};
use super::sums::CrossedSums;
use super::tail::{congruence, fill_diagonal_blocks};
use super::{gradient, reading, solve};
use crate::fit::root::{Root, RootWeights, packed, packed_len};
use crate::fit::small;

/// The factor and what it says of the criterion.
#[derive(Debug, Clone)]
pub(crate) struct CrossedElimination {
    root: Root,
    /// The Λ it was made with.
    pub(super) lambdas: Vec<Vec<f64>>,
    /// Cross-products when a node's turn comes: of single nodes, then of tails.
    pub(super) left: Vec<f64>,
    /// V of the single nodes.
    pub(super) carried: Vec<f64>,
    /// L of the single nodes.
    pub(super) squares: Vec<f64>,
    /// L of the tails, with the root's rows below.
    pub(super) lower: Vec<f64>,
    /// What is left for the root, packed, and log|L|².
    rest: Vec<f64>,
    log_determinant: f64,
    work: Work,
}

/// Places and products of one node's update.
#[derive(Debug, Clone, Default)]
struct Work {
    places: Vec<usize>,
    row: Vec<f64>,
}

impl CrossedElimination {
    /// Storage; hold it over evaluations.
    #[must_use]
    pub(crate) fn new(sums: &CrossedSums) -> Self {
        let plan = &sums.plan;
        Self {
            root: Root::default(),
            log_determinant: 0.0,
            lambdas: plan.factors.iter().map(|factor| vec![0.0; factor.q * factor.q]).collect(),
            left: vec![0.0; plan.all_values],
            carried: vec![0.0; plan.single_values],
            squares: vec![0.0; plan.squares],
            lower: vec![0.0; plan.lower_values],
            rest: vec![0.0; packed_len(plan.root)],
            work: Work::default(),
        }
    }

    /// The end of the last factorisation.
    #[must_use]
    pub(crate) fn root(&self) -> &Root {
        &self.root
    }

    /// The derivative of w_log·log|L|² + w_res·r² + w_fixed·log|R_X|² by M = ΛΛ' of every factor, q × q, symmetric.
    ///
    /// Right for singular Λ too, exact zeros included.
    #[must_use]
    pub(crate) fn by_square(&self, sums: &CrossedSums, weights: RootWeights) -> Vec<Vec<f64>> {
        gradient::by_square(self, sums, weights)
    }

    /// The conditional covariances of the random effects given the data and β, in units of σ²: of every factor
    /// levels × q × q.
    #[must_use]
    pub(crate) fn conditional_covariances(&self, sums: &CrossedSums) -> Vec<Vec<f64>> {
        gradient::conditional_covariances(self, sums)
    }

    /// The conditional modes b̂ = ΛL⁻ᵀ(V e) of every factor, levels × q, in internal units.
    ///
    /// `root` (p + 1) multiplies the fixed columns and the response: −β̂ and 1 for the modes at the estimates.
    #[must_use]
    pub(crate) fn modes(&self, sums: &CrossedSums, root: &[f64]) -> Vec<Vec<f64>> {
        reading::modes(self, sums, root)
    }

    /// Forward substitution of weights k of random effects (for each factor by level, q each, internal units): the squared
    /// length of their part of L⁻¹k, and what they leave on the p fixed effects and the response (p + 1).
    ///
    /// Costs what the levels touch: their own factors and the whole dense systems of their components.
    #[must_use]
    pub(crate) fn forward(&self, sums: &CrossedSums, random: &[BTreeMap<usize, Vec<f64>>]) -> (f64, Vec<f64>) {
        reading::forward(self, sums, random)
    }

    /// Z'V⁻¹w of every factor, levels × q, from g = Z'w: g − Z'Z b̂(g), V in units of σ².
    #[must_use]
    pub(crate) fn precise(&self, sums: &CrossedSums, mut g: Vec<Vec<f64>>) -> Vec<Vec<f64>> {
        let explained = sums.times(&solve::explained(self, sums, &g));
        g.iter_mut().flatten().zip(explained.iter().flatten()).for_each(|(g, explained)| *g -= explained);
        g
    }

    /// Factorises at one q × q row-major lower triangular Λ a factor, singular ones included; false when the equations are
    /// not positive definite in floating point.
    pub(crate) fn factorise(&mut self, sums: &CrossedSums, lambdas: &[Vec<f64>]) -> bool {
        self.lambdas.clone_from_slice(lambdas);
        self.log_determinant = 0.0;
        self.load(sums);
        let r = sums.plan.root;
        for a in 0..r {
            self.rest[packed(a, 0)..=packed(a, a)].copy_from_slice(&sums.root[a * r..=a * r + a]);
        }
        for component in &sums.plan.components {
            for node in &sums.plan.single[component.single.clone()] {
                if !self.eliminate(node) {
                    return false;
                }
                self.update(sums, component, node);
            }
            if !self.eliminate_tail(sums, component) {
                return false;
            }
        }
        let Some(root) = Root::solve(&self.rest, r - 1, self.log_determinant) else { return false };
        self.root = root;
        true
    }

    /// The cross-products in the factor's places.
    fn load(&mut self, sums: &CrossedSums) {
        let plan = &sums.plan;
        let r = plan.root;
        self.left[..plan.single_values].fill(0.0);
        for component in &plan.components {
            let ld = component.n + r;
            for (j, column) in self.left[component.dense..component.dense + ld * ld].chunks_mut(ld).enumerate() {
                column[j..].fill(0.0);
            }
        }
        for (f, shape) in plan.factors.iter().enumerate() {
            let q = shape.q;
            for level in 0..shape.levels {
                let load = &plan.own_loads[shape.first_node + level];
                let own = &sums.own[shape.first_square + level * q * q..];
                let border = &sums.borders[(shape.first_unknown + level * q) * r..];
                for i in 0..q {
                    let (place, root) = (load.place + i * load.stride, load.root + i * load.stride);
                    self.left[place..place + q].copy_from_slice(&own[i * q..(i + 1) * q]);
                    self.left[root..root + r].copy_from_slice(&border[i * r..(i + 1) * r]);
                }
            }
            sums.load_blocks(f, &mut self.left);
        }
    }

    fn eliminate(&mut self, node: &SingleNode) -> bool {
        let (q, width) = (node.q, node.columns.len());
        let left = &self.left[node.values..node.values + q * width];
        let carried = &mut self.carried[node.values..node.values + q * width];
        let lambda = &self.lambdas[node.factor];
        let lower = &mut self.squares[node.square..node.square + q * q];
        if let [lambda] = lambda[..] {
            let pivot = (lambda * lambda).mul_add(left[0], 1.0);
            if pivot.is_nan() || pivot <= 0.0 {
                return false;
            }
            lower[0] = pivot.sqrt();
            let factor = lambda / lower[0];
            carried.iter_mut().zip(left).for_each(|(v, s)| *v = factor * s);
            self.log_determinant += pivot.ln();
            return true;
        }
        carried.fill(0.0);
        for k in 0..q {
            for i in 0..=k {
                let factor = lambda[k * q + i];
                let row = &left[k * width..(k + 1) * width];
                carried[i * width..(i + 1) * width].iter_mut().zip(row).for_each(|(v, s)| *v += factor * s);
            }
        }
        for i in 0..q {
            for j in 0..q {
                let identity = if i == j { 1.0 } else { 0.0 };
                lower[i * q + j] = identity + (0..q).map(|k| carried[i * width + k] * lambda[k * q + j]).sum::<f64>();
            }
        }
        if !small::cholesky(lower, q) {
            return false;
        }
        self.log_determinant += 2.0 * (0..q).map(|i| lower[i * q + i].ln()).sum::<f64>();
        small::solve_lower(lower, q, carried, width);
        true
    }

    /// Takes V'V from what is left of the node's neighbours.
    fn update(&mut self, sums: &CrossedSums, component: &PlanComponent, node: &SingleNode) {
        let plan = &sums.plan;
        let (q, width) = (node.q, node.columns.len());
        let columns = &plan.columns[node.columns.clone()];
        let carried = &self.carried[node.values..node.values + q * width];
        let Work { places, row } = &mut self.work;
        places.resize(width, 0);
        row.resize(width, 0.0);
        let mut j = q;
        while j < node.single {
            let other = &plan.single[plan.owner[columns[j] as usize] as usize];
            let stride = other.columns.len();
            places_among(&columns[j..], &plan.columns[other.columns.clone()], &mut places[j..]);
            for i in 0..other.q {
                products(carried, q, width, (j + i, j), row);
                let target = &mut self.left[other.values + i * stride..other.values + (i + 1) * stride];
                for (place, value) in places[j..].iter().zip(&row[j..]) {
                    target[*place] -= value;
                }
            }
            j += other.q;
        }
        let ld = component.n + plan.root;
        for (place, &column) in places[node.single..].iter_mut().zip(&columns[node.single..]) {
            *place = component.local(column, plan.root_unknown);
        }
        let dense = &mut self.left[component.dense..component.dense + ld * ld];
        for (j, target) in places.iter().enumerate().skip(node.single) {
            let target = &mut dense[target * ld..(target + 1) * ld];
            if q == 1 {
                let factor = carried[j];
                for (place, value) in places[j..].iter().zip(&carried[j..]) {
                    target[*place] -= factor * value;
                }
            } else {
                products(carried, q, width, (j, j), row);
                for (place, value) in places[j..].iter().zip(&row[j..]) {
                    target[*place] -= value;
                }
            }
        }
    }

    fn eliminate_tail(&mut self, sums: &CrossedSums, component: &PlanComponent) -> bool {
        let (n, r) = (component.n, sums.plan.root);
        let ld = n + r;
        let left = &mut self.left[component.dense..component.dense + ld * ld];
        let nodes = &sums.plan.tail[component.tail.clone()];
        let lower = &mut self.lower[component.lower..component.lower + ld * n];
        fill_diagonal_blocks(left, ld, nodes);
        for (j, (to, from)) in lower.chunks_mut(ld).zip(left.chunks(ld)).enumerate() {
            to[j..].copy_from_slice(&from[j..]);
        }
        fill_diagonal_blocks(lower, ld, nodes);
        congruence(lower, ld, n, nodes, &self.lambdas);
        (0..n).for_each(|j| lower[j * (ld + 1)] += 1.0);
        if !cholesky(lower, ld, n) {
            return false;
        }
        self.log_determinant += 2.0 * (0..n).map(|j| lower[j * (ld + 1)].ln()).sum::<f64>();
        for a in 0..r {
            for b in 0..=a {
                let taken: f64 = lower.chunks(ld).map(|column| column[n + a] * column[n + b]).sum();
                self.rest[packed(a, b)] += left[(n + b) * ld + n + a] - taken;
            }
        }
        true
    }
}

/// Where sorted columns lie among others that hold them all.
pub(super) fn places_among(columns: &[u32], among: &[u32], places: &mut [usize]) {
    let mut next = 0;
    for (place, column) in places.iter_mut().zip(columns) {
        while next + 1 < among.len() && among[next] < *column {
            next += 1;
        }
        *place = next;
    }
}

/// Row `row` of V'V from column `from` on.
fn products(carried: &[f64], q: usize, width: usize, (row, from): (usize, usize), into: &mut [f64]) {
    into[from..width].fill(0.0);
    for k in 0..q {
        let line = &carried[k * width..(k + 1) * width];
        let factor = line[row];
        into[from..width].iter_mut().zip(&line[from..]).for_each(|(value, v)| *value += factor * v);
    }
}
