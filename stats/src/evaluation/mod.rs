//! How often signals are right: the operating characteristics of a rule, against what became of each unit.
//!
//! A unit is a client's stay or a group; its truth is known only afterwards. Members of a group are not independent, so
//! every interval counts its groups, not its members. Nothing is fitted here and no rule is run: whoever calls brings the
//! alarms and the truth.

mod characteristics;
mod proportion;

pub use characteristics::{Judged, OperatingCharacteristics, characteristics};
pub use proportion::{Proportion, proportion};
