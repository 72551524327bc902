//! What is told of each group of a team: its standing, and shares with their denominators.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{Timestamp, ToSpan, civil::Date, tz::TimeZone};
use peil_stats::evaluation::{Proportion, proportion};
use serde_json::Value;

use super::{Comparison, GroupStanding, Window, YEAR};
use crate::{
    analyse::{AnalyseError, model::MODEL_VERSION},
    domain::{FEWEST_ON_WALL, GroupId, GroupKind, SIGNAL_DAYS, TeamId},
    store::{AnsweredSignals, GroupRow, SignalsAsked, StayFigures, Tenant},
};

/// Clients below which nothing is told of a group: the same number as on the wall.
pub const FEWEST_TOLD: usize = FEWEST_ON_WALL;

/// The groups of a team.
#[derive(Debug, Clone)]
pub struct TeamReading {
    /// Stays that began on or after this day count; none where all do.
    pub since: Option<Date>,
    /// How the organisation's groups stand beside each other by the chosen scale, where that can be told.
    pub comparison: Option<Comparison>,
    /// The team's groups, in no order.
    pub groups: Vec<GroupFigures>,
}

/// One group.
#[derive(Debug, Clone)]
pub struct GroupFigures {
    /// The group.
    pub group: GroupRow,
    /// What is told; nothing of fewer than [`FEWEST_TOLD`] clients.
    pub told: Option<Shares>,
    /// Its standing among groups of its kind; nothing of fewer than [`FEWEST_TOLD`] clients with a later score.
    pub standing: Option<GroupStanding>,
}

/// Shares of one group. Intervals are Wilson's; what one client did again and again counts as one client's.
#[derive(Debug, Clone)]
pub struct Shares {
    /// Clients whose stay counts.
    pub clients: usize,
    /// Forms that were filled in, of those asked.
    pub completion: Proportion,
    /// Sessions at which clients were, of those of which it was noted.
    pub attendance: Proportion,
    /// Stays that ended by dropping out, of those that have ended.
    pub dropout: Proportion,
    /// Signals looked at in time, of those whose time is over or that were.
    pub signals: Proportion,
}

/// Reads a team's groups; `scale` is instrument and scale, none where the organisation has no scores.
///
/// # Errors
///
/// [`AnalyseError`] when the rows cannot be read.
pub async fn read_team(
    tenant: &Tenant<'_>,
    team: TeamId,
    (scale, window): (Option<(&str, &str)>, Window),
    (now, signals_enabled): (Timestamp, bool),
) -> Result<TeamReading, AnalyseError> {
    let comparison = match scale {
        Some((instrument, scale)) => {
            let stored = tenant.stored_comparisons(instrument, scale).await?;
            stored.and_then(|stored| of_window(stored, window))
        }
        None => None,
    };
    let since = match (&comparison, window) {
        (_, Window::All) => None,
        // The numbers are about the same stays as the model.
        (Some(comparison), Window::Year) => comparison.since,
        (None, Window::Year) => now.to_zoned(TimeZone::UTC).date().checked_sub(YEAR.days()).ok(),
    };
    let from = since.unwrap_or(Date::constant(1900, 1, 1));
    let stays = tenant.team_stays(team, from).await?;
    let raised = from.to_zoned(TimeZone::UTC).map_or(Timestamp::UNIX_EPOCH, |midnight| midnight.timestamp());
    let asked = SignalsAsked { since: raised, now, module: signals_enabled, days: SIGNAL_DAYS };
    let signals = tenant.team_signals(team, asked).await?;
    let groups = tenant.every_group().await?.into_iter().filter(|group| group.team == Some(team));
    let groups = figures(groups, &stays, &signals, comparison.as_ref());
    Ok(TeamReading { since, comparison, groups })
}

/// The comparison of this window, of a model that this version made.
fn of_window(mut stored: Value, window: Window) -> Option<Comparison> {
    if stored.get("version")?.as_u64()? != u64::from(MODEL_VERSION) {
        return None;
    }
    let all: Vec<Comparison> = serde_json::from_value(stored.get_mut("comparisons")?.take()).ok()?;
    all.into_iter().find(|comparison| comparison.window == window)
}

fn figures(
    groups: impl Iterator<Item = GroupRow>,
    stays: &[StayFigures],
    signals: &[AnsweredSignals],
    comparison: Option<&Comparison>,
) -> Vec<GroupFigures> {
    let mut of_group: BTreeMap<GroupId, Vec<&StayFigures>> = BTreeMap::new();
    for stay in stays {
        of_group.entry(stay.group).or_default().push(stay);
    }
    let answered: BTreeMap<GroupId, &AnsweredSignals> = signals.iter().map(|row| (row.group, row)).collect();
    let one = |group: GroupRow| {
        let own = of_group.get(&group.id).map_or(&[][..], Vec::as_slice);
        let told = shares(own, answered.get(&group.id).copied());
        let standing = comparison.and_then(|comparison| comparison.groups.get(&group.id.to_string()));
        let standing = standing.copied().filter(|standing| told.is_some() && standing.clients >= FEWEST_TOLD);
        GroupFigures { group, told, standing }
    };
    groups.map(one).collect()
}

fn shares(stays: &[&StayFigures], signals: Option<&AnsweredSignals>) -> Option<Shares> {
    let mut clients: BTreeMap<_, usize> = BTreeMap::new();
    let places: Vec<usize> = stays
        .iter()
        .map(|stay| {
            let next = clients.len();
            *clients.entry(stay.client).or_insert(next)
        })
        .collect();
    if clients.len() < FEWEST_TOLD {
        return None;
    }
    let count = |number: i64| usize::try_from(number).unwrap_or(0);
    let of = |part: fn(&StayFigures) -> (i64, i64)| {
        let each = places.iter().zip(stays).map(|(place, stay)| (*place, part(stay)));
        proportion(each.map(|(place, (successes, trials))| (place, count(successes), count(trials))))
    };
    let (in_time, due) = signals.map_or((0, 0), |row| (count(row.in_time), count(row.due)));
    Some(Shares {
        clients: clients.len(),
        completion: of(|stay| (stay.answered, stay.asked)),
        attendance: of(|stay| (stay.came, stay.known)),
        dropout: of(|stay| (i64::from(stay.dropped), i64::from(stay.ended))),
        signals: proportion([(0, in_time, due)]),
    })
}

impl TeamReading {
    /// The kinds of group that the team has, in the order of the list of kinds.
    #[must_use]
    pub fn kinds(&self) -> Vec<GroupKind> {
        self.groups.iter().map(|figures| figures.group.kind).collect::<BTreeSet<_>>().into_iter().collect()
    }
}
