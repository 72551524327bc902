//! Seeded data for demonstrations, tests and benchmarks. The same seed gives the same data on every machine.
//!
//! [`organisation()`] makes a small mental health organisation with groups of every kind and format, and stories a
//! therapist would recognise; [`growth()`] makes the long table of a three-level growth model of any size; [`worlds()`]
//! makes courses whose truth is known, to judge signals by.

mod answers;
mod course;
mod group;
mod growth;
mod organisation;
mod plan;
mod worlds;

pub use answers::Answers;
pub use course::Course;
pub use group::{Attendance, ClientSession, Leave, LeaveReason, SimulatedGroup, SimulatedMember};
pub use growth::{GrowthSettings, growth};
pub use organisation::{Settings, SimulatedOrganisation, organisation};
pub use plan::{GroupFormat, GroupKind, GroupPlan, GroupStory, demonstration_plans};
pub use worlds::{GroupTruth, Truth, World, WorldGroup, WorldMember, WorldSettings, worlds};
