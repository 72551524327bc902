//! The gradient: one sweep back through the factor.
//!
//! With M = ΛΛ', S the cross-products of a node (or tail) when its turn comes, B = Λ(Λ'S_JJΛ + I)⁻¹Λ' and C = I − BS_JJ,
//! and G the derivative of the criterion by what is left to its neighbours,
//!
//! * by M: N = w S_JJ C − C'HC, H = S_JR G S_RJ;
//! * by S: G_JJ = wB + BHB, G_JR = −BS_JR G
//!
//! (w the weight of log|L|²). At the root G = w_r ee' + w_f S_XX⁻¹ with e = (−β̂, 1). G is needed only where the factor
//! has entries (Takahashi, Fagan & Chin 1973). In a tail C'S_JR = Λ⁻ᵀY with Y = L⁻ᵀL_R', so that wherever Λ is well
//! conditioned N_ll = Λ⁻ᵀ[w(I − T_ll) − Y_l G Y_l']Λ⁻¹ needs only diagonal blocks of T = (LL')⁻¹; elsewhere, exact zeros
//! included, it takes the columns of L⁻¹Λ'S.

use super::dense::{Panel, dot, gram_lower, invert_lower, product};
use super::elimination::{CrossedElimination, places_among};
use super::plan::{PlanComponent, SingleNode, TailNode};
use super::sums::CrossedSums;
use super::tail::{congruence, fill_diagonal_blocks, multiply};
use crate::fit::root::{RootWeights, packed};
use crate::fit::small;

/// Columns of L⁻¹Λ'S that are made at a time.
const BATCH: usize = 128;
/// Largest |Λ⁻¹|² (Frobenius) at which Λ⁻ᵀ[I − T]Λ⁻¹ keeps nine digits.
const WELL_CONDITIONED: f64 = 1e6;

/// The sweep at work.
struct Sweep<'a> {
    at: &'a CrossedElimination,
    sums: &'a CrossedSums,
    log_weight: f64,
    /// G of the root, (p + 1) × (p + 1).
    root: Vec<f64>,
    /// Λ⁻¹ of each factor where it is well conditioned.
    inverses: Vec<Option<Vec<f64>>>,
    /// Of each factor Σ N over single nodes and badly conditioned tail nodes.
    direct: Vec<Vec<f64>>,
    /// Of each factor Σ [w(I − T_ll) − Y_l G Y_l'].
    inner: Vec<Vec<f64>>,
    /// G of the single nodes that others change.
    by_sums: Vec<f64>,
    /// G of the tail at work, (n + p + 1)², lower triangle.
    dense: Vec<f64>,
    work: Work,
}

#[derive(Default)]
struct Work {
    places: Vec<usize>,
    /// S_J over the node's columns after its own, and S_JR G; q × width.
    product: Vec<f64>,
}

/// Σ N of every factor.
pub(super) fn by_square(at: &CrossedElimination, sums: &CrossedSums, weights: RootWeights) -> Vec<Vec<f64>> {
    let mut sweep = Sweep::new(at, sums, weights);
    sweep.run(|_, _, _| ());
    sweep.totals()
}

/// G_JJ of every level for the log-determinant alone.
pub(super) fn conditional_covariances(at: &CrossedElimination, sums: &CrossedSums) -> Vec<Vec<f64>> {
    let shapes = &sums.plan.factors;
    let mut result: Vec<Vec<f64>> = shapes.iter().map(|shape| vec![0.0; shape.levels * shape.q * shape.q]).collect();
    let mut sweep = Sweep::new(at, sums, RootWeights { log_determinant: 1.0, residual: 0.0, fixed: 0.0 });
    sweep.run(|factor, level, block| {
        result[factor][level * block.len()..(level + 1) * block.len()].copy_from_slice(block);
    });
    result
}

impl<'a> Sweep<'a> {
    fn new(at: &'a CrossedElimination, sums: &'a CrossedSums, weights: RootWeights) -> Self {
        let plan = &sums.plan;
        let totals = || plan.factors.iter().map(|shape| vec![0.0; shape.q * shape.q]).collect::<Vec<_>>();
        let order = plan.largest_tail + plan.root;
        Self {
            at,
            sums,
            log_weight: weights.log_determinant,
            root: root(at, weights),
            inverses: at.lambdas.iter().map(|lambda| inverse(lambda)).collect(),
            direct: totals(),
            inner: totals(),
            by_sums: vec![0.0; plan.single_values],
            dense: vec![0.0; order * order],
            work: Work::default(),
        }
    }

