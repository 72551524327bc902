//! The expected course of a scale between organisations: written to a file, used from a file, forgotten again.

use jiff::Timestamp;
use peil_questionnaires::{Library, Score};

use super::parameter_file::{ParameterFile, ParameterFileError};
use crate::{
    access::{Actor, AuditEvent, record},
    analyse::{AnalyseError, definition_of, direction_of},
    domain::{ExpectedSource, JobId},
    store::{ExpectedRow, StoreError, Tenant},
};

/// Why an expected course was not written, read or forgotten.
#[derive(Debug, thiserror::Error)]
pub enum CarryError {
    /// No such scale.
    #[error(transparent)]
    Unknown(#[from] AnalyseError),
    /// The file.
    #[error(transparent)]
    File(#[from] ParameterFileError),
    /// There is none of its own.
    #[error(
        "the organisation has no expected course of its own for this scale: it needs 100 courses with three scores"
    )]
    NoneOfItsOwn,
    /// There is none of a file.
    #[error("no expected course was read from a file for this scale")]
    NoneOfAFile,
    /// The rows cannot be reached.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The organisation's own expected course of a scale, as the text of a file.
///
/// # Errors
///
/// [`CarryError::NoneOfItsOwn`] and others.
pub async fn export_expected(
    tenant: &Tenant<'_>,
    library: &Library,
    (instrument, scale): (&str, &str),
) -> Result<String, CarryError> {
    let (_, score) = definition_of(library, instrument, scale)?;
    let rows = tenant.expected_courses(instrument, score.id()).await?;
    let own = rows.into_iter().find(|row| row.source == ExpectedSource::Own).ok_or(CarryError::NoneOfItsOwn)?;
    let parameters = serde_json::from_value(own.parameters).map_err(ParameterFileError::Write)?;
    let slopes = own.slopes.map(serde_json::from_value).transpose().map_err(ParameterFileError::Write)?;
    let mut file = ParameterFile::new(&measure(instrument, score), parameters, slopes);
    file.version = own.module_version;
    Ok(file.text()?)
}

/// Uses the expected course of a file instead of the own one from now on, and has every group judged by it.
///
/// # Errors
///
/// [`CarryError`] when the text is no such file, or of another measure.
pub async fn import_expected(
    tenant: &Tenant<'_>,
    library: &Library,
    (instrument, scale): (&str, &str),
    text: &str,
    now: Timestamp,
) -> Result<(), CarryError> {
    let (_, score) = definition_of(library, instrument, scale)?;
    let file = ParameterFile::parse(text, (&measure(instrument, score), direction_of(score)))?;
    let row = ExpectedRow {
        source: ExpectedSource::File,
        courses: i32::try_from(file.parameters.courses).unwrap_or(i32::MAX),
        parameters: serde_json::to_value(file.parameters).map_err(ParameterFileError::Write)?,
        slopes: file.slopes.map(serde_json::to_value).transpose().map_err(ParameterFileError::Write)?,
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
/// [`CarryError::NoneOfAFile`] and others.
pub async fn forget_expected(
    tenant: &Tenant<'_>,
    library: &Library,
    (instrument, scale): (&str, &str),
    now: Timestamp,
) -> Result<(), CarryError> {
    let (_, score) = definition_of(library, instrument, scale)?;
    if !tenant.delete_expected(instrument, score.id(), ExpectedSource::File).await? {
        return Err(CarryError::NoneOfAFile);
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
) -> Result<(), CarryError> {
    tenant.insert_job(JobId::new(now), (instrument, score.id()), None, now).await?;
    record(tenant, &AuditEvent::new(Actor::System, action), now);
    Ok(())
}
