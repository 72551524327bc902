//! Reliable change and clinical significance (Jacobson and Truax 1991, doi:10.1037/0022-006X.59.1.12).
//!
//! A change is *reliable* when it is larger than measurement error explains, *clinically significant* when it also
//! crosses the cut-off between the clinical and the functional population. In this room a positive change is always an
//! improvement, whatever the direction of the instrument.
//!
//! [`classify`] is Jacobson and Truax, and what signals rest on. [`change_index`] puts four other methods beside it,
//! [`slope_index`] the slope of a mixed model; they are cross-checks. [`pair_change`] sums up two questionnaires as the NHS does.

mod cutoff;
mod limit;
mod method;
mod reliable_change;
mod sample;
mod slope;
mod talking_therapies;

pub use cutoff::{Cutoff, Norm, OnTheCutoff};
pub use limit::{PublishedPoints, Reliability, ReliableLimit};
pub use method::{Method, change_index};
pub use reliable_change::{Category, ReliableChange, classify};
pub use sample::Sample;
pub use slope::slope_index;
pub use talking_therapies::{PairChange, PairRules, PairScores, ReliablePairChange, pair_change};

/// Which way an instrument's score improves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// A fall is an improvement, as on a symptom list.
    LowerBetter,
    /// A rise is an improvement, as on a well-being scale.
    HigherBetter,
}

impl Direction {
    /// d: +1 when higher is better, −1 when lower is better.
    #[must_use]
    pub fn sign(self) -> f64 {
        match self {
            Self::LowerBetter => -1.0,
            Self::HigherBetter => 1.0,
        }
    }

    /// Δ = d·(now − reference): positive is improvement.
    #[must_use]
    pub fn improvement(self, reference: f64, now: f64) -> f64 {
        self.sign() * (now - reference)
    }
}

/// Why a reliable change cannot be worked out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ChangeError {
    /// A standard deviation that is not a positive number.
    #[error("a standard deviation must be a positive number")]
    StandardDeviation,
    /// A reliability outside 0 to 1.
    #[error("a reliability lies between 0 and 1, 1 excluded")]
    ReliabilityOutOfRange,
    /// A z that is not a positive number.
    #[error("z must be a positive number, for instance 1.96")]
    QuantileOutOfRange,
    /// Points that are not a positive number.
    #[error("a published limit must be a positive number of points")]
    PointsOutOfRange,
    /// A mean, cut-off or score that is not a finite number.
    #[error("a score, mean or cut-off must be a finite number")]
    NotFinite,
    /// A correlation outside −1 to 1.
    #[error("a correlation lies between -1 and 1")]
    CorrelationOutOfRange,
    /// Fewer than two pairs of scores.
    #[error("a sample needs at least two pairs of scores")]
    TooFewPairs,
    /// Differences that are no larger than measurement error.
    #[error("the differences in this sample are no larger than measurement error, so they have no reliability")]
    DifferencesUnreliable,
}

/// The value, when it is a finite positive number.
fn positive(value: f64, otherwise: ChangeError) -> Result<f64, ChangeError> {
    if value.is_finite() && value > 0.0 { Ok(value) } else { Err(otherwise) }
}

/// The value, when it is finite.
fn finite(value: f64) -> Result<f64, ChangeError> {
    if value.is_finite() { Ok(value) } else { Err(ChangeError::NotFinite) }
}
