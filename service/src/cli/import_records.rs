//! `peil import-records`: contacts from a CSV of the record system, all of them, or what is sound where that is asked for.

use std::fs::OpenOptions;
use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Args;
use jiff::{Timestamp, civil::Date};

use crate::access::{self, Actor, AuditEvent};
use crate::clock::local_date;
use crate::import::{
    Finding, RecordError, RecordKey, RecordKeyError, RecordKind, RecordMapping, RecordMappingError, RecordPlan,
    RecordReport, Replaced, known_records, read_records, store_records,
};
use crate::store::{Store, StoreError};

/// Lines of a report that are also printed.
const PRINTED: usize = 20;

/// Import contacts from a CSV of the record system: individual contacts, group sessions, or numbers of clients. The environment
/// variable PEIL_RECORD_KEY has the key of the hashes by which clients are known again: 64 hexadecimal digits, always the same.
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
    /// First take away what was imported of these days, the first and the last, and of the settings that `covers` names.
    #[arg(long, value_name = "FROM..TO", value_parser = replaced)]
    pub replace: Option<Replaced>,
    /// Add clients by their contacts (`new = true`) though members of groups have no number yet: none of them is one.
    #[arg(long)]
    pub new_are_others: bool,
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
    /// The key is missing or none.
    #[error("PEIL_RECORD_KEY: {0}; set it in the environment, and keep it: with another one every client looks new")]
    Key(#[from] RecordKeyError),
    /// Numbers of clients belong to no days.
    #[error("--replace goes with individual contacts and group sessions; a list of numbers has no days")]
    ReplaceKeys,
    /// Clients would be added who may be there already.
    #[error(
        "nothing was imported: {members} members of groups have no number of the record system, and each new client could be \
         one of them. Import a list of numbers first (kind client_keys), or add --new-are-others where you know that none is"
    )]
    CouldBeMembers {
        /// How many.
        members: usize,
    },
    /// No such organisation.
    #[error("there is no organisation `{0}`")]
    UnknownOrganisation(String),
    /// Rows are wrong; the text has a line for each place.
    #[error("{0}")]
    Refused(String),
    /// The rows cannot be read or stored.
    #[error("nothing was imported: {0}")]
    Records(#[from] RecordError),
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
        if matches!(self, Self::Store(_) | Self::Records(RecordError::Store(_)) | Self::Write(_)) { 1 } else { 2 }
    }
}

/// Two days as `--replace` has them.
fn replaced(text: &str) -> Result<Replaced, String> {
    let days = text.split_once("..").and_then(|(from, to)| {
        let day = |text: &str| text.trim().parse::<Date>().ok();
        Some(Replaced { from: day(from)?, to: day(to)? })
    });
    days.filter(|days| days.from <= days.to).ok_or_else(|| "two days in order, as in 2026-01-01..2026-03-31".to_owned())
}

/// Reads, checks and writes; `key` is what stands in the environment, and `progress` hears how many rows of how many.
///
/// # Errors
///
/// [`RecordsCommandError`]; then nothing was imported.
pub async fn run(
    (arguments, key): (&RecordsArguments, &str),
    store: &Store,
    now: Timestamp,
    out: &mut (dyn Write + Send),
    progress: &mut (dyn FnMut(usize, usize) + Send),
) -> Result<(), RecordsCommandError> {
    let key = RecordKey::parse(key)?;
    let text = open(&arguments.mapping)?;
    let mapping = RecordMapping::parse(&String::from_utf8_lossy(&text))
        .map_err(|source| RecordsCommandError::Mapping { path: arguments.mapping.clone(), source })?;
    if arguments.replace.is_some() && mapping.kind() == RecordKind::ClientKeys {
        return Err(RecordsCommandError::ReplaceKeys);
    }
    let data = open(&arguments.data)?;
    let mut connection = store.connect().await?;
    let name = arguments.organisation.trim();
    let organisations = connection.organisations().await?;
    let organisation = organisations.into_iter().find(|row| row.name == name);
    let organisation = organisation.ok_or_else(|| RecordsCommandError::UnknownOrganisation(name.to_owned()))?;
    let tenant = connection.begin(organisation.id).await?;
    let known = known_records(&tenant, &key, mapping.kind()).await?;
    let today = local_date(now, &organisation.time_zone);
    let plan = read_records(&mapping, &known, (organisation.id, &key), &data, today);
    if let (Some(path), false) = (&arguments.refused, plan.refused().is_empty()) {
        write_refused(path, plan.refused())?;
    }
    if plan.is_unusable() || !(plan.refused().is_empty() || arguments.accept_partial) {
        return Err(RecordsCommandError::Refused(told(&plan, arguments)));
    }
    if plan.could_be_members() > 0 && !arguments.new_are_others {
        return Err(RecordsCommandError::CouldBeMembers { members: plan.could_be_members() });
    }
    let report = store_records(&tenant, (&plan, arguments.replace), now, progress).await?;
    if arguments.dry_run {
        drop(tenant);
    } else {
        let event = AuditEvent::new(Actor::System, "import-records");
        let event = report.import.map_or(event.clone(), |import| event.on("import", import.uuid()));
        access::record(&tenant, &event, now);
        tenant.commit().await?;
    }
    writeln!(out, "{}", summary(&report, &plan, arguments))?;
    for line in remarks(&report, &plan, mapping.kind()) {
        writeln!(out, "{line}")?;
    }
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

/// What whoever imports should know besides.
fn remarks(report: &RecordReport, plan: &RecordPlan, kind: RecordKind) -> Vec<String> {
    let mut said = Vec::new();
    if report.removed > 0 {
        said.push(format!("{} rows of those days were taken away before.", report.removed));
    }
    if report.moved > 0 {
        said.push(format!(
            "{} clients of contacts turned out to be members; their contacts are theirs now.",
            report.moved
        ));
    }
    if kind != RecordKind::ClientKeys && !report.covered {
        let why = if plan.refused().is_empty() { "the mapping has no [covers]" } else { "lines were refused" };
        said.push(format!(
            "Not noted as whole, as {why}: shares and minutes before and after stay unknown for these days."
        ));
    }
    let unknown: Vec<&str> = plan.unknown_groups().iter().map(String::as_str).collect();
    if !unknown.is_empty() {
        let names = unknown.join("\n  ");
        said.push(format!(
            "Names of groups that Peil does not have; what is one of Peil's comes under `values` of [group]:\n  {names}"
        ));
    }
    said
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
