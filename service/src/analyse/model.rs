//! Which mixed model fits an organisation's scores, and what is read from it: every member's line and every group's mean.
//!
//! Time is weeks since the start of a client's stay. From ten groups on, groups and clients have random intercepts and
//! slopes; from five to nine the group's slope variance is fixed to zero; below five nothing is inferred between groups
//! and the group enters as a fixed effect (after `group-statistics`, product rule).

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use peil_stats::{
    data::Table,
    fit::{Criterion, Fit, Status, fit},
    model::{Formula, Model},
    read::{Combination, DegreesOfFreedom, ReportOptions, design_effect, intraclass_correlations, report},
};
use serde::{Deserialize, Serialize};

use super::AnalyseError;
use crate::{
    domain::{ClientId, GroupId, MembershipId},
    store::{MembershipRow, ScoreRow, SessionRow},
};

/// Groups from which the full model is fitted.
const FULL_MODEL: usize = 10;
/// Groups from which groups are compared at all.
const RANDOM_GROUPS: usize = 5;
/// 97.5th percentile of the normal distribution: 95 % intervals.
const Z: f64 = 1.959_963_984_540_054;
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

/// A fitted model, as stored beside the scores it was fitted to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ScaleModel {
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
    /// Each stay's line.
    pub lines: BTreeMap<String, Line>,
    /// Each group's mean, session by session.
    pub bands: BTreeMap<String, Vec<BandPoint>>,
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
/// [`AnalyseError::Fit`] when the statistics crate refuses the data.
pub fn fit_courses(
    rows: &[ScoreRow],
    sessions: &[SessionRow],
    members: &[MembershipRow],
    start: Option<&[f64]>,
) -> Result<Option<ScaleModel>, AnalyseError> {
    let Some((formula, caution)) = formula_for(rows) else { return Ok(None) };
    let table = table_of(rows).map_err(fit_error)?;
    let parsed = Formula::parse(&formula).map_err(fit_error)?;
    let model = Model::build(&table, &parsed, &BTreeMap::new()).map_err(fit_error)?;
    let start = start.filter(|theta| theta.len() == model.parameters());
    let fitted = fit(&model, Criterion::Reml, start).map_err(fit_error)?;
    let reading = Reading::new(&fitted, rows, caution);
    Ok(Some(reading.into_model(formula, sessions, members)?))
}

fn fit_error(error: impl std::error::Error) -> AnalyseError {
    AnalyseError::Fit(error.to_string())
}

/// The richest model that the numbers of groups, clients and scores carry.
fn formula_for(rows: &[ScoreRow]) -> Option<(String, Caution)> {
    let mut scores_of: BTreeMap<Course, usize> = BTreeMap::new();
    for row in rows {
        *scores_of.entry(Course::of(row)).or_default() += 1;
    }
    let groups = rows.iter().map(|row| row.group).collect::<BTreeSet<_>>().len();
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
        2.. => ("group + ", Caution::GroupsDescribedOnly),
        _ => ("", Caution::GroupsDescribedOnly),
    };
    Some((format!("score ~ weeks + {group}{client}"), caution))
}

/// Weeks since the start, exactly as the export writes them.
#[must_use]
pub(crate) fn weeks(days: i32) -> f64 {
    f64::from(days) / 7.0
}

fn group_key(group: Option<GroupId>) -> String {
    group.map_or_else(|| NO_GROUP.to_owned(), |id| id.to_string())
}

fn table_of(rows: &[ScoreRow]) -> Result<Table, peil_stats::data::TableError> {
    Table::new()
        .with_number("score", rows.iter().map(|row| row.value).collect())?
        .with_number("weeks", rows.iter().map(|row| weeks(row.days)).collect())?
        .with_text("group", rows.iter().map(|row| Some(group_key(row.group))).collect())?
        .with_text("client", rows.iter().map(|row| Some(Course::of(row).key())).collect())
}

/// What is needed to read lines and bands from a fit.
struct Reading<'f> {
    fit: &'f Fit,
    rows: &'f [ScoreRow],
    caution: Caution,
    fixed: BTreeMap<String, f64>,
    modes: BTreeMap<(String, String, String), f64>,
    group_of: BTreeMap<Course, Option<GroupId>>,
}

impl<'f> Reading<'f> {
    fn new(fit: &'f Fit, rows: &'f [ScoreRow], caution: Caution) -> Self {
        let fixed = fit.fixed().into_iter().map(|effect| (effect.term, effect.estimate)).collect();
        let modes =
            fit.conditional_modes().into_iter().map(|mode| ((mode.factor, mode.level, mode.term), mode.mode)).collect();
        let group_of = rows.iter().map(|row| (Course::of(row), row.group)).collect();
        Self { fit, rows, caution, fixed, modes, group_of }
    }

    fn into_model(
        self,
        formula: String,
        sessions: &[SessionRow],
        members: &[MembershipRow],
    ) -> Result<ScaleModel, AnalyseError> {
        let clients = self.rows.iter().map(|row| row.client).collect::<BTreeSet<_>>().len();
        let groups = self.rows.iter().filter_map(|row| row.group).collect::<BTreeSet<_>>().len();
        Ok(ScaleModel {
            formula,
            caution: self.caution,
            on_boundary: self.fit.status() == Status::OnBoundary,
            fixed: self.fixed_estimates(),
            variances: self.variances(),
            criterion: self.fit.minus_two_log_likelihood(),
            theta: self.fit.theta(),
            scores: self.rows.len(),
            clients,
            groups,
            design_effect: self.design_effect(clients, groups),
            lines: self.group_of.keys().map(|course| (course.key(), self.line(*course))).collect(),
            bands: self.bands(sessions, members)?,
        })
    }

