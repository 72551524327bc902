//! Reads lines, bands and rates from a fit.

use std::collections::{BTreeMap, BTreeSet};

use peil_stats::{
    fit::{Fit, Status},
    infer::Method,
    read::{Combination, Prediction, ReportOptions, design_effect, intraclass_correlations, report},
};

use super::{
    AnalyseError, BandPoint, Caution, Course, FixedEstimate, GroupChange, Line, ScaleModel, VarianceEstimate,
    model::{MODEL_VERSION, Rooms, days_between, fit_error, group_key, weeks},
};
use crate::{
    domain::GroupId,
    store::{MembershipRow, ScoreRow, SessionRow},
};

/// What is needed to read lines and bands from a fit.
pub(super) struct Reading<'f> {
    fit: &'f Fit,
    rows: &'f [ScoreRow],
    caution: Caution,
    fixed: BTreeMap<String, f64>,
    modes: BTreeMap<(String, String, String), f64>,
    group_of: BTreeMap<Course, Option<GroupId>>,
}

impl<'f> Reading<'f> {
    pub(super) fn new(fit: &'f Fit, rows: &'f [ScoreRow], caution: Caution) -> Self {
        let fixed = fit.fixed().into_iter().map(|effect| (effect.term, effect.estimate)).collect();
        let modes =
            fit.conditional_modes().into_iter().map(|mode| ((mode.factor, mode.level, mode.term), mode.mode)).collect();
        let group_of = rows.iter().map(|row| (Course::of(row), row.group)).collect();
        Self { fit, rows, caution, fixed, modes, group_of }
    }

    pub(super) fn into_model(self, formula: String, rooms: &Rooms) -> Result<ScaleModel, AnalyseError> {
        let rosters = self.rosters(rooms);
        let clients = self.rows.iter().map(|row| row.client).collect::<BTreeSet<_>>().len();
        let groups = self.rows.iter().filter_map(|row| row.group).collect::<BTreeSet<_>>().len();
        Ok(ScaleModel {
            version: MODEL_VERSION,
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
            bands: self.bands(&rosters)?,
            changes: self.changes(&rosters)?,
            comparisons: Vec::new(),
        })
    }

    fn fixed_estimates(&self) -> Vec<FixedEstimate> {
        let options = ReportOptions {
            degrees_of_freedom: Method::Satterthwaite,
            conditional_modes: false,
            confidence: 0.95,
            ..ReportOptions::default()
        };
        report(self.fit, options)
            .fixed
            .into_iter()
            .map(|row| {
                // Where Satterthwaite's degrees of freedom cannot be computed those of the groups' means stand in.
                let read = Prediction { estimate: row.estimate, standard_error: row.standard_error };
                let (lower, upper) = row.lower.zip(row.upper).unwrap_or_else(|| self.interval(&read));
                FixedEstimate {
                    term: row.term,
                    estimate: row.estimate,
                    standard_error: row.standard_error,
                    lower,
                    upper,
                }
            })
            .collect()
    }

