//! The parameters that are searched: the entries of Λ that are free, then β, all in internal units.

use nalgebra::{DMatrix, DVector, SVD};

use super::design::{Parts, Term};
use super::error::GlmmError;
use crate::fit::lower_triangular;
use crate::model::Scaling;

/// Λ of one term, q × q lower triangular row-major; only the first `rank` columns are not zero.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct TermLambda {
    pub(super) order: usize,
    pub(super) rank: usize,
    pub(super) values: Vec<f64>,
}

/// A point of the search.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Parameters {
    pub(super) terms: Vec<TermLambda>,
    /// p.
    pub(super) beta: Vec<f64>,
}

impl TermLambda {
    pub(super) fn identity(order: usize, value: f64) -> Self {
        let values = (0..order * order).map(|at| if at / order == at % order { value } else { 0.0 }).collect();
        Self { order, rank: order, values }
    }

    fn free(&self) -> impl Iterator<Item = usize> + use<> {
        let order = self.order;
        (0..self.rank).flat_map(move |j| (j..order).map(move |i| i * order + j))
    }

    /// The singular value that is the smallest of the rank; infinite for rank 0.
    pub(super) fn least_singular(&self) -> f64 {
        let q = self.order;
        let mut values: Vec<f64> =
            DMatrix::from_row_slice(q, q, &self.values).singular_values().iter().copied().collect();
        values.sort_by(|a, b| b.total_cmp(a));
        self.rank.checked_sub(1).map_or(f64::INFINITY, |last| values[last])
    }

    /// The factor without its smallest singular value; `None` when there is none left.
    pub(super) fn reduced(&self) -> Option<Self> {
        let (q, rank) = (self.order, self.rank.checked_sub(1)?);
        let svd = SVD::new(DMatrix::from_row_slice(q, q, &self.values), true, false);
        let mut order: Vec<usize> = (0..q).collect();
        order.sort_by(|&a, &b| svd.singular_values[b].total_cmp(&svd.singular_values[a]));
        let left = svd.u?;
        let mut values = vec![0.0; q * q];
        for (column, &at) in order[..rank].iter().enumerate() {
            for row in 0..q {
                values[row * q + column] = left[(row, at)] * svd.singular_values[at];
            }
        }
        let mut values = lower_triangular(q, values);
        values.chunks_exact_mut(q).for_each(|row| row[rank..].fill(0.0));
        Some(Self { order: q, rank, values })
    }

    /// Full rank again, with `value` in the directions that had none.
    pub(super) fn widened(&self, value: f64) -> Self {
        let q = self.order;
        let matrix = DMatrix::from_row_slice(q, q, &self.values);
        let square = &matrix * matrix.transpose() + DMatrix::identity(q, q) * (value * value);
        let values = match square.cholesky() {
            Some(factor) => {
                let lower = factor.l();
                (0..q * q).map(|at| lower[(at / q, at % q)]).collect()
            }
            None => return Self::identity(q, value),
        };
        Self { order: q, rank: q, values }
    }

    /// With a diagonal that is not negative.
    pub(super) fn canonical(&self) -> Self {
        Self { values: lower_triangular(self.order, self.values.clone()), ..self.clone() }
    }

    /// Λ in the user's units, q × q lower triangular.
    pub(super) fn in_user_units(&self, term: &Term) -> Vec<f64> {
        let mut user = map_columns(&term.scaling, self.order, &self.values, Scaling::to_user);
        for row in user.chunks_exact_mut(self.order) {
            row[self.rank..].fill(0.0);
        }
        lower_triangular(self.order, user)
    }
}

impl Parameters {
    /// From the user's θ (lme4's order) and β.
    pub(super) fn from_user(parts: &Parts, theta: &[f64], beta: &[f64]) -> Result<Self, GlmmError> {
        let expected = parts.terms.iter().map(|term| term.labels.len() * (term.labels.len() + 1) / 2).sum();
        if theta.len() != expected {
            return Err(GlmmError::ThetaLength { expected, found: theta.len() });
        }
        if beta.len() != parts.p() {
            return Err(GlmmError::BetaLength { expected: parts.p(), found: beta.len() });
        }
        if let Some(at) = theta.iter().chain(beta).position(|value| !value.is_finite()) {
            return Err(GlmmError::NotFinite { index: at + 1 });
        }
        let mut entries = theta.iter().copied();
        let terms = parts.terms.iter().map(|term| {
            let order = term.labels.len();
            let mut user = vec![0.0; order * order];
            for j in 0..order {
                for i in j..order {
                    user[i * order + j] = entries.next().unwrap_or_default();
                }
            }
            let internal = map_columns(&term.scaling, order, &user, Scaling::to_internal);
            TermLambda { order, rank: order, values: lower_triangular(order, internal) }
        });
        let terms = terms.collect();
        Ok(Self { terms, beta: parts.fixed_scaling.to_internal(beta) })
    }

    /// θ in lme4's order and the user's units.
    pub(super) fn theta(&self, parts: &Parts) -> Vec<f64> {
        let column_major = |(term, lambda): (&Term, &TermLambda)| {
            let (q, user) = (lambda.order, lambda.in_user_units(term));
            (0..q).flat_map(move |j| (j..q).map(move |i| i * q + j)).map(move |at| user[at]).collect::<Vec<f64>>()
        };
        parts.terms.iter().zip(&self.terms).flat_map(column_major).collect()
    }

    /// The free entries, column by column, then β.
    pub(super) fn entries(&self) -> DVector<f64> {
        let lambda = self.terms.iter().flat_map(|term| term.free().map(|at| term.values[at]));
        DVector::from_iterator(self.len(), lambda.chain(self.beta.iter().copied()))
    }

    /// Number of free entries of Λ.
    pub(super) fn free_lambdas(&self) -> usize {
        self.terms.iter().map(|term| term.free().count()).sum()
    }

    pub(super) fn len(&self) -> usize {
        self.free_lambdas() + self.beta.len()
    }

    /// The same ranks with other entries.
    pub(super) fn with_entries(&self, entries: &DVector<f64>) -> Self {
        let mut next = self.clone();
        let mut values = entries.iter().copied();
        for term in &mut next.terms {
            for at in term.free() {
                term.values[at] = values.next().unwrap_or_default();
            }
        }
        next.beta.iter_mut().zip(values).for_each(|(beta, value)| *beta = value);
        next
    }

    /// The gradient by the free entries from that by every entry of the terms' Λ (q × q) and by β.
    pub(super) fn gather(&self, by_lambda: &[Vec<f64>], by_beta: &[f64]) -> DVector<f64> {
        let pairs = self.terms.iter().zip(by_lambda);
        let lambda = pairs.flat_map(|(term, slopes)| term.free().map(|at| slopes[at]));
        DVector::from_iterator(self.len(), lambda.chain(by_beta.iter().copied()))
    }

    /// For each term the place of its free entries: (row, column) in the order of `entries`.
    pub(super) fn places(&self) -> Vec<Vec<(usize, usize)>> {
        let of = |term: &TermLambda| term.free().map(|at| (at / term.order, at % term.order)).collect();
        self.terms.iter().map(of).collect()
    }
}

fn map_columns(
    scaling: &Scaling,
    order: usize,
    factor: &[f64],
    map: impl Fn(&Scaling, &[f64]) -> Vec<f64>,
) -> Vec<f64> {
    let mut mapped = vec![0.0; order * order];
    for j in 0..order {
        let column: Vec<f64> = (0..order).map(|i| factor[i * order + j]).collect();
        for (i, value) in map(scaling, &column).into_iter().enumerate() {
            mapped[i * order + j] = value;
        }
    }
    mapped
}
