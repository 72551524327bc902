//! Composition: whether it matters who else sits in the group.
//!
//! The group actor–partner interdependence model (GAPIM; Kenny and Garcia 2012, doi:10.1177/1046496412441626):
//! y_ij = b₀ + b₁X_ij + b₂X'_ij + b₃I_ij + b₄I'_ij + u_j + e_ij, with X a member's own value, X' the mean of the others, I the
//! member's similarity to the others and I' the similarity of the others among themselves. Submodels say what is told of a
//! group in words: only the values count ([`Submodel::Main`]), who fits in fares otherwise ([`Submodel::PersonFit`]), alike
//! groups fare otherwise ([`Submodel::Diversity`]), the odd one out fares otherwise ([`Submodel::Contrast`]).
//!
//! Composition varies between groups, so it is groups that count: [`composition`] refuses below [`LEAST_GROUPS`] of them.

mod columns;
mod comparison;
mod error;
mod members;
mod submodel;

pub use columns::{MemberComposition, compositions};
pub use comparison::{Composition, Hindrance, LeftOut, SubmodelFit, composition};
pub use error::CompositionError;
pub use members::Members;
pub use submodel::Submodel;

/// Groups below which composition is not told from chance.
pub const LEAST_GROUPS: usize = 30;