    /// Sweeps all components; tells G_JJ of every level.
    fn run(&mut self, mut tell: impl FnMut(usize, usize, &[f64])) {
        let plan = &self.sums.plan;
        for component in &plan.components {
            self.sweep_tail(component);
            let ld = component.n + plan.root;
            for node in &plan.tail[component.tail.clone()] {
                let columns = self.dense[node.local * ld..].chunks(ld).take(node.q);
                let block: Vec<f64> =
                    columns.flat_map(|column| &column[node.local..node.local + node.q]).copied().collect();
                tell(node.factor, node.level, &block);
            }
            for node in plan.single[component.single.clone()].iter().rev() {
                let block = self.sweep_node(component, node);
                tell(node.factor, node.level, &block);
            }
        }
    }

    /// N of every factor.
    fn totals(self) -> Vec<Vec<f64>> {
        let mut result = self.direct;
        for ((total, inner), inverse) in result.iter_mut().zip(&self.inner).zip(&self.inverses) {
            let Some(inverse) = inverse else { continue };
            let q = inverse.len().isqrt();
            for i in 0..q {
                for j in 0..q {
                    let terms = (0..q * q).map(|kl| inverse[kl / q * q + i] * inner[kl] * inverse[kl % q * q + j]);
                    total[i * q + j] += terms.sum::<f64>();
                }
            }
        }
        result
    }

    /// G of a tail into `dense`, N of its nodes into the sums.
    fn sweep_tail(&mut self, component: &PlanComponent) {
        let (n, r) = (component.n, self.sums.plan.root);
        let ld = n + r;
        let nodes = &self.sums.plan.tail[component.tail.clone()];
        let lower = &self.at.lower[component.lower..component.lower + ld * n];
        let dense = &mut self.dense[..ld * ld];
        dense.fill(0.0);
        for k in 0..r {
            dense[(n + k) * ld + n..(n + k + 1) * ld].copy_from_slice(&self.root[k * r..(k + 1) * r]);
        }
        if n == 0 {
            return;
        }
        invert_lower(lower, ld, n, dense, ld);
        // Y = L⁻ᵀL_R' by way of L_R', n × r.
        let border: Vec<f64> = (0..r * n).map(|at| lower[at % n * ld + n + at / n]).collect();
        let mut y = vec![0.0; n * r];
        for (at, value) in y.iter_mut().enumerate() {
            let (k, j) = (at / n, at % n);
            *value = dot(&dense[j * ld + j..j * ld + n], &border[k * n + j..(k + 1) * n]);
        }
        let mut yg = vec![0.0; n * r];
        let (y_panel, root) = (Panel::new(&y, n, n, r), Panel::new(&self.root, r, r, r));
        product((&mut yg, n), 1.0, y_panel, root, 0.0);
        let ill: Vec<&TailNode> = nodes.iter().filter(|node| self.inverses[node.factor].is_none()).collect();
        if !ill.is_empty() {
            let left = &self.at.left[component.dense..component.dense + ld * ld];
            let w = Panel::new(dense, ld, n, n);
            let tail = Ill { left, ld, n, r, nodes, w, border: &border, log_weight: self.log_weight };
            for batch in ill.chunks(BATCH) {
                tail.add(batch, &self.at.lambdas, &self.root, &mut self.direct);
            }
        }
        gram_lower(dense, ld, n);
        for j in 0..n {
            let column = &mut dense[j * ld + j..j * ld + n];
            column.iter_mut().for_each(|value| *value *= self.log_weight);
        }
        self.inner_totals(component, &y, &yg);
        let dense = &mut self.dense[..ld * ld];
        for j in 0..n {
            let column = &mut dense[j * ld..(j + 1) * ld];
            for k in 0..r {
                let factor = y[k * n + j];
                column[j..n].iter_mut().zip(&yg[k * n + j..]).for_each(|(value, other)| *value += factor * other);
                column[n + k] = -yg[k * n + j];
            }
        }
        fill_diagonal_blocks(dense, ld, nodes);
        let transposed: Vec<Vec<f64>> = self.at.lambdas.iter().map(|lambda| transpose(lambda)).collect();
        congruence(dense, ld, n, nodes, &transposed);
    }

