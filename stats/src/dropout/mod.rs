//! Who leaves before the planned end.
//!
//! Described: [`KaplanMeier`] says how many are still there, [`CumulativeIncidence`] how many have ended in which way when a
//! stay can end in several, [`LogRank`] whether groups differ.
//!
//! Foretold: a [`HazardModel`] learns from [`CourseForHazard`]s what goes before a dropout (as a [`DropoutDefinition`] has
//! it) and gives a [`DropoutRisk`] for a [`RiskRow`]; [`forward_validation`] tells how far that can be believed. Dropout is
//! hard to foretell: the best published ensembles find about 63 % of those who leave.

mod columns;
mod course;
mod definition;
mod discrimination;
mod ending;
mod estimation;
mod forecast;
mod hazard;
mod hazard_error;
mod incidence;
mod interval;
mod kaplan_meier;
mod later;
mod log_rank;
mod regression;
mod risk;
mod risk_set;
mod row;
mod sandwich;
mod shrinkage;
mod validation;

pub use course::{Baseline, CourseForHazard, HazardCourseError, HazardSession, StartScore};
pub use definition::{DropoutDefinition, Outcome};
pub use ending::{Competing, Duration, DurationError, Ending};
pub use forecast::{CalibrationRow, Forecast, ForecastQuality, WithInterval};
pub use hazard::{Basis, HazardEffect, HazardModel, HazardSettings, QuadratureCheck};
pub use hazard_error::HazardError;
pub use incidence::{CumulativeIncidence, IncidenceStep};
pub use interval::Interval;
pub use kaplan_meier::{KaplanMeier, RestrictedMean, SurvivalStep};
pub use log_rank::LogRank;
pub use regression::{Regression, RegressionError};
pub use risk::{Chance, DropoutRisk, Foretold};
pub use row::RiskRow;
pub(crate) use row::known_ends;
pub use validation::{Named, Validation, ValidationSettings, forward_validation};
pub(crate) use validation::{block_starts, validate_blocks};

/// Sessions ahead that a forecast is about, beside the next one.
pub const SESSIONS_AHEAD: usize = 4;
