//! `peil serve` as a process of its own, to be killed.

use std::{
    fs::{self, File},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::atomic::{AtomicU32, Ordering},
};

use peil_tests::{Person, TestDatabase, eventually};
use serde_json::Value;

/// The logs of everything, also of what the service keeps shut.
pub(crate) const EVERYTHING: &str = "trace,tokio_postgres::query=trace,tokio_postgres=trace,hyper=trace";

/// A running `peil serve`; killed at the end of the test at the latest.
pub(crate) struct Peil {
    child: Child,
    /// What it writes goes here.
    folder: Folder,
    /// Where it listens.
    pub(crate) url: String,
}

/// The command, with nothing of our surroundings that would change what it does.
pub(crate) fn command() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_peil-under-test"));
    for name in
        ["DATABASE_URL", "PEIL_MIGRATION_DATABASE_URL", "PEIL_DATA", "PEIL_LISTEN", "PEIL_PUBLIC_URL", "PEIL_LOG"]
    {
        command.env_remove(name);
    }
    command.env("PEIL_ATTEMPTS_PER_MINUTE", "1000000").stdin(Stdio::null());
    command
}

impl Peil {
    /// Serves this database on a free port.
    pub(crate) async fn serve(database: &TestDatabase) -> Self {
        Self::serve_logging(database, "info").await
    }

    /// The same with a log of this level.
    pub(crate) async fn serve_logging(database: &TestDatabase, log: &str) -> Self {
        let folder = Folder::new();
        let stderr = File::create(folder.0.join("stderr")).unwrap();
        let child = command()
            .args(["serve", "--listen", "127.0.0.1:0"])
            .env("DATABASE_URL", database.url())
            .env("PEIL_LOG", log)
            .stdout(Stdio::null())
            .stderr(stderr)
            .spawn()
            .unwrap();
        let mut peil = Self { child, folder, url: String::new() };
        let address = eventually("peil to serve", async || {
            if let Some(status) = peil.child.try_wait().unwrap() {
                panic!("peil ended with {status}: {}", peil.log());
            }
            peil.lines().iter().find_map(|line| line["fields"]["address"].as_str().map(str::to_owned))
        })
        .await;
        peil.url = format!("http://{address}");
        peil
    }

    /// A browser in which nobody is logged in.
    pub(crate) fn anybody(&self) -> Person {
        Person::new(&self.url)
    }

    /// A browser in which somebody is.
    pub(crate) async fn login(&self, email: &str) -> Person {
        let mut person = self.anybody();
        let reply = person.log_in(email, peil_tests::PASSWORD).await;
        assert_eq!(reply.status, 303, "{email} logs in: {}", reply.text());
        person
    }

    /// Everything it wrote.
    pub(crate) fn log(&self) -> String {
        fs::read_to_string(self.folder.0.join("stderr")).unwrap()
    }

    /// The whole lines it wrote, read.
    pub(crate) fn lines(&self) -> Vec<Value> {
        self.log().lines().filter_map(|line| serde_json::from_str(line).ok()).collect()
    }

    /// `kill -9`: no word of goodbye.
    pub(crate) fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Peil {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A new folder, removed with this value.
pub(crate) struct Folder(pub(crate) PathBuf);

impl Folder {
    pub(crate) fn new() -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let folder = std::env::temp_dir().join(format!("peil-faults-{}-{number}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}
