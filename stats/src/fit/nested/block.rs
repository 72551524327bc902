//! Elimination of eight levels of one stage, and the way back of the derivative.

use super::dimensions::Dimensions;
use super::strong::leave;
use crate::fit::lanes::{Lanes, LogProduct};
use crate::fit::root::{packed, packed_len};

/// S − V'V loses the digits that a pivot of Λ'S_JJΛ + I has before the point; from here on S̃ is made without subtraction.
const STRONG: f64 = 1e4;

/// Room for the matrices of one block.
#[derive(Debug, Clone)]
pub(super) struct BlockRoom {
    /// V = L⁻¹Λ'S_J, q × m.
    pub(super) carried: Vec<Lanes>,
    /// D = R⁻ᵀS_J, q × m, where effects are strong.
    pub(super) scores: Vec<Lanes>,
    /// L, packed, with the reciprocals of its diagonal.
    pub(super) lower: Vec<Lanes>,
    /// S̃, packed m × m.
    pub(super) left: Vec<Lanes>,
    /// S̃_J G̃, q × r.
    pub(super) weighed: Vec<Lanes>,
    /// L⁻¹Λ', q × q.
    pub(super) half: Vec<Lanes>,
    /// B S_JR, q × r.
    pub(super) explained: Vec<Lanes>,
    /// E G̃, m × r.
    pub(super) projected: Vec<Lanes>,
}

impl BlockRoom {
    pub(super) fn new(q: usize, m: usize, r: usize) -> Self {
        let zeros = |length: usize| vec![Lanes::ZERO; length];
        Self {
            carried: zeros(q * m),
            scores: zeros(q * m),
            lower: zeros(packed_len(q)),
            left: zeros(packed_len(m)),
            weighed: zeros(q * r),
            half: zeros(q * q),
            explained: zeros(q * r),
            projected: zeros(m * r),
        }
    }
}

/// The symmetric entry (i, j) of a packed triangle.
#[inline(always)]
fn entry(matrix: &[Lanes], i: usize, j: usize) -> Lanes {
    if i >= j { matrix[packed(i, j)] } else { matrix[packed(j, i)] }
}

/// Eliminates: V, L and S̃ from S (packed m × m); false when a pivot is not positive.
#[inline(always)]
pub(super) fn eliminate<D: Dimensions>(
    dimensions: D,
    lambda: &[f64],
    sums: &[Lanes],
    room: &mut BlockRoom,
    pivots: &mut LogProduct,
) -> bool {
    let (q, m) = (dimensions.effects(), dimensions.width());
    // Slices of known length: no bounds are left to check.
    let (lambda, sums) = (&lambda[..q * q], &sums[..packed_len(m)]);
    let (carried, lower) = (&mut room.carried[..q * m], &mut room.lower[..packed_len(q)]);
    let left = &mut room.left[..packed_len(m)];
    // Λ'S_J: row i of the product is Σ_{k ≥ i} Λ_ki S_k.
    for i in 0..q {
        for column in 0..m {
            let mut total = entry(sums, dimensions.column(i), column) * lambda[i * q + i];
            for k in i + 1..q {
                total += entry(sums, dimensions.column(k), column) * lambda[k * q + i];
            }
            carried[i * m + column] = total;
        }
    }
    // Λ'S_JJΛ + I and its Cholesky factor; the diagonal holds the reciprocal.
    let mut ordinary = true;
    for j in 0..q {
        for i in j..q {
            let mut rest = if i == j { Lanes::ONE } else { Lanes::ZERO };
            for k in j..q {
                rest += carried[i * m + dimensions.column(k)] * lambda[k * q + j];
            }
            lower[packed(i, j)] = rest;
        }
    }
    for j in 0..q {
        for i in j..q {
            let mut rest = lower[packed(i, j)];
            for k in 0..j {
                rest -= lower[packed(i, k)] * lower[packed(j, k)];
            }
            if i == j {
                ordinary &= rest.all_between(0.0, STRONG);
                pivots.multiply(rest);
                lower[packed(j, j)] = Lanes::ONE / rest.sqrt();
            } else {
                lower[packed(i, j)] = rest * lower[packed(j, j)];
            }
        }
    }
    for i in 0..q {
        for column in 0..m {
            let mut rest = carried[i * m + column];
            for k in 0..i {
                rest -= lower[packed(i, k)] * carried[k * m + column];
            }
            carried[i * m + column] = rest * lower[packed(i, i)];
        }
    }
    if !ordinary {
        return leave(dimensions, lambda, sums, room);
    }
    for i in 0..m {
        for j in 0..=i {
            let mut rest = sums[packed(i, j)];
            for k in 0..q {
                rest -= carried[k * m + i] * carried[k * m + j];
            }
            left[packed(i, j)] = rest;
        }
    }
    true
}

