//! Signals: rules over the course of one client, or of one group, that give a reason to talk.
//!
//! A rule is a pure function of a [`ClientCourse`] (or a group's course), a [`Scale`], perhaps an
//! [`ExpectedCourse`](crate::expected::ExpectedCourse), and [`Settings`]. What it finds is a [`Finding`]: the rule with its
//! version, the value, the limit that it crossed, and all that it rests on. Every rule judges the last visit of the course
//! that it is given and knows nothing of what came later, so a course cut off at any session gives what was known that day.
//!
//! [`client_findings`] and [`group_findings`] are the two ways in; [`unable`] and [`group_unable`] say which rules lack what
//! they need. [`sudden_changes`] only marks a chart, and [`deterioration_false_alarms`] says how often DET errs.
//!
//! No words stand here: what a finding says on screen is a matter of the service. This room decides nothing about anybody.
//! The rules marked "ours" are proposals, to be judged by their measured error rates.

mod client;
mod course;
#[cfg(test)]
mod example;
mod false_alarms;
mod finding;
mod group;
mod rule;
mod scale;
mod settings;
mod standing;
mod sudden;
mod unable;

pub use client::{client_findings, dropout_by_model};
pub use course::{ClientCourse, CourseError, Form, Presence, Visit};
pub use false_alarms::{FalseAlarms, deterioration_false_alarms};
pub use finding::{Evidence, Finding, RiskMark};
pub use group::{
    GroupCourse, GroupCourseError, GroupFindings, GroupSession, MemberAnswer, SessionRatings, SlopePrior, UsualRatings,
    WindowSlope, group_findings, session_ratings, window_slopes,
};
pub use rule::{Level, Rule, UnknownRule};
pub use scale::Scale;
pub use settings::Settings;
pub use standing::{Standing, standing};
pub use sudden::{SuddenChange, sudden_changes};
pub use unable::{Lack, Unable, group_unable, unable};

/// Version of this module: it changes whenever any rule, default or reading of the data does.
pub const SIGNALS_VERSION: &str = "1.3";
