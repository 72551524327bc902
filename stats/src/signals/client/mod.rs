//! The rules over one client's course: one rule a file.

mod deterioration;
mod dropout;
mod off_track;
mod off_track_by_model;
mod recovered;
mod relapse;
mod silence;
mod stagnation;
mod stagnation_by_model;

pub use dropout::dropout_by_model;

use super::{ClientCourse, Finding, Scale, Settings};
use crate::expected::ExpectedCourse;

/// All that stands at the last visit of the course, in the order of [`Rule::ALL`](super::Rule::ALL).
///
/// DET, OFF, OFF-P, STAG, STAG-P, REL and REC judge the newest score: at a last visit without a score they are silent, so that no
/// score is judged twice. MISS speaks at an attended visit whose form was not completed, DROP (by its named marks) at any
/// visit. A rule that lacks what it needs (a limit, a cut-off, an expected course for this direction, a planned end) is
/// silent too; [`unable`](super::unable) says which and why. DROP by a model comes from [`dropout_by_model`].
///
/// STAG-P and STAG are about clients who are still in the clinical range; STAG-P knows of the range only with a cut-off.
#[must_use]
pub fn client_findings(
    course: ClientCourse<'_>,
    scale: &Scale,
    expected: Option<&ExpectedCourse>,
    settings: &Settings,
) -> Vec<Finding> {
    let expected = expected.filter(|expected| expected.parameters().direction == scale.direction);
    let found = [
        deterioration::find(course, scale, settings),
        expected.and_then(|expected| off_track::find(course, expected, settings)),
        expected.and_then(|expected| off_track_by_model::find(course, scale, expected, settings)),
        stagnation::find(course, scale, settings),
        expected.and_then(|expected| stagnation_by_model::find(course, scale, expected, settings)),
        relapse::find(course, scale, settings),
        recovered::find(course, scale, settings),
        silence::find(course, settings),
        dropout::find(course, scale, settings),
    ];
    found.into_iter().flatten().collect()
}
