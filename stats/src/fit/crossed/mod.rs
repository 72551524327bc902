//! The engine for grouping factors that are no nested chain: crossed and partially crossed factors, sessions inside a
//! group, multiple membership, residuals that are correlated between rows.
//!
//! The mixed model equations Λ'Z'ZΛ + I are factorised as a graph of levels (nodes): levels of the largest factor one by
//! one, the rest by minimum degree while that pays, what remains of each connected component as one dense system. Each
//! evaluation costs O(non-zeros of the factor) and never sees a row. A level without rows is a component of its own.
//! Everything is summed in an order that the data alone fix.

mod dense;
mod elimination;
mod gradient;
mod minimum_degree;
mod order;
mod pattern;
mod plan;
mod reading;
mod solve;
mod sums;
mod tail;
mod touched;

#[cfg(test)]
mod tests;

pub(crate) use elimination::CrossedElimination;
pub(crate) use sums::CrossedSums;

/// Why rows could not be condensed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CrossedError {
    /// The factor would not fit.
    #[error(
        "the grouping factors are so entangled that the factor takes {mebibytes} MiB where {bound} MiB is the bound \
         ({unknowns} random effects at once): leave out a grouping factor, or fit parts of the data"
    )]
    TooLarge {
        /// Unknowns of the largest dense system.
        unknowns: usize,
        /// What the factor would take.
        mebibytes: usize,
        /// What it may take.
        bound: usize,
    },
}
