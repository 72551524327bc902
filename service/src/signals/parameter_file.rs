//! The expected course of a scale as a file, to be used in another organisation.

use jiff::Timestamp;
use peil_questionnaires::{Library, Score};
use peil_stats::expected::{ExpectedCourse, ParameterError, Parameters};
use serde::{Deserialize, Serialize};

use crate::{
    access::{Actor, AuditEvent, record},
    analyse::{AnalyseError, definition_of, direction_of},
    domain::{ExpectedSource, JobId},
    store::{ExpectedRow, StoreError, Tenant},
};

/// The schema of the file.
const SCHEMA: &str = "peil-expected/1";

/// What is written to the file: the numbers, with whose they are.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ParameterFile {
    schema: String,
    /// The measure: `phq-9, total`.
    measure: String,
    /// Version of the module that fitted it.
    version: String,
    parameters: Parameters,
}

/// Why an expected course was not written, read or forgotten.
#[derive(Debug, thiserror::Error)]
pub enum ParameterFileError {
    /// No such scale.
    #[error(transparent)]
    Unknown(#[from] AnalyseError),
    /// The file is something else.
    #[error("this is no file of an expected course: {0}; write one with `peil organisation expected export`")]
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
    #[error("the numbers of this expected course cannot be: {0}; export it anew")]
    Parameters(#[from] ParameterError),
    /// There is none of its own.
    #[error(
        "the organisation has no expected course of its own for this scale: it needs 100 courses with three scores"
    )]
    NoneOfItsOwn,
    /// There is none of a file.
    #[error("no expected course was read from a file for this scale")]
    NoneOfAFile,
    /// The numbers cannot be written.
    #[error("the expected course cannot be written")]
    Write(#[source] serde_json::Error),
    /// The rows cannot be reached.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The organisation's own expected course of a scale, as the text of a file.
///
/// # Errors
///
/// [`ParameterFileError::NoneOfItsOwn`] and others.
pub async fn export_expected(
    tenant: &Tenant<'_>,
    library: &Library,
    (instrument, scale): (&str, &str),
) -> Result<String, ParameterFileError> {
    let (_, score) = definition_of(library, instrument, scale)?;
    let rows = tenant.expected_courses(instrument, score.id()).await?;
    let own = rows.into_iter().find(|row| row.source == ExpectedSource::Own).ok_or(ParameterFileError::NoneOfItsOwn)?;
    let file = ParameterFile {
        schema: SCHEMA.to_owned(),
        measure: measure(instrument, score),
        version: own.module_version,
        parameters: serde_json::from_value(own.parameters).map_err(ParameterFileError::Write)?,
    };
    Ok(serde_json::to_string_pretty(&file).map_err(ParameterFileError::Write)? + "\n")
}

/// Uses the expected course of a file instead of the own one from now on, and has every group judged by it.
///
/// # Errors
///
/// [`ParameterFileError`] when the text is no such file, or of another measure.
pub async fn import_expected(
    tenant: &Tenant<'_>,
    library: &Library,
    (instrument, scale): (&str, &str),
    text: &str,
    now: Timestamp,
) -> Result<(), ParameterFileError> {
    let (_, score) = definition_of(library, instrument, scale)?;
    let file: ParameterFile = serde_json::from_str(text).map_err(ParameterFileError::Parse)?;
    let wanted = measure(instrument, score);
    let same = file.schema == SCHEMA && file.measure == wanted && file.parameters.direction == direction_of(score);
    if !same {
        let found = format!("`{}` ({})", file.measure, file.schema);
        return Err(ParameterFileError::OtherMeasure { found, wanted: format!("`{wanted}` ({SCHEMA})") });
    }
    ExpectedCourse::new(file.parameters.clone())?;
    let row = ExpectedRow {
        source: ExpectedSource::File,
        courses: i32::try_from(file.parameters.courses).unwrap_or(i32::MAX),
        parameters: serde_json::to_value(file.parameters).map_err(ParameterFileError::Write)?,
        module_version: file.version,
        fitted_at: now,
    };
    tenant.save_expected(instrument, score.id(), &row).await?;
    changed(tenant, "import-expected-course", (instrument, score), now).await
}

/// Goes back to the organisation's own expected course, where there is one.
///
/// # Errors
///
/// [`ParameterFileError::NoneOfAFile`] and others.
pub async fn forget_expected(
    tenant: &Tenant<'_>,
    library: &Library,
    (instrument, scale): (&str, &str),
    now: Timestamp,
) -> Result<(), ParameterFileError> {
    let (_, score) = definition_of(library, instrument, scale)?;
    if !tenant.delete_expected(instrument, score.id(), ExpectedSource::File).await? {
        return Err(ParameterFileError::NoneOfAFile);
    }
    changed(tenant, "forget-expected-course", (instrument, score), now).await
}

fn measure(instrument: &str, score: &Score) -> String {
    format!("{instrument}, {}", score.id())
}

async fn changed(
    tenant: &Tenant<'_>,
    action: &'static str,
    (instrument, score): (&str, &Score),
    now: Timestamp,
) -> Result<(), ParameterFileError> {
    tenant.insert_job(JobId::new(now), (instrument, score.id()), None, now).await?;
    record(tenant, &AuditEvent::new(Actor::System, action), now).await?;
    Ok(())
}
