//! What the rules learnt of a scale, as a file: the expected course and the slopes that groups usually have. Written and read
//! by `peil signals` and by `peil organisation expected`.

use peil_stats::{
    change::Direction,
    expected::{ExpectedCourse, ParameterError, Parameters},
    signals::SlopePrior,
};
use serde::{Deserialize, Serialize};

use super::VERSION;

/// The schema of the file.
const SCHEMA: &str = "peil-expected/1";

/// What stands in the file: the numbers, with whose they are.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ParameterFile {
    schema: String,
    /// The measure: `phq-9, total`.
    measure: String,
    /// Version of the module that fitted it.
    pub version: String,
    /// The expected course.
    pub parameters: Parameters,
    /// The slopes that groups usually have. Without them, as in files from before there were any, G-STALL judges a group by
    /// its own sessions alone: never by whatever other groups are at hand.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub slopes: Option<SlopePrior>,
}

/// Why a text is no such file.
#[derive(Debug, thiserror::Error)]
pub enum ParameterFileError {
    /// The text is something else.
    #[error(
        "this is no file of an expected course: {0}; write one with `peil signals --write-expected` or with \
         `peil organisation expected export`"
    )]
    Parse(#[source] serde_json::Error),
    /// The file is of another measure.
    #[error("this expected course is of {found}, and not of {wanted}")]
    OtherMeasure {
        /// What the file says.
        found: String,
        /// What was asked for.
        wanted: String,
    },
    /// Numbers that cannot be.
    #[error("the numbers of this expected course cannot be: {0}; write the file anew")]
    Parameters(#[from] ParameterError),
    /// The numbers cannot be written.
    #[error("the expected course cannot be written")]
    Write(#[source] serde_json::Error),
}

impl ParameterFile {
    /// What this version of the module learnt of a measure.
    #[must_use]
    pub fn new(measure: &str, parameters: Parameters, slopes: Option<SlopePrior>) -> Self {
        let (schema, version) = (SCHEMA.to_owned(), VERSION.to_owned());
        Self { schema, measure: measure.to_owned(), version, parameters, slopes }
    }

    /// Reads the text of a file that must be of this measure.
    ///
    /// # Errors
    ///
    /// [`ParameterFileError`], when it is something else, or of something else.
    pub fn parse(text: &str, (measure, direction): (&str, Direction)) -> Result<Self, ParameterFileError> {
        let file: Self = serde_json::from_str(text).map_err(ParameterFileError::Parse)?;
        if (file.schema.as_str(), file.measure.as_str(), file.parameters.direction) != (SCHEMA, measure, direction) {
            let found = format!("`{}` ({})", file.measure, file.schema);
            return Err(ParameterFileError::OtherMeasure { found, wanted: format!("`{measure}` ({SCHEMA})") });
        }
        file.parameters.check()?;
        if let Some(slopes) = &file.slopes {
            slopes.check()?;
        }
        Ok(file)
    }

    /// The text of the file.
    ///
    /// # Errors
    ///
    /// [`ParameterFileError::Write`] when the numbers are none that JSON has.
    pub fn text(&self) -> Result<String, ParameterFileError> {
        Ok(serde_json::to_string_pretty(self).map_err(ParameterFileError::Write)? + "\n")
    }

    /// The expected course.
    ///
    /// # Errors
    ///
    /// [`ParameterFileError::Parameters`] when the numbers cannot be.
    pub fn course(&self) -> Result<ExpectedCourse, ParameterFileError> {
        Ok(ExpectedCourse::new(self.parameters.clone())?)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use peil_stats::{change::Direction, expected::Parameters, signals::SlopePrior};
    use serde_json::Value;

    use super::{ParameterFile, ParameterFileError};

    const PHQ: (&str, Direction) = ("phq-9, total", Direction::LowerBetter);

    fn file() -> ParameterFile {
        let parameters = Parameters {
            direction: Direction::LowerBetter,
            centre: 15.0,
            fixed: [15.0, -2.0, 0.8, -0.1],
            fixed_covariance: [[0.0; 4]; 4],
            client: [[4.0, 0.0], [0.0, 1.0]],
            group: [[0.5, 0.0], [0.0, 0.1]],
            session: 0.3,
            residual: 6.0,
            starts: (4.0, 27.0),
            weeks: 30.0,
            courses: 200,
            scores: 2000,
        };
        let slopes = SlopePrior { mean: 0.3, variance: 0.04, variance_of_mean: 0.001, windows: 50 };
        ParameterFile::new(PHQ.0, parameters, Some(slopes))
    }

    fn changed(change: impl FnOnce(&mut Value)) -> Result<ParameterFile, ParameterFileError> {
        let mut value: Value = serde_json::from_str(&file().text().unwrap()).unwrap();
        change(&mut value);
        ParameterFile::parse(&value.to_string(), PHQ)
    }

    #[test]
    fn what_is_written_is_read_and_a_file_from_before_there_were_slopes_too() {
        assert_eq!(ParameterFile::parse(&file().text().unwrap(), PHQ).unwrap(), file());
        let older = changed(|value| drop(value.as_object_mut().unwrap().remove("slopes"))).unwrap();
        assert_eq!(older, ParameterFile { slopes: None, ..file() });
        assert!(!older.text().unwrap().contains("slopes"));
    }

    #[test]
    fn what_is_of_something_else_or_cannot_be_is_refused_by_name() {
        let told = |change: fn(&mut Value)| changed(change).unwrap_err().to_string();
        assert!(told(|value| value["measure"] = "gad-7, total".into()).contains("is of `gad-7, total`"));
        assert!(told(|value| value["slopes"]["variance"] = (-1).into()).contains("`slopes.variance`"));
        assert!(told(|value| value["parameters"]["residual"] = 0.into()).contains("`residual`"));
        assert!(told(|value| value["slope"] = 0.into()).contains("no file of an expected course"));
    }
}
