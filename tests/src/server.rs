//! The PostgreSQL server of this test program, with one migrated template in it.
//!
//! With `TEST_DATABASE_URL` or `DATABASE_URL` it is that server, reached without TLS as a superuser who may make
//! databases. Otherwise it is a private cluster in a folder of its own that ends with this process: one a program, for a
//! start takes about a second and nothing need be agreed between programs then.

use std::{
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::OnceLock,
    time::{SystemTime, UNIX_EPOCH},
};

use peil_service::store::{
    cluster::{Cluster, ClusterSettings, Durability},
    migrate,
};
use sha2::{Digest, Sha256};
use tokio_postgres::{Client, Config, NoTls, config::SslMode, error::SqlState};

/// Databases of tests begin with this; what a killed run left is swept by it.
const PREFIX: &str = "peil_test_";
/// After this many seconds a database belongs to a run that is over.
const LEFTOVER_AFTER: u64 = 3600;
/// Any number: programs that start together make the template one after the other.
const LOCK: i64 = 0x7065_696d;

/// The server: how its owner connects, and the template to copy.
pub struct TestServer {
    config: Config,
    template: String,
}

impl TestServer {
    /// The owner's way into one of its databases.
    #[must_use]
    pub fn owner_config(&self, database: &str) -> Config {
        let mut config = self.config.clone();
        config.dbname(database);
        config
    }

    /// The name of the migrated, empty database.
    #[must_use]
    pub fn template(&self) -> &str {
        &self.template
    }

    /// A name that no other test has.
    pub(crate) fn fresh_name(&self) -> String {
        static NEXT: std::sync::atomic::AtomicU32 = std::sync::atomic::AtomicU32::new(0);
        let number = NEXT.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        format!("{PREFIX}{}_{}_{number}", now(), std::process::id())
    }
}

/// The server of this program; the first who asks starts it.
pub fn server() -> &'static TestServer {
    static SERVER: OnceLock<TestServer> = OnceLock::new();
    SERVER.get_or_init(|| {
        // Tests have runtimes that end with them; the server's must last, so it has a thread to itself.
        let (tell, told) = std::sync::mpsc::channel();
        std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(async {
                let (config, _cluster) = start().await;
                let template = make_template(&config).await;
                tell.send(TestServer { config, template }).unwrap();
                std::future::pending::<()>().await;
            });
        });
        told.recv().expect("the test server starts; its own message stands above")
    })
}

/// Connects; the connection is served by the runtime of the caller.
///
/// # Panics
///
/// When the server does not answer.
pub async fn connect(config: &Config) -> Client {
    let (client, connection) = config.connect(NoTls).await.expect("the test server answers");
    tokio::spawn(connection);
    client
}

async fn start() -> (Config, Option<Cluster>) {
    let url = ["TEST_DATABASE_URL", "DATABASE_URL"].iter().find_map(|name| std::env::var(name).ok());
    if let Some(url) = url.filter(|url| !url.is_empty()) {
        let mut config: Config = url.parse().expect("DATABASE_URL looks like postgres://user@host/database");
        config.ssl_mode(SslMode::Disable);
        return (config, None);
    }
    let folder = std::env::temp_dir().join(format!("peil-tests-{}-{}", std::process::id(), now()));
    let settings = ClusterSettings { data_folder: folder.clone(), durability: Durability::Disposable };
    let cluster = Cluster::start(&settings, &|_| {}).await.unwrap_or_else(|error| panic!("{error}"));
    sweep_folder_afterwards(&folder);
    (cluster.owner_config("postgres"), Some(cluster))
}

/// Leaves a shell behind that removes the folder once this process, and then the server, has ended.
fn sweep_folder_afterwards(folder: &Path) {
    use std::os::unix::process::CommandExt;
    let script = r#"cat >/dev/null; n=0
        while [ -e "$1/postgresql/postmaster.pid" ] && [ $n -lt 100 ]; do sleep 0.1; n=$((n+1)); done
        rm -rf "$1""#;
    let broom = Command::new("/bin/sh")
        .args(["-c", script, "peil-tests-broom"])
        .arg(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .process_group(0)
        .spawn()
        .expect("there is a shell");
    // Its input ends when this process does.
    std::mem::forget(broom);
}

/// Makes the template unless another program of the same migrations did, and sweeps what is left of dead runs.
async fn make_template(config: &Config) -> String {
    let name = format!("peil_template_{}", migrations_hash());
    let client = connect(config).await;
    client.execute("SELECT pg_advisory_lock($1)", &[&LOCK]).await.unwrap();
    sweep(&client).await;
    let known = client.query_opt("SELECT 1 FROM pg_database WHERE datname = $1", &[&name]).await.unwrap();
    if known.is_none() {
        // Under another name first: a template that exists is complete.
        let half = format!("{name}_new");
        client.batch_execute(&format!("DROP DATABASE IF EXISTS {half} WITH (FORCE)")).await.unwrap();
        client.batch_execute(&format!("CREATE DATABASE {half}")).await.unwrap();
        let mut own = config.clone();
        migrate(own.dbname(&half)).await.unwrap_or_else(|error| panic!("{error}"));
        crate::eventually("the template to be free", async || {
            client.batch_execute(&format!("ALTER DATABASE {half} RENAME TO {name}")).await.ok()
        })
        .await;
    }
    client.execute("SELECT pg_advisory_unlock($1)", &[&LOCK]).await.unwrap();
    name
}

async fn sweep(client: &Client) {
    let names = "SELECT datname FROM pg_database WHERE datname LIKE $1";
    for row in client.query(names, &[&format!("{}%", PREFIX.replace('_', "\\_"))]).await.unwrap() {
        let name: &str = row.get(0);
        let made: Option<u64> = name.trim_start_matches(PREFIX).split('_').next().and_then(|made| made.parse().ok());
        if made.is_some_and(|made| made + LEFTOVER_AFTER < now()) {
            let dropped = client.batch_execute(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await;
            assert!(dropped.is_ok() || dropped.is_err_and(|error| error.code() != Some(&SqlState::SYNTAX_ERROR)));
        }
    }
}

fn migrations_hash() -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../migrations");
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let digest = files.iter().fold(Sha256::new(), |digest, file| digest.chain_update(std::fs::read(file).unwrap()));
    digest.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs())
}
