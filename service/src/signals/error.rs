//! What can stop an evaluation.

use peil_stats::{
    dropout::DurationError,
    evaluation::StudyError,
    signals::{CourseError, GroupCourseError},
};

use crate::{analyse::AnalyseError, store::StoreError};

/// Why signals were not brought up to date.
#[derive(Debug, thiserror::Error)]
pub enum SignalsError {
    /// The scale is not known here, or its expected course cannot be used.
    #[error(transparent)]
    Analyse(#[from] AnalyseError),
    /// A client's sessions are no course.
    #[error("the sessions of a client are no course: {0}")]
    Course(#[from] CourseError),
    /// A stay that ended is no course.
    #[error("a stay that ended is no course: {0}")]
    Study(#[from] StudyError),
    /// A group's sessions are no course.
    #[error("the sessions of a group are no course: {0}")]
    GroupCourse(#[from] GroupCourseError),
    /// The stays of a kind of group cannot be described.
    #[error("the stays of a kind of group cannot be described: {0}")]
    Leaving(#[from] DurationError),
    /// Something cannot be written as JSON, or read from it.
    #[error("a signal or an expected course cannot be stored")]
    Json(#[from] serde_json::Error),
    /// The computing thread was lost.
    #[error("the computation was broken off")]
    BrokenOff,
    /// The rows cannot be reached.
    #[error(transparent)]
    Store(#[from] StoreError),
}
