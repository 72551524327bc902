//! `peil import-records`: contacts from a CSV of the record system, all of them, or what is sound where that is asked for.

use std::fs::OpenOptions;
use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Args;
use jiff::Timestamp;

use crate::access::{self, Actor, AuditEvent};
use crate::clock::local_date;
use crate::import::{
    Finding, RecordMapping, RecordMappingError, RecordPlan, RecordReport, known_records, read_records, store_records,
};
use crate::store::{Store, StoreError};

/// Lines of a report that are also printed.
const PRINTED: usize = 20;

/// Import contacts from a CSV of the record system: individual contacts, group sessions, or numbers of clients.
#[derive(Debug, Clone, Args)]
pub struct RecordsArguments {
    /// Name of the organisation.
    #[arg(long, value_name = "NAME")]
    pub organisation: String,
    /// CSV file with a header.
    #[arg(long, value_name = "FILE.csv")]
    pub data: PathBuf,
    /// What the rows are, and which column is what.
    #[arg(long, value_name = "FILE.toml")]
    pub mapping: PathBuf,
    /// Import the rows that are sound, and leave out the others.
    #[arg(long)]
    pub accept_partial: bool,
    /// CSV file to write all that is wrong to: line, column, reason, remedy. It must not exist.
    #[arg(long, value_name = "FILE.csv")]
    pub refused: Option<PathBuf>,
    /// Do everything but the last step, and leave nothing behind.
    #[arg(long)]
    pub dry_run: bool,
}

/// Why `peil import-records` stops.
#[derive(Debug, thiserror::Error)]
pub enum RecordsCommandError {
    /// A file cannot be opened or written.
    #[error("{}: {source}", path.display())]
    File {
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
        source: RecordMappingError,
    },
    /// No such organisation.
    #[error("there is no organisation `{0}`")]
    UnknownOrganisation(String),
    /// Rows are wrong; the text has a line for each place.
    #[error("{0}")]
    Refused(String),
    /// The database cannot be reached.
    #[error("nothing was imported: {0}")]
    Store(#[from] StoreError),
    /// Standard output is gone.
    #[error("the result cannot be written: {0}")]
    Write(#[from] std::io::Error),
}

impl RecordsCommandError {
    /// The exit status of the process: 2 for what the user can mend in the files, 1 for the rest.
    #[must_use]
    pub fn exit_status(&self) -> u8 {
        if matches!(self, Self::Store(_) | Self::Write(_)) { 1 } else { 2 }
    }
}

/// Reads, checks and writes; `progress` hears how many rows of how many.
///
/// # Errors
///
/// [`RecordsCommandError`]; then nothing was imported.
pub async fn run(
    arguments: &RecordsArguments,
    store: &Store,
    now: Timestamp,
    out: &mut (dyn Write + Send),
    progress: &mut (dyn FnMut(usize, usize) + Send),
) -> Result<(), RecordsCommandError> {
    let text = open(&arguments.mapping)?;
    let mapping = RecordMapping::parse(&String::from_utf8_lossy(&text))
        .map_err(|source| RecordsCommandError::Mapping { path: arguments.mapping.clone(), source })?;
    let data = open(&arguments.data)?;
    let mut connection = store.connect().await?;
    let name = arguments.organisation.trim();
    let organisations = connection.organisations().await?;
    let organisation = organisations.into_iter().find(|row| row.name == name);
    let organisation = organisation.ok_or_else(|| RecordsCommandError::UnknownOrganisation(name.to_owned()))?;
    let tenant = connection.begin(organisation.id).await?;
    let known = known_records(&tenant, mapping.kind()).await?;
    let plan = read_records(&mapping, &known, organisation.id, &data, local_date(now, &organisation.time_zone));
    if let (Some(path), false) = (&arguments.refused, plan.refused().is_empty()) {
        write_refused(path, plan.refused())?;
    }
    if plan.is_unusable() || !(plan.refused().is_empty() || arguments.accept_partial) {
        return Err(RecordsCommandError::Refused(told(&plan, arguments)));
    }
    let report = store_records(&tenant, &plan, now, progress).await?;
    if arguments.dry_run {
        drop(tenant);
    } else {
        let event = AuditEvent::new(Actor::System, "import-records");
        let event = report.import.map_or(event.clone(), |import| event.on("import", import.uuid()));
        access::record(&tenant, &event, now);
        tenant.commit().await?;
    }
    writeln!(out, "{}", summary(&report, &plan, arguments))?;
    if !plan.refused().is_empty() {
        writeln!(out, "{}", lines(&plan))?;
    }
    Ok(())
}

fn open(path: &Path) -> Result<Vec<u8>, RecordsCommandError> {
    std::fs::read(path).map_err(|source| RecordsCommandError::File { path: path.to_owned(), source })
}

/// Everything that is wrong as a file; readable for the own account only, and never over another file.
fn write_refused(path: &Path, refused: &[Finding]) -> Result<(), RecordsCommandError> {
    let failed = |source| RecordsCommandError::File { path: path.to_owned(), source };
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let file = options.open(path).map_err(failed)?;
    let mut writer = csv::Writer::from_writer(file);
    let wrote = |error: csv::Error| failed(std::io::Error::other(error));
    writer.write_record(["line", "column", "reason", "remedy"]).map_err(wrote)?;
    for finding in refused {
        let column = finding.column.as_deref().unwrap_or("");
        let cells = [&finding.line.to_string(), column, &finding.problem.to_string(), finding.problem.remedy()];
        writer.write_record(cells).map_err(wrote)?;
    }
    writer.flush().map_err(failed)
}

fn summary(report: &RecordReport, plan: &RecordPlan, arguments: &RecordsArguments) -> String {
    let verb = if arguments.dry_run { "Would import" } else { "Imported" };
    let RecordReport { added, changed, unchanged, clients, .. } = report;
    format!(
        "{verb} into {}: {added} rows are new, {changed} changed, {unchanged} were there already; {clients} new clients; \
         {} lines refused.",
        arguments.organisation.trim(),
        plan.refused_lines(),
    )
}

/// The first of what is wrong, one a line.
fn lines(plan: &RecordPlan) -> String {
    let mut said: Vec<String> =
        plan.refused().iter().take(PRINTED).map(|f| format!("{f}; {}", f.problem.remedy())).collect();
    if plan.refused().len() > PRINTED {
        said.push(format!("and {} more; --refused FILE.csv writes all", plan.refused().len() - PRINTED));
    }
    said.join("\n")
}

fn told(plan: &RecordPlan, arguments: &RecordsArguments) -> String {
    let way = match (plan.is_unusable(), &arguments.refused) {
        (true, _) => "mend the file or the mapping".to_owned(),
        (false, None) => "mend them, or add --accept-partial to import the others".to_owned(),
        (false, Some(path)) => {
            format!("all of them stand in {}; mend them, or add --accept-partial to import the others", path.display())
        }
    };
    format!("{}\nNothing was imported: {} places to mend; {way}.", lines(plan), plan.refused().len())
}
