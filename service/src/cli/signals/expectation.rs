//! The expected course that a file is judged by, and its parameter file.

use std::{fs, path::Path};

use peil_stats::expected::{ExpectedCourse, ExpectedFitError, FitSettings, ObservedCourse, Parameters, fit};
use serde::{Deserialize, Serialize};

use super::{LongFile, Measure, SignalsArguments, SignalsError};
use crate::cli::progress::Phase;

/// The schema of the parameter file.
const SCHEMA: &str = "peil-expected/1";

/// What is written to a parameter file: the numbers, with whose they are.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ParameterFile {
    schema: String,
    /// The measure: `phq-9, total`.
    measure: String,
    /// Version of the module of signals that fitted it.
    version: String,
    parameters: Parameters,
}

/// The expected course, or why there is none.
#[derive(Debug)]
pub(in crate::cli) struct Expectation(Result<ExpectedCourse, ExpectedFitError>);

impl Expectation {
    /// The course, where there is one.
    pub(in crate::cli) fn course(&self) -> Option<&ExpectedCourse> {
        self.0.as_ref().ok()
    }

    /// Why there is none.
    pub(in crate::cli) fn why_none(&self) -> Option<&ExpectedFitError> {
        self.0.as_ref().err()
    }
}

/// The course that was asked for: from a file, or from the courses at hand, where those are enough.
///
/// # Errors
/// [`SignalsError`] when a file cannot be read, is of another measure, or cannot be written.
pub(super) fn of(
    arguments: &SignalsArguments,
    measure: &Measure,
    file: &LongFile,
) -> Result<Expectation, SignalsError> {
    if let Some(path) = &arguments.expected {
        return Ok(Expectation(Ok(read(path, measure)?)));
    }
    let fitted = fitted(measure, file, |_| true)?;
    if let Some(path) = &arguments.write_expected {
        match fitted.0 {
            Ok(course) => {
                write(path, measure, course.parameters())?;
                return Ok(Expectation(Ok(course)));
            }
            Err(reason) => return Err(SignalsError::NothingToWrite(reason)),
        }
    }
    Ok(fitted)
}

/// The course of the file's own groups that `of` admits.
///
/// # Errors
/// [`SignalsError::Parameters`] when the numbers of the fit cannot be.
pub(in crate::cli) fn fitted(
    measure: &Measure,
    file: &LongFile,
    of: impl Fn(usize) -> bool,
) -> Result<Expectation, SignalsError> {
    let _phase = Phase::begin("fitting the expected course");
    let observed = file.study.observed(of);
    let courses: Vec<ObservedCourse<'_>> = observed.iter().map(|course| course.as_course()).collect();
    Ok(Expectation(match fit(&courses, measure.scale.direction, &FitSettings::default(), None) {
        Ok(fitted) => ExpectedCourse::new(fitted.parameters).map_err(ExpectedFitError::from),
        Err(reason) => Err(reason),
    }))
}

fn read(path: &Path, measure: &Measure) -> Result<ExpectedCourse, SignalsError> {
    let text =
        fs::read_to_string(path).map_err(|source| SignalsError::ReadParameters { path: path.to_owned(), source })?;
    let file: ParameterFile = serde_json::from_str(&text)
        .map_err(|source| SignalsError::ParseParameters { path: path.to_owned(), source })?;
    let (wanted, found) = ((SCHEMA, &measure.name), (file.schema.as_str(), &file.measure));
    if wanted != found || file.parameters.direction != measure.scale.direction {
        let (found, wanted) =
            (format!("`{}` ({})", file.measure, file.schema), format!("`{}` ({SCHEMA})", measure.name));
        return Err(SignalsError::OtherMeasure { path: path.to_owned(), found, wanted });
    }
    ExpectedCourse::new(file.parameters).map_err(|source| SignalsError::Parameters { path: path.to_owned(), source })
}

fn write(path: &Path, measure: &Measure, parameters: &Parameters) -> Result<(), SignalsError> {
    let file = ParameterFile {
        schema: SCHEMA.to_owned(),
        measure: measure.name.clone(),
        version: crate::signals::VERSION.to_owned(),
        parameters: parameters.clone(),
    };
    let text = serde_json::to_string_pretty(&file)? + "\n";
    fs::write(path, text).map_err(|source| SignalsError::WriteFile { path: path.to_owned(), source })
}
