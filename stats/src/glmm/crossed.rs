//! Crossed factors: the largest is eliminated level by level, what is left is dense.
//!
//! A = [D C; C' R] with D block-diagonal over the levels of the largest factor. C is kept by level, for those other effects
//! only that share a row with the level. Suits a large factor crossed with a small one (persons and items).

use nalgebra::DMatrix;

use super::design::Parts;
use super::effects::{Effects, Lambdas, loading};
use crate::fit::{cholesky, solve_lower, solve_lower_transposed};

/// Most effects of the factors beside the largest: their part of the equations is dense.
pub(super) const MOST_EFFECTS: usize = 3000;

/// The factor of A = Λ'Z'WZΛ + I.
#[derive(Debug, Clone)]
pub(super) struct Crossed {
    /// Where each factor's effects begin in the dense part; the largest has none.
    offsets: Vec<usize>,
    size: usize,
    /// For each level of the largest factor the dense places it shares a row with, sorted.
    touched: Vec<Vec<u32>>,
    /// levels × q × q: Cholesky factor of each block of D.
    lower: Vec<f64>,
    /// For each level D⁻¹C, q × touched.
    carried: Vec<Vec<f64>>,
    /// Cholesky factor of R − C'D⁻¹C.
    rest: DMatrix<f64>,
}

impl Crossed {
    pub(super) fn new(parts: &Parts) -> Self {
        let mut offsets = vec![0; parts.factors.len()];
        let mut size = 0;
        for (offset, factor) in offsets.iter_mut().zip(&parts.factors).skip(1) {
            *offset = size;
            size += factor.count() * factor.order();
        }
        let first = &parts.factors[0];
        let mut touched = vec![Vec::new(); first.count()];
        for (level, rows) in parts.starts.windows(2).enumerate() {
            let places: &mut Vec<u32> = &mut touched[level];
            for (factor, offset) in parts.factors.iter().zip(&offsets).skip(1) {
                let q = factor.order();
                let of_row = |&code: &u32| (0..q).map(move |k| (offset + code as usize * q + k) as u32);
                places.extend(factor.codes[rows[0]..rows[1]].iter().flat_map(of_row));
            }
            places.sort_unstable();
            places.dedup();
        }
        let q = first.order();
        Self {
            size,
            lower: vec![0.0; first.count() * q * q],
            carried: touched.iter().map(|places: &Vec<u32>| vec![0.0; q * places.len()]).collect(),
            rest: DMatrix::zeros(size, size),
            offsets,
            touched,
        }
    }

    /// Λ'z of a row, all factors one after the other.
    fn loadings(parts: &Parts, lambdas: &Lambdas, row: usize, into: &mut [f64]) {
        let mut from = 0;
        for (factor, lambda) in parts.factors.iter().zip(lambdas) {
            let q = factor.order();
            loading(factor, lambda, parts.random_row(row), &mut into[from..from + q]);
            from += q;
        }
    }

    /// Factorises at the rows' weights; false when that is not possible in floating point.
    pub(super) fn factorise(&mut self, parts: &Parts, lambdas: &Lambdas, weights: &[f64]) -> bool {
        let q = parts.factors[0].order();
        let all: usize = parts.factors.iter().map(|factor| factor.order()).sum();
        let (mut a, mut places) = (vec![0.0; all], Vec::new());
        self.lower.fill(0.0);
        self.rest.fill_with_identity();
        for (level, rows) in parts.starts.windows(2).enumerate() {
            let touched = &self.touched[level];
            let carried = &mut self.carried[level];
            carried.fill(0.0);
            let lower = &mut self.lower[level * q * q..(level + 1) * q * q];
            (0..q).for_each(|k| lower[k * q + k] = 1.0);
            for (row, &weight) in (rows[0]..rows[1]).zip(&weights[rows[0]..rows[1]]) {
                Self::loadings(parts, lambdas, row, &mut a);
                places_of(parts, &self.offsets, row, &mut places);
                let (own, others) = a.split_at(q);
                for k in 0..q {
                    let scaled = weight * own[k];
                    for l in 0..q {
                        lower[k * q + l] += scaled * own[l];
                    }
                    for (other, &place) in others.iter().zip(&places) {
                        if let Ok(at) = touched.binary_search(&(place as u32)) {
                            carried[k * touched.len() + at] += scaled * other;
                        }
                    }
                }
                for (x, &i) in others.iter().zip(&places) {
                    let scaled = weight * x;
                    for (y, &j) in others.iter().zip(&places) {
                        self.rest[(i, j)] += scaled * y;
                    }
                }
            }
            if !cholesky(lower, q) {
                return false;
            }
            let columns = touched.len();
            solve_lower(lower, q, carried, columns);
            for (x, &i) in touched.iter().enumerate() {
                for (y, &j) in touched.iter().enumerate() {
                    let product: f64 = (0..q).map(|k| carried[k * columns + x] * carried[k * columns + y]).sum();
                    self.rest[(i as usize, j as usize)] -= product;
                }
            }
            solve_lower_transposed(lower, q, carried, columns);
        }
        match self.rest.clone().cholesky() {
            Some(factor) => {
                self.rest = factor.unpack();
                true
            }
            None => false,
        }
    }

