//! `peil export`: the research data set of one scale, as the researcher's page gives it.

use std::fs::OpenOptions;
use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;
use jiff::Timestamp;
use peil_questionnaires::Library;

use crate::access::{self, Actor, AuditEvent};
use crate::collect::Libraries;
use crate::export::{ExportError, ExportKey, research_export};
use crate::store::{Store, StoreError};

/// Write the research data set of one scale: pseudonymised sessions of clients who agreed, with a codebook.
#[derive(Debug, Clone, Args)]
pub struct ExportArguments {
    /// Name of the organisation.
    #[arg(long, value_name = "NAME")]
    pub organisation: String,
    /// Instrument, for instance phq-9.
    #[arg(long, value_name = "ID")]
    pub instrument: String,
    /// Scale of the instrument.
    #[arg(long, value_name = "ID", default_value = "total")]
    pub scale: String,
    /// ZIP archive to write; it must not exist.
    #[arg(long, value_name = "FILE.zip")]
    pub out: PathBuf,
}

/// Why `peil export` stops.
#[derive(Debug, thiserror::Error)]
pub enum ExportCommandError {
    /// No such organisation.
    #[error("there is no organisation `{0}`")]
    UnknownOrganisation(String),
    /// The archive cannot be written.
    #[error("{}: {source}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// The export was not made.
    #[error(transparent)]
    Export(#[from] ExportError),
    /// The database cannot be reached.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Standard output is gone.
    #[error("the result cannot be written: {0}")]
    Write(#[from] std::io::Error),
}

impl ExportCommandError {
    /// The exit status of the process: 2 for what the user can mend, 1 for the rest.
    #[must_use]
    pub fn exit_status(&self) -> u8 {
        match self {
            Self::UnknownOrganisation(_) | Self::File { .. } => 2,
            Self::Export(ExportError::UnknownScale { .. } | ExportError::Empty) => 2,
            _ => 1,
        }
    }
}

/// Makes the archive and writes it, readable for the own account only. That it was made is in the audit before it is on
/// disk.
///
/// # Errors
///
/// [`ExportCommandError`].
pub async fn run(
    arguments: &ExportArguments,
    store: &Store,
    library: &Library,
    now: Timestamp,
    out: &mut (dyn Write + Send),
) -> Result<(), ExportCommandError> {
    let mut connection = store.connect().await?;
    let name = arguments.organisation.trim();
    let organisations = connection.organisations().await?;
    let organisation = organisations
        .into_iter()
        .find(|organisation| organisation.name == name)
        .ok_or_else(|| ExportCommandError::UnknownOrganisation(name.to_owned()))?;
    let tenant = connection.begin(organisation.id).await?;
    let key = ExportKey::draw(&mut rand::rng());
    let scale = (arguments.instrument.as_str(), arguments.scale.as_str());
    let library = Libraries::new(Arc::new(library.clone())).of(&tenant).await?;
    let export = research_export(&tenant, &library, scale, &key, now).await?;
    access::record(&tenant, &AuditEvent::new(Actor::System, "export"), now);
    tenant.commit().await?;

    write_new(arguments, &export.archive)
        .map_err(|source| ExportCommandError::File { path: arguments.out.clone(), source })?;
    let counts = export.counts;
    writeln!(
        out,
        "{}: pseudonymised; {} rows, {} scores, {} clients, {} groups; {} clients left out for want of consent.",
        arguments.out.display(),
        counts.rows,
        counts.scores,
        counts.clients,
        counts.groups,
        counts.left_out
    )?;
    Ok(())
}

fn write_new(arguments: &ExportArguments, archive: &[u8]) -> std::io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(&arguments.out)?.write_all(archive)
}
