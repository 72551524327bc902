//! Why a binomial model cannot be built or fitted.

use crate::model::ModelError;

/// Why a binomial model cannot be built or fitted.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum GlmmError {
    /// The formula and the table do not make a model.
    #[error(transparent)]
    Model(#[from] ModelError),
    /// A response that is neither 0 nor 1.
    #[error("row {row}: the response is {value}; a binomial model needs 0 or 1 (or counts and a column of trials)")]
    NotBinary {
        /// Row of the table, the first is 1.
        row: usize,
        /// What stands there.
        value: f64,
    },
    /// The column of trials holds text.
    #[error("column `{name}` holds text; the trials must be numbers")]
    UnknownTrials {
        /// The name given.
        name: String,
    },
    /// Trials that are no whole number, or events that are no whole number between 0 and the trials.
    #[error("row {row}: {events} events in {trials} trials; both must be whole numbers, events from 0 to trials")]
    BadCounts {
        /// Row of the table, the first is 1.
        row: usize,
        /// Events found.
        events: f64,
        /// Trials found.
        trials: f64,
    },
    /// No event at all.
    #[error(
        "there is no event in {rows} rows: nothing can be estimated; wait for events or describe the risk as below 3/{rows}"
    )]
    NoEvents {
        /// Rows used.
        rows: usize,
    },
    /// Nothing but events.
    #[error("all {rows} rows are events: nothing can be estimated; is the response coded the other way round?")]
    OnlyEvents {
        /// Rows used.
        rows: usize,
    },
    /// One 0/1 row a level, which knows a probability and no variance.
    #[error(
        "every level of `{factor}` has one row of 0 or 1: a variance between them shows in nothing but the shape of the link, \
         which no such data tell; leave the term out, or count the events of rows that belong together in a column of trials"
    )]
    OneRowPerLevel {
        /// The grouping factor.
        factor: String,
    },
    /// Some combination of fixed effects predicts the response without error, so its estimate is infinite.
    #[error(
        "`{term}` separates events from non-events (with {rows} of the rows predicted without error): its estimate is infinite; leave it out, merge levels, or collect more data"
    )]
    Separation {
        /// The fixed effect with the largest share in that combination.
        term: String,
        /// Rows that the combination predicts without error.
        rows: usize,
    },
    /// A variance grows without bound: within levels of the factor the responses hardly differ.
    #[error(
        "the standard deviation of (… | {factor}) grows beyond {limit} on the scale of the link: the levels of `{factor}` have nearly constant responses; leave the term out or use a coarser factor"
    )]
    VarianceDiverges {
        /// The grouping factor.
        factor: String,
        /// Where the search gave up, standard deviation of the linear predictor.
        limit: f64,
    },
    /// Adaptive quadrature is not available for these random terms.
    #[error(
        "adaptive quadrature needs one scalar random term, or two scalar terms of the same effect with nested factors; use Laplace or drop a random term"
    )]
    NoQuadrature,
    /// A number of nodes that is not offered.
    #[error("{nodes} quadrature nodes: choose between 1 and {most}")]
    BadNodes {
        /// Nodes asked for.
        nodes: usize,
        /// Most that are offered.
        most: usize,
    },
    /// θ has another length than the model has covariance parameters.
    #[error("theta has {found} values where the model has {expected} covariance parameters")]
    ThetaLength {
        /// Parameters of the model.
        expected: usize,
        /// Values given.
        found: usize,
    },
    /// β has another length than the model has fixed effects.
    #[error("beta has {found} values where the model has {expected} fixed effects")]
    BetaLength {
        /// Fixed effects of the model.
        expected: usize,
        /// Values given.
        found: usize,
    },
    /// A parameter that is no finite number.
    #[error("parameter {index} (theta first, then beta) is not a finite number")]
    NotFinite {
        /// Which, the first is 1.
        index: usize,
    },
    /// Crossed factors with too many levels for the dense part of the equations.
    #[error("`{factor}` is crossed with a larger factor and brings {effects} effects; at most {most} can be handled")]
    TooManyCrossed {
        /// The factor.
        factor: String,
        /// Effects of all factors but the largest.
        effects: usize,
        /// What can be handled.
        most: usize,
    },
    /// The likelihood cannot be computed in floating point there.
    #[error("the likelihood cannot be computed at these parameters; rescale the columns or choose smaller parameters")]
    NotComputable,
}
