//! The server process: laid out by `initdb`, watched by a shell that outlives us for exactly as long as it takes to stop it.
//!
//! The shell holds the reading end of a pipe whose writing end is ours. When we close it, or die in whatever way, the
//! shell sees its end and asks the server for a fast shutdown, so nothing of peil is left running after peil. Both are
//! a process group of their own: Ctrl-C at a terminal reaches peil only, which stops the server last.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use tokio::process::{Child, Command};
use tokio::time::{Instant, sleep, timeout};
use tokio_postgres::{Config, NoTls};

use super::Durability;
use super::account::Account;
use super::error::ClusterError;
use super::folder::{DataFolder, failed};
use super::programs::Programs;

/// The cluster's superuser: owns the databases and runs the migrations.
pub(super) const OWNER: &str = "peil_owner";

/// Standard input: the pipe. Standard output: the data folder's lock, held until the server is gone. Standard error: the log.
const WATCH: &str = r#"
trap '' HUP INT TERM
"$@" </dev/null >&2 &
server=$!
exec 3<&0
{ read -r _ <&3; kill -INT "$server"; } >/dev/null 2>&1 &
keeper=$!
wait "$server"
ended=$?
kill -KILL "$keeper" 2>/dev/null
exit "$ended"
"#;

/// A crash of a large cluster takes a while to recover from.
const LONGEST_START: Duration = Duration::from_secs(120);
const LONGEST_STOP: Duration = Duration::from_secs(60);
const READY_PAUSE: Duration = Duration::from_millis(20);
/// Backends of a server that was killed notice it within moments; until then a new one refuses to start.
const LINGERING_TRIES: u32 = 50;
const LINGERING_PAUSE: Duration = Duration::from_millis(200);

/// What the server is told. ERROR lines are left out of its log (they stand below LOG in this one setting), because
/// their first line may quote a value that a client typed; the service gets those errors itself.
const ALWAYS: &[&str] = &[
    "listen_addresses=",
    "unix_socket_permissions=0700",
    "max_connections=200",
    "timezone=UTC",
    "log_timezone=UTC",
    "log_destination=stderr",
    "logging_collector=off",
    "log_min_messages=log",
    "log_min_error_statement=panic",
    "log_error_verbosity=terse",
    "log_statement=none",
    "log_min_duration_statement=-1",
    "log_checkpoints=off",
    "log_parameter_max_length=0",
    "log_parameter_max_length_on_error=0",
];

/// For data that a test throws away: nothing is forced to disk.
const DISPOSABLE: &[&str] =
    &["fsync=off", "synchronous_commit=off", "full_page_writes=off", "wal_level=minimal", "max_wal_senders=0"];

/// Makes a new cluster in the folder: all of it or nothing.
pub(super) async fn create(
    folder: &DataFolder,
    programs: &Programs,
    durability: Durability,
) -> Result<(), ClusterError> {
    let new = folder.begin_data()?;
    let mut initdb = command(&programs.path("initdb"), folder.account.as_ref());
    initdb
        .arg("-D")
        .arg(&new)
        .args(["--username", OWNER, "--encoding=UTF8", "--locale=C.UTF-8"])
        .args(["--auth-local=trust", "--auth-host=reject"])
        .args(["--data-checksums", "--no-instructions"]);
    if durability == Durability::Disposable {
        initdb.arg("--no-sync");
    }
    let made = run(initdb, programs.path("initdb")).await?;
    if !made.status.success() {
        let told = String::from_utf8_lossy(&made.stderr);
        return Err(ClusterError::Creation {
            folder: new,
            reason: told_reason(&told).unwrap_or_else(|| made.status.to_string()),
        });
    }
    folder.finish_data(&new)
}

/// Starts the server and waits until it answers.
pub(super) async fn start(
    folder: &DataFolder,
    programs: &Programs,
    durability: Durability,
) -> Result<Child, ClusterError> {
    let mut tries = 0;
    loop {
        let mut child = launch(folder, programs, durability)?;
        match wait_until_ready(&mut child, folder).await {
            Err(ClusterError::Start { reason, .. }) if reason.contains("still in use") && tries < LINGERING_TRIES => {
                tries += 1;
                sleep(LINGERING_PAUSE).await;
            }
            Err(error) => return Err(error),
            Ok(()) => return Ok(child),
        }
    }
}

/// Closes the pipe and waits until the server, and the watch after it, are gone.
pub(super) async fn stop(mut child: Child, log: PathBuf) -> Result<(), ClusterError> {
    drop(child.stdin.take());
    match timeout(LONGEST_STOP, child.wait()).await {
        Ok(_) => Ok(()),
        Err(_) => Err(ClusterError::Stop { seconds: LONGEST_STOP.as_secs(), log }),
    }
}

/// The server of an earlier run whose watch was killed with it, if it still runs on our data.
pub(super) fn leftover(folder: &DataFolder) -> Option<u32> {
    let process = process_in(&folder.data().join("postmaster.pid"))?;
    // World-readable, unlike what else the system tells of another user's processes.
    let command_line = fs::read(format!("/proc/{process}/cmdline")).ok()?;
    let data = folder.data();
    let data = data.as_os_str().as_encoded_bytes();
    let mut words = command_line.split(|byte| *byte == 0);
    words.any(|word| word == data).then_some(process)
}

