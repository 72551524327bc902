//! `peil serve`: opens the database and serves until it is told to stop.

use std::{
    net::{IpAddr, SocketAddr},
    sync::Arc,
};

use super::DatabaseArguments;
use crate::{
    application::{Application, ApplicationError, listen},
    clock::SystemClock,
    config::Settings,
    store::{Database, DatabaseError, cluster::ClusterError},
    telemetry,
};

/// How to serve.
#[derive(Debug, clap::Args)]
pub struct ServeArguments {
    /// Address to listen on
    #[arg(long, value_name = "ADDRESS:PORT", env = "PEIL_LISTEN", default_value = "127.0.0.1:8080")]
    pub listen: SocketAddr,
    /// Address that browsers and tablets use, when it is another
    #[arg(long, value_name = "URL", env = "PEIL_PUBLIC_URL")]
    pub public_url: Option<String>,
    /// Attempts at any code or password that one network address may make in a minute
    #[arg(long, value_name = "NUMBER", env = "PEIL_ATTEMPTS_PER_MINUTE", default_value_t = 120)]
    pub attempts_per_minute: u32,
    /// Address of the reverse proxy before the service, whose X-Forwarded-For is believed
    #[arg(long, value_name = "ADDRESS", env = "PEIL_TRUSTED_PROXY")]
    pub trusted_proxy: Option<IpAddr>,
    /// Where the data live
    #[command(flatten)]
    pub database: DatabaseArguments,
}

/// Why nothing is served.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// The service.
    #[error(transparent)]
    Application(#[from] ApplicationError),
    /// The database.
    #[error(transparent)]
    Database(#[from] DatabaseError),
    /// The private cluster did not stop.
    #[error(transparent)]
    Cluster(#[from] ClusterError),
    /// The machine does not tell when to stop.
    #[error("signals cannot be listened to: {0}")]
    Signals(#[from] std::io::Error),
}

impl ServeArguments {
    /// The settings of the service.
    #[must_use]
    pub fn settings(&self) -> Settings {
        let mut settings = Settings::new(self.listen, self.public_url.clone());
        settings.attempts_per_minute = self.attempts_per_minute;
        settings.trusted_proxy = self.trusted_proxy;
        settings
    }
}

/// Runs the command.
///
/// # Errors
///
/// [`ServeError`]; nothing keeps running then.
pub async fn run(arguments: ServeArguments) -> Result<(), ServeError> {
    telemetry::init("info");
    let settings = arguments.settings();
    let listener = listen(&settings)?;
    let database = Database::open(&arguments.database.choice(), &|step| tracing::info!(%step, "database")).await?;
    let application = Application::build(&settings, listener, database.store.clone(), Arc::new(SystemClock)).await?;
    tracing::info!(address = application.address(), "serving");
    let served = application.run_until(told_to_stop()?).await;
    database.close().await?;
    Ok(served?)
}

/// Done at Ctrl-C and at the system's polite request to stop.
///
/// # Errors
///
/// When the system lets nobody listen to signals.
pub fn told_to_stop() -> Result<impl Future<Output = ()>, std::io::Error> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}
