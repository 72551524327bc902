//! `peil`: what can be typed. A command reads its arguments, calls one use case, prints.
//!
//! Errors are one line on standard error, with the place and what to do; the exit status says which kind.

pub mod access;
pub mod admin;
pub mod audit;
pub mod change;
pub mod composition;
pub mod counters;
pub mod demo;
pub mod evaluate;
pub mod export;
pub mod fit;
pub mod import;
pub mod import_records;
pub mod migrate;
pub mod organisation;
pub mod power;
mod progress;
pub mod questionnaire;
pub mod serve;
pub mod signals;
pub mod single_case;
mod table;
mod usage;

use std::{
    io::{ErrorKind, Write},
    path::PathBuf,
    process::ExitCode,
};

use clap::{Parser, Subcommand};
use peil_questionnaires::Library;

use crate::{
    import::ImportStep,
    pages::texts::Texts,
    store::{Database, cluster::default_data_folder},
};

/// Outcome monitoring for group therapy.
#[derive(Debug, Parser)]
#[command(name = "peil", version, about)]
pub struct Arguments {
    #[command(subcommand)]
    command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
enum Command {
    /// Fill a demonstration organisation and serve it
    Demo(demo::DemoArguments),
    /// Serve
    Serve(serve::ServeArguments),
    /// Bring the database to this version
    Migrate(DatabaseArguments),
    /// Fit a mixed model to a CSV file
    Fit(fit::FitArguments),
    /// Say which signals a file of courses gives
    Signals(signals::SignalsArguments),
    /// Say which clients changed reliably, by Jacobson and Truax and by other methods beside it
    Change(change::ChangeArguments),
    /// Say how often the signals are right, on a file or on simulated courses
    Evaluate(evaluate::EvaluateArguments),
    /// Say how many groups, members and sessions a study needs
    Power(power::PowerArguments),
    /// Say whether it matters who else sits in the group
    Composition(composition::CompositionArguments),
    /// Say whether a treatment works, by a few cases whose treatment began at different times
    SingleCase(single_case::SingleCaseArguments),
    /// Check, show, score, exchange and start questionnaires
    Questionnaire(questionnaire::QuestionnaireArguments),
    /// Read a long CSV file of scores into an organisation
    Import(Stored<import::ImportArguments>),
    /// Read contacts from a CSV of the record system into an organisation
    ImportRecords(Stored<import_records::RecordsArguments>),
    /// Count group consults, minutes and clients of a year, by fixed definitions
    Counters(Stored<counters::CountersArguments>),
    /// Write a pseudonymised data set for research
    Export(Stored<export::ExportArguments>),
    /// Set something for a whole organisation
    Organisation(organisation::OrganisationArguments),
    /// Set up organisations, people, teams, groups and members
    Admin(admin::AdminArguments),
    /// Check the audit
    Audit(audit::AuditArguments),
    /// Print the table of roles and routes
    Access,
}

/// A command on an open database.
#[derive(Debug, clap::Args)]
struct Stored<T: clap::Args> {
    #[command(flatten)]
    own: T,
    #[command(flatten)]
    database: DatabaseArguments,
}

/// Where the data live. A server's address, with its password, comes from DATABASE_URL only.
#[derive(Debug, Clone, clap::Args)]
pub struct DatabaseArguments {
    /// Folder of the private PostgreSQL cluster; not used when DATABASE_URL is set
    #[arg(long, value_name = "FOLDER", env = "PEIL_DATA")]
    pub data_folder: Option<PathBuf>,
}

impl DatabaseArguments {
    /// The database to open.
    #[must_use]
    pub fn choice(&self) -> crate::config::DatabaseChoice {
        let folder = self.data_folder.clone().unwrap_or_else(|| {
            let here = std::env::current_dir().unwrap_or_else(|_| PathBuf::from("."));
            default_data_folder(&here)
        });
        crate::config::DatabaseChoice::from_environment(folder)
    }
}

/// Runs what was typed.
pub fn run() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => return usage::told(&error),
    };
    match arguments.command {
        Command::Demo(arguments) => waiting(demo::run(arguments)),
        Command::Serve(arguments) => waiting(serve::run(arguments)),
        Command::Migrate(arguments) => waiting(migrate::run(arguments)),
        Command::Import(arguments) => in_runtime(run_import(arguments)),
        Command::ImportRecords(arguments) => in_runtime(run_import_records(arguments)),
        Command::Counters(arguments) => in_runtime(run_counters(arguments)),
        Command::Export(arguments) => in_runtime(run_export(arguments)),
        Command::Organisation(arguments) => waiting(organisation::run(arguments)),
        Command::Admin(arguments) => waiting(admin::run(arguments)),
        Command::Audit(arguments) => waiting(audit::run(arguments)),
        Command::Access => say(&access::table()),
        Command::Questionnaire(arguments) => match questionnaire::run(&arguments, &mut std::io::stdout().lock()) {
            Ok(status) => ExitCode::from(status),
            // Whoever read has seen enough, as `head` has.
            Err(questionnaire::QuestionnaireError::Write(error)) if error.kind() == ErrorKind::BrokenPipe => {
                ExitCode::SUCCESS
            }
            Err(error) => fail(&error, error.exit_status()),
        },
        Command::Signals(arguments) => run_signals(&arguments),
        Command::Evaluate(arguments) => of_signals(evaluate::run(&arguments, &mut std::io::stdout().lock())),
        Command::Change(arguments) => match change::run(&arguments, &mut std::io::stdout().lock()) {
            Ok(()) => ExitCode::SUCCESS,
            // Whoever read has seen enough, as `head` has.
            Err(change::ChangeCommandError::Write(error)) if error.kind() == ErrorKind::BrokenPipe => ExitCode::SUCCESS,
            Err(error) => fail(&error, error.exit_status()),
        },
        Command::Power(arguments) => match power::run(&arguments, &mut std::io::stdout().lock()) {
            Ok(()) => ExitCode::SUCCESS,
            // Whoever read has seen enough, as `head` has.
            Err(power::PowerCommandError::Write(error)) if error.kind() == ErrorKind::BrokenPipe => ExitCode::SUCCESS,
            Err(error) => fail(&error, error.exit_status()),
        },
        Command::Composition(arguments) => match composition::run(&arguments, &mut std::io::stdout().lock()) {
            Ok(()) => ExitCode::SUCCESS,
            Err(composition::CompositionCommandError::Write(error)) if error.kind() == ErrorKind::BrokenPipe => {
                ExitCode::SUCCESS
            }
            Err(error) => fail(&error, error.exit_status()),
        },
        Command::SingleCase(arguments) => match single_case::run(&arguments, &mut std::io::stdout().lock()) {
            Ok(()) => ExitCode::SUCCESS,
            // Whoever read has seen enough, as `head` has.
            Err(single_case::SingleCaseError::Write(error)) if error.kind() == ErrorKind::BrokenPipe => {
                ExitCode::SUCCESS
            }
            Err(error) => fail(&error, error.exit_status()),
        },
        Command::Fit(arguments) => match fit::run(&arguments, &mut std::io::stdout().lock()) {
            Ok(()) => ExitCode::SUCCESS,
            // Whoever read has seen enough, as `head` has.
            Err(fit::FitCommandError::Write(error)) if error.kind() == ErrorKind::BrokenPipe => ExitCode::SUCCESS,
            Err(error) => fail(&error, error.exit_status()),
        },
    }
}

