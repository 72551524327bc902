//! The rules over a group's course (ours): one rule a file.

mod course;
mod outsider;
mod prior;
mod ratings;
mod rupture;
mod split;
mod spread;
mod stall;
mod window;

pub use course::{GroupCourse, GroupSession, MemberAnswer};
pub use prior::SlopePrior;
pub use ratings::{SessionRatings, UsualRatings, session_ratings};
pub use window::{WindowSlope, window_slopes};

use super::{Finding, Scale, Settings, Standing};

/// Why sessions are no course of a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum GroupCourseError {
    /// A session lies before the one that precedes it.
    #[error("session {0} lies before the one that precedes it; sessions go in order of time")]
    OutOfOrder(usize),
    /// A week or a score that is not a finite number.
    #[error("session {0} has a week or a score that is no finite number")]
    NotFinite(usize),
    /// A member who is listed twice.
    #[error("session {0} lists a member twice; each member gives one answer a session")]
    MemberTwice(usize),
}

/// What stands at the last session of a group.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct GroupFindings {
    /// About the group as a whole.
    pub group: Vec<Finding>,
    /// G-OUT, with the member, by the member's number. Shown to therapists only.
    pub members: Vec<(usize, Finding)>,
}

/// All that stands at the last session of the group, in the order of [`Rule::ALL`](super::Rule::ALL).
///
/// G-STALL judges a session that gave an outcome score, the others one that was rated; at other sessions they are silent.
/// `members` says how those who are members now stand ([`standing`](super::standing)); `prior` is the organisation's
/// distribution of slopes, where enough windows exist ([`SlopePrior::estimate`]).
#[must_use]
pub fn group_findings(
    course: GroupCourse<'_>,
    members: &[Standing],
    scale: &Scale,
    prior: Option<SlopePrior>,
    settings: &Settings,
) -> GroupFindings {
    let found = [
        stall::find(course, members, scale, prior, settings),
        rupture::find(course, scale, settings),
        split::find(course, settings),
    ];
    GroupFindings { group: found.into_iter().flatten().collect(), members: outsider::find(course, settings) }
}

#[cfg(test)]
pub(super) mod tests {
    use super::{GroupSession, MemberAnswer};

    fn sessions(table: &[&[f64]], answer: fn(usize, f64) -> MemberAnswer) -> Vec<GroupSession> {
        let row = |(session, row): (i32, &&[f64])| GroupSession {
            session,
            weeks: f64::from(session),
            members: row.iter().enumerate().map(|(member, score)| answer(member, *score)).collect(),
        };
        (0..).zip(table).map(row).collect()
    }

    /// Weekly sessions, a row each, with the ratings of members 0, 1, 2 …
    pub(in crate::signals) fn ratings(table: &[&[f64]]) -> Vec<GroupSession> {
        sessions(table, |member, score| MemberAnswer { member, present: true, outcome: None, process: Some(score) })
    }

    /// Weekly sessions, a row each, with the outcome scores of members 0, 1, 2 …
    pub(in crate::signals) fn outcomes(table: &[&[f64]]) -> Vec<GroupSession> {
        sessions(table, |member, score| MemberAnswer { member, present: true, outcome: Some(score), process: None })
    }
}
