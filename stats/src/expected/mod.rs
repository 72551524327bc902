//! The course that may be expected of a client with a given start, and how far a score may lie from it.
//!
//! After Finch, Lambert & Schaalje (2001, Clin Psychol Psychother 8:231), who used bands of intake scores, ln(session) and
//! tolerance intervals; here one mixed model with the start as a covariate:
//! y_it = (β0 + u_i) + (β1 + v_i)·ln(1 + t) + β2·(x₀ − c) + β3·(x₀ − c)·ln(1 + t) + group and session effects + e_it,
//! t weeks since x₀, c the mean start.
//!
//! The limits come from the population's curve: a group that does badly must not excuse its members.

mod course;
mod curve;
mod fit;
mod fit_error;
mod observed;
mod parameters;
mod warm;

pub use course::{ExpectedCourse, Limits, TooFar};
pub use curve::Curve;
pub use fit::{FitSettings, FittedExpectation, Varies, fit};
pub use fit_error::ExpectedFitError;
pub use observed::ObservedCourse;
pub use parameters::{ParameterError, Parameters};
