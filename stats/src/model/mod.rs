//! Assume: a formula and a table become a model.
//!
//! [`Formula::parse`] reads lme4's language (Bates et al. 2015, section 2), [`Model::build`] looks its names up in a
//! table, makes the design columns with treatment contrasts, finds how the grouping factors are nested and condenses the
//! rows to one matrix of cross-products a level of the innermost factor. Nothing after that step sees a row again.

mod build;
mod columns;
mod cross_products;
mod design;
mod error;
mod expression;
mod formula;
mod grouping;
mod node;
mod rank;
#[allow(dead_code, unused_imports)]
pub(crate) mod rows;
mod scaling;
mod terms;
mod token;

pub use build::Model;
pub use error::ModelError;
pub use formula::{Formula, FormulaError};

pub(crate) use build::{RandomTerm, Stage};
pub(crate) use scaling::Scaling;