    fn variances(&self) -> Vec<VarianceEstimate> {
        let on_boundary = self.fit.status() == Status::OnBoundary;
        let mut all = Vec::new();
        for effect in self.fit.random() {
            for (index, term) in effect.terms.iter().enumerate() {
                // On the boundary a correlation of ±1 is no finding: the direction across it is empty.
                let correlation = (index > 0)
                    .then(|| effect.correlations[index][0])
                    .filter(|value| value.is_finite() && (!on_boundary || value.abs() < 0.9999));
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

    /// Who counts for each group at each of its sessions, of those who ever answered, with the weeks since their start.
    ///
    /// In an open group that is who was there: people come and go, that is its nature. In a closed group everybody who
    /// began counts to the end, a leaver by the model's line: else the group would seem to improve when the member who
    /// fares worst stays away.
    fn rosters(&self, rooms: &Rooms) -> Vec<Roster> {
        let mut members_of: BTreeMap<GroupId, Vec<&MembershipRow>> = BTreeMap::new();
        for member in rooms.members.iter().filter(|member| self.group_of.contains_key(&Course::Membership(member.id))) {
            members_of.entry(member.group).or_default().push(member);
        }
        let roster = |session: &SessionRow| {
            let closed = rooms.closed.contains(&session.group);
            let counts = |member: &&&MembershipRow| {
                if closed { member.joined_on <= session.held_on } else { member.is_active_on(session.held_on) }
            };
            let there =
                members_of.get(&session.group).into_iter().flatten().filter(counts).map(|member| {
                    (Course::Membership(member.id), weeks(days_between(member.joined_on, session.held_on)))
                });
            Roster { group: session.group, session: session.number, there: there.collect() }
        };
        rooms.sessions.iter().map(roster).filter(|roster| !roster.there.is_empty()).collect()
    }

    /// The mean of the members' lines at each session.
    fn bands(&self, rosters: &[Roster]) -> Result<BTreeMap<String, Vec<BandPoint>>, AnalyseError> {
        let means: Vec<Combination> = rosters.iter().map(|roster| self.mean_of(roster, true)).collect();
        let read = self.fit.linear_combinations(&means).map_err(fit_error)?;
        let mut bands: BTreeMap<String, Vec<BandPoint>> = BTreeMap::new();
        for (roster, read) in rosters.iter().zip(read) {
            let (lower, upper) = self.interval(&read);
            let point = BandPoint { session: roster.session, mean: read.estimate, lower, upper };
            bands.entry(roster.group.to_string()).or_default().push(point);
        }
        Ok(bands)
    }

    /// The mean change since their start of the members of each group's newest session.
    ///
    /// Without slopes of their own, clients would all be given the organisation's; and one session, or one member who
    /// answered twice, is no course of a group.
    fn changes(&self, rosters: &[Roster]) -> Result<BTreeMap<String, GroupChange>, AnalyseError> {
        let own_slopes = self
            .fit
            .random()
            .iter()
            .any(|effect| effect.factor == "client" && effect.terms.iter().any(|term| term == "weeks"));
        let mut newest: BTreeMap<GroupId, &Roster> = rosters.iter().map(|roster| (roster.group, roster)).collect();
        newest.retain(|_, roster| own_slopes && roster.session > 1 && self.members_with_a_course(roster) > 1);
        let sums: Vec<Combination> = newest.values().map(|roster| self.mean_of(roster, false)).collect();
        let read = self.fit.linear_combinations(&sums).map_err(fit_error)?;
        let change = |read: Prediction| {
            let (lower, upper) = self.interval(&read);
            GroupChange { points: read.estimate, lower, upper }
        };
        Ok(newest.keys().map(GroupId::to_string).zip(read.into_iter().map(change)).collect())
    }

    fn members_with_a_course(&self, roster: &Roster) -> usize {
        let scores = |course: &Course| self.rows.iter().filter(|row| Course::of(row) == *course).count();
        roster.there.iter().filter(|(course, _)| scores(course) > 1).count()
    }

    /// 95 %, with degrees of freedom from the number of groups (of clients, where groups are fixed): m − l − 1.
    fn interval(&self, read: &Prediction) -> (f64, f64) {
        let units = match self.caution {
            Caution::None | Caution::FewGroups => self.rows.iter().map(|row| row.group).collect::<BTreeSet<_>>().len(),
            Caution::GroupsDescribedOnly => self.group_of.len(),
        };
        let df = u32::try_from(units.saturating_sub(2)).unwrap_or(u32::MAX);
        read.interval_t(0.95, f64::from(df))
    }

    /// The mean over a roster: of the lines' values that day, or of how far they came since the start.
    fn mean_of(&self, roster: &Roster, of_values: bool) -> Combination {
        #[allow(clippy::cast_precision_loss, reason = "a group has few members")]
        let share = 1.0 / roster.there.len() as f64;
        let level = roster.group.to_string();
        let start = if of_values { 1.0 } else { 0.0 };
        let mean_weeks: f64 = roster.there.iter().map(|(_, weeks)| weeks * share).sum();
        let mut sum = Combination::new().fixed("(Intercept)", start).fixed("weeks", mean_weeks);
        let own_effect = format!("group{level}");
        if self.fixed.contains_key(&own_effect) {
            sum = sum.fixed(&own_effect, start);
        }
        for effect in self.fit.random() {
            for term in &effect.terms {
                let slope = term == "weeks";
                if effect.factor == "group" {
                    sum = sum.random("group", &level, term, if slope { mean_weeks } else { start });
                } else {
                    for (course, weeks) in &roster.there {
                        let weight = if slope { weeks * share } else { start * share };
                        sum = sum.random("client", &course.key(), term, weight);
                    }
                }
            }
        }
        sum
    }
}

/// Who was in a group at a session: stay and weeks since its start.
struct Roster {
    group: GroupId,
    session: i16,
    there: Vec<(Course, f64)>,
}