    /// log |A|.
    pub(super) fn log_determinant(&self, parts: &Parts) -> f64 {
        let q = parts.factors[0].order();
        let blocks = self.lower.chunks_exact(q * q);
        let first: f64 = blocks.map(|lower| (0..q).map(|k| lower[k * q + k].ln()).sum::<f64>()).sum();
        2.0 * (first + self.rest.diagonal().iter().map(|x| x.ln()).sum::<f64>())
    }

    /// A⁻¹ x.
    pub(super) fn solve(&self, parts: &Parts, mut right: Effects) -> Effects {
        let q = parts.factors[0].order();
        let mut dense: Vec<f64> = right[1..].concat();
        for (level, own) in right[0].chunks_exact_mut(q).enumerate() {
            let (touched, carried) = (&self.touched[level], &self.carried[level]);
            for (at, &place) in touched.iter().enumerate() {
                let explained: f64 = (0..q).map(|k| carried[k * touched.len() + at] * own[k]).sum();
                dense[place as usize] -= explained;
            }
            let lower = &self.lower[level * q * q..(level + 1) * q * q];
            solve_lower(lower, q, own, 1);
            solve_lower_transposed(lower, q, own, 1);
        }
        let mut dense = nalgebra::DVector::from_vec(dense);
        self.rest.solve_lower_triangular_mut(&mut dense);
        self.rest.tr_solve_lower_triangular_mut(&mut dense);
        for (level, own) in right[0].chunks_exact_mut(q).enumerate() {
            let (touched, carried) = (&self.touched[level], &self.carried[level]);
            for (k, value) in own.iter_mut().enumerate() {
                let row = &carried[k * touched.len()..(k + 1) * touched.len()];
                *value -= row.iter().zip(touched).map(|(v, &place)| v * dense[place as usize]).sum::<f64>();
            }
        }
        let mut from = 0;
        for values in &mut right[1..] {
            let length = values.len();
            values.copy_from_slice(&dense.as_slice()[from..from + length]);
            from += length;
        }
        right
    }

    fn rest_inverse(&self) -> DMatrix<f64> {
        let mut inverse = DMatrix::identity(self.size, self.size);
        self.rest.solve_lower_triangular_mut(&mut inverse);
        self.rest.tr_solve_lower_triangular_mut(&mut inverse);
        inverse
    }

    /// Cov(u) of a level of the largest factor (q × q) and minus its covariances with what it touches (q × touched).
    fn level_covariances(&self, level: usize, q: usize, inverse: &DMatrix<f64>) -> (Vec<f64>, Vec<f64>) {
        let (touched, carried) = (&self.touched[level], &self.carried[level]);
        let columns = touched.len();
        let mut beside = vec![0.0; q * columns];
        for k in 0..q {
            for (x, &i) in touched.iter().enumerate() {
                let terms = touched.iter().enumerate();
                beside[k * columns + x] =
                    terms.map(|(y, &j)| carried[k * columns + y] * inverse[(j as usize, i as usize)]).sum();
            }
        }
        let mut own: Vec<f64> = (0..q * q).map(|at| if at / q == at % q { 1.0 } else { 0.0 }).collect();
        let lower = &self.lower[level * q * q..(level + 1) * q * q];
        solve_lower(lower, q, &mut own, q);
        solve_lower_transposed(lower, q, &mut own, q);
        for k in 0..q {
            for l in 0..q {
                own[k * q + l] += (0..columns).map(|x| beside[k * columns + x] * carried[l * columns + x]).sum::<f64>();
            }
        }
        (own, beside)
    }