    fn fixed_estimates(&self) -> Vec<FixedEstimate> {
        let options =
            ReportOptions { degrees_of_freedom: DegreesOfFreedom::None, conditional_modes: false, confidence: 0.95 };
        report(self.fit, options)
            .fixed
            .into_iter()
            .map(|row| FixedEstimate {
                term: row.term,
                estimate: row.estimate,
                standard_error: row.standard_error,
                lower: row.lower,
                upper: row.upper,
            })
            .collect()
    }

    fn variances(&self) -> Vec<VarianceEstimate> {
        let mut all = Vec::new();
        for effect in self.fit.random() {
            for (index, term) in effect.terms.iter().enumerate() {
                let correlation = (index > 0).then(|| effect.correlations[index][0]).filter(|value| value.is_finite());
                all.push(VarianceEstimate {
                    factor: effect.factor.clone(),
                    term: term.clone(),
                    standard_deviation: effect.standard_deviations[index],
                    correlation,
                });
            }
        }
        all.push(VarianceEstimate {
            factor: "residual".to_owned(),
            term: String::new(),
            standard_deviation: self.fit.residual_standard_deviation(),
            correlation: None,
        });
        all
    }

    fn design_effect(&self, clients: usize, groups: usize) -> Option<f64> {
        let share = intraclass_correlations(self.fit).into_iter().find(|share| share.factor == "group")?;
        #[allow(clippy::cast_precision_loss, reason = "numbers of clients are far below 2^52")]
        let members = clients as f64 / groups.max(1) as f64;
        Some(design_effect(members, share.correlation))
    }

    fn line(&self, course: Course) -> Line {
        let group = group_key(self.group_of.get(&course).copied().flatten());
        let mode = |factor: &str, level: &str, term: &str| {
            self.modes.get(&(factor.to_owned(), level.to_owned(), term.to_owned())).copied().unwrap_or(0.0)
        };
        let fixed = |term: &str| self.fixed.get(term).copied().unwrap_or(0.0);
        let client = course.key();
        let at_start = fixed("(Intercept)") + fixed(&format!("group{group}"));
        Line {
            intercept: at_start + mode("group", &group, "(Intercept)") + mode("client", &client, "(Intercept)"),
            slope: fixed("weeks") + mode("group", &group, "weeks") + mode("client", &client, "weeks"),
        }
    }

    /// The mean of the members' lines at each session: of those who were in the group that day and ever answered.
    fn bands(
        &self,
        sessions: &[SessionRow],
        members: &[MembershipRow],
    ) -> Result<BTreeMap<String, Vec<BandPoint>>, AnalyseError> {
        let mut bands: BTreeMap<String, Vec<BandPoint>> = BTreeMap::new();
        let mut members_of: BTreeMap<GroupId, Vec<&MembershipRow>> = BTreeMap::new();
        for member in members.iter().filter(|member| self.group_of.contains_key(&Course::Membership(member.id))) {
            members_of.entry(member.group).or_default().push(member);
        }
        for session in sessions {
            let there: Vec<(Course, f64)> = members_of
                .get(&session.group)
                .into_iter()
                .flatten()
                .filter(|member| member.is_active_on(session.held_on))
                .map(|member| (Course::Membership(member.id), weeks(days_between(member.joined_on, session.held_on))))
                .collect();
            if there.is_empty() {
                continue;
            }
            let mean = self.mean_of(&there, session.group);
            let read = self.fit.linear_combination(&mean).map_err(fit_error)?;
            let (lower, upper) = read.interval(Z);
            let point = BandPoint { session: session.number, mean: read.estimate, lower, upper };
            bands.entry(session.group.to_string()).or_default().push(point);
        }
        Ok(bands)
    }

    fn mean_of(&self, there: &[(Course, f64)], group: GroupId) -> Combination {
        #[allow(clippy::cast_precision_loss, reason = "a group has few members")]
        let share = 1.0 / there.len() as f64;
        let mean_weeks: f64 = there.iter().map(|(_, weeks)| weeks * share).sum();
        let level = group.to_string();
        let mut sum = Combination::new().fixed("(Intercept)", 1.0).fixed("weeks", mean_weeks);
        let own_effect = format!("group{level}");
        if self.fixed.contains_key(&own_effect) {
            sum = sum.fixed(&own_effect, 1.0);
        }
        for effect in self.fit.random() {
            for term in &effect.terms {
                let slope = term == "weeks";
                if effect.factor == "group" {
                    sum = sum.random("group", &level, term, if slope { mean_weeks } else { 1.0 });
                } else {
                    for (course, weeks) in there {
                        let weight = if slope { weeks * share } else { share };
                        sum = sum.random("client", &course.key(), term, weight);
                    }
                }
            }
        }
        sum
    }
}

/// Whole days from one date to another.
#[must_use]
pub(crate) fn days_between(from: Date, to: Date) -> i32 {
    from.until(to).map_or(0, |span| span.get_days())
}
