//! What is told of each group of a team: its standing, and shares with their denominators.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{Timestamp, civil::Date};
use peil_stats::evaluation::{Proportion, proportion};

use super::{
    Compared, Comparison, Found, GroupStanding, Window,
    renewal::{VERSION, year_before},
};
use crate::{
    analyse::AnalyseError,
    domain::{FEWEST_ON_WALL, GroupId, GroupKind, SIGNAL_DAYS, TeamId},
    store::{AnsweredSignals, ComparisonRow, GroupRow, SignalsAsked, StayFigures, Tenant},
};

/// Clients below which nothing is told of a group: the same number as on the wall.
pub const FEWEST_TOLD: usize = FEWEST_ON_WALL;

/// The groups of a team.
#[derive(Debug, Clone)]
pub struct TeamReading {
    /// Stays that began on or after this day count; none where all do.
    pub since: Option<Date>,
    /// How the organisation's groups stand beside each other by the chosen scale.
    pub standings: Standings,
    /// The team's groups, in no order.
    pub groups: Vec<GroupFigures>,
}

/// What is known of how groups stand beside each other.
#[derive(Debug, Clone)]
pub enum Standings {
    /// There are no scores to compare by.
    NoScores,
    /// Nobody counted it yet; the worker was asked to.
    Counting,
    /// It could not be counted; the worker tries again.
    Failed,
    /// It was counted.
    Counted(Counted),
}

/// A comparison, and how old it is.
#[derive(Debug, Clone)]
pub struct Counted {
    /// The moment that it tells of.
    pub at: Timestamp,
    /// Filled-in questionnaires that came since.
    pub newer: usize,
    /// Whether anything that it rests on changed since.
    pub outdated: bool,
    /// The first day on which a stay could begin; none where all count.
    pub since: Option<Date>,
    /// What was found.
    pub found: Found,
}

/// When a team's groups are read.
#[derive(Debug, Clone, Copy)]
pub struct Moment {
    /// Now.
    pub now: Timestamp,
    /// The day that it is at the organisation.
    pub today: Date,
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

/// Reads a team's groups; `scale` is instrument and scale, none where the organisation has no scores. A comparison that nobody
/// made yet is asked for, so the transaction is to be committed.
///
/// # Errors
///
/// [`AnalyseError`] when the rows cannot be read.
pub async fn read_team(
    tenant: &Tenant<'_>,
    team: TeamId,
    (scale, window): (Option<(&str, &str)>, Window),
    moment: Moment,
    signals_enabled: bool,
) -> Result<TeamReading, AnalyseError> {
    let standings = match scale {
        Some(scale) => standings(tenant, scale, window, moment.now).await?,
        None => Standings::NoScores,
    };
    let since = match (&standings, window) {
        (_, Window::All) => None,
        // The numbers are about the same stays as the model.
        (Standings::Counted(counted), Window::Year) => counted.since,
        (_, Window::Year) => year_before(moment.today),
    };
    let from = since.unwrap_or(Date::constant(1900, 1, 1));
    let stays = tenant.team_stays(team, from).await?;
    let asked = SignalsAsked { since: from, now: moment.now, module: signals_enabled, days: SIGNAL_DAYS };
    let signals = tenant.team_signals(team, asked).await?;
    let groups = tenant.every_group().await?.into_iter().filter(|group| group.team == Some(team));
    let groups = figures(groups, &stays, &signals, standings.comparison());
    Ok(TeamReading { since, standings, groups })
}

/// Whether the comparison by a scale is there, or cannot be for now; asked for where not.
///
/// # Errors
///
/// [`AnalyseError`] when the rows cannot be read.
pub async fn is_counted(tenant: &Tenant<'_>, scale: (&str, &str), now: Timestamp) -> Result<bool, AnalyseError> {
    Ok(!matches!(standings(tenant, scale, Window::All, now).await?, Standings::Counting))
}

async fn standings(
    tenant: &Tenant<'_>,
    scale: (&str, &str),
    window: Window,
    now: Timestamp,
) -> Result<Standings, AnalyseError> {
    // What another version made, or failed to make, says nothing of what this one would.
    let known = tenant.comparison(scale).await?.filter(|row| row.version == Some(VERSION));
    if let Some(counted) = known.as_ref().and_then(|row| counted(row, window)) {
        return Ok(Standings::Counted(counted));
    }
    if known.is_some_and(|row| row.failed) {
        return Ok(Standings::Failed);
    }
    tenant.ask_comparison(scale, VERSION, now).await?;
    Ok(Standings::Counting)
}

fn counted(row: &ComparisonRow, window: Window) -> Option<Counted> {
    let all: Vec<Compared> = serde_json::from_value(row.compared.clone()?).ok()?;
    let Compared { since, found, .. } = all.into_iter().find(|compared| compared.window == window)?;
    let newer = usize::try_from(row.newer).unwrap_or(0);
    Some(Counted { at: row.made_at?, newer, outdated: row.outdated || newer > 0, since, found })
}

impl Standings {
    /// The groups beside each other, where they are.
    #[must_use]
    pub fn comparison(&self) -> Option<&Comparison> {
        match self {
            Self::Counted(Counted { found: Found::Groups(comparison), .. }) => Some(comparison),
            Self::Counted(_) | Self::NoScores | Self::Counting | Self::Failed => None,
        }
    }
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
        let is_told = |standing: &GroupStanding| {
            // A group that became of another kind stood among others.
            told.is_some() && standing.clients >= FEWEST_TOLD && standing.kind == group.kind
        };
        let standing = standing.copied().filter(is_told);
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
