//! `peil organisation`: what is set for a whole organisation.

use clap::ValueEnum;
use jiff::Timestamp;

use super::DatabaseArguments;
use crate::{
    access::{Actor, AuditEvent, record},
    store::{Database, DatabaseError, Store, StoreError, cluster::ClusterError},
};

/// Which organisation, and what to set.
#[derive(Debug, clap::Args)]
pub struct OrganisationArguments {
    /// Name of the organisation
    #[arg(long, value_name = "NAME")]
    name: String,
    /// Switch the module of signals on or off; safety items are shown either way
    #[arg(long)]
    signals: Switch,
    #[command(flatten)]
    database: DatabaseArguments,
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
    let database = Database::open(&arguments.database.choice(), &|step| eprintln!("  {step}")).await?;
    let outcome = set(&database.store, &arguments, Timestamp::now()).await;
    database.close().await?;
    outcome
}

async fn set(store: &Store, arguments: &OrganisationArguments, now: Timestamp) -> Result<(), OrganisationCommandError> {
    let mut connection = store.connect().await?;
    let known = connection.organisations().await?.into_iter().find(|known| known.name == arguments.name.trim());
    let organisation = known.ok_or_else(|| OrganisationCommandError::Unknown(arguments.name.clone()))?;
    let enabled = arguments.signals == Switch::On;
    let tenant = connection.begin(organisation.id).await?;
    tenant.set_signals_enabled(enabled).await?;
    let action = if enabled { "switch-signals-on" } else { "switch-signals-off" };
    record(&tenant, &AuditEvent::new(Actor::System, action), now).await?;
    tenant.commit().await?;
    super::say(&format!("{}: signals are {}\n", organisation.name, if enabled { "on" } else { "off" }));
    Ok(())
}
