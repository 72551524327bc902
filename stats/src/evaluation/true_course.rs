//! What rules said of each kind of true course.

use std::collections::BTreeSet;

use super::{Examination, Proportion, StudyGroup, StudyMember, Warning, proportion};
use crate::dropout::Ending;
use crate::simulate::{GroupTruth, Truth};

/// What is really going on with a client, or with a group. A stay is of several kinds: of its client's course, perhaps of a
/// leaving, and of what happens to its group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum TrueCourse {
    /// The client does not change at all.
    Stable,
    /// Gets better.
    Improving,
    /// A little better at first, then nothing.
    Stagnating,
    /// Gets better and loses it again.
    Relapsing,
    /// Gets worse.
    Deteriorating,
    /// Leaves before the planned end.
    DroppingOut,
    /// Nothing happens to the group.
    OrdinaryGroup,
    /// From some session on nobody in the group moves.
    StallingGroup,
    /// Something breaks in a session.
    RupturedGroup,
    /// Half of the group rates the sessions ever lower.
    SplittingGroup,
    /// One member comes to stand outside.
    GroupWithOutsider,
}

impl TrueCourse {
    /// All kinds, those of clients first.
    pub const ALL: [Self; 11] = [
        Self::Stable,
        Self::Improving,
        Self::Stagnating,
        Self::Relapsing,
        Self::Deteriorating,
        Self::DroppingOut,
        Self::OrdinaryGroup,
        Self::StallingGroup,
        Self::RupturedGroup,
        Self::SplittingGroup,
        Self::GroupWithOutsider,
    ];

    fn of_member(member: &StudyMember) -> impl Iterator<Item = Self> {
        let course = member.true_course.map(|truth| match truth {
            Truth::Stable => Self::Stable,
            Truth::Improving => Self::Improving,
            Truth::Stagnating => Self::Stagnating,
            Truth::Relapsing => Self::Relapsing,
            Truth::Deteriorating => Self::Deteriorating,
        });
        course.into_iter().chain((member.ending == Ending::Dropout).then_some(Self::DroppingOut))
    }

    fn of_group(group: &StudyGroup) -> Option<Self> {
        Some(match group.truth? {
            GroupTruth::Ordinary => Self::OrdinaryGroup,
            GroupTruth::Stalling(_) => Self::StallingGroup,
            GroupTruth::Rupture(_) => Self::RupturedGroup,
            GroupTruth::Splitting(_) => Self::SplittingGroup,
            GroupTruth::Outsider(_) => Self::GroupWithOutsider,
        })
    }
}

/// How often a warning was given about one kind of course, at any session: stays, or groups where the warning is about them.
#[derive(Debug, Clone, PartialEq)]
pub struct CourseRow {
    /// The warning.
    pub warning: Warning<'static>,
    /// The kind of course.
    pub course: TrueCourse,
    /// Those of whom it was given, with an interval that counts groups.
    pub named: Proportion,
}

impl Examination {
    /// What one warning said of each kind of course, of those of which there are any; empty where nobody knows the truth.
    #[must_use]
    pub fn by_true_course(&self, warning: Warning<'static>) -> Vec<CourseRow> {
        let said: BTreeSet<(usize, Option<usize>)> =
            warning.counted(self.said(warning)).map(|one| (one.group, one.member)).collect();
        let is_of_group = warning.rules.iter().all(|(rule, _)| rule.is_of_group());
        let mut units: Vec<(TrueCourse, usize, bool)> = Vec::new();
        for (place, group) in self.study.groups().iter().enumerate() {
            let Some(around) = TrueCourse::of_group(group) else { continue };
            if is_of_group {
                units.push((around, place, said.contains(&(place, None))));
                continue;
            }
            for (seat, member) in group.members.iter().enumerate() {
                let named = said.contains(&(place, Some(seat)));
                units.extend(TrueCourse::of_member(member).chain([around]).map(|course| (course, place, named)));
            }
        }
        let row = |course: TrueCourse| {
            let of = units.iter().filter(|(kind, ..)| *kind == course);
            let named = proportion(of.map(|(_, place, named)| (*place, usize::from(*named), 1)));
            CourseRow { warning, course, named }
        };
        TrueCourse::ALL.into_iter().map(row).filter(|row| row.named.trials > 0).collect()
    }
}
