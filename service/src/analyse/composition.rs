//! The composition of a group on one scale: where each present member stands at the start and now, how far they lie apart,
//! and what somebody who waits would change in it. Observed numbers only: nothing is modelled, expected or advised.

use jiff::civil::Date;
use peil_questionnaires::{Instrument, Library, Score};
use peil_stats::change::Direction;

use super::{
    AnalyseError, NoVerdictReason, Verdict, direction_of, limits_of,
    model::{days_between, weeks},
    verdict,
};
use crate::{
    domain::MembershipId,
    store::{GroupRow, GroupScoreRow, MembershipRow, Tenant},
};

/// Scores from which on mean and spread are told: of one or two they say who scored what, and nothing of a group.
pub const FEWEST_SPREAD: usize = 3;

/// Where scores lie together.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ScoreSpread {
    /// Of how many, at least [`FEWEST_SPREAD`].
    pub members: usize,
    /// Their mean.
    pub mean: f64,
    /// Their standard deviation, with n − 1 below.
    pub sd: f64,
    /// The lowest.
    pub lowest: f64,
    /// The highest.
    pub highest: f64,
}

/// A present member.
#[derive(Debug, Clone)]
pub struct MemberStanding {
    /// The stay.
    pub membership: MembershipRow,
    /// Since the first day.
    pub weeks: f64,
    /// The first and the newest score of the items that are asked now; the same one where there is one only.
    pub scores: Option<(f64, f64)>,
    /// What the change between them means.
    pub verdict: Result<Verdict, NoVerdictReason>,
}

/// Where somebody who waits stands to the newest scores of the members.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct NewcomerStanding {
    /// Members who score better.
    pub better: usize,
    /// Members who score worse.
    pub worse: usize,
    /// Members with the same score.
    pub equal: usize,
    /// Standard deviations from the mean, counted so that more is better; none where all members score the same.
    pub distance: Option<f64>,
    /// The newest scores with this one among them.
    pub with: ScoreSpread,
}

/// Somebody whose first day lies ahead.
#[derive(Debug, Clone)]
pub struct Newcomer {
    /// The stay to come.
    pub membership: MembershipRow,
    /// The newest score, of the items that the group is asked now.
    pub score: Option<f64>,
    /// What it would change; none without a score, and where too few members have one.
    pub standing: Option<NewcomerStanding>,
}

/// A group on one scale.
#[derive(Debug, Clone)]
pub struct GroupComposition {
    /// The group.
    pub group: GroupRow,
    /// Who belongs to it today, the longest stay first.
    pub members: Vec<MemberStanding>,
    /// The first scores together; none of too few.
    pub start: Option<ScoreSpread>,
    /// The newest scores together; none of too few.
    pub now: Option<ScoreSpread>,
    /// Whose first day lies ahead.
    pub waiting: Vec<MembershipRow>,
    /// The one of these who was asked about.
    pub newcomer: Option<Newcomer>,
    /// The clinical cut-off, when the instrument has one that was checked.
    pub cut_off: Option<f64>,
    /// Points from which a change is reliable, when the instrument has numbers for it.
    pub reliable: Option<f64>,
    /// Groups of the organisation.
    pub groups: usize,
}

/// Reads the composition of a group today. `with` is somebody who waits; none is found for anybody else.
///
/// # Errors
///
/// [`AnalyseError`] when rows cannot be read, or the scale is unknown.
pub async fn read_composition(
    tenant: &Tenant<'_>,
    library: &Library,
    group: GroupRow,
    (instrument, scale): (&str, &str),
    (with, today): (Option<MembershipId>, Date),
) -> Result<GroupComposition, AnalyseError> {
    let unknown = || AnalyseError::UnknownScale { instrument: instrument.to_owned(), scale: scale.to_owned() };
    let definition = library.latest(instrument).ok_or_else(unknown)?;
    let score = definition.score(scale).ok_or_else(unknown)?;
    let (stays, scores, groups) = tokio::try_join!(
        tenant.memberships(group.id),
        tenant.group_scores(group.id, instrument, scale),
        tenant.all_groups(),
    )?;
    let waits = |stay: &&MembershipRow| stay.joined_on > today && stay.left_on.is_none();
    let waiting: Vec<MembershipRow> = stays.iter().filter(waits).cloned().collect();
    let here: Vec<MembershipRow> = stays.into_iter().filter(|stay| stay.is_active_on(today)).collect();
    let asked = asked_now(&here, &scores);
    let members = standings(here, (&scores, asked.as_deref()), (definition, score), today);
    let newest: Vec<f64> = members.iter().filter_map(|member| member.scores.map(|(_, now)| now)).collect();
    let first: Vec<f64> = members.iter().filter_map(|member| member.scores.map(|(start, _)| start)).collect();
    let newcomer = match with.and_then(|id| waiting.iter().find(|stay| stay.id == id)) {
        Some(stay) => {
            let found = tenant.newest_score(stay.id, instrument, scale).await?;
            let of_same_items = found.filter(|(_, items)| asked.as_ref().is_none_or(|asked| asked == items));
            let value = of_same_items.map(|(value, _)| value);
            let standing = value.and_then(|value| newcomer_standing(&newest, value, direction_of(score)));
            Some(Newcomer { membership: stay.clone(), score: value, standing })
        }
        None => None,
    };
    let limits = limits_of(definition, score).ok();
    Ok(GroupComposition {
        start: spread_of(&first),
        now: spread_of(&newest),
        cut_off: limits.and_then(|(_, _, value)| value),
        reliable: limits.map(|(limit, ..)| limit.points()),
        groups: groups.len(),
        group,
        members,
        waiting,
        newcomer,
    })
}

