//! The cluster with a real PostgreSQL, in temporary folders.

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::time::Duration;

use tokio_postgres::{Client, NoTls};

use super::{
    Cluster, ClusterSettings, ClusterStep, Config, Durability, SYSTEM_FOLDER, account, default_data_folder,
    is_plain_name,
};

/// A folder that goes with the test.
struct Temporary(PathBuf);

impl Temporary {
    fn new(name: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("peil-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        Self(folder)
    }

    fn settings(&self) -> ClusterSettings {
        ClusterSettings { data_folder: self.0.clone(), durability: Durability::Disposable }
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

async fn start(settings: &ClusterSettings) -> Cluster {
    Cluster::start(settings, &|_| {}).await.unwrap()
}

async fn refusal(settings: &ClusterSettings) -> String {
    let refused = Cluster::start(settings, &|_| {}).await;
    let refused = refused.unwrap_err().to_string();
    assert_eq!(refused.lines().count(), 1, "{refused}");
    refused
}

async fn connect(config: Config) -> Client {
    let (client, connection) = config.connect(NoTls).await.unwrap();
    tokio::spawn(connection);
    client
}

async fn number(cluster: &Cluster, query: &str) -> i32 {
    let client = connect(cluster.owner_config("notes")).await;
    client.query_one(query, &[]).await.unwrap().get(0)
}

async fn write_a_note(cluster: &Cluster) {
    cluster.ensure_database("notes").await.unwrap();
    let client = connect(cluster.owner_config("notes")).await;
    let sql = "CREATE TABLE note (n integer); INSERT INTO note VALUES (41)";
    client.batch_execute(sql).await.unwrap();
}

fn server_process(folder: &Path) -> String {
    let text = fs::read_to_string(folder.join("postgresql/postmaster.pid")).unwrap();
    text.lines().next().unwrap().to_owned()
}

/// By the shell's own `kill`: a bare machine has no other.
fn kill(process: &str) {
    let kill = format!("kill -KILL {process}");
    let killed = Command::new("/bin/sh").args(["-c", &kill]).status();
    assert!(killed.unwrap().success());
}

/// A process that has nothing to do with us, for as long as its input is open.
fn stranger() -> Child {
    Command::new("cat").stdin(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap()
}

#[tokio::test]
async fn data_outlive_a_stop_and_the_folder_is_closed_to_others() {
    let folder = Temporary::new("again");
    let settings = folder.settings();
    let steps = Mutex::new(Vec::new());
    let cluster = Cluster::start(&settings, &|step| steps.lock().unwrap().push(step)).await.unwrap();
    assert!(matches!(steps.lock().unwrap()[..], [ClusterStep::Creating { .. }, ClusterStep::Starting { .. }]));
    write_a_note(&cluster).await;
    cluster.ensure_database("notes").await.unwrap();
    let app = connect(cluster.owner_config("notes")).await;
    app.batch_execute("CREATE ROLE peil_app LOGIN").await.unwrap();
    let app = connect(cluster.application_config("notes")).await;
    let user = app.query_one("SELECT current_user::text", &[]).await.unwrap();
    assert_eq!(user.get::<_, String>(0), "peil_app");
    for private in ["postgresql", "socket"] {
        let private = fs::metadata(folder.0.join(private)).unwrap();
        assert_eq!(private.permissions().mode() & 0o777, 0o700);
        assert_ne!(private.uid(), 0, "the server must not run as root");
    }
    cluster.stop().await.unwrap();
    assert!(!folder.0.join("postgresql/postmaster.pid").exists());

    let cluster = start(&settings).await;
    assert_eq!(number(&cluster, "SELECT n FROM note").await, 41);
    cluster.stop().await.unwrap();
}

#[tokio::test]
async fn what_a_client_typed_never_reaches_the_log() {
    let folder = Temporary::new("log");
    let cluster = start(&folder.settings()).await;
    write_a_note(&cluster).await;
    let client = connect(cluster.owner_config("notes")).await;
    let typed = "SELECT 'geheim'::integer";
    assert!(client.batch_execute(typed).await.is_err());
    let unique = "INSERT INTO note VALUES (42); CREATE TABLE t (a text UNIQUE); INSERT INTO t VALUES ($1)";
    assert!(client.batch_execute(unique).await.is_err());
    let insert = "SELECT 1 FROM note WHERE n / (n - 41) = 1 AND $1::text <> ''";
    assert!(client.query(insert, &[&"geheim"]).await.is_err());
    cluster.stop().await.unwrap();
    let log = fs::read_to_string(folder.0.join("postgresql.log")).unwrap();
    assert!(log.contains("ready to accept connections"), "{log}");
    assert!(!log.contains("geheim") && !log.contains("note"), "{log}");
}

#[tokio::test]
async fn a_killed_server_and_a_process_number_of_somebody_else_do_not_hinder() {
    let folder = Temporary::new("killed");
    let durable = ClusterSettings { durability: Durability::Durable, ..folder.settings() };
    let cluster = start(&durable).await;
    write_a_note(&cluster).await;
    kill(&server_process(&folder.0));
    cluster.stop().await.unwrap();
    let pid_file = folder.0.join("postgresql/postmaster.pid");
    let mut stranger = stranger();
    let text = fs::read_to_string(&pid_file).unwrap();
    let old = server_process(&folder.0);
    fs::write(&pid_file, text.replacen(&old, &stranger.id().to_string(), 1)).unwrap();

    let cluster = start(&durable).await;
    assert_eq!(number(&cluster, "SELECT n FROM note").await, 41);
    cluster.stop().await.unwrap();
    assert!(stranger.try_wait().unwrap().is_none(), "a stranger was hurt");
    drop(stranger.stdin.take());
    stranger.wait().unwrap();
}

#[tokio::test]
async fn a_server_left_without_its_watch_is_taken_over() {
    let folder = Temporary::new("left");
    let mut cluster = start(&folder.settings()).await;
    write_a_note(&cluster).await;
    let left = server_process(&folder.0);
    // The watch and its keeper die; the pipe's end is seen by nobody.
    shells_of_group(cluster.server.id().unwrap()).iter().for_each(|shell| kill(shell));
    cluster.server.wait().await.unwrap();
    drop(cluster);
    assert_eq!(server_process(&folder.0), left);

    let steps = Mutex::new(Vec::new());
    let cluster = Cluster::start(&folder.settings(), &|step| steps.lock().unwrap().push(step)).await.unwrap();
    let process = left.parse().unwrap();
    assert_eq!(steps.lock().unwrap()[0], ClusterStep::TakingOver { process });
    assert_ne!(server_process(&folder.0), left);
    assert_eq!(number(&cluster, "SELECT n FROM note").await, 41);
    cluster.stop().await.unwrap();
}

/// Numbers of the watch and its keeper, from `/proc/N/stat`: `N (program) state parent group …`.
fn shells_of_group(group: u32) -> Vec<String> {
    let stats = fs::read_dir("/proc").unwrap().flatten().filter_map(|entry| {
        let stat = fs::read_to_string(entry.path().join("stat")).ok()?;
        let words: Vec<String> = stat.split_whitespace().map(str::to_owned).collect();
        let ours = words[1] == "(sh)" && words[4] == group.to_string();
        ours.then(|| words[0].clone())
    });
    stats.collect()
}

#[tokio::test]
async fn dropping_the_cluster_stops_the_server_and_frees_the_folder() {
    let folder = Temporary::new("dropped");
    let cluster = start(&folder.settings()).await;
    let refused = refusal(&folder.settings()).await;
    let own = std::process::id().to_string();
    assert!(refused.contains(&format!("in use by process {own}")), "{refused}");
    let server = server_process(&folder.0);
    drop(cluster);
    let gone = async {
        while Path::new("/proc").join(&server).exists() {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(20), gone).await.unwrap();
}

#[tokio::test]
async fn folders_that_cannot_be_used_are_refused_in_one_line() {
    let folder = Temporary::new("refused");
    fs::create_dir_all(folder.0.join("holiday")).unwrap();
    let refused = refusal(&folder.settings()).await;
    assert!(refused.contains("not a data folder of peil"), "{refused}");

    fs::remove_dir(folder.0.join("holiday")).unwrap();
    fs::write(folder.0.join("peil.lock"), "1\n").unwrap();
    fs::create_dir(folder.0.join("postgresql")).unwrap();
    if account::current_user() == 0 {
        let server = account::unprivileged().unwrap();
        std::os::unix::fs::chown(folder.0.join("postgresql"), Some(server.user), None).unwrap();
    }
    let refused = refusal(&folder.settings()).await;
    assert!(refused.contains("is broken"), "{refused}");
    fs::write(folder.0.join("postgresql/PG_VERSION"), "many\n").unwrap();
    let refused = refusal(&folder.settings()).await;
    assert!(refused.contains("is broken"), "{refused}");
    fs::write(folder.0.join("postgresql/PG_VERSION"), "9\n").unwrap();
    let refused = refusal(&folder.settings()).await;
    assert!(refused.contains("apt-get install postgresql-9"), "{refused}");

    let long = ClusterSettings { data_folder: folder.0.join("x".repeat(100)), durability: Durability::Disposable };
    assert!(refusal(&long).await.contains("too long"));
}

#[tokio::test]
async fn an_unfinished_cluster_is_made_anew() {
    let folder = Temporary::new("half");
    fs::create_dir_all(folder.0.join("postgresql.new/base")).unwrap();
    fs::write(folder.0.join("peil.lock"), "").unwrap();
    let cluster = start(&folder.settings()).await;
    cluster.stop().await.unwrap();
    assert!(!folder.0.join("postgresql.new").exists());
}

#[test]
fn the_default_folder_lies_in_the_checkout_unless_the_account_of_the_server_cannot_get_there() {
    let checkout = Temporary::new("checkout");
    fs::create_dir_all(&checkout.0).unwrap();
    fs::set_permissions(&checkout.0, PermissionsExt::from_mode(0o755)).unwrap();
    assert_eq!(default_data_folder(&checkout.0), checkout.0.join(".peil"));
    if account::current_user() == 0 {
        fs::set_permissions(&checkout.0, PermissionsExt::from_mode(0o700)).unwrap();
        let elsewhere = default_data_folder(&checkout.0);
        assert_eq!(elsewhere.parent(), Some(Path::new(SYSTEM_FOLDER)));
        assert_eq!(elsewhere.file_name().unwrap().len(), 12);
    }
}

#[test]
fn only_names_that_need_no_quotes_are_databases() {
    assert!(is_plain_name("peil") && is_plain_name("peil_test_01"));
    for name in ["", "Peil", "1peil", "pe-il", "a;b", &"a".repeat(64)] {
        assert!(!is_plain_name(name), "{name}");
    }
}
