//! Assume: a formula and a table become a model.
//!
//! [`Formula::parse`] reads lme4's language (Bates et al. 2015, section 2), [`Model::build`] looks its names up in a
//! table, makes the design columns with treatment contrasts and finds how the grouping factors lie to each other.
//!
//! Nested factors (sessions in clients in groups) condense to one matrix of cross-products a level of the innermost factor,
//! and nothing after that sees a row again. Crossed factors, effects of single sessions, members of several groups
//! ([`MultipleMembership`]) and residuals with parameters of their own ([`Residual`]) keep their rows.
//!
//! Rows that arrive later are added to those sums ([`Model::with_sessions`]), and sums that were made elsewhere, by a
//! database or in several places, become a model without any row ([`CrossProducts`], [`Model::from_products`]).

mod arrivals;
mod build;
mod chain;
mod columns;
mod design;
mod error;
mod exact;
mod expression;
mod extend;
mod fixed;
mod formula;
mod from_products;
mod grouping;
mod internal;
mod kept;
mod labels;
mod level_places;
mod membership;
mod moments;
mod node;
mod observed;
mod options;
mod products;
mod products_error;
mod rank;
mod recipe;
mod residual;
pub(crate) mod rows;
mod scaling;
mod serial;
mod terms;
mod token;
mod update;

pub use build::Model;
pub use error::ModelError;
pub use formula::{Formula, FormulaError};
pub use options::{ModelOptions, MultipleMembership};
pub use products::{ClientSums, CrossProducts};
pub use products_error::ProductsError;
pub use recipe::RecipeError;
pub use residual::{Decay, Residual, ResidualEstimate, SerialCorrelation};
pub use update::UpdateError;

pub(crate) use build::{RandomTerm, Stage, Sums};
pub(crate) use kept::KeptRows;
pub(crate) use labels::Labels;
pub(crate) use level_places::LevelPlaces;
pub(crate) use moments::{Chunk, Moments, place};
pub(crate) use observed::Observed;
pub(crate) use recipe::{ColumnRecipe, Prepared, find};
pub(crate) use residual::ResidualRows;
pub(crate) use scaling::Scaling;
pub(crate) use serial::{FromNeighbours, When};
