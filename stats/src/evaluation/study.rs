//! Courses of many clients in groups, as an organisation, a file or a simulated world gives them.

use super::PlannedEnd;
use crate::dropout::{Competing, Ending};
use crate::signals::{ClientCourse, CourseError, Visit};
use crate::simulate::{GroupTruth, LeaveReason, Truth, WorldGroup, WorldMember};

/// One client's stay in a group, whole.
#[derive(Debug, Clone, PartialEq)]
pub struct StudyMember {
    /// Every session of the stay, in order of time.
    pub visits: Vec<Visit>,
    /// The planned end, as it was known over time.
    pub planned_end: PlannedEnd,
    /// How it ended, or that it runs.
    pub ending: Ending,
    /// Calendar week from which the weeks of its visits count, where known.
    pub began: Option<f64>,
    /// True improvement in points at each visit, free of noise: known of simulated clients only.
    pub true_improvement: Option<Vec<f64>>,
    /// What is really going on: known of simulated clients only.
    pub true_course: Option<Truth>,
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

impl StudyGroup {
    /// Weeks from the group's first session to the start of a member's stay, from which the weeks of visits count: an open
    /// group's later members began later. By the calendar where it is known; else a session is taken for a week.
    pub(super) fn later(&self, member: &StudyMember) -> f64 {
        if let (Some(starts), Some(began)) = (self.starts, member.began) {
            return began - starts;
        }
        let first = self.members.iter().filter_map(|other| other.visits.first()).map(|visit| visit.session).min();
        member.visits.first().zip(first).map_or(0.0, |(visit, first)| f64::from(visit.session - first))
    }

    /// Something to order groups by that depends on nothing but what was seen of them: neither names nor places.
    #[must_use]
    pub fn content(&self) -> Vec<u64> {
        let mut members: Vec<Vec<u64>> = self.members.iter().map(StudyMember::content).collect();
        members.sort();
        [bits(self.starts)].into_iter().chain(members.into_iter().flatten()).collect()
    }
}

impl StudyMember {
    /// Something to order stays by that depends on nothing but what was seen of them.
    #[must_use]
    pub fn content(&self) -> Vec<u64> {
        let visit = |visit: &Visit| {
            let Visit { session, weeks, presence, form, score, process } = *visit;
            [
                u64::from(session.cast_unsigned()),
                bits(Some(weeks)),
                presence as u64,
                form as u64,
                bits(score),
                bits(process),
            ]
        };
        let ending = match self.ending {
            Ending::Running => 0,
            Ending::Dropout => 1,
            Ending::Competing(kind) => 2 + kind as u64,
        };
        let planned = self.planned_end.all().iter().flat_map(|(from, end)| [bits(Some(*from)), bits(Some(*end))]);
        let stay = [self.visits.len() as u64, ending, self.planned_end.all().len() as u64];
        stay.into_iter().chain(planned).chain(self.visits.iter().flat_map(visit)).collect()
    }
}

/// A number as something to order by; what is not there comes first.
fn bits(number: Option<f64>) -> u64 {
    // + 0.0: minus zero is zero.
    number.map_or(0, |number| (number + 0.0).to_bits().saturating_add(1))
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
                ClientCourse::new(&stay.visits, stay.planned_end.newest()).map_err(|source| StudyError {
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
            let members = group.members.iter().map(|member| {
                let began = starts + group.later(member);
                let held = |visit: &&Visit| began + visit.weeks < week;
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
            members: group.members.iter().map(|member| of_world(member, group)).collect(),
            truth: Some(group.truth),
        });
        Self { groups: groups.collect() }
    }
}

fn of_world(member: &WorldMember, group: &WorldGroup) -> StudyMember {
    StudyMember {
        visits: member.visits.clone(),
        planned_end: PlannedEnd::known(Some((f64::from(group.sessions) - 1.0) * group.weeks_apart)),
        ending: match member.reason {
            LeaveReason::Completed => Ending::Competing(Competing::Planned),
            LeaveReason::AgreedEarly => Ending::Competing(Competing::Agreed),
            LeaveReason::Unilateral => Ending::Dropout,
        },
        began: None,
        true_improvement: Some(member.improvement.clone()),
        true_course: Some(member.truth),
    }
}
