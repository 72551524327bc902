//! Signals: rules over the course of one client, or of one group, that give a reason to talk.
//!
//! A rule is a pure function of a [`ClientCourse`] (or a group's course), a [`Scale`], perhaps an
//! [`ExpectedCourse`](crate::expected::ExpectedCourse), and [`Settings`]. What it finds is a [`Finding`]: the rule with its
//! version, the value, the limit that it crossed, and all that it rests on. Every rule judges the last visit of the course
//! that it is given and knows nothing of what came later, so a course cut off at any session gives what was known that day.
//!
//! No words stand here: what a finding says on screen is a matter of the service. This room decides nothing about anybody.
//! The rules marked "ours" are proposals, to be judged by their measured error rates.

mod course;
mod finding;
mod rule;
mod scale;
mod settings;

pub use course::{ClientCourse, CourseError, Form, Presence, Visit};
pub use finding::{Evidence, Finding, RiskMark};
pub use rule::{Level, Rule, UnknownRule};
pub use scale::Scale;
pub use settings::Settings;

/// Version of this module: it changes whenever any rule, default or reading of the data does.
pub const SIGNALS_VERSION: &str = "1.0";
