//! From courses to the numbers of an expected course: one linear mixed model, by REML.

use std::collections::BTreeMap;

use super::observed::Sample;
use super::warm::theta_of;
use super::{ExpectedFitError, ObservedCourse, Parameters};
use crate::change::Direction;
use crate::fit::{Criterion, Evidence, Fit, RandomEffect, Status, fit as fit_mixed};
use crate::model::{Formula, Model};

/// What the data must carry, each a setting with the default of this project.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct FitSettings {
    /// Courses with enough scores, below which nothing is drawn.
    pub courses: usize,
    /// Scores that are enough, x₀ included.
    pub scores: usize,
    /// Groups of two courses or more, from which groups differ in level.
    pub group_levels: usize,
    /// Groups of two courses or more, from which groups differ in slope too.
    pub group_slopes: usize,
}

impl Default for FitSettings {
    fn default() -> Self {
        Self { courses: 100, scores: 3, group_levels: 5, group_slopes: 10 }
    }
}

/// What varies between the levels of a factor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Varies {
    /// Nothing: too few levels tell it.
    Nothing,
    /// The level.
    Level,
    /// Level and slope in ln(1 + t).
    LevelAndSlope,
}

/// A fitted expected course.
#[derive(Debug, Clone, PartialEq)]
pub struct FittedExpectation {
    /// The numbers, ready for [`ExpectedCourse::new`](super::ExpectedCourse::new) and for a parameter file.
    pub parameters: Parameters,
    /// What varies between clients.
    pub client: Varies,
    /// What varies between groups.
    pub group: Varies,
    /// Groups of two courses or more.
    pub groups: usize,
    /// [`Status::Converged`], or [`Status::OnBoundary`] where a variance is exactly zero.
    pub status: Status,
    /// How the search ended.
    pub evidence: Evidence,
}

