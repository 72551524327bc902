//! Elimination of eight levels of one stage, and the way back of the derivative.

use crate::fit::lanes::{Lanes, LogProduct};
use crate::fit::root::{packed, packed_len};

/// The sizes of a stage and its Λ.
#[derive(Debug, Clone, Copy)]
pub(super) struct Shape<'a> {
    /// q effects, by their column among the m.
    pub(super) effects: &'a [usize],
    /// m columns alive when the stage's turn comes.
    pub(super) width: usize,
    /// r columns that the next stage still needs; the first r of the m.
    pub(super) next: usize,
    /// Λ, q × q lower triangular, row-major.
    pub(super) lambda: &'a [f64],
}

/// Room for the matrices of one block.
#[derive(Debug, Clone)]
pub(super) struct BlockRoom {
    /// V = L⁻¹Λ'S_J, q × m.
    pub(super) carried: Vec<Lanes>,
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
pub(super) fn eliminate(
    shape: Shape<'_>,
    sums: &[Lanes],
    carried: &mut [Lanes],
    lower: &mut [Lanes],
    left: &mut [Lanes],
    pivots: &mut LogProduct,
) -> bool {
    let (q, m) = (shape.effects.len(), shape.width);
    // Λ'S_J: row i of the product is Σ_{k ≥ i} Λ_ki S_k.
    for i in 0..q {
        for column in 0..m {
            let mut total = entry(sums, shape.effects[i], column) * shape.lambda[i * q + i];
            for k in i + 1..q {
                total += entry(sums, shape.effects[k], column) * shape.lambda[k * q + i];
            }
            carried[i * m + column] = total;
        }
    }
    // Λ'S_JJΛ + I and its Cholesky factor; the diagonal holds the reciprocal.
    let mut sound = true;
    for j in 0..q {
        for i in j..q {
            let mut rest = if i == j { Lanes::ONE } else { Lanes::ZERO };
            for k in j..q {
                rest += carried[i * m + shape.effects[k]] * shape.lambda[k * q + j];
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
                sound &= rest.all_positive();
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
    for i in 0..m {
        for j in 0..=i {
            let mut rest = sums[packed(i, j)];
            for k in 0..q {
                rest -= carried[k * m + i] * carried[k * m + j];
            }
            left[packed(i, j)] = rest;
        }
    }
    sound
}

/// Adds N = w·S̃_JJ − S̃_J G̃ S̃_J' to `by_square` (packed q × q), with G̃ packed r × r.
#[inline(always)]
pub(super) fn add_by_square(
    shape: Shape<'_>,
    left: &[Lanes],
    above: &[Lanes],
    log_weight: f64,
    weighed: &mut [Lanes],
    by_square: &mut [Lanes],
) {
    let (q, r) = (shape.effects.len(), shape.next);
    for i in 0..q {
        for column in 0..r {
            let mut total = Lanes::ZERO;
            for k in 0..r {
                total += entry(left, shape.effects[i], k) * entry(above, k, column);
            }
            weighed[i * r + column] = total;
        }
    }
    for i in 0..q {
        for j in 0..=i {
            let mut total = entry(left, shape.effects[i], shape.effects[j]) * log_weight;
            for k in 0..r {
                total -= weighed[i * r + k] * entry(left, shape.effects[j], k);
            }
            by_square[packed(i, j)] += total;
        }
    }
}

/// G = E G̃ E' + w·B in place J,J (packed m × m), for the levels inside.
#[inline(always)]
pub(super) fn adjoint(shape: Shape<'_>, above: &[Lanes], log_weight: f64, room: &mut BlockRoom, inner: &mut [Lanes]) {
    let (q, m, r) = (shape.effects.len(), shape.width, shape.next);
    inverse_half(shape, &room.lower, &mut room.half);
    let BlockRoom { half, carried, explained, projected, .. } = room;
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
    for (i, &effect) in shape.effects.iter().enumerate() {
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
    for (k, &effect) in shape.effects.iter().enumerate() {
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
            let (row, column) = (shape.effects[i], shape.effects[j]);
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
fn inverse_half(shape: Shape<'_>, lower: &[Lanes], half: &mut [Lanes]) {
    let q = shape.effects.len();
    for i in 0..q {
        for column in 0..q {
            let mut rest = Lanes([shape.lambda[column * q + i]; 8]);
            for k in 0..i {
                rest -= lower[packed(i, k)] * half[k * q + column];
            }
            half[i * q + column] = rest * lower[packed(i, i)];
        }
    }
}
