//! Which mixed model fits an organisation's scores, and what is read from it: every member's line and every group's mean.
//!
//! Time is weeks since the start of a client's stay. From ten groups on, groups and clients have random intercepts and
//! slopes; from five to nine the group's slope variance is fixed to zero; below five nothing is inferred between groups
//! and the group enters as a fixed effect (after `group-statistics`, product rule).
//!
//! A model holds scores of one measure: of versions of an instrument whose items are those of the newest version that was
//! scored (by the hash of their items). Scores of versions that asked something else stay stored and shown, and enter no
//! model beside the others.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{Timestamp, ToSpan, civil::Date};
use peil_stats::{
    data::Table,
    fit::{Criterion, Status, fit},
    model::{Formula, Model},
};
use serde::{Deserialize, Serialize};

use super::{AnalyseError, reading::Reading};
use crate::{
    domain::{ClientId, GroupId, MembershipId},
    store::{MembershipRow, ScoreRow, SessionRow},
};

/// Groups from which the full model is fitted.
pub(super) const FULL_MODEL: usize = 10;
/// Groups from which groups are compared at all.
pub(super) const RANDOM_GROUPS: usize = 5;
/// The group of clients who are in none.
const NO_GROUP: &str = "none";

/// One client's stay, as the model knows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Course {
    /// A stay in a group.
    Membership(MembershipId),
    /// A client outside any group.
    Client(ClientId),
}

/// What the number of groups allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Caution {
    /// Ten groups or more.
    None,
    /// Five to nine: intervals are uncertain.
    FewGroups,
    /// Fewer than five: groups are described, not compared.
    GroupsDescribedOnly,
}

/// A straight line in weeks since the start.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Line {
    /// Value at the start.
    pub intercept: f64,
    /// Change a week.
    pub slope: f64,
}

/// A group's mean at one session: the mean of its members' lines that day, with a 95 % interval.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct BandPoint {
    /// Number of the session.
    pub session: i16,
    /// The mean.
    pub mean: f64,
    /// Lower end.
    pub lower: f64,
    /// Upper end.
    pub upper: f64,
}

/// How far the members of a group have come since their start, on average, by the model, with a 95 % interval.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct GroupChange {
    /// Points; the sign is that of the score.
    pub points: f64,
    /// Lower end.
    pub lower: f64,
    /// Upper end.
    pub upper: f64,
}

/// One fixed effect.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FixedEstimate {
    /// Its name, as R names it.
    pub term: String,
    /// The estimate.
    pub estimate: f64,
    /// Its standard error.
    pub standard_error: f64,
    /// Lower end of the 95 % interval.
    pub lower: f64,
    /// Upper end.
    pub upper: f64,
}

/// One variance parameter.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct VarianceEstimate {
    /// `group`, `client` or `residual`.
    pub factor: String,
    /// The effect that varies.
    pub term: String,
    /// Standard deviation.
    pub standard_deviation: f64,
    /// Correlation with the factor's intercept, where there is one.
    pub correlation: Option<f64>,
}

/// Changes when the model, or what is read from it, does: older stored models are then fitted anew.
pub(super) const MODEL_VERSION: u32 = 6;

/// A fitted model, as stored beside the scores it was fitted to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ScaleModel {
    /// Version of the analysis that made it.
    pub version: u32,
    /// The formula, in lme4's language.
    pub formula: String,
    /// What the number of groups allows.
    pub caution: Caution,
    /// Whether a variance is exactly zero.
    pub on_boundary: bool,
    /// Fixed effects.
    pub fixed: Vec<FixedEstimate>,
    /// Variance parameters.
    pub variances: Vec<VarianceEstimate>,
    /// REML criterion.
    pub criterion: f64,
    /// θ at the optimum.
    pub theta: Vec<f64>,
    /// Scores used.
    pub scores: usize,
    /// Clients in them.
    pub clients: usize,
    /// Groups in them.
    pub groups: usize,
    /// Design effect of a group's mean; none where groups are described only.
    pub design_effect: Option<f64>,
    /// Each stay's line, by the key of its [`Course`]. Lines, bands and changes of groups are stored apart, see
    /// [`ScaleModel::take_apart`].
    pub lines: BTreeMap<String, Line>,
    /// Each group's mean, session by session.
    pub bands: BTreeMap<String, Vec<BandPoint>>,
    /// Each group's change: of the members of its newest session. Only groups whose own courses carry one.
    pub changes: BTreeMap<String, GroupChange>,
}

