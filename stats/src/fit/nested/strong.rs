//! What a level leaves when its effects are much stronger than the residual.
//!
//! S̃ = S − V'V then is the small difference of large numbers. With S_JJ = R'R and D = R⁻ᵀS_J (Bates et al. 2015, section
//! 5.4, with R for the random effects' own columns) the same S̃ is a sum,
//!
//! S̃ = W + D'(I + RMR')⁻¹D, W = S − D'D,
//!
//! in which nothing that depends on M is subtracted: W is what the level tells beside its own effects, whatever θ.

use super::block::BlockRoom;
use super::dimensions::Dimensions;
use crate::fit::lanes::Lanes;
use crate::fit::root::packed;

/// A column of which the columns before it leave no more than this share has nothing of its own in this level.
const NOTHING: f64 = 1e-13;

/// S̃ into `room.left`; false when I + RMR' is not positive definite or beyond numbers. Spoils `room.half` and
/// `room.scores`.
pub(super) fn leave<D: Dimensions>(dimensions: D, lambda: &[f64], sums: &[Lanes], room: &mut BlockRoom) -> bool {
    let (q, m) = (dimensions.effects(), dimensions.width());
    let BlockRoom { scores, half, left, .. } = room;
    decompose(dimensions, sums, scores);
    within(dimensions, sums, scores, left);
    // P = RΛ.
    for i in 0..q {
        for j in 0..q {
            let along = (j.max(i)..q).map(|k| scores[i * m + dimensions.column(k)] * lambda[k * q + j]);
            half[i * q + j] = along.fold(Lanes::ZERO, |sum, term| sum + term);
        }
    }
    // The lower Cholesky factor of I + PP', below the diagonal of R's place.
    let mut factor = vec![Lanes::ZERO; q * q];
    let mut sound = true;
    for j in 0..q {
        for i in j..q {
            let mut rest = if i == j { Lanes::ONE } else { Lanes::ZERO };
            (0..q).for_each(|k| rest += half[i * q + k] * half[j * q + k]);
            (0..j).for_each(|k| rest -= factor[i * q + k] * factor[j * q + k]);
            if i == j {
                sound &= rest.all_between(0.0, f64::INFINITY);
                factor[j * q + j] = Lanes::ONE / rest.sqrt();
            } else {
                factor[i * q + j] = rest * factor[j * q + j];
            }
        }
    }
    for i in 0..q {
        for column in 0..m {
            let mut rest = scores[i * m + column];
            (0..i).for_each(|k| rest -= factor[i * q + k] * scores[k * m + column]);
            scores[i * m + column] = rest * factor[i * q + i];
        }
    }
    for i in 0..m {
        for j in 0..=i {
            let added = (0..q).map(|k| scores[k * m + i] * scores[k * m + j]);
            left[packed(i, j)] += added.fold(Lanes::ZERO, |sum, term| sum + term);
        }
    }
    sound
}

/// D, q × m; its columns J are R, upper triangular. Directions that a level does not have are rows of zeros.
fn decompose<D: Dimensions>(dimensions: D, sums: &[Lanes], scores: &mut [Lanes]) {
    let (q, m) = (dimensions.effects(), dimensions.width());
    let entry = |i: usize, j: usize| sums[packed(i.max(j), i.min(j))];
    for k in 0..q {
        let own = dimensions.column(k);
        for column in 0..m {
            let mut rest = entry(own, column);
            for before in 0..k {
                rest -= scores[before * m + own] * scores[before * m + column];
            }
            scores[k * m + column] = rest;
        }
        let pivot = scores[k * m + own];
        let enough = pivot - entry(own, own) * NOTHING;
        let inverse = (Lanes::ONE / pivot.where_positive(enough).sqrt()).where_positive(enough);
        scores[k * m..(k + 1) * m].iter_mut().for_each(|value| *value *= inverse);
        // Columns of effects before this one are zero but for rounding.
        (0..k).for_each(|before| scores[k * m + dimensions.column(before)] = Lanes::ZERO);
    }
}

/// W into `left`: zero in the rows and columns of the effects.
fn within<D: Dimensions>(dimensions: D, sums: &[Lanes], scores: &[Lanes], left: &mut [Lanes]) {
    let (q, m) = (dimensions.effects(), dimensions.width());
    let is_effect = |column: usize| (0..q).any(|k| dimensions.column(k) == column);
    for i in 0..m {
        for j in 0..=i {
            let mut rest = Lanes::ZERO;
            if !is_effect(i) && !is_effect(j) {
                rest = sums[packed(i, j)];
                (0..q).for_each(|k| rest -= scores[k * m + i] * scores[k * m + j]);
            }
            left[packed(i, j)] = rest;
        }
    }
}
