//! `peil organisation`: what is set for a whole organisation.

mod dropout;
mod expected;
mod rules;
mod wall;

pub use dropout::DropoutCommandError;
pub use expected::ExpectedCommandError;
pub use rules::RulesCommandError;

use clap::ValueEnum;
use jiff::Timestamp;

use super::DatabaseArguments;
use crate::{
    clock::local_date,
    manage::{Desk, Fields, Hand, ManageError},
    store::{Connection, Database, DatabaseError, OrganisationRow, Store, StoreError, cluster::ClusterError},
};

/// Which organisation, and what to set.
#[derive(Debug, clap::Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub struct OrganisationArguments {
    #[command(subcommand)]
    what: Option<OrganisationCommand>,
    /// Name of the organisation
    #[arg(long, value_name = "NAME", required = true)]
    name: Option<String>,
    /// Switch the module of signals on or off; safety items are shown either way
    #[arg(long, required = true)]
    signals: Option<Switch>,
    #[command(flatten)]
    database: DatabaseArguments,
}

/// What else there is to set.
#[derive(Debug, clap::Subcommand)]
enum OrganisationCommand {
    /// The course that signals expect of a client: write the own one to a file, use that of a file, forget it again
    Expected(expected::ExpectedArguments),
    /// How stays ended, by kind of group: who is still there after each session, and who left in which way
    Dropout(dropout::DropoutArguments),
    /// The constants of the rules of signals: show them, set some, set them back
    Rules(rules::RulesArguments),
    /// From how many answers on the wall of the room shows anything
    Wall(wall::WallArguments),
}

/// On or off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Switch {
    On,
    Off,
}

/// Why nothing was set.
#[derive(Debug, thiserror::Error)]
pub enum OrganisationCommandError {
    /// No such organisation.
    #[error("there is no organisation `{0}`")]
    Unknown(String),
    /// The expected course.
    #[error(transparent)]
    Expected(#[from] ExpectedCommandError),
    /// How stays ended.
    #[error(transparent)]
    Dropout(#[from] DropoutCommandError),
    /// The rules of signals.
    #[error(transparent)]
    Rules(#[from] RulesCommandError),
    /// The use case refuses.
    #[error(transparent)]
    Refused(#[from] ManageError),
    /// The database.
    #[error(transparent)]
    Database(#[from] DatabaseError),
    /// The rows.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The private cluster did not stop.
    #[error(transparent)]
    Cluster(#[from] ClusterError),
}

/// Runs the command.
///
/// # Errors
///
/// [`OrganisationCommandError`].
pub async fn run(arguments: OrganisationArguments) -> Result<(), OrganisationCommandError> {
    match arguments.what {
        Some(OrganisationCommand::Expected(arguments)) => return expected::run(arguments).await,
        Some(OrganisationCommand::Dropout(arguments)) => return dropout::run(arguments).await,
        Some(OrganisationCommand::Rules(arguments)) => return rules::run(arguments).await,
        Some(OrganisationCommand::Wall(arguments)) => return wall::run(arguments).await,
        None => {}
    }
    let (Some(name), Some(signals)) = (arguments.name, arguments.signals) else { return Ok(()) };
    let database = Database::open(&arguments.database.choice(), &|step| eprintln!("  {step}")).await?;
    let outcome = set(&database.store, &name, signals, Timestamp::now()).await;
    database.close().await?;
    outcome
}

async fn set(store: &Store, name: &str, signals: Switch, now: Timestamp) -> Result<(), OrganisationCommandError> {
    let mut connection = store.connect().await?;
    let organisation = named(&mut connection, name).await?;
    let enabled = signals == Switch::On;
    let tenant = connection.begin(organisation.id).await?;
    let desk = Desk::new(&tenant, Hand::Console, (local_date(now, &organisation.time_zone), now));
    desk.switch_signals(&Fields::default().with("signals", if enabled { "on" } else { "off" })).await?;
    tenant.commit().await?;
    super::say(&format!("{}: signals are {}\n", organisation.name, if enabled { "on" } else { "off" }));
    Ok(())
}

async fn named(connection: &mut Connection, name: &str) -> Result<OrganisationRow, OrganisationCommandError> {
    let known = connection.organisations().await?.into_iter().find(|known| known.name == name.trim());
    known.ok_or_else(|| OrganisationCommandError::Unknown(name.to_owned()))
}