fn run_signals(arguments: &signals::SignalsArguments) -> ExitCode {
    let texts = match Texts::new() {
        Ok(texts) => texts,
        Err(error) => return fail(&error, 1),
    };
    of_signals(signals::run(arguments, &texts, &mut std::io::stdout().lock(), &mut std::io::stderr().lock()))
}

fn of_signals(outcome: Result<(), signals::SignalsError>) -> ExitCode {
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        // Whoever read has seen enough, as `head` has.
        Err(signals::SignalsError::Write(error)) if error.kind() == ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => fail(&error, error.exit_status()),
    }
}

async fn run_import(arguments: Stored<import::ImportArguments>) -> ExitCode {
    let (database, library) = match open(&arguments.database).await {
        Ok(open) => open,
        Err(error) => return fail(error.as_ref(), 1),
    };
    let bar = progress_line();
    let now = jiff::Timestamp::now();
    let mut said = Vec::new();
    let mut progress = |step: ImportStep| {
        let (what, done, of) = match step {
            ImportStep::Clients(done, of) => ("clients", done, of),
            ImportStep::Scores(done, of) => ("scores", done, of),
        };
        bar.set_message(format!("{what} {done}/{of}"));
        bar.tick();
    };
    let outcome = import::run(&arguments.own, &database.store, &library, now, &mut said, &mut progress).await;
    bar.finish_and_clear();
    say(&String::from_utf8_lossy(&said));
    close(database, outcome.map_err(|error| fail(&error, error.exit_status()))).await
}

