//! Why a formula and a table do not make a model.

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
    /// Two grouping factors of which neither is nested in the other.
    #[error(
        "`{inner}` and `{outer}` are crossed: `{level}` of `{inner}` occurs in `{first}` and in `{second}` of `{outer}`; only nested factors can be fitted; if the levels only share their names, write ({outer}/{inner})"
    )]
    CrossedFactors {
        /// The factor with more levels.
        inner: String,
        /// The factor with fewer levels.
        outer: String,
        /// A level of the inner factor in two levels of the outer one.
        level: String,
        /// One of the two.
        first: String,
        /// The other.
        second: String,
    },
    /// The response is constant, or the fixed effects explain it without residual.
    #[error("the response does not vary once the fixed effects are taken out: there is nothing to estimate")]
    NoVariation,
    /// No more rows than fixed effects.
    #[error("{rows} rows are too few for {columns} fixed effects")]
    TooFewRows {
        /// Rows used.
        rows: usize,
        /// Columns of the design.
        columns: usize,
    },
}
