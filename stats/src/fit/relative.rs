//! θ, the relative Cholesky factors Λ, and the way between internal and the user's units.

use nalgebra::DMatrix;

use crate::model::{Model, Scaling};

/// Λ of one term in internal units: q × q lower triangular, row-major. Only the first `rank` columns are not zero.
///
/// This is the form of the search; lme4 puts the zero columns of some singular factors elsewhere, see [`theta`].
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct TermFactor {
    pub(crate) order: usize,
    pub(crate) rank: usize,
    pub(crate) lambda: Vec<f64>,
}

impl TermFactor {
    /// `value` times the identity.
    pub(crate) fn scalar(order: usize, value: f64) -> Self {
        let mut lambda = vec![0.0; order * order];
        (0..order).for_each(|i| lambda[i * order + i] = value);
        Self { order, rank: order, lambda }
    }

    /// The factor of the same ΛΛ' as any q × q factor; its rank is the number of columns that are not exactly zero in
    /// lower triangular form.
    pub(crate) fn from_any(order: usize, factor: Vec<f64>) -> Self {
        let lower = lower_triangular(order, factor);
        let column = |j: usize| (0..order).map(move |i| i * order + j);
        let kept: Vec<usize> = (0..order).filter(|&j| column(j).any(|at| lower[at] != 0.0)).collect();
        let columns = DMatrix::from_fn(order, kept.len(), |i, j| lower[i * order + kept[j]]);
        Self::from_columns(&columns)
    }

    /// The factor of the same ΛΛ' as q × r columns, of rank r.
    pub(crate) fn from_columns(columns: &DMatrix<f64>) -> Self {
        let (order, rank) = columns.shape();
        let mut lambda = vec![0.0; order * order];
        for j in 0..rank {
            (0..order).for_each(|i| lambda[i * order + j] = columns[(i, j)]);
        }
        for i in 0..rank {
            for k in i + 1..rank {
                rotate(order, &mut lambda, i, k, i);
            }
        }
        let mut factor = Self { order, rank, lambda };
        factor.make_upright();
        factor
    }

    /// Turns the signs of columns so that the diagonal is not negative.
    pub(crate) fn make_upright(&mut self) {
        let order = self.order;
        for j in (0..order).filter(|j| self.lambda[j * order + j] < 0.0).collect::<Vec<usize>>() {
            (j..order).for_each(|i| self.lambda[i * order + j] *= -1.0);
        }
    }

    /// Λ, q × q.
    pub(crate) fn matrix(&self) -> DMatrix<f64> {
        DMatrix::from_row_slice(self.order, self.order, &self.lambda)
    }

    /// The places of the free entries, column by column.
    pub(crate) fn free(&self) -> impl Iterator<Item = usize> + use<> {
        let order = self.order;
        (0..self.rank).flat_map(move |j| (j..order).map(move |i| i * order + j))
    }

    /// ΛΛ', q × q.
    pub(crate) fn square(&self) -> Vec<f64> {
        square(self.order, &self.lambda)
    }
}

/// FF' of a q × q matrix.
pub(crate) fn square(order: usize, factor: &[f64]) -> Vec<f64> {
    let mut product = vec![0.0; order * order];
    for i in 0..order {
        for j in 0..order {
            product[i * order + j] = (0..order).map(|k| factor[i * order + k] * factor[j * order + k]).sum();
        }
    }
    product
}

/// The lower triangular L with LL' = FF' and a diagonal that is not negative, by rotations of the columns of F.
///
/// A direction without variance gives a column of exact zeros, at the place where lme4 has it: when the part of row i that
/// is left is zero, column i becomes zero and what its columns held moves to the right.
pub(crate) fn lower_triangular(order: usize, mut factor: Vec<f64>) -> Vec<f64> {
    let row_length =
        |factor: &[f64], i: usize| (0..order).fold(0.0_f64, |length, k| length.hypot(factor[i * order + k]));
    let lengths: Vec<f64> = (0..order).map(|i| row_length(&factor, i)).collect();
    for i in 0..order {
        let rest = (i..order).fold(0.0_f64, |length, k| length.hypot(factor[i * order + k]));
        if rest <= 1e-14 * lengths[i] || rest == 0.0 {
            (i..order).for_each(|k| factor[i * order + k] = 0.0);
            empty_column(order, &mut factor, i);
            continue;
        }
        for k in i + 1..order {
            rotate(order, &mut factor, i, k, i);
        }
        if factor[i * order + i] < 0.0 {
            (i..order).for_each(|row| factor[row * order + i] *= -1.0);
        }
    }
    factor
}

