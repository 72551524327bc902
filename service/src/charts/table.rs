//! The table behind a chart, from the same view: raw scores as the instrument counts them.

use super::view::{GroupCourse, Status};

/// All numbers that the chart draws.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CourseTable {
    /// Session numbers, left to right.
    pub sessions: Vec<u32>,
    /// One row a member, in the order of the view.
    pub members: Vec<CourseRow>,
    /// The group's expected score by session.
    pub group: Vec<Option<String>>,
    /// The group's 95 % interval by session: lower and upper end.
    pub interval: Vec<Option<(String, String)>>,
}

/// A member's measured scores.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CourseRow {
    /// Pseudonym.
    pub label: String,
    /// What is said about the member.
    pub status: Status,
    /// The last session of a member who left.
    pub left_after: Option<u32>,
    /// Scores by session as text; `None` was not answered.
    pub scores: Vec<Option<String>>,
}

impl GroupCourse {
    /// The table behind the chart. Scores have at most one decimal, as the reader writes numbers.
    pub fn table(&self) -> CourseTable {
        let write = |value: f64| self.numerals.write(value, 1);
        let sessions: Vec<u32> = (1..=self.sessions).collect();
        let group: Vec<_> = sessions.iter().map(|session| self.group_at(*session)).collect();
        let members = self.members.iter().map(|member| CourseRow {
            label: member.label.clone(),
            status: member.status,
            left_after: member.left.as_ref().map(|left| left.after),
            scores: sessions.iter().map(|session| member.point(*session).map(write)).collect(),
        });
        CourseTable {
            members: members.collect(),
            interval: group.iter().map(|point| point.map(|point| (write(point.lower), write(point.upper)))).collect(),
            group: group.into_iter().map(|point| point.map(|point| write(point.mean))).collect(),
            sessions,
        }
    }
}
