//! Why a formula and a table do not make a model.

use crate::fit::CrossedError;

/// Why a formula and a table do not make a model.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ModelError {
    /// A name that is no column.
    #[error("formula, position {position}: there is no column `{name}`; the columns are {known}")]
    UnknownColumn {
        /// The name.
        name: String,
        /// Where in the formula, the first character is 1.
        position: usize,
        /// The columns there are.
        known: String,
    },
    /// A text column where a number is needed.
    #[error("formula, position {position}: column `{name}` holds text, a number is needed here")]
    TextInArithmetic {
        /// The column.
        name: String,
        /// Where in the formula, the first character is 1.
        position: usize,
    },
    /// An expression that is infinite or undefined in a row, such as the logarithm of 0.
    #[error("row {row}: `{expression}` is not a finite number; correct the row or the expression")]
    NotFinite {
        /// The expression.
        expression: String,
        /// Row of the table, the first is 1.
        row: usize,
    },
    /// Values so large or so small that their squares are no numbers.
    #[error("`{column}`: values beyond 1e140 or all below 1e-140 cannot be squared; write it in another unit")]
    BeyondNumbers {
        /// The column of the design, or the response.
        column: String,
    },
    /// Uncorrelated intercept and slope of a column whose zero lies far away.
    #[error(
        "terms on `{factor}`: zero lies more than 1000 standard deviations from the values of `{column}`, where no intercept \
         can be uncorrelated with the slope; centre the column or write | instead of ||"
    )]
    FarFromZero {
        /// The grouping factor.
        factor: String,
        /// The column.
        column: String,
    },
    /// Every row misses a value in a used column.
    #[error("none of the {rows} rows has a value in every column that the formula uses")]
    NoRows {
        /// Rows of the table.
        rows: usize,
    },
    /// A level in the data that is not in the given order.
    #[error("column `{column}`: level `{level}` occurs in the data but not in the given levels; add it")]
    UnlistedLevel {
        /// The column.
        column: String,
        /// The level.
        level: String,
    },
    /// A categorical column with one level has no contrast.
    #[error("column `{column}` has only one level; a contrast needs two; leave it out of the formula")]
    OneLevel {
        /// The column.
        column: String,
    },
    /// A grouping factor with one level.
    #[error("grouping factor `{factor}` has only one level; a variance between levels needs two")]
    OneGroup {
        /// The factor.
        factor: String,
    },
    /// As many random effects as rows: they cannot be told from the residual.
    #[error(
        "term (… | {factor}): {effects} random effects and only {rows} rows; they cannot be told from the residual; use fewer effects or a coarser factor"
    )]
    TooManyEffects {
        /// The grouping factor.
        factor: String,
        /// Levels × effects a level.
        effects: usize,
        /// Rows used.
        rows: usize,
    },
    /// A column that an option names, not the formula.
    #[error("there is no column `{name}`; the columns are {known}")]
    UnknownOptionColumn {
        /// The name.
        name: String,
        /// The columns there are.
        known: String,
    },
    /// Prior weights that are texts.
    #[error("weights: column `{column}` holds text; a positive number is needed in every row")]
    WeightsNotNumbers {
        /// The column.
        column: String,
    },
    /// A prior weight of zero, or below.
    #[error("weights: column `{column}`, row {row}: a weight must be a positive number; leave the row out instead")]
    WeightNotPositive {
        /// The column.
        column: String,
        /// Row of the table, the first is 1.
        row: usize,
    },
    /// A membership's weight that is below zero or no number.
    #[error("membership of `{factor}`, entry {entry}: the weight must be 0 or a positive number")]
    MembershipWeight {
        /// The factor.
        factor: String,
        /// Which entry, the first is 1.
        entry: usize,
    },
    /// The same membership given twice.
    #[error("membership of `{factor}`, entry {entry}: `{owner}` belongs to `{level}` twice; add the weights")]
    MembershipTwice {
        /// The factor.
        factor: String,
        /// Which entry, the first is 1.
        entry: usize,
        /// The level of the column that owns the membership.
        owner: String,
        /// The level it belongs to.
        level: String,
    },
    /// No row belongs to any level.
    #[error("membership of `{factor}`: no row belongs to any level; do the entries name the levels of `{by}`?")]
    MembershipEmpty {
        /// The factor.
        factor: String,
        /// The column whose levels the entries name.
        by: String,
    },
    /// Crossed factors whose equations would not fit.
    #[error(transparent)]
    Entangled(#[from] CrossedError),
    /// The times of a residual correlation are texts.
    #[error("correlation: column `{column}` holds text; the time must be a number")]
    TimeNotNumbers {
        /// The column.
        column: String,
    },
    /// Two rows of the same unit at the same time.
    #[error(
        "correlation: rows {first} and {second} belong to the same unit and have the same `{column}`; keep one of them, or make the times differ"
    )]
    SameTime {
        /// The column of times.
        column: String,
        /// Row of the table, the first is 1.
        first: usize,
        /// Row of the table.
        second: usize,
    },
    /// A time between whole numbers.
    #[error("correlation: ar1 counts whole steps, but row {row} of `{column}` lies between; use car1")]
    TimeNotWhole {
        /// The column of times.
        column: String,
        /// Row of the table, the first is 1.
        row: usize,
    },
    /// Every unit has one row.
    #[error("correlation: every level of `{within}` has only one row; there is nothing to correlate")]
    NothingToCorrelate {
        /// The columns that make the units.
        within: String,
    },
    /// A variance by stratum with one stratum.
    #[error("variance: `{columns}` has only one level; a ratio of variances needs two")]
    OneStratum {
        /// The columns that make the strata.
        columns: String,
    },
    /// So many strata that most of them have too few rows to tell their variance.
    #[error(
        "`{columns}` makes {strata} strata of {rows} rows: a variance of its own takes more than two rows a stratum; name a column with fewer values"
    )]
    TooManyStrata {
        /// The columns, joined by `:`.
        columns: String,
        /// Strata with a row.
        strata: usize,
        /// Rows used.
        rows: usize,
    },
    /// The response is constant, or the fixed effects explain it without residual.
    #[error(
        "the response does not vary once the fixed effects are taken out, so no variance can be estimated; is the response \
         itself, or a column computed from it, among the effects?"
    )]
    NoVariation,
    /// Categories that make as many columns as there are rows, or more.
    #[error(
        "the effects make {columns} columns, {largest} of them `{term}`, and there are only {rows} rows; leave `{term}` out, \
         merge its levels, or write it as a random term: (1 | …)"
    )]
    TooManyColumns {
        /// Columns of all effects together.
        columns: usize,
        /// Rows used.
        rows: usize,
        /// The term that makes the most columns.
        term: String,
        /// How many it makes.
        largest: usize,
    },
    /// No more rows than fixed effects.
    #[error("{rows} rows are too few for {columns} fixed effects")]
    TooFewRows {
        /// Rows used.
        rows: usize,
        /// Columns of the design.
        columns: usize,
    },
}
