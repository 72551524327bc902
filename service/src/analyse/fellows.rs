//! Whether it made a difference who else sat in the group: the submodels of Kenny and Garcia (2012) over the groups of the
//! whole organisation, on one scale. The trait is where a member began, the outcome how far the member improved since. Nothing
//! is told of one group or one member; `peil-stats` refuses below its least number of groups.

use std::collections::BTreeMap;

use peil_questionnaires::Library;
use peil_stats::composition::{Composition, CompositionError, Members, composition};

use super::{AnalyseError, direction_of, refresh::definition_of};
use crate::{
    domain::{GroupId, MembershipId},
    store::{ScoreRow, Tenant},
};

/// Which groups are looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum FellowsOf {
    /// Every group. In an open one not everybody sat with everybody.
    #[default]
    AllGroups,
    /// Those in which all begin and end together.
    ClosedGroups,
}

/// All that it is told from.
pub struct Fellows {
    rows: Vec<ScoreRow>,
    closed: Option<Vec<GroupId>>,
    range: (f64, f64),
    sign: f64,
}

impl Fellows {
    /// Reads every score of the scale.
    ///
    /// # Errors
    ///
    /// [`AnalyseError::UnknownScale`], [`AnalyseError::Store`].
    pub async fn read(
        tenant: &Tenant<'_>,
        library: &Library,
        (instrument, scale): (&str, &str),
        of: FellowsOf,
    ) -> Result<Self, AnalyseError> {
        let (_, score) = definition_of(library, instrument, scale)?;
        let rows = tenant.scores_of_scale(instrument, scale).await?;
        let closed = match of {
            FellowsOf::AllGroups => None,
            FellowsOf::ClosedGroups => Some(tenant.closed_groups().await?),
        };
        let (lowest, highest) = score.range();
        let range = (lowest.to_f64(), highest.to_f64());
        Ok(Self { rows, closed, range, sign: direction_of(score).sign() })
    }

    /// Compares the submodels, on a thread for computing. The inner error says why there is nothing to compare.
    ///
    /// # Errors
    ///
    /// [`AnalyseError::BrokenOff`] when that thread was lost.
    pub async fn compared(self) -> Result<Result<Composition, CompositionError>, AnalyseError> {
        tokio::task::spawn_blocking(move || composition(&self.members())).await.map_err(|_| AnalyseError::BrokenOff)
    }

    /// One entry a stay with a score. Whoever was measured once is somebody's fellow, without an outcome.
    fn members(&self) -> Members {
        let mut stays: BTreeMap<(GroupId, MembershipId), (&ScoreRow, &ScoreRow)> = BTreeMap::new();
        for row in &self.rows {
            let (Some(group), Some(membership)) = (row.group, row.membership) else { continue };
            if self.closed.as_ref().is_some_and(|closed| !closed.contains(&group)) {
                continue;
            }
            let stay = stays.entry((group, membership)).or_insert((row, row));
            if row.days < stay.0.days {
                stay.0 = row;
            }
            if row.days > stay.1.days {
                stay.1 = row;
            }
        }
        let mut numbers: BTreeMap<GroupId, usize> = BTreeMap::new();
        let mut members = Members { group: vec![], outcome: vec![], attribute: vec![], range: Some(self.range) };
        for ((group, _), (first, last)) in stays {
            let next = numbers.len();
            members.group.push(*numbers.entry(group).or_insert(next));
            let improved = self.sign * (last.value - first.value);
            members.outcome.push(if first.days < last.days { improved } else { f64::NAN });
            members.attribute.push(first.value);
        }
        members
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use uuid::Uuid;

    use super::Fellows;
    use crate::store::ScoreRow;

    fn row(group: u128, membership: u128, (days, value): (i32, f64)) -> ScoreRow {
        let (group, membership) = (Uuid::from_u128(group), Uuid::from_u128(membership));
        ScoreRow {
            client: membership.into(),
            membership: Some(membership.into()),
            group: Some(group.into()),
            session: None,
            value,
            days,
        }
    }

    /// Lower is better: from 20 to 12 is eight points better.
    #[test]
    fn first_and_last_score_of_each_stay_whatever_their_order() {
        let rows = vec![
            row(1, 10, (28, 12.0)),
            row(2, 20, (0, 5.0)),
            row(1, 10, (0, 20.0)),
            row(1, 11, (7, 9.0)),
            row(1, 10, (14, 30.0)),
            row(2, 20, (7, 6.0)),
            ScoreRow { group: None, membership: None, ..row(3, 30, (0, 1.0)) },
        ];
        let fellows = Fellows { rows, closed: None, range: (0.0, 40.0), sign: -1.0 };
        let members = fellows.members();
        assert_eq!((members.group, members.attribute), (vec![0, 0, 1], vec![20.0, 9.0, 5.0]));
        assert_eq!(members.outcome[0], 8.0);
        assert!(members.outcome[1].is_nan(), "measured once: a fellow without an outcome");
        assert_eq!(members.outcome[2], -1.0);
        let closed = Some(vec![Uuid::from_u128(2).into()]);
        assert_eq!(Fellows { closed, ..fellows }.members().attribute, vec![5.0]);
    }
}
