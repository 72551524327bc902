//! Worlds whose truth is known: courses to judge signals by.
//!
//! Each client gets a true course (stable, improving, deteriorating, stagnating, relapsing), some leave early with or
//! without forewarning, and some groups stall, rupture, split or hold an outsider. The numbers stand in [`WorldSettings`]
//! with where they come from; no rule was tuned on them.

mod group;
mod settings;
mod truth;

pub use group::{WorldGroup, WorldMember, worlds};
pub use settings::{World, WorldSettings};
pub use truth::{GroupTruth, Truth};
