//! What an expected course is fitted to: the courses of an organisation, ended and running.

use std::collections::BTreeMap;

use super::FitSettings;
use crate::data::{Factor, Table, TableError};

/// A client's scores after x₀ in one stay.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ObservedCourse<'a> {
    /// The name of the group; `None` outside any. Such a course counts as a group of one, so that clients in no group do not
    /// together weigh as much as a single group.
    pub group: Option<&'a str>,
    /// x₀, in points.
    pub start: f64,
    /// The scores after x₀, in any order: weeks since x₀ (≥ 0) and points.
    pub scores: &'a [(f64, f64)],
}

/// The courses that a model can learn from, and how much they can tell.
#[derive(Debug)]
pub(super) struct Sample<'a> {
    /// Those with a score after x₀.
    courses: Vec<&'a ObservedCourse<'a>>,
    /// Of those, courses with enough scores.
    pub(super) long: usize,
    /// Scores after x₀.
    pub(super) scores: usize,
    /// Groups in which two courses or more were observed.
    pub(super) groups: usize,
    /// The mean start over courses.
    pub(super) centre: f64,
    /// The lowest and the highest start.
    pub(super) starts: (f64, f64),
    /// The latest score, weeks since x₀.
    pub(super) weeks: f64,
}

impl<'a> Sample<'a> {
    pub(super) fn new(courses: &'a [ObservedCourse<'a>], settings: &FitSettings) -> Self {
        let courses: Vec<&ObservedCourse<'_>> = courses.iter().filter(|course| !course.scores.is_empty()).collect();
        let mut members: BTreeMap<&str, usize> = BTreeMap::new();
        for group in courses.iter().filter_map(|course| course.group) {
            *members.entry(group).or_default() += 1;
        }
        let starts = || courses.iter().map(|course| course.start);
        let ends = starts().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), x| (low.min(x), high.max(x)));
        let scores = || courses.iter().flat_map(|course| course.scores);
        Self {
            long: courses.iter().filter(|course| course.scores.len() + 1 >= settings.scores).count(),
            scores: scores().count(),
            groups: members.values().filter(|members| **members > 1).count(),
            centre: starts().sum::<f64>() / courses.len().max(1) as f64,
            starts: ends,
            weeks: scores().fold(0.0, |latest, (weeks, _)| latest.max(*weeks)),
            courses,
        }
    }

    /// Courses with a score after x₀.
    pub(super) fn courses(&self) -> usize {
        self.courses.len()
    }

    /// One row a score: `score`, `l` = ln(1 + t), `s` = x₀ − c, `course` and `group`.
    pub(super) fn table(&self) -> Result<Table, TableError> {
        let names: BTreeMap<&str, usize> =
            self.courses.iter().filter_map(|course| course.group).map(|g| (g, 0)).collect();
        let codes: BTreeMap<&str, usize> = names.into_keys().zip(0..).collect();
        let (mut levels, mut own) = ((0..codes.len()).map(|at| format!("group {at}")).collect::<Vec<_>>(), Vec::new());
        for (at, course) in self.courses.iter().enumerate() {
            own.push(course.group.map_or(levels.len(), |group| codes[group]));
            if course.group.is_none() {
                levels.push(format!("alone {at}"));
            }
        }
        let rows = || self.courses.iter().enumerate().flat_map(|(at, c)| c.scores.iter().map(move |score| (at, score)));
        let number = |value: &dyn Fn(usize, &(f64, f64)) -> f64| rows().map(|(at, score)| value(at, score)).collect();
        let names = (0..self.courses.len()).map(|at| format!("course {at}")).collect();
        Table::new()
            .with_number("score", number(&|_, (_, score)| *score))?
            .with_number("l", number(&|_, (weeks, _)| weeks.ln_1p()))?
            .with_number("s", number(&|at, _| self.courses[at].start - self.centre))?
            .with_factor("group", Factor::new(rows().map(|(at, _)| own[at] as u32).collect(), levels)?)?
            .with_factor("course", Factor::new(rows().map(|(at, _)| at as u32).collect(), names)?)
    }
}