/// The groups around the scores: what their mean lines are drawn over.
#[derive(Debug, Clone, Default)]
pub struct Rooms {
    /// Every session, group by group in order.
    pub sessions: Vec<SessionRow>,
    /// Every stay.
    pub members: Vec<MembershipRow>,
    /// The groups in which all start and end together.
    pub closed: BTreeSet<GroupId>,
}

impl Rooms {
    /// Imported scores have no sessions: their days of measuring stand in, numbered in order.
    pub(super) fn add_days_of_measuring(&mut self, rows: &[ScoreRow]) {
        let met: BTreeSet<GroupId> = self.sessions.iter().map(|session| session.group).collect();
        let joined: BTreeMap<MembershipId, Date> =
            self.members.iter().map(|member| (member.id, member.joined_on)).collect();
        let mut days: BTreeMap<GroupId, BTreeSet<Date>> = BTreeMap::new();
        for row in rows {
            let (Some(group), Some(member)) = (row.group, row.membership) else { continue };
            let on = joined.get(&member).and_then(|joined| joined.checked_add(row.days.days()).ok());
            days.entry(group).or_default().extend(on.filter(|_| !met.contains(&group)));
        }
        for (group, days) in days {
            self.sessions.extend(days.into_iter().zip(1..).map(|(held_on, number)| SessionRow {
                id: uuid::Uuid::nil().into(),
                group,
                number,
                held_on,
                opened_at: Timestamp::UNIX_EPOCH,
                closed_at: None,
            }));
        }
    }
}

/// What a model says of one group, as stored beside it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct GroupPart {
    lines: BTreeMap<String, Line>,
    band: Option<Vec<BandPoint>>,
    change: Option<GroupChange>,
}

impl ScaleModel {
    /// Reads a stored model; none when another version of the analysis made it.
    #[must_use]
    pub fn stored(estimates: serde_json::Value) -> Option<Self> {
        serde_json::from_value::<Self>(estimates).ok().filter(|model| model.version == MODEL_VERSION)
    }

    /// The same with what is stored of one group.
    #[must_use]
    pub fn stored_with(estimates: serde_json::Value, group: GroupId, part: Option<serde_json::Value>) -> Option<Self> {
        let mut model = Self::stored(estimates)?;
        let part = part.and_then(|part| serde_json::from_value::<GroupPart>(part).ok()).unwrap_or_default();
        model.lines.extend(part.lines);
        model.bands.extend(part.band.map(|band| (group.to_string(), band)));
        model.changes.extend(part.change.map(|change| (group.to_string(), change)));
        Some(model)
    }

    /// Takes out what is of one group each: the lines of the stays behind these scores, the bands and the changes. A model
    /// of many groups is large, and whoever looks at one group reads that part alone.
    #[must_use]
    pub fn take_apart(&mut self, rows: &[ScoreRow]) -> BTreeMap<GroupId, GroupPart> {
        let groups = rows.iter().filter_map(|row| row.group).collect::<BTreeSet<_>>();
        let mut parts: BTreeMap<GroupId, GroupPart> = groups.into_iter().map(|id| (id, GroupPart::default())).collect();
        for row in rows {
            let Some(part) = row.group.and_then(|group| parts.get_mut(&group)) else { continue };
            part.lines.extend(self.lines.remove_entry(&Course::of(row).key()));
        }
        for (group, part) in &mut parts {
            part.band = self.bands.remove(&group.to_string());
            part.change = self.changes.remove(&group.to_string());
        }
        parts
    }
}

impl Course {
    /// The stay that a score belongs to.
    #[must_use]
    pub fn of(row: &ScoreRow) -> Self {
        row.membership.map_or(Self::Client(row.client), Self::Membership)
    }

    /// Its name in the model.
    #[must_use]
    pub fn key(self) -> String {
        match self {
            Self::Membership(id) => id.to_string(),
            Self::Client(id) => id.to_string(),
        }
    }
}

/// Fits the model that these scores allow; none when they are too few for any.
///
/// # Errors
///
/// [`AnalyseError::Fit`] when the statistics crate refuses the data, [`AnalyseError::Undetermined`] when the scores leave
/// the model open.
pub fn fit_courses(
    rows: &[ScoreRow],
    rooms: &Rooms,
    start: Option<&[f64]>,
) -> Result<Option<ScaleModel>, AnalyseError> {
    let Some((formula, caution)) = formula_for(rows) else { return Ok(None) };
    let table = table_of(rows).map_err(fit_error)?;
    let parsed = Formula::parse(&formula).map_err(fit_error)?;
    let model = Model::build(&table, &parsed, &BTreeMap::new()).map_err(fit_error)?;
    let start = start.filter(|theta| theta.len() == model.parameters());
    let fitted = fit(&model, Criterion::Reml, start).map_err(fit_error)?;
    match fitted.status() {
        Status::Converged | Status::OnBoundary => {}
        status @ (Status::NotIdentified | Status::NotConverged) => return Err(AnalyseError::Undetermined(status)),
    }
    let reading = Reading::new(&fitted, rows, caution);
    Ok(Some(reading.into_model(formula, rooms)?))
}