async fn run_import_records(arguments: Stored<import_records::RecordsArguments>) -> ExitCode {
    let (database, _) = match open(&arguments.database).await {
        Ok(open) => open,
        Err(error) => return fail(error.as_ref(), 1),
    };
    let bar = progress_line();
    bar.set_message("reading");
    bar.tick();
    let now = jiff::Timestamp::now();
    let mut said = Vec::new();
    let mut progress = |done: usize, of: usize| {
        bar.set_message(format!("rows {done}/{of}"));
        bar.tick();
    };
    let key = std::env::var("PEIL_RECORD_KEY").unwrap_or_default();
    let outcome = import_records::run((&arguments.own, &key), &database.store, now, &mut said, &mut progress).await;
    bar.finish_and_clear();
    say(&String::from_utf8_lossy(&said));
    close(database, outcome.map_err(|error| fail(&error, error.exit_status()))).await
}

async fn run_counters(arguments: Stored<counters::CountersArguments>) -> ExitCode {
    let (database, _) = match open(&arguments.database).await {
        Ok(open) => open,
        Err(error) => return fail(error.as_ref(), 1),
    };
    let now = jiff::Timestamp::now();
    let mut said = Vec::new();
    let outcome = counters::run(&arguments.own, &database.store, now, &mut said).await;
    say(&String::from_utf8_lossy(&said));
    close(database, outcome.map_err(|error| fail(&error, error.exit_status()))).await
}

async fn run_export(arguments: Stored<export::ExportArguments>) -> ExitCode {
    let (database, library) = match open(&arguments.database).await {
        Ok(open) => open,
        Err(error) => return fail(error.as_ref(), 1),
    };
    let now = jiff::Timestamp::now();
    let mut said = Vec::new();
    let outcome = export::run(&arguments.own, &database.store, &library, now, &mut said).await;
    say(&String::from_utf8_lossy(&said));
    close(database, outcome.map_err(|error| fail(&error, error.exit_status()))).await
}

/// Writes to standard output; a reader who went away is no mistake.
fn say(text: &str) -> ExitCode {
    let mut out = std::io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => fail(&error, 1),
        _ => ExitCode::SUCCESS,
    }
}

fn progress_line() -> indicatif::ProgressBar {
    let style = indicatif::ProgressStyle::with_template("  {spinner} {msg}");
    indicatif::ProgressBar::new_spinner()
        .with_style(style.unwrap_or_else(|_| indicatif::ProgressStyle::default_spinner()))
}

async fn open(arguments: &DatabaseArguments) -> Result<(Database, Library), Box<dyn std::error::Error>> {
    let library = Library::embedded()?;
    let database = Database::open(&arguments.choice(), &|step| eprintln!("  {step}")).await?;
    Ok((database, library))
}

async fn close(database: Database, outcome: Result<(), ExitCode>) -> ExitCode {
    match (outcome, database.close().await) {
        (Err(status), _) => status,
        (Ok(()), Err(error)) => fail(&error, 1),
        (Ok(()), Ok(())) => ExitCode::SUCCESS,
    }
}

/// Runs a command that talks to the database.
fn waiting<E: std::error::Error>(command: impl Future<Output = Result<(), E>>) -> ExitCode {
    in_runtime(async {
        match command.await {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => fail(&error, 1),
        }
    })
}

fn in_runtime(command: impl Future<Output = ExitCode>) -> ExitCode {
    match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime.block_on(command),
        Err(error) => fail(&error, 1),
    }
}

fn fail(error: &dyn std::error::Error, status: u8) -> ExitCode {
    eprintln!("peil: {error}");
    ExitCode::from(status)
}
