//! Forward validation: learn from earlier time, foretell later time.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::course::check;
use super::row::{PersonSession, person_sessions};
use super::{
    CourseForHazard, DropoutDefinition, Ending, Forecast, ForecastQuality, HazardError, HazardModel, HazardSettings,
    SESSIONS_AHEAD,
};
use crate::evaluation::{Proportion, proportion};
use crate::glmm::Link;

/// How time is cut.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ValidationSettings {
    /// Share of the rows, in order of calendar time, that only serve to learn from.
    pub first: f64,
    /// Blocks that the rest is cut into: each is foretold by the model of all that was known before it.
    pub blocks: usize,
    /// Probability of leaving within several sessions from which DROP speaks.
    pub limit: f64,
}

impl Default for ValidationSettings {
    fn default() -> Self {
        Self { first: 0.5, blocks: 4, limit: crate::signals::Settings::default().dropout_probability }
    }
}

/// A forward validation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Validation {
    /// How well the next session was foretold, over all blocks.
    pub next: ForecastQuality,
    /// How well the next [`SESSIONS_AHEAD`] sessions were foretold; none where that cannot be said of these stays.
    pub within: Option<ForecastQuality>,
    /// Of those of whom a probability from the limit on was foretold within these sessions, who left; by clients and
    /// sessions.
    pub named: Named,
    /// The calendar time at which each block's model was fitted.
    pub fitted_at: Vec<f64>,
    /// Ended courses that the first model learnt from.
    pub ended_at_first: usize,
    /// The columns of the last model: what it knows of a client.
    pub columns: Vec<String>,
}

/// Clients and sessions of whom a high probability of leaving within several sessions was foretold.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Named {
    /// From which probability on ([`ValidationSettings::limit`]).
    pub limit: f64,
    /// Those of them who left, in such a number of sessions.
    pub left: Proportion,
    /// Of all, named or not.
    pub of_all: Proportion,
}

/// Foretells each later block of calendar time by a model of what was known when it began: courses that ran then are
/// running in it, and ends that came later unknown. What is foretold is the next session of every client who was there, and
/// the next [`SESSIONS_AHEAD`] (fewer towards a planned end, [`CourseForHazard::sessions_ahead`]).
///
/// Several sessions are judged where the data go on for so long, whatever happened in them: else those who left would be
/// kept and those who stayed left out. Who ended otherwise within them did not leave.
///
/// # Errors
/// [`HazardError::Validation`] for a cut that leaves nothing on one side, else those of the models ([`HazardModel::fit`]) and
/// of the comparison ([`ForecastQuality::of`]).
pub fn forward_validation(
    courses: &[CourseForHazard<'_>],
    settings: &HazardSettings,
    cut: &ValidationSettings,
) -> Result<Validation, HazardError> {
    let starts = block_starts(courses, settings, cut)?;
    let blocks: Vec<_> = starts.into_iter().map(|from| (from, courses.to_vec())).collect();
    validate_blocks(&blocks, settings, cut)
}

/// The calendar times at which the blocks of a validation begin.
///
/// # Errors
/// As [`forward_validation`].
pub(crate) fn block_starts(
    courses: &[CourseForHazard<'_>],
    settings: &HazardSettings,
    cut: &ValidationSettings,
) -> Result<Vec<f64>, HazardError> {
    check(courses)?;
    origins(&rows_in_time(courses, settings), cut)
}

/// [`forward_validation`] of blocks with the time at which each begins and the same courses as they were seen then: what is
/// known of a session may rest on something that was itself learnt by then.
pub(crate) fn validate_blocks(
    blocks: &[(f64, Vec<CourseForHazard<'_>>)],
    settings: &HazardSettings,
    cut: &ValidationSettings,
) -> Result<Validation, HazardError> {
    let (mut forecasts, mut within, mut ended_at_first, mut columns) = (Vec::new(), Vec::new(), None, Vec::new());
    for (block, (from, courses)) in blocks.iter().enumerate() {
        let until = blocks.get(block + 1).map_or(f64::INFINITY, |(from, _)| *from);
        let (rows, clusters) = (rows_in_time(courses, settings), clusters(courses));
        let several = Several::new(courses, &settings.definition, &rows);
        let model = HazardModel::fit_as_of(courses, *from, &HazardSettings { check: false, ..*settings })?;
        ended_at_first.get_or_insert(model.basis().ended);
        columns = model.effects().into_iter().map(|effect| effect.name).collect();
        let later = || rows.iter().filter(|row| row.at > *from && row.at <= until);
        within.extend(later().filter_map(|row| several.forecast(&model, row, clusters[row.course])));
        forecasts.extend(later().map(|row| Forecast {
            probability: Link::Logit.probability(model.log_odds(&row.known)),
            left: row.left,
            cluster: clusters[row.course],
        }));
    }
    Ok(Validation {
        next: ForecastQuality::of(&forecasts)?,
        named: named(&within, cut.limit),
        within: ForecastQuality::of(&within).ok(),
        fitted_at: blocks.iter().map(|(from, _)| *from).collect(),
        ended_at_first: ended_at_first.unwrap_or_default(),
        columns,
    })
}

/// The rows by all that is recorded, in order of calendar time.
fn rows_in_time<'a>(courses: &[CourseForHazard<'a>], settings: &HazardSettings) -> Vec<PersonSession<'a>> {
    let (mut rows, _) = person_sessions(courses, &settings.definition, f64::INFINITY);
    rows.sort_by(|a, b| a.at.total_cmp(&b.at));
    rows
}

/// What became of clients within several sessions.
struct Several<'a> {
    courses: &'a [CourseForHazard<'a>],
    definition: &'a DropoutDefinition,
    /// By course, the session at which its client left.
    dropped: BTreeMap<usize, usize>,
    /// The last moment of which anything is known.
    until: f64,
}

