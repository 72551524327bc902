//! `peil demo`: a private cluster, a demonstration organisation with a past, and the service on it.

use std::{io::Write, sync::Arc};

use indicatif::{ProgressBar, ProgressStyle};
use jiff::Timestamp;
use peil_questionnaires::Library;

use super::serve::{ServeArguments, ServeError, told_to_stop};
use crate::{
    access::{PasswordError, Passwords},
    application::{Application, ApplicationError, listen},
    clock::{SharedClock, SystemClock, local_date},
    collect::{self, CollectError},
    demo::{self, DemoError, DemoProgress},
    domain::{OrganisationId, SessionCode},
    store::{Database, DatabaseError, Store, StoreError, cluster::ClusterError},
    telemetry,
};

/// How to show the demonstration: as `serve`.
#[derive(Debug, clap::Args)]
pub struct DemoArguments {
    /// As `serve`
    #[command(flatten)]
    pub serve: ServeArguments,
}

/// Why there is no demonstration.
#[derive(Debug, thiserror::Error)]
pub enum DemoCommandError {
    /// Serving.
    #[error(transparent)]
    Serve(#[from] ServeError),
    /// The service.
    #[error(transparent)]
    Application(#[from] ApplicationError),
    /// The database.
    #[error(transparent)]
    Database(#[from] DatabaseError),
    /// The organisation.
    #[error(transparent)]
    Demo(#[from] DemoError),
    /// Tonight's session.
    #[error(transparent)]
    Collect(#[from] CollectError),
    /// Hashing.
    #[error(transparent)]
    Password(#[from] PasswordError),
    /// The questionnaires.
    #[error(transparent)]
    Library(#[from] peil_questionnaires::LibraryError),
    /// The rows.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The private cluster did not stop.
    #[error(transparent)]
    Cluster(#[from] ClusterError),
    /// Signals or standard output.
    #[error("standard output or signals cannot be used: {0}")]
    Io(#[from] std::io::Error),
}

/// The session that is open.
struct Tonight {
    /// What clients type, as it is read aloud.
    code: String,
    /// Its wall, as an address without the host.
    wall: String,
}

/// Runs the command.
///
/// # Errors
///
/// [`DemoCommandError`]; nothing keeps running then.
pub async fn run(arguments: DemoArguments) -> Result<(), DemoCommandError> {
    telemetry::init("warn");
    let stop = told_to_stop()?;
    tokio::pin!(stop);
    let settings = arguments.serve.settings();
    // A taken address is told before anything else is started.
    let listener = listen(&settings)?;
    let choice = arguments.serve.database.choice();
    let database = tokio::select! {
        database = Database::open(&choice, &|step| eprintln!("  {step}")) => database?,
        () = &mut stop => return Ok(()),
    };
    let clock: SharedClock = Arc::new(SystemClock);
    let prepared = tokio::select! {
        prepared = prepare(&database.store, &clock) => prepared,
        () = &mut stop => {
            eprintln!("  stopped; nothing of the unfinished organisation is kept");
            return Ok(database.close().await?);
        }
    };
    let tonight = match prepared {
        Ok(tonight) => tonight,
        Err(error) => {
            database.close().await?;
            return Err(error);
        }
    };
    let application = Application::build(&settings, listener, database.store.clone(), clock).await?;
    greet(&settings.public_url, &tonight)?;
    let served = application.run_until(stop).await;
    eprintln!("  stopping");
    database.close().await?;
    Ok(served?)
}

/// The organisation, filled if need be, and tonight's session.
async fn prepare(store: &Store, clock: &SharedClock) -> Result<Tonight, DemoCommandError> {
    let now = clock.now();
    let organisation = match demo::find(store).await? {
        Some(organisation) => organisation,
        None => fill(store, now).await?,
    };
    tonight(store, organisation, now).await
}

async fn fill(store: &Store, now: Timestamp) -> Result<OrganisationId, DemoCommandError> {
    let bar = ProgressBar::new(0);
    let style = ProgressStyle::with_template("  {msg} {wide_bar} {pos}/{len}");
    bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
    let progress = |step: DemoProgress| match step {
        DemoProgress::Sessions { held, of } => {
            bar.set_length(u64::try_from(of).unwrap_or(0));
            bar.set_position(u64::try_from(held).unwrap_or(0));
            bar.set_message("filling the demonstration organisation");
        }
        other => bar.println(format!("  {other}")),
    };
    let library = Library::embedded()?;
    let filled = demo::fill(store, &library, &Passwords::new(4)?, now, &progress).await;
    bar.finish_and_clear();
    Ok(filled?.id)
}

/// Tonight's session of one group: the one that is open, or a new one that has just begun, with a code that still works.
async fn tonight(store: &Store, organisation: OrganisationId, now: Timestamp) -> Result<Tonight, DemoCommandError> {
    let mut connection = store.connect().await?;
    let tenant = connection.begin(organisation).await?;
    let library = Library::embedded()?;
    demo::set_recipients(&tenant, now).await?;
    demo::confirm_wording(&tenant, &library, now).await?;
    let group = tenant.group_by_name(demo::TONIGHT).await?.ok_or(CollectError::NotFound)?;
    let therapists = tenant.group_therapists(group.id, local_date(now, demo::TIME_ZONE)).await?;
    let by = therapists.first().map(|therapist| therapist.account).ok_or(CollectError::NotFound)?;
    let open = tenant.sessions(group.id).await?.into_iter().find(|session| session.closed_at.is_none());
    let session = match open {
        Some(session) => session.id,
        None => demo::begin_tonight(&tenant, &library, (group.id, by), now, &mut rand::rng()).await?,
    };
    let valid = tenant.code_of_session(session).await?.filter(|code| code.expires_at > now);
    if valid.is_none() {
        collect::renew_code(&tenant, session, by, now, &mut rand::rng()).await?;
    }
    let code = tenant.code_of_session(session).await?.ok_or(CollectError::WrongCode)?;
    tenant.commit().await?;
    let spoken = SessionCode::parse(&code.code).map_err(|_| CollectError::WrongCode)?.spoken();
    Ok(Tonight { code: spoken, wall: format!("/groups/{}/sessions/{session}/room", group.id) })
}

fn greet(url: &str, Tonight { code, wall }: &Tonight) -> Result<(), std::io::Error> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "\nPeil is at {url}\n")?;
    writeln!(out, "  log in with        password {}", demo::PASSWORD)?;
    for account in demo::ACCOUNTS {
        writeln!(out, "    {:<34} {:<14} {}", account.email, account.role.word(), account.name)?;
    }
    writeln!(out, "\n  tablet             {url}/t")?;
    writeln!(out, "    code             {code}   ({})", demo::TONIGHT)?;
    writeln!(out, "    own code         {}   (every client of the demonstration)", demo::CLIENT_CODE)?;
    writeln!(out, "\n  for the group, on the wall (as noor@demo.peil.example)\n    {url}{wall}")?;
    writeln!(out, "\nEverybody here is invented. Ctrl-C stops; the data stay for the next start.")?;
    out.flush()
}
