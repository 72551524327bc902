//! A PostgreSQL cluster of peil's own, for a machine where nobody has set one up: in the data folder, over a Unix
//! socket, by the machine's server programs, as an unprivileged user when root starts peil.
//!
//! Nobody types a password for it. The socket lies in a folder that only the server's user (and root) may enter, and
//! the server trusts who gets there; there is no TCP port.
//!
//! Start and stop do short file operations on the async thread: they run before and after the service serves.

mod account;
mod error;
mod folder;
mod programs;
mod server;
#[cfg(test)]
mod tests;

use std::fmt;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};
use tokio::process::Child;
use tokio_postgres::error::SqlState;
use tokio_postgres::{Config, NoTls};

pub use error::ClusterError;
use folder::DataFolder;
use programs::Programs;

/// The role that the service itself connects as; the migrations make it, and it cannot bypass row-level security.
const APPLICATION: &str = "peil_app";

/// Where data lie that root's server account could not reach in the checkout.
const SYSTEM_FOLDER: &str = "/var/lib/peil";

/// Whether data must survive a crash of the machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Durability {
    /// As PostgreSQL comes.
    Durable,
    /// For tests: nothing is forced to disk. What was committed in the last second may be lost even when only the
    /// server is killed; a stop, and the end of our own process, lose nothing.
    Disposable,
}

/// What is needed to start a cluster.
#[derive(Debug, Clone)]
pub struct ClusterSettings {
    /// A folder for peil alone: new, empty, or of an earlier run. Start the cluster before anything else is laid into it.
    pub data_folder: PathBuf,
    /// Whether the data must last.
    pub durability: Durability,
}

/// A step of [`Cluster::start`] that takes a while.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClusterStep {
    /// A new cluster is laid out (seconds).
    Creating {
        /// PostgreSQL's major version.
        major: u32,
    },
    /// A server that a killed run left is stopped in order, to be started anew.
    TakingOver {
        /// Its process number.
        process: u32,
    },
    /// The server of the data that exist starts, and recovers if it must.
    Starting {
        /// PostgreSQL's major version.
        major: u32,
    },
}

impl fmt::Display for ClusterStep {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Creating { major } => write!(out, "creating a PostgreSQL {major} cluster"),
            Self::TakingOver { process } => {
                write!(out, "stopping PostgreSQL process {process} of an earlier run")
            }
            Self::Starting { major } => write!(out, "starting PostgreSQL {major}"),
        }
    }
}

/// A running cluster. Dropping it stops the server as well, without waiting for the end; so does the end of the process.
#[derive(Debug)]
pub struct Cluster {
    folder: DataFolder,
    server: Child,
}

impl Cluster {
    /// Starts the server on the folder's data, which are made first when there are none.
    ///
    /// # Errors
    /// Every [`ClusterError`] but those of databases; nothing is left running then.
    pub async fn start(
        settings: &ClusterSettings,
        progress: &(dyn Fn(ClusterStep) + Sync),
    ) -> Result<Self, ClusterError> {
        let folder = DataFolder::claim(&settings.data_folder).await?;
        let written = folder.written_by()?;
        let programs = Programs::find(&folder.data(), written).await?;
        let major = programs.major;
        if written.is_none() {
            progress(ClusterStep::Creating { major });
            server::create(&folder, &programs, settings.durability).await?;
        }
        if let Some(process) = server::leftover(&folder) {
            tracing::warn!(process, "stopping a postgresql server that an earlier run left");
            progress(ClusterStep::TakingOver { process });
            server::stop_leftover(&folder, &programs).await?;
        }
        server::forget_leftover(&folder)?;
        progress(ClusterStep::Starting { major });
        let server = server::start(&folder, &programs, settings.durability).await?;
        tracing::info!(major, "private postgresql cluster started");
        Ok(Self { folder, server })
    }

    /// Connects as the cluster's superuser: for migrations and for making databases, never for requests.
    #[must_use]
    pub fn owner_config(&self, database: &str) -> Config {
        server::config(&self.folder, server::OWNER, database)
    }

    /// Connects as the service, to whom row-level security applies.
    #[must_use]
    pub fn application_config(&self, database: &str) -> Config {
        server::config(&self.folder, APPLICATION, database)
    }

    /// Makes the database unless it exists.
    ///
    /// # Errors
    /// [`ClusterError::DatabaseName`] and [`ClusterError::Database`].
    pub async fn ensure_database(&self, name: &str) -> Result<(), ClusterError> {
        if !is_plain_name(name) {
            let name = name.to_owned();
            return Err(ClusterError::DatabaseName { name });
        }
        self.create_database(name).await.map_err(|source| ClusterError::Database { name: name.to_owned(), source })
    }

    async fn create_database(&self, name: &str) -> Result<(), tokio_postgres::Error> {
        let (client, connection) = self.owner_config("postgres").connect(NoTls).await?;
        let connection = tokio::spawn(connection);
        let known = "SELECT 1 FROM pg_database WHERE datname = $1";
        let outcome = match client.query_opt(known, &[&name]).await? {
            Some(_) => Ok(()),
            None => client.batch_execute(&format!("CREATE DATABASE {name}")).await,
        };
        drop(client);
        connection.abort();
        match outcome {
            Err(error) if error.code() == Some(&SqlState::DUPLICATE_DATABASE) => Ok(()),
            outcome => outcome,
        }
    }

    /// Stops the server in order: open transactions are rolled back, everything committed is on disk.
    ///
    /// # Errors
    /// [`ClusterError::Stop`] when it takes more than a minute.
    pub async fn stop(self) -> Result<(), ClusterError> {
        server::stop(self.server, self.folder.log()).await
    }
}

/// The data folder for a checkout: `.peil` in it, or a folder of the system's when root starts peil and the server's
/// account cannot reach the checkout (`/root`, most often).
#[must_use]
pub fn default_data_folder(checkout: &Path) -> PathBuf {
    let checkout = std::fs::canonicalize(checkout).unwrap_or_else(|_| checkout.to_path_buf());
    let unreachable = account::current_user() == 0
        && account::unprivileged().is_some_and(|account| account::barrier(&checkout, &account).is_some());
    if !unreachable {
        return checkout.join(".peil");
    }
    let hash = Sha256::digest(checkout.as_os_str().as_encoded_bytes());
    let hash: String = hash.iter().take(6).map(|byte| format!("{byte:02x}")).collect();
    Path::new(SYSTEM_FOLDER).join(hash)
}

/// Names that need no quotes in SQL.
fn is_plain_name(name: &str) -> bool {
    let plain = |sign: char| sign.is_ascii_lowercase() || sign.is_ascii_digit() || sign == '_';
    name.starts_with(|sign: char| sign.is_ascii_lowercase()) && name.len() <= 63 && name.chars().all(plain)
}
