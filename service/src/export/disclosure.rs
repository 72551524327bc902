//! Small cells: values so rare that they would point at somebody.
//!
//! A value of `kind` or `format` that fewer than three groups have, and a value of `absence_reason` or `end_reason_class`
//! that fewer than three clients have, becomes `other`; where `other` is still that rare, the column is left out. Where a
//! combination of kind and format is that rare, `format` is left out. This is care, not anonymity: fellow members know
//! when somebody came, and a course of scores is a fingerprint. How many courses are one of a kind is counted and told.

use std::collections::{BTreeMap, BTreeSet};

use super::set::{ResearchSet, course};
use crate::{analyse::Course, domain::GroupId, store::ResearchRow};

/// Groups, or clients, that must share a value.
pub(super) const FEWEST: usize = 3;
/// What rare values become.
pub(super) const OTHER: &str = "other";

/// What happens to the values of one column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Treatment {
    /// Values in the set become `other`; an empty set leaves all as they are.
    Keep(BTreeSet<String>),
    /// The column is left out.
    LeaveOut,
}

/// What happens to each column that could point at somebody.
#[derive(Debug)]
pub(super) struct Disclosure {
    pub(super) kind: Treatment,
    pub(super) format: Treatment,
    pub(super) absence_reason: Treatment,
    pub(super) end_reason_class: Treatment,
    /// Courses that no other course equals in weeks, attendance and scores.
    pub(super) unique_courses: usize,
    /// Members of the smallest group.
    pub(super) smallest_group: Option<usize>,
}

impl Disclosure {
    /// Looks at the whole set before a row is written.
    pub(super) fn of(set: &ResearchSet) -> Self {
        let kind = treatment(set.rows.iter().filter_map(|row| Some((row.group?, row.kind.as_deref()?))));
        let format = treatment(set.rows.iter().filter_map(|row| Some((row.group?, row.format.as_deref()?))));
        let format = if rare_together(set, &kind, &format) { Treatment::LeaveOut } else { format };
        let reasons = set.rows.iter().filter_map(|row| Some((course(row), absence_reason(row)?)));
        let ends = set.rows.iter().filter_map(|row| Some((course(row), end_reason_class(row)?)));
        let (absence_reason, end_reason_class) = (treatment(reasons), treatment(ends));
        let unique_courses = unique_courses(set);
        Self { kind, format, absence_reason, end_reason_class, unique_courses, smallest_group: smallest_group(set) }
    }
}

impl Treatment {
    /// The value as it leaves; none when the column is left out or the cell is empty.
    pub(super) fn apply<'v>(&self, value: Option<&'v str>) -> Option<&'v str> {
        match (self, value) {
            (Self::LeaveOut, _) | (_, None) => None,
            (Self::Keep(rare), Some(value)) if rare.contains(value) => Some(OTHER),
            (Self::Keep(_), value) => value,
        }
    }

    /// Whether the column is written at all.
    pub(super) fn is_kept(&self) -> bool {
        matches!(self, Self::Keep(_))
    }
}

/// Why a member stayed away, without the prefix that says so.
pub(super) fn absence_reason(row: &ResearchRow) -> Option<&str> {
    row.attendance.as_deref()?.strip_prefix("absent_")
}

/// How a stay ended, in five classes; none for clients outside a group.
pub(super) fn end_reason_class(row: &ResearchRow) -> Option<&'static str> {
    row.membership?;
    Some(match row.end_reason.as_deref() {
        None => "ongoing",
        Some("completed") => "completed",
        Some("dropout") => "dropout",
        Some("not_begun") => "not_begun",
        Some(_) => "earlier_agreed",
    })
}

fn treatment<'v, H: Ord>(held: impl Iterator<Item = (H, &'v str)>) -> Treatment {
    let mut holders: BTreeMap<&str, BTreeSet<H>> = BTreeMap::new();
    for (holder, value) in held {
        holders.entry(value).or_default().insert(holder);
    }
    let rare: BTreeSet<String> =
        holders.iter().filter(|(_, holders)| holders.len() < FEWEST).map(|(value, _)| (*value).to_owned()).collect();
    let pooled: BTreeSet<&H> = holders
        .iter()
        .filter(|(value, _)| rare.contains(**value) || **value == OTHER)
        .flat_map(|(_, holders)| holders)
        .collect();
    if !rare.is_empty() && pooled.len() < FEWEST { Treatment::LeaveOut } else { Treatment::Keep(rare) }
}

fn rare_together(set: &ResearchSet, kind: &Treatment, format: &Treatment) -> bool {
    let mut groups: BTreeMap<(&str, &str), BTreeSet<GroupId>> = BTreeMap::new();
    for row in &set.rows {
        let pair = (kind.apply(row.kind.as_deref()), format.apply(row.format.as_deref()));
        if let ((Some(kind), Some(format)), Some(group)) = (pair, row.group) {
            groups.entry((kind, format)).or_default().insert(group);
        }
    }
    groups.values().any(|groups| groups.len() < FEWEST)
}

/// Singling out, counted: courses that nobody else's equals.
fn unique_courses(set: &ResearchSet) -> usize {
    type Trace<'r> = Vec<(i32, Option<&'r str>, Option<u64>)>;
    let mut traces: BTreeMap<Course, Trace<'_>> = BTreeMap::new();
    for row in &set.rows {
        let seen = (row.days, row.attendance.as_deref(), row.score.map(f64::to_bits));
        traces.entry(course(row)).or_default().push(seen);
    }
    let mut alike: BTreeMap<Trace<'_>, usize> = BTreeMap::new();
    for mut trace in traces.into_values() {
        trace.sort_unstable();
        *alike.entry(trace).or_default() += 1;
    }
    alike.values().filter(|courses| **courses == 1).count()
}

fn smallest_group(set: &ResearchSet) -> Option<usize> {
    let mut members: BTreeMap<GroupId, BTreeSet<Course>> = BTreeMap::new();
    for row in &set.rows {
        if let Some(group) = row.group {
            members.entry(group).or_default().insert(course(row));
        }
    }
    members.values().map(BTreeSet::len).min()
}

#[cfg(test)]
mod tests {
    use super::{
        super::set::tests::{row, set},
        Disclosure, OTHER, Treatment, treatment,
    };

    #[test]
    fn rare_values_are_pooled_and_a_rare_pool_goes() {
        let kinds = [(1, "a"), (2, "a"), (3, "a"), (4, "b"), (5, "c"), (6, "c")];
        let pooled = treatment(kinds.into_iter());
        assert_eq!(pooled.apply(Some("a")), Some("a"));
        assert_eq!((pooled.apply(Some("b")), pooled.apply(Some("c"))), (Some(OTHER), Some(OTHER)));
        assert_eq!(treatment(kinds[..4].iter().copied()), Treatment::LeaveOut);
        assert!(treatment(kinds[..3].iter().copied()).is_kept());
    }

    #[test]
    fn a_kind_that_two_groups_have_does_not_leave() {
        let set = set(vec![row(1, 1, 0, Some(3.0)), row(2, 2, 0, Some(3.0)), row(2, 3, 0, Some(4.0))]);
        let found = Disclosure::of(&set);
        assert!(!found.kind.is_kept() && !found.format.is_kept());
        assert_eq!((found.unique_courses, found.smallest_group), (1, Some(1)));
    }
}