/// Adds N = w·S̃_JJ − S̃_J G̃ S̃_J' to `by_square` (packed q × q), with G̃ packed r × r.
#[inline(always)]
pub(super) fn add_by_square<D: Dimensions>(
    dimensions: D,
    above: &[Lanes],
    log_weight: f64,
    room: &mut BlockRoom,
    by_square: &mut [Lanes],
) {
    let (q, m, r) = (dimensions.effects(), dimensions.width(), dimensions.next());
    let (above, by_square) = (&above[..packed_len(r)], &mut by_square[..packed_len(q)]);
    let (left, weighed) = (&room.left[..packed_len(m)], &mut room.weighed[..q * r]);
    for i in 0..q {
        for column in 0..r {
            let mut total = Lanes::ZERO;
            for k in 0..r {
                total += entry(left, dimensions.column(i), k) * entry(above, k, column);
            }
            weighed[i * r + column] = total;
        }
    }
    for i in 0..q {
        for j in 0..=i {
            let mut total = entry(left, dimensions.column(i), dimensions.column(j)) * log_weight;
            for k in 0..r {
                total -= weighed[i * r + k] * entry(left, dimensions.column(j), k);
            }
            by_square[packed(i, j)] += total;
        }
    }
}

/// G = E G̃ E' + w·B in place J,J (packed m × m), for the levels inside.
#[inline(always)]
pub(super) fn adjoint<D: Dimensions>(
    dimensions: D,
    lambda: &[f64],
    above: &[Lanes],
    log_weight: f64,
    room: &mut BlockRoom,
    inner: &mut [Lanes],
) {
    let (q, m, r) = (dimensions.effects(), dimensions.width(), dimensions.next());
    inverse_half(q, lambda, &room.lower, &mut room.half);
    let (above, inner) = (&above[..packed_len(r)], &mut inner[..packed_len(m)]);
    let (half, carried) = (&room.half[..q * q], &room.carried[..q * m]);
    let (explained, projected) = (&mut room.explained[..q * r], &mut room.projected[..m * r]);
    for i in 0..q {
        for column in 0..r {
            let mut total = Lanes::ZERO;
            for k in 0..q {
                total += half[k * q + i] * carried[k * m + column];
            }
            explained[i * r + column] = total;
        }
    }
    for row in 0..m {
        for column in 0..r {
            projected[row * r + column] = if row < r { entry(above, row, column) } else { Lanes::ZERO };
        }
    }
    for i in 0..q {
        let effect = dimensions.column(i);
        for column in 0..r {
            let mut taken = Lanes::ZERO;
            for k in 0..r {
                taken += explained[i * r + k] * entry(above, k, column);
            }
            projected[effect * r + column] -= taken;
        }
    }
    for i in 0..m {
        for j in 0..=i {
            inner[packed(i, j)] = if j < r { projected[i * r + j] } else { Lanes::ZERO };
        }
    }
    // G = (EG̃)E': the columns of the effects lose what B S_J explains of them.
    for k in 0..q {
        let effect = dimensions.column(k);
        for i in effect..m {
            let mut taken = Lanes::ZERO;
            for column in 0..r {
                taken += projected[i * r + column] * explained[k * r + column];
            }
            inner[packed(i, effect)] -= taken;
        }
    }
    for i in 0..q {
        for j in 0..q {
            let (row, column) = (dimensions.column(i), dimensions.column(j));
            if row >= column {
                let mut total = Lanes::ZERO;
                for k in 0..q {
                    total += half[k * q + i] * half[k * q + j];
                }
                inner[packed(row, column)] += total * log_weight;
            }
        }
    }
}

/// L⁻¹Λ', q × q.
#[inline(always)]
fn inverse_half(q: usize, lambda: &[f64], lower: &[Lanes], half: &mut [Lanes]) {
    let (lower, half) = (&lower[..packed_len(q)], &mut half[..q * q]);
    for i in 0..q {
        for column in 0..q {
            let mut rest = Lanes([lambda[column * q + i]; 8]);
            for k in 0..i {
                rest -= lower[packed(i, k)] * half[k * q + column];
            }
            half[i * q + column] = rest * lower[packed(i, i)];
        }
    }
}
