//! Why a model cannot be fitted.

/// Why a model cannot be fitted.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum FitError {
    /// θ has another length than the model has covariance parameters.
    #[error("theta has {found} values where the model has {expected} covariance parameters")]
    ThetaLength {
        /// Parameters of the model.
        expected: usize,
        /// Values given.
        found: usize,
    },
    /// A value of θ that is no finite number.
    #[error("theta, value {index}: not a finite number")]
    ThetaNotFinite {
        /// Which, the first is 1.
        index: usize,
    },
    /// A value of θ beyond all data.
    #[error("theta, value {index}: {value:e} is beyond what can be computed; values are below 1e100")]
    ThetaTooLarge {
        /// Which, the first is 1.
        index: usize,
        /// The value.
        value: f64,
    },
    /// A criterion at a given θ was asked of a model whose residuals have parameters of their own.
    #[error("a model with a residual correlation or variance cannot be evaluated at a given theta; fit it instead")]
    ResidualAtTheta,
    /// The equations are not positive definite in floating point at this θ.
    #[error(
        "the mixed model equations cannot be factorised at this theta; rescale the columns or choose a smaller theta"
    )]
    NotPositiveDefinite,
    /// A stratum of the residuals has nothing to estimate its variance from, or next to nothing beside another's.
    #[error(
        "the residual variance of stratum `{stratum}` cannot be estimated: fixed and random effects fit its rows exactly, or its \
         standard deviation is less than 1e-4 of another stratum's; join it to another stratum, leave out the fixed effect \
         that it alone has, or bring the strata to like units"
    )]
    StratumFitted {
        /// The stratum.
        stratum: String,
    },
    /// The likelihood grows without bound as the residual variance goes to zero.
    #[error(
        "nothing is left for the residual: the response does not vary within the levels of `{factor}` once fixed and random \
         effects are taken out; use fewer effects or a coarser factor"
    )]
    NoResidual {
        /// The grouping factor with the strongest effects.
        factor: String,
    },
}
