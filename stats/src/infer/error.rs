//! Why a conclusion cannot be drawn from a fit.

use crate::fit::FlatDirection;

/// Why a test, an interval or a covariance cannot be had.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum InferenceError {
    /// Kenward and Roger's method rests on REML.
    #[error("Kenward-Roger needs a REML fit and this one is by ML; refit with REML or use Satterthwaite")]
    NeedsReml,
    /// The search did not end in an optimum, or the criterion cannot be computed beside it.
    #[error(
        "the curvature of the criterion is not positive at these estimates; see the status of the fit, drop a random \
         effect or use the normal distribution"
    )]
    NoCurvature,
    /// Kenward and Roger's moments of a joint test belong to no F distribution.
    #[error(
        "there are too few levels for Kenward-Roger's joint test of {rows} effects: no F distribution has its moments; \
         test fewer effects at once or use Satterthwaite"
    )]
    NoScaledF {
        /// Independent rows of the hypothesis.
        rows: usize,
    },
    /// Satterthwaite's degrees of freedom of a joint test are beyond numbers.
    #[error(
        "the degrees of freedom of a joint test of {rows} effects cannot be computed at these estimates; use Kenward-Roger, test \
         the effects one by one, or ask for the normal distribution"
    )]
    NoDegrees {
        /// Independent rows of the hypothesis.
        rows: usize,
    },
    /// What is asked for hangs on a random variance that the data do not determine.
    #[error("not determined: {direction}")]
    Undetermined {
        /// The variances and what hides them.
        direction: FlatDirection,
    },
    /// A hypothesis with rows of the wrong length.
    #[error("row {row} of the hypothesis has {found} weights where the model has {expected} fixed effects")]
    ContrastLength {
        /// Row, the first is 1.
        row: usize,
        /// Fixed effects of the model.
        expected: usize,
        /// Weights given.
        found: usize,
    },
    /// A weight that is no finite number.
    #[error("row {row} of the hypothesis: a weight is not a finite number")]
    ContrastNotFinite {
        /// Row, the first is 1.
        row: usize,
    },
    /// A hypothesis without any row that says something; of a t test, whose first row says nothing.
    #[error(
        "the hypothesis is empty: all weights (for a t test: of its first row) are zero; give at least one weight that is not"
    )]
    ContrastEmpty,
    /// A fixed effect that the model does not have.
    #[error("the model has no fixed effect `{term}`; it has {known}")]
    UnknownFixed {
        /// The name.
        term: String,
        /// The names there are.
        known: String,
    },
    /// A type III hypothesis that involves columns which were left out.
    #[error(
        "no type III test of `{term}`: the collinear columns {dropped} were left out, so its averages cannot be estimated; \
         merge the empty cells or test a contrast of your own"
    )]
    TermIncomplete {
        /// The term.
        term: String,
        /// The columns left out.
        dropped: String,
    },
    /// Too few clusters for a sandwich.
    #[error("cluster-robust errors need at least 2 clusters and `{factor}` has fewer; use Satterthwaite")]
    TooFewClusters {
        /// The clustering factor.
        factor: String,
    },
    /// A weighted sum of effects of which one cluster alone knows a part: nothing tells how that part varies between clusters.
    #[error(
        "no cluster-robust error of `{term}`: {part}% of what is known of it comes from level `{cluster}` of `{factor}` alone, \
         so nothing tells how it varies between clusters; use Kenward-Roger or Satterthwaite, or leave the effect out"
    )]
    OneCluster {
        /// The fixed effect or the sum.
        term: String,
        /// The clustering factor.
        factor: String,
        /// The level that knows the most of it.
        cluster: String,
        /// Of the variance of its estimate, the part that such clusters hold, in whole percent (at least 1).
        part: usize,
    },
    /// Something that only nested factors allow.
    #[error(
        "{factors} are tied together by crossing, memberships or correlated rows, so none of them parts the rows into \
         independent clusters; use Satterthwaite or Kenward-Roger, or drop what ties them (an effect of few levels may be \
         a fixed one)"
    )]
    NotNested {
        /// The grouping factors.
        factors: String,
    },
}
