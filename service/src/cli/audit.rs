//! `peil audit verify`: walks the chain of every organisation.

use clap::Subcommand;

use super::DatabaseArguments;
use crate::{
    access::{AuditVerdict, verify},
    config::DatabaseChoice,
    store::{Database, DatabaseError, StoreError, cluster::ClusterError},
};

/// What to do with the audit.
#[derive(Debug, clap::Args)]
pub struct AuditArguments {
    #[command(subcommand)]
    command: AuditCommand,
}

/// The one thing there is.
#[derive(Debug, Subcommand)]
enum AuditCommand {
    /// Check that no row was changed or taken out
    Verify(DatabaseArguments),
}

/// Why the audit was not found whole.
#[derive(Debug, thiserror::Error)]
pub enum AuditCommandError {
    /// A row was changed or taken out.
    #[error(
        "the audit of {organisation} is broken at row {sequence}: it was changed or taken out outside this service"
    )]
    Broken {
        /// Name of the organisation.
        organisation: String,
        /// The first row that does not fit.
        sequence: i64,
    },
    /// A folder without data: a slip of the pen must not look like a whole audit.
    #[error("there are no data in {0}; name the folder of the service with --data-folder")]
    NoData(String),
    /// Not one organisation.
    #[error("this database holds no organisation, and so no audit")]
    NoOrganisation,
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
/// [`AuditCommandError::Broken`] for the first chain that is not whole, or the database's own.
pub async fn run(arguments: AuditArguments) -> Result<(), AuditCommandError> {
    let AuditCommand::Verify(arguments) = arguments.command;
    let choice = arguments.choice();
    if let DatabaseChoice::Embedded(folder) = &choice
        && !folder.join("postgresql").exists()
    {
        return Err(AuditCommandError::NoData(folder.display().to_string()));
    }
    let database = Database::open(&choice, &|step| eprintln!("{step}")).await?;
    let outcome = verify_all(&database).await;
    database.close().await?;
    outcome
}

async fn verify_all(database: &Database) -> Result<(), AuditCommandError> {
    let mut connection = database.store.connect().await?;
    let organisations = connection.organisations().await?;
    if organisations.is_empty() {
        return Err(AuditCommandError::NoOrganisation);
    }
    for organisation in organisations {
        let tenant = connection.begin(organisation.id).await?;
        match verify(&tenant).await? {
            AuditVerdict::Intact(rows) => {
                super::say(&format!("{}: {rows} rows, whole\n", organisation.name));
            }
            AuditVerdict::Broken { sequence } => {
                return Err(AuditCommandError::Broken { organisation: organisation.name, sequence });
            }
        }
    }
    Ok(())
}
