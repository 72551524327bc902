//! The rows of a model in internal units, for engines and estimations that must see every row.
//!
//! A nested Gaussian model needs them only once, to be condensed to cross-products; crossed factors, correlated residuals
//! and binomial responses keep them.

use std::ops::Range;

/// Rows in internal (centred and scaled) columns with their grouping factors.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Rows {
    /// m columns of length n: the p fixed effects' columns, then the response, then columns that only random effects use.
    pub(crate) columns: Vec<Vec<f64>>,
    /// p.
    pub(crate) fixed: usize,
    /// One a stage, in the model's order (innermost or largest first).
    pub(crate) factors: Vec<RowFactor>,
}

/// One grouping factor as the rows see it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct RowFactor {
    /// Number of levels.
    pub(crate) levels: usize,
    /// For each of the q random effects over this factor its column among the m.
    pub(crate) effects: Vec<usize>,
    pub(crate) membership: Membership,
}

/// Which levels of a factor a row belongs to.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Membership {
    /// One level a row (length n).
    One(Vec<u32>),
    /// Any number of levels a row with weights (multiple membership): row i has the entries `starts[i]..starts[i + 1]`.
    Several {
        /// n + 1 places.
        starts: Vec<usize>,
        /// Level of each entry.
        levels: Vec<u32>,
        /// Weight of each entry; multiplies the row's effects.
        weights: Vec<f64>,
    },
}

/// What makes rows independent and equally variable: row i becomes `scale[i]·row_i − carry[i]·row_previous[i]`.
///
/// Prior weights and variances by stratum need `scale` only; a first-order autoregressive residual needs all three.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Whitening {
    /// Length n, positive.
    pub(crate) scale: Vec<f64>,
    /// Length n; 0 where nothing is carried.
    pub(crate) carry: Vec<f64>,
    /// Length n; the row that is carried, `u32::MAX` where none.
    pub(crate) previous: Vec<u32>,
}

impl Rows {
    /// Number of rows, n.
    pub(crate) fn len(&self) -> usize {
        self.columns.first().map_or(0, Vec::len)
    }
}

impl Whitening {
    /// One column of whitened rows; `value(row)` gives it as it is.
    #[inline(always)]
    pub(crate) fn apply(&self, rows: Range<usize>, out: &mut [f64], value: impl Fn(usize) -> f64) {
        for (row, out) in rows.zip(out) {
            *out = self.scale[row] * value(row);
            if self.previous[row] != u32::MAX {
                *out -= self.carry[row] * value(self.previous[row] as usize);
            }
        }
    }

    /// Σ of the precision that whitening gave the rows.
    pub(crate) fn total_precision(&self) -> f64 {
        self.scale.iter().map(|scale| scale * scale).sum()
    }

    /// Σ log of the precision that whitening gave the rows: what the criterion of whitened rows lacks, with a minus.
    pub(crate) fn log_precision(&self) -> f64 {
        2.0 * self.scale.iter().map(|scale| scale.ln()).sum::<f64>()
    }
}
