//! What a file is judged by: the expected course and the usual slopes of groups, of the file itself or of a parameter file.

use std::{fs, path::Path};

use peil_stats::{
    expected::{ExpectedCourse, ExpectedFitError, FitSettings, ObservedCourse, fit},
    signals::{Settings, SlopePrior},
};

use super::{LongFile, Measure, SignalsArguments, SignalsError};
use crate::{cli::progress::Phase, signals::ParameterFile};

/// What was learnt, or is told by a parameter file.
#[derive(Debug)]
pub(super) struct Expectation {
    course: Result<ExpectedCourse, ExpectedFitError>,
    /// The slopes that groups usually have, where they are known.
    pub(super) slopes: Option<SlopePrior>,
}

impl Expectation {
    /// The expected course, where there is one.
    pub(super) fn course(&self) -> Option<&ExpectedCourse> {
        self.course.as_ref().ok()
    }

    /// Why there is none.
    pub(super) fn why_none(&self) -> Option<&ExpectedFitError> {
        self.course.as_ref().err()
    }
}

/// What was asked for: from a parameter file, and then nothing from the courses at hand, or from those courses.
///
/// # Errors
/// [`SignalsError`] when a file cannot be read, is of another measure, or cannot be written.
pub(super) fn of(
    arguments: &SignalsArguments,
    measure: &Measure,
    file: &LongFile,
    settings: &Settings,
) -> Result<Expectation, SignalsError> {
    if let Some(path) = &arguments.expected {
        return read(path, measure);
    }
    let learnt = learnt(measure, file, settings);
    if let Some(path) = &arguments.write_expected {
        match &learnt.course {
            Ok(course) => write(path, measure, course, learnt.slopes)?,
            Err(reason) => return Err(SignalsError::NothingToWrite(reason.clone())),
        }
    }
    Ok(learnt)
}

fn learnt(measure: &Measure, file: &LongFile, settings: &Settings) -> Expectation {
    let _phase = Phase::begin("fitting the expected course");
    let observed = file.study.observed(|_| true);
    let courses: Vec<ObservedCourse<'_>> = observed.iter().map(|course| course.as_course()).collect();
    let fitted = fit(&courses, measure.scale.direction, &FitSettings::default(), None);
    let course = fitted.and_then(|fitted| Ok(ExpectedCourse::new(fitted.parameters)?));
    Expectation { course, slopes: file.study.slope_prior(|_| true, &measure.scale, settings) }
}

fn read(path: &Path, measure: &Measure) -> Result<Expectation, SignalsError> {
    let text =
        fs::read_to_string(path).map_err(|source| SignalsError::ReadParameters { path: path.to_owned(), source })?;
    let wrong = |source| SignalsError::Parameters { path: path.to_owned(), source };
    let file = ParameterFile::parse(&text, (&measure.name, measure.scale.direction)).map_err(wrong)?;
    Ok(Expectation { course: Ok(file.course().map_err(wrong)?), slopes: file.slopes })
}

fn write(
    path: &Path,
    measure: &Measure,
    course: &ExpectedCourse,
    slopes: Option<SlopePrior>,
) -> Result<(), SignalsError> {
    let file = ParameterFile::new(&measure.name, course.parameters().clone(), slopes);
    let text = file.text().map_err(|source| SignalsError::Parameters { path: path.to_owned(), source })?;
    fs::write(path, text).map_err(|source| SignalsError::WriteFile { path: path.to_owned(), source })
}
