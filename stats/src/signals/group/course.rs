//! What a group's rules look at: its sessions in order, with what each member gave.

use super::GroupCourseError;

/// What one member gave at one session.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MemberAnswer {
    /// The member, by a number that is his in this group at every session.
    pub member: usize,
    /// Whether the member came.
    pub present: bool,
    /// The outcome score in points, where there is one.
    pub outcome: Option<f64>,
    /// The member's score of the session itself, higher is better, where there is one.
    pub process: Option<f64>,
}

/// One session of a group.
#[derive(Debug, Clone, PartialEq)]
pub struct GroupSession {
    /// Its number.
    pub session: i32,
    /// Weeks since the start of the group.
    pub weeks: f64,
    /// Those who were members that day, in any order.
    pub members: Vec<MemberAnswer>,
}

/// A group's sessions so far, in order of time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct GroupCourse<'s> {
    sessions: &'s [GroupSession],
}

impl GroupSession {
    /// Scores of the session itself, with the member.
    pub(super) fn ratings(&self) -> impl Iterator<Item = (usize, f64)> + Clone {
        self.members.iter().filter_map(|answer| answer.process.map(|score| (answer.member, score)))
    }
}

impl<'s> GroupCourse<'s> {
    /// `sessions` in order of time.
    ///
    /// # Errors
    /// [`GroupCourseError`], with the place of the session counted from 1.
    pub fn new(sessions: &'s [GroupSession]) -> Result<Self, GroupCourseError> {
        for (place, session) in (1..).zip(sessions) {
            let scores = session.members.iter().flat_map(|answer| [answer.outcome, answer.process]);
            if !session.weeks.is_finite() || scores.flatten().any(|score| !score.is_finite()) {
                return Err(GroupCourseError::NotFinite(place));
            }
            let mut members: Vec<usize> = session.members.iter().map(|answer| answer.member).collect();
            members.sort_unstable();
            if members.windows(2).any(|pair| pair[0] == pair[1]) {
                return Err(GroupCourseError::MemberTwice(place));
            }
        }
        match sessions.windows(2).position(|pair| pair[1].weeks < pair[0].weeks) {
            Some(place) => Err(GroupCourseError::OutOfOrder(place + 2)),
            None => Ok(Self { sessions }),
        }
    }

    /// What was known after the first `count` sessions.
    #[must_use]
    pub fn until(self, count: usize) -> Self {
        Self { sessions: self.sessions.get(..count).unwrap_or(self.sessions) }
    }

    /// The sessions.
    #[must_use]
    pub fn sessions(self) -> &'s [GroupSession] {
        self.sessions
    }

    /// The last session and those before it.
    pub(super) fn newest(self) -> Option<(&'s GroupSession, &'s [GroupSession])> {
        self.sessions.split_last()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn session(weeks: f64, members: &[usize], process: f64) -> GroupSession {
        let answer = |&member| MemberAnswer { member, present: true, outcome: None, process: Some(process) };
        GroupSession { session: 1, weeks, members: members.iter().map(answer).collect() }
    }

    #[test]
    fn sessions_that_are_no_course_are_refused_by_place() {
        let wrong = |sessions: &[GroupSession]| GroupCourse::new(sessions).unwrap_err();
        assert_eq!(wrong(&[session(1.0, &[1], 5.0), session(0.0, &[1], 5.0)]), GroupCourseError::OutOfOrder(2));
        assert_eq!(wrong(&[session(1.0, &[1, 2, 1], 5.0)]), GroupCourseError::MemberTwice(1));
        assert_eq!(wrong(&[session(1.0, &[1], f64::INFINITY)]), GroupCourseError::NotFinite(1));
    }
}
