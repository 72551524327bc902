//! From scores to the rows of the model: each later score beside the first of its stay.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use peil_stats::data::{Table, TableError};

use crate::{
    analyse::model::{Course, RANDOM_GROUPS, weeks},
    domain::{GroupId, GroupKind, MembershipId},
    store::ScoreRow,
};

/// What of an organisation's stays a comparison must know beside the scores.
#[derive(Debug, Clone, Default)]
pub struct Stays {
    /// The first day of each.
    pub joined: BTreeMap<MembershipId, Date>,
    /// What is done in each group.
    pub kinds: BTreeMap<GroupId, GroupKind>,
}

/// One client's stay with more than one score.
pub(super) struct Stay {
    pub(super) id: MembershipId,
    pub(super) group: GroupId,
    pub(super) kind: GroupKind,
    pub(super) start: f64,
    /// Later scores in order of time: weeks since the start of the stay, and the score.
    pub(super) scores: Vec<(f64, f64)>,
}

/// The stays that are compared, and the week for which they are.
pub(super) struct Later {
    pub(super) stays: Vec<Stay>,
    pub(super) week: f64,
    /// Groups of each kind.
    pub(super) kinds: BTreeMap<GroupKind, usize>,
}

impl Later {
    /// Stays that began on or after `since` in groups of kinds with enough groups; none where no kind has them.
    pub(super) fn of(rows: &[ScoreRow], known: &Stays, since: Option<Date>) -> Option<Self> {
        let counts = |id: &MembershipId| since.is_none_or(|since| known.joined.get(id).is_some_and(|on| *on >= since));
        let mut scores: BTreeMap<MembershipId, Vec<&ScoreRow>> = BTreeMap::new();
        for row in rows {
            if let Course::Membership(id) = Course::of(row)
                && counts(&id)
            {
                scores.entry(id).or_default().push(row);
            }
        }
        let mut stays: Vec<Stay> = scores.into_iter().filter_map(|(id, rows)| stay(id, rows, &known.kinds)).collect();
        let mut groups: BTreeMap<GroupKind, BTreeSet<GroupId>> = BTreeMap::new();
        for stay in &stays {
            groups.entry(stay.kind).or_default().insert(stay.group);
        }
        groups.retain(|_, groups| groups.len() >= RANDOM_GROUPS);
        stays.retain(|stay| groups.contains_key(&stay.kind));
        // The same data give the same fit: rows of one group and one client stand together.
        stays.sort_by_key(|stay| (stay.group, stay.id));
        let kinds = groups.into_iter().map(|(kind, groups)| (kind, groups.len())).collect();
        Some(Self { week: middle_week(&stays)?, stays, kinds })
    }

    pub(super) fn groups(&self) -> usize {
        self.kinds.values().sum()
    }

    /// Scores in the model.
    pub(super) fn scores(&self) -> usize {
        self.stays.iter().map(|stay| stay.scores.len()).sum()
    }

    pub(super) fn table(&self) -> Result<Table, TableError> {
        let each = || self.stays.iter().flat_map(|stay| stay.scores.iter().map(move |score| (stay, *score)));
        let text = |of: fn(&Stay) -> String| each().map(|(stay, _)| Some(of(stay))).collect::<Vec<_>>();
        Table::new()
            .with_number("score", each().map(|(_, (_, score))| score).collect())?
            .with_number("start", each().map(|(stay, _)| stay.start).collect())?
            .with_number("at", each().map(|(_, (week, _))| week - self.week).collect())?
            .with_text("kind", text(|stay| stay.kind.word().to_owned()))?
            .with_text("group", text(|stay| stay.group.to_string()))?
            .with_text("client", text(|stay| stay.id.to_string()))
    }
}

fn stay(id: MembershipId, mut rows: Vec<&ScoreRow>, kinds: &BTreeMap<GroupId, GroupKind>) -> Option<Stay> {
    rows.sort_by_key(|row| (row.days, row.session));
    let (first, later) = rows.split_first()?;
    let group = first.group?;
    let kind = *kinds.get(&group)?;
    let scores: Vec<(f64, f64)> = later.iter().map(|row| (weeks(row.days), row.value)).collect();
    (!scores.is_empty()).then_some(Stay { id, group, kind, start: first.value, scores })
}

/// The whole week of the middle stay's last score, at least the first.
fn middle_week(stays: &[Stay]) -> Option<f64> {
    let mut last: Vec<f64> = stays.iter().filter_map(|stay| stay.scores.last()).map(|(week, _)| *week).collect();
    last.sort_by(f64::total_cmp);
    Some(last.get(last.len() / 2)?.round().max(1.0))
}