pub(super) fn fit_error(error: impl std::error::Error) -> AnalyseError {
    AnalyseError::Fit(error.to_string())
}

/// The richest model that the numbers of groups, clients and scores carry.
fn formula_for(rows: &[ScoreRow]) -> Option<(String, Caution)> {
    let mut scores_of: BTreeMap<Course, usize> = BTreeMap::new();
    for row in rows {
        *scores_of.entry(Course::of(row)).or_default() += 1;
    }
    let groups = rows.iter().filter_map(|row| row.group).collect::<BTreeSet<_>>().len();
    // Clients in no group are one more level of a fixed effect, and no group.
    let levels = rows.iter().map(|row| row.group).collect::<BTreeSet<_>>().len();
    let repeated = scores_of.values().filter(|scores| **scores > 1).count();
    let weeks = rows.iter().map(|row| row.days).collect::<BTreeSet<_>>().len();
    if repeated < 3 || weeks < 2 || rows.len() < scores_of.len() + 5 {
        return None;
    }
    // As many random effects as scores cannot be told from the residual.
    let slopes = rows.len() > 2 * scores_of.len() + 5;
    let client = if slopes { "(1 + weeks | client)" } else { "(1 | client)" };
    let (group, caution) = match groups {
        FULL_MODEL.. if slopes => ("(1 + weeks | group) + ", Caution::None),
        FULL_MODEL.. => ("(1 | group) + ", Caution::None),
        RANDOM_GROUPS.. => ("(1 | group) + ", Caution::FewGroups),
        _ if levels > 1 => ("group + ", Caution::GroupsDescribedOnly),
        _ => ("", Caution::GroupsDescribedOnly),
    };
    Some((format!("score ~ weeks + {group}{client}"), caution))
}

/// Weeks since the start, exactly as the export writes them.
#[must_use]
pub(crate) fn weeks(days: i32) -> f64 {
    f64::from(days) / 7.0
}

pub(super) fn group_key(group: Option<GroupId>) -> String {
    group.map_or_else(|| NO_GROUP.to_owned(), |id| id.to_string())
}

fn table_of(rows: &[ScoreRow]) -> Result<Table, peil_stats::data::TableError> {
    Table::new()
        .with_number("score", rows.iter().map(|row| row.value).collect())?
        .with_number("weeks", rows.iter().map(|row| weeks(row.days)).collect())?
        .with_text("group", rows.iter().map(|row| Some(group_key(row.group))).collect())?
        .with_text("client", rows.iter().map(|row| Some(Course::of(row).key())).collect())
}

/// Whole days from one date to another.
#[must_use]
pub(crate) fn days_between(from: Date, to: Date) -> i32 {
    from.until(to).map_or(0, |span| span.get_days())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    /// Twelve groups, each with as many clients as said, who answer eight times.
    fn rows(clients: u128) -> Vec<ScoreRow> {
        let mut rows = Vec::new();
        for group in 0..12_u128 {
            for client in 0..clients {
                let id = uuid::Uuid::from_u128(100 * group + client);
                let wave = |week: i32| f64::from((week * 7 + id.as_u128() as i32 * 5) % 9);
                rows.extend((0..8).map(|week| ScoreRow {
                    client: id.into(),
                    membership: None,
                    group: Some(uuid::Uuid::from_u128(group).into()),
                    session: None,
                    value: 20.0 + 3.0 * ((group * 5) % 7) as f64 + wave(week) - 0.5 * f64::from(week),
                    days: 7 * week,
                }));
            }
        }
        rows
    }

    #[test]
    fn groups_of_one_are_not_told_from_their_clients() {
        let alone = fit_courses(&rows(1), &Rooms::default(), None);
        assert!(matches!(alone, Err(AnalyseError::Undetermined(Status::NotIdentified))), "{alone:?}");
        assert!(fit_courses(&rows(4), &Rooms::default(), None).unwrap().is_some());
    }
}
