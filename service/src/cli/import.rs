//! `peil import`: measurements from a CSV file into an organisation, all of them or none.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;
use jiff::Timestamp;
use peil_questionnaires::Library;

use crate::access::{self, Actor, AuditEvent};
use crate::collect::Libraries;
use crate::domain::OrganisationId;
use crate::import::{self, ImportError, ImportReport, ImportStep, Mapping, MappingError, ReadError};
use crate::store::{Store, StoreError};

/// Time zone of an organisation that an import makes.
const TIME_ZONE: &str = "Europe/Amsterdam";

/// Import a long CSV file of scores into an organisation.
#[derive(Debug, Clone, Args)]
pub struct ImportArguments {
    /// Name of the organisation; it is made when there is none.
    #[arg(long, value_name = "NAME")]
    pub organisation: String,
    /// CSV file with a header: one row for each client and moment.
    #[arg(long, value_name = "FILE.csv")]
    pub data: PathBuf,
    /// Which column is what.
    #[arg(long, value_name = "FILE.toml")]
    pub mapping: PathBuf,
    /// CSV file that says which client was in which group, where the mapping has a table `membership`.
    #[arg(long, value_name = "FILE.csv")]
    pub membership: Option<PathBuf>,
    /// Do everything but the last step, and leave nothing behind.
    #[arg(long)]
    pub dry_run: bool,
}

/// Why `peil import` stops.
#[derive(Debug, thiserror::Error)]
pub enum ImportCommandError {
    /// A file cannot be opened.
    #[error("{}: {source}", path.display())]
    Open {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// The mapping cannot be used.
    #[error("{}: {source}", path.display())]
    Mapping {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        source: MappingError,
    },
    /// A name that no organisation can have.
    #[error("--organisation: a name has 1 to 200 characters")]
    Name,
    /// The files are wrong; the text has a line for each place.
    #[error("{}", describe(.0))]
    Read(#[from] ReadError),
    /// The plan could not be written.
    #[error("nothing was imported: {0}")]
    Import(#[from] ImportError),
    /// The database cannot be reached.
    #[error("nothing was imported: {0}")]
    Store(#[from] StoreError),
    /// Standard output is gone.
    #[error("the result cannot be written: {0}")]
    Write(#[from] std::io::Error),
}

impl ImportCommandError {
    /// The exit status of the process: 2 for what the user can mend in the files, 1 for the rest.
    #[must_use]
    pub fn exit_status(&self) -> u8 {
        match self {
            Self::Store(_) | Self::Write(_) | Self::Import(ImportError::Store(_)) => 1,
            _ => 2,
        }
    }
}

/// Reads, checks and writes; `progress` hears how far it is.
///
/// # Errors
///
/// [`ImportCommandError`]; then nothing was imported.
pub async fn run(
    arguments: &ImportArguments,
    store: &Store,
    library: &Library,
    now: Timestamp,
    out: &mut (dyn Write + Send),
    progress: &mut (dyn FnMut(ImportStep) + Send),
) -> Result<(), ImportCommandError> {
    let name = arguments.organisation.trim();
    if !(1..=200).contains(&name.chars().count()) {
        return Err(ImportCommandError::Name);
    }
    let mapping = Mapping::parse(&String::from_utf8_lossy(&open(&arguments.mapping)?))
        .map_err(|source| ImportCommandError::Mapping { path: arguments.mapping.clone(), source })?;
    let data = open(&arguments.data)?;
    let membership = arguments.membership.as_deref().map(open).transpose()?;
    let mut connection = store.connect().await?;
    let known = connection.organisations().await?.into_iter().find(|organisation| organisation.name == name);
    let organisation = known.as_ref().map_or_else(|| OrganisationId::new(now), |known| known.id);
    let tenant = connection.begin(organisation).await?;
    if known.is_none() {
        tenant.insert_organisation(name, TIME_ZONE, now).await?;
    }
    let own = Libraries::new(Arc::new(library.clone())).of(&tenant).await?;
    let plan = import::read(&mapping, &own, &data, membership.as_deref())?;
    // What the organisation added was registered when it was added.
    let import = import::store(&tenant, library, &plan, now, progress).await?;
    if arguments.dry_run {
        drop(tenant);
    } else {
        access::record(&tenant, &AuditEvent::new(Actor::System, "import").on("import", import.uuid()), now);
        tenant.commit().await?;
    }
    writeln!(out, "{}", summary(&plan.report(), name, known.is_none(), arguments.dry_run))?;
    writeln!(out, "{NO_SIGNALS}")?;
    if let (Some(ground), false) = (mapping.research_ground(), arguments.dry_run) {
        writeln!(out, "Consent to research was recorded for every client, on the ground stated: {ground}")?;
    }
    Ok(())
}

fn open(path: &Path) -> Result<Vec<u8>, ImportCommandError> {
    std::fs::read(path).map_err(|source| ImportCommandError::Open { path: path.to_owned(), source })
}

/// What is not to be expected of an import.
const NO_SIGNALS: &str = "Scores without a session of Peil raise no signals: a signal is given at a session. They do count for \
                          charts, means and the expected course.";

fn summary(report: &ImportReport, name: &str, made: bool, dry_run: bool) -> String {
    let ImportReport { clients, in_groups, groups, scores, filled_in, without_score, .. } = report;
    let verb = if dry_run { "Would import" } else { "Imported" };
    let made = if made { "new " } else { "" };
    format!(
        "{verb} into {made}organisation {name}: {clients} clients ({in_groups} of them in {groups} groups), {scores} scores \
         ({filled_in} filled in elsewhere), {without_score} rows without a score."
    )
}

fn describe(error: &ReadError) -> String {
    match error {
        ReadError::Findings(findings) => {
            let lines: Vec<String> = findings.iter().map(ToString::to_string).collect();
            format!("{}\nNothing was imported: {} places to mend.", lines.join("\n"), findings.len())
        }
        other => other.to_string(),
    }
}
