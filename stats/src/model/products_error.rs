//! Why cross-products are refused.

use super::error::ModelError;

/// Why cross-products cannot be made, merged or made a model.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum ProductsError {
    /// No grouping factor, or the same name twice.
    #[error("`{name}` is named twice, or nothing is named; name each factor and each column once")]
    Names {
        /// The name; empty where there is none.
        name: String,
    },
    /// A number that is not finite, or too large to be squared.
    #[error("`{column}`: a number is not finite or too large to be squared; correct it or leave the row out")]
    NotFinite {
        /// The column.
        column: String,
    },
    /// Another number of values than there are columns or factors.
    #[error("{found} {what} where {expected} are needed")]
    Length {
        /// What was counted.
        what: &'static str,
        /// How many there should be.
        expected: usize,
        /// How many there were.
        found: usize,
    },
    /// Sums that no rows can have.
    #[error(
        "{level}: no {n} rows have these sums of `{column}` and `{other}`; are the products about the same origin, and the \
         lower triangle row by row?"
    )]
    Impossible {
        /// The level, factors joined by `:`.
        level: String,
        /// n.
        n: u64,
        /// A column.
        column: String,
        /// The other column, or the same.
        other: String,
    },
    /// Cross-products of other factors, columns or origins.
    #[error("only sums of the same {what} can be merged: {ours} here, {theirs} there")]
    Different {
        /// `factors`, `columns` or `origins`.
        what: &'static str,
        /// Ours.
        ours: String,
        /// Theirs.
        theirs: String,
    },
    /// A term of the formula without sums.
    #[error("formula: there are no sums of `{column}`; there are those of {known}; add a column of that name")]
    UnknownColumn {
        /// What the term needs.
        column: String,
        /// The columns there are.
        known: String,
    },
    /// A grouping factor of the formula that the sums do not keep apart.
    #[error("formula: the sums are not grouped by `{factor}`, but by {known}")]
    UnknownFactor {
        /// The factor.
        factor: String,
        /// The factors there are.
        known: String,
    },
    /// A column whose sums have lost their digits.
    #[error(
        "`{column}` lies about {mean}, far from its origin {origin} for how little it varies: the sums have lost digits; \
         give an origin near the mean (a column that does not vary at all: leave it out)"
    )]
    FarFromOrigin {
        /// The column.
        column: String,
        /// Its origin.
        origin: f64,
        /// Its mean.
        mean: f64,
    },
    /// A fixed effect that the columns before it explain.
    #[error("`{column}` does not vary or is collinear with the columns before it; leave it out of the formula")]
    Collinear {
        /// The column.
        column: String,
    },
    /// Factors that are not nested.
    #[error("the grouping factors {factors} are crossed; sums a client describe nested factors only: build from rows")]
    Crossed {
        /// Their names.
        factors: String,
    },
    /// What rows would not make a model either.
    #[error(transparent)]
    Model(#[from] ModelError),
}
