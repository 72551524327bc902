//! The rows of one export, from the database: which, in what order the model sees them, and how they are counted.

use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

use super::{ExportCounts, ExportError};
use crate::{
    analyse::Course,
    domain::{ClientId, GroupId},
    store::{ResearchRow, ScoreRow, Tenant},
};

/// The rows that leave, before they get pseudonyms.
pub(super) struct ResearchSet {
    pub(super) rows: Vec<ResearchRow>,
    /// Groups by number of scores, most first: an order that anyone can make from the exported rows, so that the
    /// model's reference group tells nothing about who came first.
    pub(super) ranks: BTreeMap<GroupId, usize>,
    left_out: i64,
}

impl ResearchSet {
    /// Reads the rows of every client who agreed to research, in groups where this scale was scored.
    pub(super) async fn load(tenant: &Tenant<'_>, instrument: &str, scale: &str) -> Result<Self, ExportError> {
        let rows = tenant.research_rows(instrument, scale).await?;
        let left_out = tenant.clients_without_research_consent().await?;
        Ok(Self::new(rows, left_out))
    }

    /// A researcher of this scale needs no attendance lists of groups that never used it.
    fn new(mut rows: Vec<ResearchRow>, left_out: i64) -> Self {
        let used: BTreeSet<GroupId> =
            rows.iter().filter(|row| row.outcome.is_some()).filter_map(|row| row.group).collect();
        rows.retain(|row| row.group.is_none_or(|group| used.contains(&group)));
        let ranks = ranks(&rows);
        Self { rows, ranks, left_out }
    }

    /// The rows as the model takes them: those with a score, each group under its rank.
    pub(super) fn score_rows(&self) -> Vec<ScoreRow> {
        let mut rows: Vec<ScoreRow> = self
            .rows
            .iter()
            .filter(|row| !row.is_waiting())
            .filter_map(|row| {
                Some(ScoreRow {
                    client: row.client,
                    membership: row.membership,
                    group: row.group.map(|group| self.ranked(group)),
                    session: None,
                    value: row.score?,
                    days: row.days,
                })
            })
            .collect();
        rows.sort_by(|a, b| {
            let key = |row: &ScoreRow| (row.group, row.membership, row.client, row.days);
            key(a).cmp(&key(b)).then(a.value.total_cmp(&b.value))
        });
        rows
    }

    /// The id under which the model knows a group: its rank.
    pub(super) fn ranked(&self, group: GroupId) -> GroupId {
        let rank = self.ranks.get(&group).copied().unwrap_or(usize::MAX);
        GroupId::from(Uuid::from_u128(rank as u128))
    }

    /// How much it is.
    pub(super) fn counts(&self) -> ExportCounts {
        let clients: BTreeSet<ClientId> = self.rows.iter().map(|row| row.client).collect();
        let courses: BTreeSet<Course> = self.rows.iter().map(course).collect();
        ExportCounts {
            rows: self.rows.len(),
            scores: self.rows.iter().filter(|row| row.score.is_some()).count(),
            clients: clients.len(),
            courses: courses.len(),
            groups: self.ranks.len(),
            left_out: usize::try_from(self.left_out).unwrap_or(0),
        }
    }
}

/// The course that a row belongs to, as the model knows it.
pub(super) fn course(row: &ResearchRow) -> Course {
    row.membership.map_or(Course::Client(row.client), Course::Membership)
}

/// Ranks from 1: most scores first, then the lower sum of scores.
fn ranks(rows: &[ResearchRow]) -> BTreeMap<GroupId, usize> {
    let mut sums: BTreeMap<GroupId, (usize, f64)> = BTreeMap::new();
    // As the model counts: without those who waited.
    for row in rows.iter().filter(|row| !row.is_waiting()) {
        let Some(group) = row.group else { continue };
        let sum = sums.entry(group).or_default();
        if let Some(score) = row.score {
            *sum = (sum.0 + 1, sum.1 + score);
        }
    }
    let mut order: Vec<(GroupId, (usize, f64))> = sums.into_iter().collect();
    order.sort_by(|(_, a), (_, b)| b.0.cmp(&a.0).then(a.1.total_cmp(&b.1)));
    order.into_iter().enumerate().map(|(place, (group, _))| (group, place + 1)).collect()
}

#[cfg(test)]
pub(super) mod tests {
    use super::{GroupId, ResearchRow, ResearchSet, Uuid};

    /// A row of client `client` in group `group` after so many days.
    pub(in crate::export) fn row(group: u128, client: u128, days: i32, score: Option<f64>) -> ResearchRow {
        ResearchRow {
            group: (group > 0).then(|| Uuid::from_u128(group).into()),
            kind: (group > 0).then(|| "skills".to_owned()),
            format: (group > 0).then(|| "open".to_owned()),
            client: Uuid::from_u128(client).into(),
            membership: (group > 0).then(|| Uuid::from_u128(1000 + client).into()),
            session: (group > 0).then_some(days / 7 + 1),
            days,
            attendance: score.map(|_| "present".to_owned()),
            score,
            outcome: score.map(|_| "complete".to_owned()),
            end_reason: None,
            moment: if group > 0 { "session" } else { "import" }.to_owned(),
        }
    }

    pub(in crate::export) fn set(rows: Vec<ResearchRow>) -> ResearchSet {
        ResearchSet::new(rows, 3)
    }

    #[test]
    fn the_group_with_most_scores_is_first_and_unused_groups_stay_home() {
        let group = |number: u128| GroupId::from(Uuid::from_u128(number));
        let set = set(vec![
            row(5, 1, 0, Some(3.0)),
            row(6, 2, 0, Some(4.0)),
            row(6, 2, 7, Some(4.0)),
            row(6, 2, 14, None),
            row(7, 3, 0, None),
            row(0, 4, 0, Some(1.0)),
        ]);
        assert_eq!(set.ranks.into_iter().collect::<Vec<_>>(), [(group(5), 2), (group(6), 1)]);
        assert_eq!(set.rows.len(), 5);
    }

    #[test]
    fn the_model_sees_rows_with_a_score_only() {
        let set = set(vec![row(6, 2, 7, Some(4.0)), row(6, 2, 0, Some(5.0)), row(6, 2, 14, None)]);
        let days: Vec<i32> = set.score_rows().iter().map(|row| row.days).collect();
        assert_eq!(days, [0, 7]);
        let counts = set.counts();
        assert_eq!((counts.rows, counts.scores, counts.clients, counts.groups, counts.left_out), (3, 2, 1, 1, 3));
    }
}