impl<'a> Several<'a> {
    /// `rows` in order of time.
    fn new(courses: &'a [CourseForHazard<'a>], definition: &'a DropoutDefinition, rows: &[PersonSession<'_>]) -> Self {
        let left = rows.iter().filter(|row| row.left);
        let dropped = left.map(|row| (row.course, row.known.session)).collect();
        Self { courses, definition, dropped, until: rows.last().map_or(0.0, |row| row.at) }
    }

    /// None where the data do not reach so far.
    fn forecast(&self, model: &HazardModel, row: &PersonSession<'_>, cluster: usize) -> Option<Forecast> {
        let course = &self.courses[row.course];
        let held = row.known.session - 1;
        let ahead = course.sessions_ahead(held, SESSIONS_AHEAD);
        let reaches = course.began + course.sessions[held - 1].weeks + ahead as f64 * course.pace(held);
        let left = self.dropped.get(&row.course).is_some_and(|at| *at <= held + ahead);
        let outcome = self.definition.outcome(course, f64::INFINITY);
        let seen = left || outcome.ending != Ending::Running || outcome.sessions >= held + ahead;
        let probability = model.risk(&row.known, ahead).within.probability;
        (seen && reaches <= self.until + 1e-9).then_some(Forecast { probability, left, cluster })
    }
}

fn named(forecasts: &[Forecast], limit: f64) -> Named {
    let share = |from: f64| {
        let those = forecasts.iter().filter(move |forecast| forecast.probability >= from);
        proportion(those.map(|forecast| (forecast.cluster, usize::from(forecast.left), 1)))
    };
    Named { limit, left: share(limit), of_all: share(0.0) }
}

/// The times at which a block begins; `rows` in order of time.
fn origins(rows: &[PersonSession<'_>], cut: &ValidationSettings) -> Result<Vec<f64>, HazardError> {
    let right = cut.first > 0.0 && cut.first < 1.0 && cut.blocks > 0;
    let last = rows.last().filter(|_| right).map(|row| row.at).ok_or(HazardError::Validation)?;
    let share = |block: usize| cut.first + (1.0 - cut.first) * block as f64 / cut.blocks as f64;
    let mut times: Vec<f64> =
        (0..cut.blocks).map(|block| rows[(share(block) * rows.len() as f64) as usize].at).collect();
    times.dedup();
    times.retain(|time| *time < last);
    if times.is_empty() { Err(HazardError::Validation) } else { Ok(times) }
}

/// A number for each course's group; a course outside any has its own, past those of all groups.
fn clusters(courses: &[CourseForHazard<'_>]) -> Vec<usize> {
    let names: BTreeSet<&str> = courses.iter().filter_map(|course| course.group).collect();
    let known: BTreeMap<&str, usize> = names.into_iter().zip(0..).collect();
    let of =
        |(place, course): (usize, &CourseForHazard<'_>)| course.group.map_or(known.len() + place, |name| known[name]);
    courses.iter().enumerate().map(of).collect()
}