/// Rotates columns `into` and `from` so that row `row` of `from` becomes exactly zero.
fn rotate(order: usize, factor: &mut [f64], into: usize, from: usize, row: usize) {
    let (a, b) = (factor[row * order + into], factor[row * order + from]);
    if b == 0.0 {
        return;
    }
    let length = a.hypot(b);
    let (c, s) = (a / length, b / length);
    for r in 0..order {
        let (x, y) = (factor[r * order + into], factor[r * order + from]);
        factor[r * order + into] = c * x + s * y;
        factor[r * order + from] = c * y - s * x;
    }
    factor[row * order + from] = 0.0;
}

/// Moves what column `column` holds to the columns right of it; possible because row `column` is zero from there on.
fn empty_column(order: usize, factor: &mut [f64], column: usize) {
    for row in column + 1..order {
        rotate(order, factor, row, column, row);
    }
}

/// Internal factors to the user's θ (lme4's order: terms, each column-major lower triangle); the scalings are the terms'.
pub(crate) fn theta<'a>(scalings: impl Iterator<Item = &'a Scaling>, factors: &[TermFactor]) -> Vec<f64> {
    let terms = scalings.zip(factors);
    terms.flat_map(|(scaling, factor)| lower_entries(factor.order, &user_factor(scaling, factor))).collect()
}

/// Λ of one term in the user's units, q × q lower triangular.
pub(crate) fn user_factor(scaling: &Scaling, factor: &TermFactor) -> Vec<f64> {
    let mut user = map_columns(scaling, factor.order, &factor.lambda, Scaling::to_user);
    // The zero columns of a singular factor stay exact zeros.
    for row in user.chunks_exact_mut(factor.order) {
        row[factor.rank..].fill(0.0);
    }
    lower_triangular(factor.order, user)
}

/// The user's θ to internal factors.
pub(crate) fn factors<'a>(scalings: impl Iterator<Item = &'a Scaling>, theta: &[f64]) -> Vec<TermFactor> {
    let mut entries = theta.iter();
    let one = |scaling: &Scaling| {
        let order = scaling.columns();
        let mut lambda = vec![0.0; order * order];
        for j in 0..order {
            for i in j..order {
                lambda[i * order + j] = entries.next().copied().unwrap_or_default();
            }
        }
        TermFactor::from_any(order, map_columns(scaling, order, &lambda, Scaling::to_internal))
    };
    scalings.map(one).collect()
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

fn lower_entries(order: usize, factor: &[f64]) -> Vec<f64> {
    (0..order).flat_map(|j| (j..order).map(move |i| factor[i * order + j])).collect()
}

/// The block-diagonal Λ of each stage, made of its terms' factors: q × q row-major.
pub(crate) fn stage_factors(model: &Model, factors: &[TermFactor]) -> Vec<Vec<f64>> {
    let stages = &model.parts.stages;
    let mut whole: Vec<Vec<f64>> =
        stages.iter().map(|stage| vec![0.0; stage.effects.len() * stage.effects.len()]).collect();
    for (term, factor) in model.parts.terms.iter().zip(factors) {
        let order = stages[term.stage].effects.len();
        for i in 0..factor.order {
            for j in 0..=i {
                whole[term.stage][(term.offset + i) * order + term.offset + j] = factor.lambda[i * factor.order + j];
            }
        }
    }
    whole
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_factor_without_first_variance_keeps_its_zero_column() {
        let lower = lower_triangular(2, vec![0.0, 0.0, 3.0, 4.0]);
        assert_eq!(lower, vec![0.0, 0.0, 0.0, 5.0]);
    }

    #[test]
    fn rotations_keep_the_square() {
        let factor = vec![1.0, 2.0, -3.0, 4.0, 0.5, 6.0, -7.0, 8.0, 9.0];
        let lower = lower_triangular(3, factor.clone());
        for (a, b) in square(3, &factor).iter().zip(square(3, &lower)) {
            assert!((a - b).abs() < 1e-12);
        }
        assert!(lower[1] == 0.0 && lower[2] == 0.0 && lower[5] == 0.0 && lower[0] > 0.0);
    }
}
