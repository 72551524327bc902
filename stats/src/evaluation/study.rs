//! Courses of many clients in groups, as an organisation, a file or a simulated world gives them.

use crate::dropout::{Competing, Ending};
use crate::signals::{ClientCourse, CourseError, Visit};
use crate::simulate::{GroupTruth, LeaveReason, WorldGroup, WorldMember};

/// One client's stay in a group, whole.
#[derive(Debug, Clone, PartialEq)]
pub struct StudyMember {
    /// Every session of the stay, in order of time.
    pub visits: Vec<Visit>,
    /// Weeks since the start of the stay at the planned end, where one is planned.
    pub planned_end: Option<f64>,
    /// How it ended, or that it runs.
    pub ending: Ending,
    /// True improvement in points at each visit, free of noise: known of simulated clients only.
    pub true_improvement: Option<Vec<f64>>,
}

/// One group, whole.
#[derive(Debug, Clone, PartialEq)]
pub struct StudyGroup {
    /// Calendar week of its first session, where known: who came first.
    pub starts: Option<f64>,
    /// Its members.
    pub members: Vec<StudyMember>,
    /// What really happened to it: known of simulated groups only.
    pub truth: Option<GroupTruth>,
}

/// Why courses are no study.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("group {group}, member {member} (both counted from 1): {source}")]
pub struct StudyError {
    group: usize,
    member: usize,
    source: CourseError,
}

/// Groups of courses, each checked to be in order of time.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Study {
    pub(super) groups: Vec<StudyGroup>,
}

impl Study {
    /// Takes groups whose courses are in order of time.
    ///
    /// # Errors
    /// [`StudyError`] with the place of the first course that is not.
    pub fn new(groups: Vec<StudyGroup>) -> Result<Self, StudyError> {
        for (group, found) in (1..).zip(&groups) {
            for (member, stay) in (1..).zip(&found.members) {
                ClientCourse::new(&stay.visits, stay.planned_end).map_err(|source| StudyError {
                    group,
                    member,
                    source,
                })?;
            }
        }
        Ok(Self { groups })
    }

    /// What was known at a calendar week: of groups that had begun, the visits before it. Empty for groups of which nobody
    /// knows when they began.
    #[must_use]
    pub fn known_before(&self, week: f64) -> Self {
        let begun =
            self.groups.iter().filter_map(|group| group.starts.filter(|starts| *starts < week).map(|s| (group, s)));
        let cut = |(group, starts): (&StudyGroup, f64)| {
            let first =
                group.members.iter().filter_map(|member| member.visits.first()).map(|visit| visit.session).min();
            let members = group.members.iter().map(|member| {
                // Weeks of visits count from the start of the stay: an open group's later members began later.
                let later = member.visits.first().zip(first).map_or(0, |(visit, first)| visit.session - first);
                let held = |visit: &&Visit| starts + f64::from(later) + visit.weeks < week;
                StudyMember { visits: member.visits.iter().filter(held).copied().collect(), ..member.clone() }
            });
            StudyGroup { members: members.filter(|member| !member.visits.is_empty()).collect(), ..group.clone() }
        };
        Self { groups: begun.map(cut).collect() }
    }

    /// The groups.
    #[must_use]
    pub fn groups(&self) -> &[StudyGroup] {
        &self.groups
    }

    /// Number of stays.
    #[must_use]
    pub fn members(&self) -> usize {
        self.groups.iter().map(|group| group.members.len()).sum()
    }

    /// Number of client-sessions.
    #[must_use]
    pub fn client_sessions(&self) -> usize {
        self.groups.iter().flat_map(|group| &group.members).map(|member| member.visits.len()).sum()
    }
}

impl From<&[WorldGroup]> for Study {
    fn from(groups: &[WorldGroup]) -> Self {
        let groups = groups.iter().map(|group| StudyGroup {
            starts: Some(group.starts),
            members: group.members.iter().map(|member| of_world(member, group.sessions)).collect(),
            truth: Some(group.truth),
        });
        Self { groups: groups.collect() }
    }
}

fn of_world(member: &WorldMember, sessions: u32) -> StudyMember {
    StudyMember {
        visits: member.visits.clone(),
        planned_end: Some(f64::from(sessions) - 1.0),
        ending: match member.reason {
            LeaveReason::Completed => Ending::Competing(Competing::Planned),
            LeaveReason::AgreedEarly => Ending::Competing(Competing::Agreed),
            LeaveReason::Unilateral => Ending::Dropout,
        },
        true_improvement: Some(member.improvement.clone()),
    }
}