    /// Σ [w(I − T_ll) − Y_l G Y_l'], wT being in the lower triangle of `dense`.
    fn inner_totals(&mut self, component: &PlanComponent, y: &[f64], yg: &[f64]) {
        let (n, r) = (component.n, self.sums.plan.root);
        let ld = n + r;
        for node in &self.sums.plan.tail[component.tail.clone()] {
            let (q, first) = (node.q, node.local);
            let total = &mut self.inner[node.factor];
            for i in 0..q {
                for j in 0..q {
                    let (a, b) = (first + i.max(j), first + i.min(j));
                    let identity = if i == j { self.log_weight } else { 0.0 };
                    let low: f64 = (0..r).map(|k| y[k * n + first + i] * yg[k * n + first + j]).sum();
                    total[i * q + j] += identity - self.dense[b * ld + a] - low;
                }
            }
        }
    }

    /// One node: N into the sums, G into its places if an earlier node needs it; returns G_JJ.
    fn sweep_node(&mut self, component: &PlanComponent, node: &SingleNode) -> Vec<f64> {
        let (q, width) = (node.q, node.columns.len());
        let s = &self.at.left[node.values..node.values + q * width];
        self.multiply_by_g(component, node);
        let (lambda, product) = (&self.at.lambdas[node.factor], &self.work.product);
        let mut half = transpose(lambda);
        small::solve_lower(&self.at.squares[node.square..node.square + q * q], q, &mut half, q);
        let square = |f: &dyn Fn(usize, usize) -> f64| (0..q * q).map(|ij| f(ij / q, ij % q)).collect::<Vec<f64>>();
        let b = square(&|i, j| (0..q).map(|k| half[k * q + i] * half[k * q + j]).sum());
        let h = square(&|i, j| (q..width).map(|k| product[i * width + k] * s[j * width + k]).sum());
        let bs = square(&|i, j| (0..q).map(|k| b[i * q + k] * s[k * width + j]).sum());
        let c = square(&|i, j| if i == j { 1.0 - bs[i * q + j] } else { -bs[i * q + j] });
        let hc = square(&|i, j| (0..q).map(|k| h[i * q + k] * c[k * q + j]).sum());
        let total = &mut self.direct[node.factor];
        for i in 0..q {
            for j in 0..q {
                let by_log: f64 = (0..q).map(|k| s[i * width + k] * c[k * q + j]).sum();
                let by_left: f64 = (0..q).map(|k| c[k * q + i] * hc[k * q + j]).sum();
                total[i * q + j] += self.log_weight * by_log - by_left;
            }
        }
        let hb = square(&|i, j| (0..q).map(|k| h[i * q + k] * b[k * q + j]).sum());
        let own =
            square(&|i, j| self.log_weight * b[i * q + j] + (0..q).map(|k| b[i * q + k] * hb[k * q + j]).sum::<f64>());
        if node.changed {
            for i in 0..q {
                let row = &mut self.by_sums[node.values + i * width..node.values + (i + 1) * width];
                row.fill(0.0);
                row[..q].copy_from_slice(&own[i * q..(i + 1) * q]);
                for k in 0..q {
                    let factor = b[i * q + k];
                    let line = &product[k * width + q..(k + 1) * width];
                    row[q..].iter_mut().zip(line).for_each(|(value, x)| *value -= factor * x);
                }
            }
        }
        own
    }

    /// S_JR G, q × width, its first q columns empty.
    fn multiply_by_g(&mut self, component: &PlanComponent, node: &SingleNode) {
        let plan = &self.sums.plan;
        let (q, width) = (node.q, node.columns.len());
        let s = &self.at.left[node.values..node.values + q * width];
        let columns = &plan.columns[node.columns.clone()];
        let Work { places, product } = &mut self.work;
        places.resize(width, 0);
        product.clear();
        product.resize(q * width, 0.0);
        let mut j = q;
        while j < node.single {
            let other = &plan.single[plan.owner[columns[j] as usize] as usize];
            let stride = other.columns.len();
            places_among(&columns[j..], &plan.columns[other.columns.clone()], &mut places[j..]);
            for i in 0..other.q {
                let g = &self.by_sums[other.values + i * stride..other.values + (i + 1) * stride];
                symmetric_row(product, s, width, j + i, places, g);
            }
            j += other.q;
        }
        let ld = component.n + plan.root;
        for (place, &column) in places[node.single..].iter_mut().zip(&columns[node.single..]) {
            *place = component.local(column, plan.root_unknown);
        }
        for j in node.single..width {
            let g = &self.dense[places[j] * ld..(places[j] + 1) * ld];
            symmetric_row(product, s, width, j, places, g);
        }
    }
}

