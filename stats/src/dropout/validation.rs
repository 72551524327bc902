//! Forward validation: learn from earlier time, foretell later time.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::course::check;
use super::row::{PersonSession, person_sessions};
use super::{CourseForHazard, Forecast, ForecastQuality, HazardError, HazardModel, HazardSettings};
use crate::glmm::Link;

/// How time is cut.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ValidationSettings {
    /// Share of the rows, in order of calendar time, that only serve to learn from.
    pub first: f64,
    /// Blocks that the rest is cut into: each is foretold by the model of all that was known before it.
    pub blocks: usize,
}

impl Default for ValidationSettings {
    fn default() -> Self {
        Self { first: 0.5, blocks: 4 }
    }
}

/// A forward validation.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Validation {
    /// How well the next session was foretold, over all blocks.
    pub next: ForecastQuality,
    /// The calendar time at which each block's model was fitted.
    pub fitted_at: Vec<f64>,
    /// Ended courses that the first model learnt from.
    pub ended_at_first: usize,
}

/// Foretells each later block of calendar time by a model of what was known when it began: courses that ran then are
/// running in it, and ends that came later unknown. What is foretold is the next session of every client who was there.
///
/// # Errors
/// [`HazardError::Validation`] for a cut that leaves nothing on one side, else those of the models ([`HazardModel::fit`]) and
/// of the comparison ([`ForecastQuality::of`]).
pub fn forward_validation(
    courses: &[CourseForHazard<'_>],
    settings: &HazardSettings,
    cut: &ValidationSettings,
) -> Result<Validation, HazardError> {
    check(courses)?;
    let (mut rows, _) = person_sessions(courses, &settings.definition, f64::INFINITY);
    rows.sort_by(|a, b| a.at.total_cmp(&b.at));
    let fitted_at = origins(&rows, cut)?;
    let clusters = clusters(courses);
    let (mut forecasts, mut ended_at_first) = (Vec::new(), None);
    for (block, &from) in fitted_at.iter().enumerate() {
        let until = fitted_at.get(block + 1).copied().unwrap_or(f64::INFINITY);
        let model = HazardModel::fit_as_of(courses, from, &HazardSettings { check: false, ..*settings })?;
        ended_at_first.get_or_insert(model.basis().ended);
        let later = rows.iter().filter(|row| row.at > from && row.at <= until);
        forecasts.extend(later.map(|row| Forecast {
            probability: Link::Logit.probability(model.log_odds(&row.known, row.known.session)),
            left: row.left,
            cluster: clusters[row.course],
        }));
    }
    let next = ForecastQuality::of(&forecasts)?;
    Ok(Validation { next, fitted_at, ended_at_first: ended_at_first.unwrap_or_default() })
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