/// Mean and spread of scores; none of fewer than [`FEWEST_SPREAD`].
#[must_use]
pub fn spread_of(scores: &[f64]) -> Option<ScoreSpread> {
    if scores.len() < FEWEST_SPREAD {
        return None;
    }
    #[allow(clippy::cast_precision_loss, reason = "a group has few members")]
    let count = scores.len() as f64;
    let mean = scores.iter().sum::<f64>() / count;
    let squares: f64 = scores.iter().map(|score| (score - mean).powi(2)).sum();
    Some(ScoreSpread {
        members: scores.len(),
        mean,
        sd: (squares / (count - 1.0)).sqrt(),
        lowest: scores.iter().copied().fold(f64::INFINITY, f64::min),
        highest: scores.iter().copied().fold(f64::NEG_INFINITY, f64::max),
    })
}

/// Where a score stands to those of the members, and what they would be with it; none where the members are too few.
#[must_use]
pub fn newcomer_standing(members: &[f64], score: f64, direction: Direction) -> Option<NewcomerStanding> {
    let without = spread_of(members)?;
    let with: Vec<f64> = members.iter().copied().chain([score]).collect();
    let sign = match direction {
        Direction::LowerBetter => -1.0,
        Direction::HigherBetter => 1.0,
    };
    let ahead = |member: &&f64| sign * (**member - score) > 0.0;
    let behind = |member: &&f64| sign * (**member - score) < 0.0;
    let (better, worse) = (members.iter().filter(ahead).count(), members.iter().filter(behind).count());
    Some(NewcomerStanding {
        better,
        worse,
        equal: members.len() - better - worse,
        distance: (without.sd > 0.0).then(|| sign * (score - without.mean) / without.sd),
        with: spread_of(&with)?,
    })
}

/// The items of the newest score of those who are here: scores of other items are another measure.
fn asked_now(here: &[MembershipRow], scores: &[GroupScoreRow]) -> Option<String> {
    let own = scores.iter().filter(|score| here.iter().any(|stay| stay.id == score.membership));
    own.max_by_key(|score| score.measured_on).map(|score| score.items.clone())
}

fn standings(
    here: Vec<MembershipRow>,
    (scores, asked): (&[GroupScoreRow], Option<&str>),
    (instrument, score): (&Instrument, &Score),
    today: Date,
) -> Vec<MemberStanding> {
    let standing = |membership: MembershipRow| {
        let own = scores.iter().filter(|row| row.membership == membership.id && Some(row.items.as_str()) == asked);
        let mut own: Vec<&GroupScoreRow> = own.collect();
        own.sort_by_key(|row| row.measured_on);
        let values: Vec<f64> = own.iter().map(|row| row.value).collect();
        MemberStanding {
            weeks: weeks(days_between(membership.joined_on, today)),
            scores: values.first().copied().zip(values.last().copied()),
            verdict: verdict(instrument, score, &values),
            membership,
        }
    };
    here.into_iter().map(standing).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn near(one: f64, other: f64) -> bool {
        (one - other).abs() < 1e-9
    }

    #[test]
    fn mean_and_spread_are_those_of_the_hand() {
        // (10 + 14 + 18) / 3 = 14; squares 16 + 0 + 16 = 32; over two 16, of which the root is 4.
        let spread = spread_of(&[10.0, 18.0, 14.0]).unwrap();
        assert_eq!(spread.members, 3);
        assert!(near(spread.mean, 14.0) && near(spread.sd, 4.0));
        assert!(near(spread.lowest, 10.0) && near(spread.highest, 18.0));
    }

    #[test]
    fn of_two_scores_nothing_is_told() {
        assert_eq!(spread_of(&[10.0, 14.0]), None);
        assert_eq!(newcomer_standing(&[10.0, 14.0], 12.0, Direction::LowerBetter), None);
    }

    #[test]
    fn a_newcomer_stands_to_the_mean_and_changes_it() {
        // With 20: mean 62 / 4 = 15.5; squares 30.25 + 2.25 + 6.25 + 20.25 = 59, over three.
        let found = newcomer_standing(&[10.0, 14.0, 18.0], 20.0, Direction::LowerBetter).unwrap();
        assert_eq!((found.better, found.worse, found.equal), (3, 0, 0));
        assert!(near(found.distance.unwrap(), -1.5), "complaints above the mean are worse");
        assert!(near(found.with.mean, 15.5) && near(found.with.sd, (59.0_f64 / 3.0).sqrt()));
        let turned = newcomer_standing(&[10.0, 14.0, 18.0], 20.0, Direction::HigherBetter).unwrap();
        assert_eq!((turned.better, turned.worse), (0, 3));
        assert!(near(turned.distance.unwrap(), 1.5));
    }

    #[test]
    fn without_spread_there_is_no_distance() {
        let found = newcomer_standing(&[9.0, 9.0, 9.0], 9.0, Direction::LowerBetter).unwrap();
        assert_eq!((found.better, found.worse, found.equal, found.distance), (0, 0, 3, None));
    }
}