/// Fits y = (β0 + u) + (β1 + v)·l + β2·s + β3·s·l + group + e by REML, with l = ln(1 + t), s = x₀ − c and c the mean start,
/// to the scores after x₀ of `courses`, in any order. The search starts at `warm` (the last fit's numbers) where given.
///
/// * Every course with a score after x₀ is in the model, also one that ended early: leaving those out would describe who
///   stayed. The settings only ask that enough courses are long.
/// * Few groups are not told apart (below [`FitSettings::group_levels`]): their variance is then zero, and no group has a
///   fixed effect, since the curve must be the population's.
/// * Clients vary in level alone where slopes could not be told from the residual (two scores a course).
/// * The variance between the sessions of a group is folded into the residual, [`Parameters::session`] is 0: sessions cross
///   clients, which costs thirty times the time (1.4 s against 0.05 s for 10⁵ scores), and the limits of one score hold its
///   variance either way.
///
/// # Errors
/// [`ExpectedFitError`]; with [`ExpectedFitError::TooFewCourses`] no expected course is to be drawn.
pub fn fit(
    courses: &[ObservedCourse<'_>],
    direction: Direction,
    settings: &FitSettings,
    warm: Option<&Parameters>,
) -> Result<FittedExpectation, ExpectedFitError> {
    check(courses)?;
    let sample = Sample::new(courses, settings);
    if sample.long < settings.courses {
        let (courses, needed, scores) = (sample.long, settings.courses, settings.scores);
        return Err(ExpectedFitError::TooFewCourses { courses, needed, scores });
    }
    let (client, group) = varying(&sample, settings);
    let formula = Formula::parse(&formula(client, group)).map_err(ExpectedFitError::Formula)?;
    let model = Model::build(&sample.table()?, &formula, &BTreeMap::new())?;
    if let Some(term) = model.fixed_dropped().first() {
        return Err(ExpectedFitError::Constant { what: if term == "l" { "time" } else { "start" } });
    }
    let start = warm.map(|parameters| theta_of(parameters, client, group));
    let fitted = fit_mixed(&model, Criterion::Reml, start.as_deref())?;
    let evidence = fitted.evidence().clone();
    match fitted.status() {
        Status::NotConverged => Err(ExpectedFitError::NotConverged { evaluations: evidence.evaluations }),
        Status::NotIdentified => Err(ExpectedFitError::NotIdentified(evidence.flat)),
        status @ (Status::Converged | Status::OnBoundary) => {
            let parameters = parameters(&fitted, &sample, direction)?;
            Ok(FittedExpectation { parameters, client, group, groups: sample.groups, status, evidence })
        }
    }
}

fn check(courses: &[ObservedCourse<'_>]) -> Result<(), ExpectedFitError> {
    for (place, course) in (1..).zip(courses) {
        if !course.start.is_finite() {
            return Err(ExpectedFitError::Start { course: place });
        }
        let right = |(weeks, score): &(f64, f64)| weeks.is_finite() && *weeks >= 0.0 && score.is_finite();
        if let Some(score) = course.scores.iter().position(|score| !right(score)) {
            return Err(ExpectedFitError::Score { course: place, score: score + 1 });
        }
    }
    Ok(())
}

/// The richest model that the numbers carry: what varies between clients, and between groups.
fn varying(sample: &Sample<'_>, settings: &FitSettings) -> (Varies, Varies) {
    // As many random effects as scores cannot be told from the residual.
    let slopes = sample.scores > 2 * sample.courses() + 5;
    let most = if slopes { Varies::LevelAndSlope } else { Varies::Level };
    let group = match sample.groups {
        groups if groups < settings.group_levels => Varies::Nothing,
        groups if groups < settings.group_slopes => Varies::Level,
        _ => most,
    };
    (most, group)
}

fn formula(client: Varies, group: Varies) -> String {
    let effects = |varies: Varies| if varies == Varies::LevelAndSlope { "1 + l" } else { "1" };
    let clients = format!("score ~ l + s + l:s + ({} | course)", effects(client));
    match group {
        Varies::Nothing => clients,
        Varies::Level | Varies::LevelAndSlope => format!("{clients} + ({} | group)", effects(group)),
    }
}

fn parameters(fitted: &Fit, sample: &Sample<'_>, direction: Direction) -> Result<Parameters, ExpectedFitError> {
    let random = fitted.random();
    let of = |factor: &str| random.iter().find(|effect| effect.factor == factor).map_or([[0.0; 2]; 2], covariance);
    let (estimates, covariances) = (fitted.fixed_estimates(), fitted.fixed_covariance());
    let mut fixed_covariance = [[0.0; 4]; 4];
    for (row, found) in fixed_covariance.iter_mut().zip(&covariances) {
        row.iter_mut().zip(found).for_each(|(entry, found)| *entry = *found);
    }
    let mut fixed = [0.0; 4];
    fixed.iter_mut().zip(&estimates).for_each(|(entry, found)| *entry = *found);
    let parameters = Parameters {
        direction,
        centre: sample.centre,
        fixed,
        fixed_covariance,
        client: of("course"),
        group: of("group"),
        session: 0.0,
        residual: fitted.residual_standard_deviation().powi(2),
        starts: sample.starts,
        weeks: sample.weeks,
        courses: sample.courses(),
        scores: sample.scores,
    };
    parameters.check()?;
    Ok(parameters)
}

/// 2 × 2, zeros where the slope does not vary.
fn covariance(effect: &RandomEffect) -> [[f64; 2]; 2] {
    let mut found = [[0.0; 2]; 2];
    for (i, (row, correlations)) in found.iter_mut().zip(&effect.correlations).enumerate() {
        for (j, (entry, &correlation)) in row.iter_mut().zip(correlations).enumerate() {
            let product = effect.standard_deviations[i] * effect.standard_deviations[j];
            // The correlation of what does not vary is no number.
            *entry = if product == 0.0 { 0.0 } else { correlation * product };
        }
    }
    found
}
