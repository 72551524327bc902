//! Brings a database to this version: forward only, under a lock, one file a transaction.

use std::sync::Arc;

use tokio_postgres::Config;
use tokio_postgres_rustls::MakeRustlsConnect;

use super::StoreError;

mod embedded {
    refinery::embed_migrations!("../migrations");
}

/// Any number, the same in every version: two services that start together migrate one after the other.
const LOCK: i64 = 0x7065_696c;

/// Why a database could not be brought to this version.
#[derive(Debug, thiserror::Error)]
pub enum MigrateError {
    /// No connection.
    #[error("the database of DATABASE_URL cannot be reached: {}; start its server, or correct the address", cause(.0))]
    Unreachable(#[source] tokio_postgres::Error),
    /// The connection could not be configured.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A file failed; the database is as before that file.
    #[error("a migration failed and was rolled back: {0}")]
    Migration(#[source] Box<refinery::Error>),
}

/// What is behind the driver's "error connecting to server"; never the password.
fn cause(error: &tokio_postgres::Error) -> String {
    std::error::Error::source(error).map_or_else(|| error.to_string(), ToString::to_string)
}

/// Applies what is missing, as the database's owner, and returns how many files that were.
///
/// # Errors
///
/// [`MigrateError`]; files before the failing one stay applied.
pub async fn migrate(owner: &Config) -> Result<usize, MigrateError> {
    let (mut client, connection) = owner.connect(tls()?).await.map_err(MigrateError::Unreachable)?;
    let driver = tokio::spawn(connection);
    client.execute("SELECT pg_advisory_lock($1)", &[&LOCK]).await.map_err(MigrateError::Unreachable)?;
    let report = embedded::migrations::runner().run_async(&mut client).await;
    // Closing the connection gives the lock back, whatever came of it.
    drop(client);
    driver.abort();
    let report = report.map_err(|error| MigrateError::Migration(Box::new(error)))?;
    Ok(report.applied_migrations().len())
}

/// TLS as rustls does it, with the certificate authorities of the web; plain sockets are not touched by it.
pub(super) fn tls() -> Result<MakeRustlsConnect, StoreError> {
    let mut roots = rustls::RootCertStore::empty();
    roots.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| StoreError::Configuration(error.to_string()))?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(MakeRustlsConnect::new(config))
}
