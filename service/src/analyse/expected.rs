//! The expected course of a scale, for whoever draws it or judges by it.

use std::collections::BTreeMap;

use peil_stats::{expected::ExpectedCourse, signals::SlopePrior};

use super::{AnalyseError, Course};
use crate::store::Tenant;

/// Courses that an expected course needs.
const ENOUGH_COURSES: usize = 100;
/// Scores that make a course one of them.
const ENOUGH_SCORES: usize = 3;

/// Why nothing can be expected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoExpectedCourse {
    /// The organisation does not use signals, and the expected course is a part of them.
    SignalsOff,
    /// The scale rates the sessions: no course is expected of it.
    NotAnOutcome,
    /// Too few courses to learn from.
    TooFewCourses {
        /// Courses with enough scores.
        courses: usize,
        /// How many are needed.
        needed: usize,
    },
    /// There are courses enough, and nothing was fitted to them.
    NotFitted,
}

/// The expected course that this organisation uses for a scale, for charts.
///
/// # Errors
///
/// [`AnalyseError`] when the rows cannot be read.
pub async fn expected_course(
    tenant: &Tenant<'_>,
    instrument: &str,
    scale: &str,
) -> Result<Result<ExpectedCourse, NoExpectedCourse>, AnalyseError> {
    if let Some(stored) = stored_expected(tenant, instrument, scale).await? {
        return Ok(Ok(stored.course));
    }
    let mut scores: BTreeMap<Course, usize> = BTreeMap::new();
    for row in tenant.scores_of_scale(instrument, scale).await? {
        *scores.entry(Course::of(&row)).or_default() += 1;
    }
    let courses = scores.values().filter(|count| **count >= ENOUGH_SCORES).count();
    Ok(Err(if courses < ENOUGH_COURSES {
        NoExpectedCourse::TooFewCourses { courses, needed: ENOUGH_COURSES }
    } else {
        NoExpectedCourse::NotFitted
    }))
}

/// A stored expected course, with what was learnt beside it.
pub(crate) struct StoredCourse {
    /// The course.
    pub(crate) course: ExpectedCourse,
    /// Where it is from, and since when.
    pub(crate) name: String,
    /// The slopes that groups usually have, where they are known.
    pub(crate) slopes: Option<SlopePrior>,
}

/// The stored expected course that counts: the one of a file before the organisation's own.
///
/// # Errors
///
/// [`AnalyseError`] when there is one that cannot be used.
pub(crate) async fn stored_expected(
    tenant: &Tenant<'_>,
    instrument: &str,
    scale: &str,
) -> Result<Option<StoredCourse>, AnalyseError> {
    let Some(row) = tenant.expected_courses(instrument, scale).await?.into_iter().next() else { return Ok(None) };
    let course = ExpectedCourse::new(serde_json::from_value(row.parameters)?)?;
    let name = format!("{} {}", row.source.word(), row.fitted_at);
    Ok(Some(StoredCourse { course, name, slopes: row.slopes.map(serde_json::from_value).transpose()? }))
}
