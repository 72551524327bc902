//! A database that belongs to one test.

use tokio_postgres::{Client, Config, config::Host};

use crate::server::{connect, server};

/// A copy of the migrated template, dropped with this value.
pub struct TestDatabase {
    name: String,
}

impl TestDatabase {
    /// Copies the template.
    ///
    /// # Panics
    ///
    /// When the server refuses.
    pub async fn create() -> Self {
        // The server may be starting; that is waited for beside the runtime.
        let server = tokio::task::spawn_blocking(server).await.unwrap();
        let name = server.fresh_name();
        let client = connect(&server.owner_config("postgres")).await;
        let template = server.template();
        let create = format!("CREATE DATABASE {name} TEMPLATE {template} STRATEGY wal_log");
        client.batch_execute(&create).await.expect("the owner may make databases");
        Self { name }
    }

    /// How its owner, to whom no policy applies, connects.
    #[must_use]
    pub fn owner_config(&self) -> Config {
        server().owner_config(&self.name)
    }

    /// A connection as its owner.
    pub async fn owner(&self) -> Client {
        connect(&self.owner_config()).await
    }

    /// A connection as the role of the service, which every policy binds.
    ///
    /// # Panics
    ///
    /// When the role cannot be taken.
    pub async fn application(&self) -> Client {
        let client = self.owner().await;
        client.batch_execute("SET ROLE peil_app").await.unwrap();
        client
    }

    /// Its address, for `DATABASE_URL` of a `peil` that is started as a program.
    #[must_use]
    pub fn url(&self) -> String {
        let config = self.owner_config();
        let escape = |text: &str| text.bytes().map(|byte| format!("%{byte:02X}")).collect::<String>();
        let host = match config.get_hosts().first() {
            Some(Host::Unix(path)) => path.to_string_lossy().into_owned(),
            Some(Host::Tcp(name)) => name.clone(),
            None => "localhost".to_owned(),
        };
        let port = config.get_ports().first().copied().unwrap_or(5432);
        let user = escape(config.get_user().unwrap_or("postgres"));
        let password = config.get_password().map(|word| format!(":{}", escape(&String::from_utf8_lossy(word))));
        let (password, host) = (password.unwrap_or_default(), escape(&host));
        format!("postgres://{user}{password}@/{}?host={host}&port={port}&sslmode=disable", self.name)
    }
}

impl Drop for TestDatabase {
    /// Best effort, in the background: what stays is swept by a later run.
    fn drop(&mut self) {
        let config = server().owner_config("postgres");
        let drop = format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name);
        std::thread::spawn(move || {
            let Ok(runtime) = tokio::runtime::Builder::new_current_thread().enable_all().build() else { return };
            runtime.block_on(async {
                if let Ok((client, connection)) = config.connect(tokio_postgres::NoTls).await {
                    tokio::spawn(connection);
                    let _ = client.batch_execute(&drop).await;
                }
            });
        });
    }
}