/// Adds what row j of a symmetric G, of which only places from j on are known, gives to each row of S G.
fn symmetric_row(product: &mut [f64], s: &[f64], width: usize, j: usize, places: &[usize], g: &[f64]) {
    for (product, s) in product.chunks_mut(width).zip(s.chunks(width)) {
        let factor = s[j];
        let mut own = factor * g[places[j]];
        let later = places[j + 1..].iter().zip(&s[j + 1..]).zip(&mut product[j + 1..]);
        for ((&place, value), into) in later {
            own += value * g[place];
            *into += factor * g[place];
        }
        product[j] += own;
    }
}

/// The tail's nodes whose Λ is singular or nearly so.
struct Ill<'a> {
    left: &'a [f64],
    ld: usize,
    n: usize,
    r: usize,
    nodes: &'a [TailNode],
    /// L⁻¹.
    w: Panel<'a>,
    /// L_R', n × r.
    border: &'a [f64],
    log_weight: f64,
}

impl Ill<'_> {
    fn entry(&self, i: usize, j: usize) -> f64 {
        self.left[i.min(j) * self.ld + i.max(j)]
    }

    /// Adds N = w(S_ll − W'W) − Q G Q' of some nodes, W = L⁻¹Λ'S_l and Q = S_lR − W'L_R'.
    fn add(&self, batch: &[&TailNode], lambdas: &[Vec<f64>], root: &[f64], totals: &mut [Vec<f64>]) {
        let (n, r) = (self.n, self.r);
        let columns: Vec<usize> = batch.iter().flat_map(|node| node.local..node.local + node.q).collect();
        let mut right = vec![0.0; n * columns.len()];
        for (&column, into) in columns.iter().zip(right.chunks_mut(n)) {
            (0..n).for_each(|i| into[i] = self.entry(i, column));
            for node in self.nodes {
                multiply(&mut into[node.local..node.local + node.q], &lambdas[node.factor], true);
            }
        }
        let count = columns.len();
        let mut solved = vec![0.0; n * count];
        let right = Panel::new(&right, n, n, count);
        product((&mut solved, n), 1.0, self.w, right, 0.0);
        // Q', r × count.
        let mut q_transposed: Vec<f64> =
            columns.iter().flat_map(|&c| (0..r).map(move |k| self.entry(n + k, c))).collect();
        let solved_panel = Panel::new(&solved, n, n, count);
        let border = Panel::new(self.border, n, n, r);
        product((&mut q_transposed, r), -1.0, border.transposed(), solved_panel, 1.0);
        let mut gq = vec![0.0; r * count];
        let root = Panel::new(root, r, r, r);
        product((&mut gq, r), 1.0, root, Panel::new(&q_transposed, r, r, count), 0.0);
        let mut first = 0;
        for node in batch {
            let q = node.q;
            for (ij, total) in totals[node.factor].iter_mut().enumerate() {
                let (i, j) = (first + ij / q, first + ij % q);
                let taken = dot(&solved[i * n..(i + 1) * n], &solved[j * n..(j + 1) * n]);
                let low = dot(&q_transposed[i * r..(i + 1) * r], &gq[j * r..(j + 1) * r]);
                let own = self.entry(columns[i], columns[j]);
                *total += self.log_weight * (own - taken) - low;
            }
            first += q;
        }
    }
}

fn transpose(square: &[f64]) -> Vec<f64> {
    let q = square.len().isqrt();
    (0..q * q).map(|ij| square[ij % q * q + ij / q]).collect()
}

/// Λ⁻¹ where it is well conditioned.
fn inverse(lambda: &[f64]) -> Option<Vec<f64>> {
    let q = lambda.len().isqrt();
    let mut result: Vec<f64> = (0..q * q).map(|ij| if ij / q == ij % q { 1.0 } else { 0.0 }).collect();
    if (0..q).any(|i| lambda[i * q + i] == 0.0) {
        return None;
    }
    small::solve_lower(lambda, q, &mut result, q);
    (dot(&result, &result) <= WELL_CONDITIONED).then_some(result)
}

/// G of the root, (p + 1) × (p + 1).
fn root(at: &CrossedElimination, weights: RootWeights) -> Vec<f64> {
    let width = at.root().beta.len() + 1;
    let triangle = at.root().adjoint(weights);
    (0..width * width).map(|ij| triangle[packed((ij / width).max(ij % width), (ij / width).min(ij % width))]).collect()
}
