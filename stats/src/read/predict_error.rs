//! Why a table cannot be predicted.

use crate::model::RecipeError;

/// Why a table cannot be predicted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PredictError {
    /// The design columns cannot be made.
    #[error(transparent)]
    Columns(#[from] RecipeError),
    /// A level that was not in the model's data, where only known ones are allowed.
    #[error(
        "row {row}: `{level}` of `{factor}` was not in the data of the model; let unknown levels count as new, or correct the row"
    )]
    UnknownLevel {
        /// The grouping factor.
        factor: String,
        /// The level.
        level: String,
        /// Row, the first is 1.
        row: usize,
    },
    /// A grouping factor that the model does not have.
    #[error("the model has no grouping factor `{factor}`; it has {known}")]
    UnknownFactor {
        /// The factor.
        factor: String,
        /// The factors there are.
        known: String,
    },
    /// A stratum whose residual variance the model does not know.
    #[error(
        "row {row}: the stratum `{stratum}` of `{columns}` was not in the data of the model, which has {known}; leave the row out, or predict the means alone"
    )]
    UnknownStratum {
        /// The columns, joined by `:`.
        columns: String,
        /// The stratum.
        stratum: String,
        /// Row, the first is 1.
        row: usize,
        /// The strata there are.
        known: String,
    },
    /// A time between the steps of an autoregression.
    #[error(
        "row {row}: `{column}` lies no whole number of steps from the rows of the model; round it, or fit Car1 instead of Ar1"
    )]
    BetweenSteps {
        /// The time column.
        column: String,
        /// Row, the first is 1.
        row: usize,
    },
    /// The fit did not estimate the residual structure of its model.
    #[error("the residual correlation or variances of this model were not estimated; fit it anew from the start")]
    ResidualNotEstimated,
}
