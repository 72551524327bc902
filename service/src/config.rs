//! Settings of the running service: from the environment and the command line, checked once.
//!
//! Secrets come from the environment only, never from the command line, where every user of the machine can read them.

use std::{
    env,
    net::{IpAddr, SocketAddr},
    path::PathBuf,
};

/// Where the data live.
pub enum DatabaseChoice {
    /// A private cluster in this folder.
    Embedded(PathBuf),
    /// A server, by its address; `owner` applies the migrations when it is another role.
    Server {
        /// `DATABASE_URL`.
        url: String,
        /// `PEIL_MIGRATION_DATABASE_URL`.
        owner: Option<String>,
    },
}

/// What `serve` needs to know.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Where to listen.
    pub listen: SocketAddr,
    /// The address that browsers and tablets use, without a slash at its end.
    pub public_url: String,
    /// Attempts at any code or password that one network address may make in a minute.
    pub attempts_per_minute: u32,
    /// The reverse proxy before the service, whose word about addresses is taken.
    pub trusted_proxy: Option<IpAddr>,
}

impl Settings {
    /// Listens on `listen`; browsers use `public_url`, or the same address.
    #[must_use]
    pub fn new(listen: SocketAddr, public_url: Option<String>) -> Self {
        let public_url = public_url.unwrap_or_else(|| format!("http://{listen}"));
        Self {
            listen,
            public_url: public_url.trim_end_matches('/').to_owned(),
            attempts_per_minute: 120,
            trusted_proxy: None,
        }
    }
}

impl DatabaseChoice {
    /// `DATABASE_URL` when it is set, else a private cluster in `folder`.
    #[must_use]
    pub fn from_environment(folder: PathBuf) -> Self {
        match env::var("DATABASE_URL").ok().filter(|url| !url.is_empty()) {
            Some(url) => Self::Server { url, owner: env::var("PEIL_MIGRATION_DATABASE_URL").ok() },
            None => Self::Embedded(folder),
        }
    }
}

impl std::fmt::Debug for DatabaseChoice {
    /// Without addresses: they hold passwords.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(match self {
            Self::Embedded(_) => "Embedded",
            Self::Server { .. } => "Server(…)",
        })
    }
}
