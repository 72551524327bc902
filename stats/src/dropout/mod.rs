//! Who leaves before the planned end: described.
//!
//! [`KaplanMeier`] says how many are still there, [`CumulativeIncidence`] how many have ended in which way when a stay can
//! end in several, [`LogRank`] whether groups differ.

mod ending;
mod incidence;
mod interval;
mod kaplan_meier;
mod log_rank;
mod regression;
mod risk_set;

pub use ending::{Competing, Duration, DurationError, Ending};
pub use incidence::{CumulativeIncidence, IncidenceStep};
pub use interval::Interval;
pub use kaplan_meier::{KaplanMeier, RestrictedMean, SurvivalStep};
pub use log_rank::LogRank;
pub use regression::{Regression, RegressionError};