/// Stops a [`leftover`] in order.
pub(super) async fn stop_leftover(folder: &DataFolder, programs: &Programs) -> Result<(), ClusterError> {
    let seconds = LONGEST_STOP.as_secs();
    let mut stop = command(&programs.path("pg_ctl"), folder.account.as_ref());
    stop.args(["stop", "--wait", "--mode=fast", "--timeout"]).arg(seconds.to_string()).arg("-D").arg(folder.data());
    let stopped = run(stop, programs.path("pg_ctl")).await?;
    if stopped.status.success() || leftover(folder).is_none() {
        return Ok(());
    }
    let log = folder.log();
    Err(ClusterError::Stop { seconds, log })
}

/// After a restart of the machine, or in a new container, the number in `postmaster.pid` may be some other process's,
/// and PostgreSQL would refuse to start. It gets a number that no process has; the rest of the file stays, because
/// PostgreSQL finds by it whether memory of the old server is still in use.
pub(super) fn forget_leftover(folder: &DataFolder) -> Result<(), ClusterError> {
    let file = folder.data().join("postmaster.pid");
    if let Some(process) = process_in(&file) {
        let text = fs::read_to_string(&file).map_err(failed("read", &file))?;
        let text = text.replacen(&process.to_string(), &i32::MAX.to_string(), 1);
        fs::write(&file, text).map_err(failed("write", &file))?;
    }
    let socket = folder.socket();
    for name in [".s.PGSQL.5432", ".s.PGSQL.5432.lock"] {
        match fs::remove_file(socket.join(name)) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(failed("remove", &socket.join(name))(error));
            }
            _ => {}
        }
    }
    Ok(())
}

fn process_in(pid_file: &Path) -> Option<u32> {
    let text = fs::read_to_string(pid_file).ok()?;
    text.lines().next()?.trim().parse().ok()
}

fn launch(folder: &DataFolder, programs: &Programs, durability: Durability) -> Result<Child, ClusterError> {
    let shell = PathBuf::from("/bin/sh");
    let log: File = folder.begin_log()?;
    let mut watch = command(&shell, folder.account.as_ref());
    watch.args(["-c", WATCH, "peil-postgresql"]);
    watch.arg(programs.path("postgres"));
    watch.arg("-D").arg(folder.data());
    watch.arg("-k").arg(folder.socket());
    let disposable: &[&str] = match durability {
        Durability::Durable => &[],
        Durability::Disposable => DISPOSABLE,
    };
    for setting in ALWAYS.iter().chain(disposable) {
        watch.arg("-c").arg(setting);
    }
    watch.stdin(Stdio::piped()).stdout(Stdio::from(folder.share_lock()?)).stderr(Stdio::from(log)).kill_on_drop(false);
    watch.spawn().map_err(|source| ClusterError::Program { program: shell, source })
}

async fn wait_until_ready(child: &mut Child, folder: &DataFolder) -> Result<(), ClusterError> {
    let config = config(folder, OWNER, "postgres");
    let until = Instant::now() + LONGEST_START;
    while Instant::now() < until {
        if let Ok(Some(status)) = child.try_wait() {
            let told = fs::read_to_string(folder.log()).unwrap_or_default();
            return Err(ClusterError::Start {
                reason: told_reason(&told).unwrap_or_else(|| status.to_string()),
                log: folder.log(),
            });
        }
        if config.connect(NoTls).await.is_ok() {
            return Ok(());
        }
        sleep(READY_PAUSE).await;
    }
    Err(ClusterError::Start { reason: format!("no answer within {} s", LONGEST_START.as_secs()), log: folder.log() })
}

/// A connection over the socket.
pub(super) fn config(folder: &DataFolder, user: &str, database: &str) -> Config {
    let mut config = Config::new();
    config
        .host_path(folder.socket())
        .user(user)
        .dbname(database)
        .application_name("peil")
        .connect_timeout(Duration::from_secs(5));
    config
}

/// A program in a process group of its own, run by `account`, with nothing of our environment: that may hold secrets.
fn command(program: &Path, account: Option<&Account>) -> Command {
    let mut command = Command::new(program);
    command
        .env_clear()
        .env("PATH", "/usr/bin:/bin")
        .env("LC_ALL", "C.UTF-8")
        .current_dir("/")
        .stdin(Stdio::null())
        .process_group(0)
        .kill_on_drop(true);
    if let Some(account) = account {
        command.uid(account.user).gid(account.group);
    }
    command
}

async fn run(mut command: Command, program: PathBuf) -> Result<std::process::Output, ClusterError> {
    let output = command.output().await;
    output.map_err(|source| ClusterError::Program { program, source })
}

/// The line that says why: the last one with FATAL, PANIC or error in it, otherwise the last one.
fn told_reason(told: &str) -> Option<String> {
    let lines: Vec<&str> = told.lines().filter(|line| !line.trim().is_empty()).collect();
    let said = ["FATAL:", "PANIC:", "error:"].iter().find_map(|level| {
        let line = lines.iter().rev().find(|line| line.contains(level))?;
        line.split_once(level).map(|(_, said)| said)
    });
    let said = said.or_else(|| lines.last().copied())?;
    Some(said.trim().to_owned())
}
