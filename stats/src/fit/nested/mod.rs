//! The engine for nested factors: a tree of levels, eliminated from its leaves, eight levels at a time.
//!
//! With M = ΛΛ', S the cross-products of a level's columns and J its random effects, eliminating the level leaves
//! S̃ = S − S_J'B S_J for the columns that its outer level still needs, B = Λ(I + Λ'S_JJΛ)⁻¹Λ', and adds log|I + S_JJM|.
//!
//! The gradient comes back down the same tree. If G̃ is the derivative of the criterion by the S̃ of a level,
//!
//! * by M: N = S̃_JJ − S̃_J G̃ S̃_J' (because dS̃ = −S̃_J' dM S̃_J when S stands still);
//! * by S: G = E G̃ E' + B in place J,J, with E = I − e_J B S_J.
//!
//! Only the outer levels' sums are kept between the two sweeps; the innermost levels are eliminated twice, which is
//! cheaper than remembering them: 48 bytes a client is all that a model `(1 + week | group) + (1 + week | client)` needs.

mod block;
mod covariance;
mod dimensions;
mod elimination;
mod level;
mod path;
mod solve;
mod strong;
mod sweep;

pub(crate) use elimination::NestedElimination;
pub(crate) use path::Paths;