    /// The derivative of log|A| by the rows' weights (the leverages) and, weights held fixed, by Λ (q × q a factor).
    pub(super) fn log_determinant_slopes(
        &self,
        parts: &Parts,
        lambdas: &Lambdas,
        weights: &[f64],
    ) -> (Vec<f64>, Lambdas) {
        let q = parts.factors[0].order();
        let all: usize = parts.factors.iter().map(|factor| factor.order()).sum();
        let inverse = self.rest_inverse();
        let mut by_weight = vec![0.0; parts.n];
        let mut by_lambda: Lambdas = parts.factors.iter().map(|f| vec![0.0; f.order() * f.order()]).collect();
        let (mut a, mut places, mut product) = (vec![0.0; all], Vec::new(), vec![0.0; all]);
        for (level, rows) in parts.starts.windows(2).enumerate() {
            let (own, beside) = self.level_covariances(level, q, &inverse);
            let touched = &self.touched[level];
            for row in rows[0]..rows[1] {
                Self::loadings(parts, lambdas, row, &mut a);
                places_of(parts, &self.offsets, row, &mut places);
                let at: Vec<usize> =
                    places.iter().map(|&place| touched.partition_point(|&other| (other as usize) < place)).collect();
                // Cov(u of the row's levels) · Λ'z.
                for k in 0..q {
                    let mine: f64 = (0..q).map(|l| own[k * q + l] * a[l]).sum();
                    let others: f64 =
                        at.iter().zip(&a[q..]).map(|(&x, value)| beside[k * touched.len() + x] * value).sum();
                    product[k] = mine - others;
                }
                for (x, &i) in places.iter().enumerate() {
                    let mine: f64 = (0..q).map(|k| beside[k * touched.len() + at[x]] * a[k]).sum();
                    let others: f64 = places.iter().zip(&a[q..]).map(|(&j, value)| inverse[(i, j)] * value).sum();
                    product[q + x] = others - mine;
                }
                by_weight[row] = a.iter().zip(&product).map(|(x, y)| x * y).sum();
                let z = parts.random_row(row);
                let mut from = 0;
                for (factor, slopes) in parts.factors.iter().zip(&mut by_lambda) {
                    let order = factor.order();
                    for (j, &column) in factor.effects.iter().enumerate() {
                        for k in 0..=j {
                            slopes[j * order + k] += 2.0 * weights[row] * z[column] * product[from + k];
                        }
                    }
                    from += order;
                }
            }
        }
        (by_weight, by_lambda)
    }

    /// Cov(u) of every level given the data, q × q: the diagonal blocks of A⁻¹.
    pub(super) fn covariances(&self, parts: &Parts) -> Effects {
        let inverse = self.rest_inverse();
        let q = parts.factors[0].order();
        let first = (0..parts.factors[0].count()).flat_map(|level| self.level_covariances(level, q, &inverse).0);
        let mut result = vec![first.collect::<Vec<f64>>()];
        for (factor, &offset) in parts.factors.iter().zip(&self.offsets).skip(1) {
            let order = factor.order();
            let block = |level: usize| {
                let from = offset + level * order;
                let inverse = &inverse;
                (0..order * order).map(move |at| inverse[(from + at / order, from + at % order)])
            };
            result.push((0..factor.count()).flat_map(block).collect());
        }
        result
    }
}

/// The dense places of a row's effects beside those of the largest factor.
fn places_of(parts: &Parts, offsets: &[usize], row: usize, into: &mut Vec<usize>) {
    into.clear();
    for (factor, offset) in parts.factors.iter().zip(offsets).skip(1) {
        let q = factor.order();
        into.extend((0..q).map(|k| offset + factor.codes[row] as usize * q + k));
    }
}
