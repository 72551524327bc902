//! Opens the database of this service, private cluster or server, at this version.

use tokio_postgres::{Config, config::Host, config::SslMode};

use super::{
    MigrateError, Store, StoreError,
    cluster::{Cluster, ClusterError, ClusterSettings, ClusterStep, Durability},
    migrate,
};
use crate::config::DatabaseChoice;

/// Name of the database in the private cluster.
const NAME: &str = "peil";
/// Connections of one process.
const CONNECTIONS: usize = 16;

/// An open database; a private cluster lives as long as this value.
pub struct Database {
    /// The rows, as the application role sees them.
    pub store: Store,
    cluster: Option<Cluster>,
}

/// Why the database could not be opened. Each is one line with its remedy.
#[derive(Debug, thiserror::Error)]
pub enum DatabaseError {
    /// The private cluster.
    #[error(transparent)]
    Cluster(#[from] ClusterError),
    /// `DATABASE_URL` is no address.
    #[error("DATABASE_URL cannot be read; it looks like postgres://user:password@host/database?sslmode=require")]
    Address,
    /// The migrations.
    #[error(transparent)]
    Migrate(#[from] MigrateError),
    /// The connection.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Database {
    /// Starts or reaches the database and brings it to this version.
    ///
    /// # Errors
    ///
    /// [`DatabaseError`], and nothing keeps running then.
    pub async fn open(choice: &DatabaseChoice, progress: &(dyn Fn(ClusterStep) + Sync)) -> Result<Self, DatabaseError> {
        match choice {
            DatabaseChoice::Embedded(folder) => {
                let settings = ClusterSettings { data_folder: folder.clone(), durability: Durability::Durable };
                let cluster = Cluster::start(&settings, progress).await?;
                cluster.ensure_database(NAME).await?;
                migrate(&cluster.owner_config(NAME)).await?;
                let store = Store::open(cluster.application_config(NAME), CONNECTIONS).await?;
                Ok(Self { store, cluster: Some(cluster) })
            }
            DatabaseChoice::Server { url, owner } => {
                let own = address(url)?;
                let owner = owner.as_deref().map(address).transpose()?;
                migrate(owner.as_ref().unwrap_or(&own)).await?;
                Ok(Self { store: Store::open(own, CONNECTIONS).await?, cluster: None })
            }
        }
    }

    /// Stops a private cluster in order; a server is left alone.
    ///
    /// # Errors
    ///
    /// [`ClusterError`] when it does not stop.
    pub async fn close(self) -> Result<(), ClusterError> {
        drop(self.store);
        match self.cluster {
            Some(cluster) => cluster.stop().await,
            None => Ok(()),
        }
    }
}

/// Reads an address; over a network TLS is asked for unless the address says `sslmode=…` itself.
fn address(url: &str) -> Result<Config, DatabaseError> {
    let mut config: Config = url.parse().map_err(|_| DatabaseError::Address)?;
    let over_network = config.get_hosts().iter().any(|host| matches!(host, Host::Tcp(_)));
    if !url.contains("sslmode=") {
        config.ssl_mode(if over_network { SslMode::Require } else { SslMode::Disable });
    }
    Ok(config)
}
