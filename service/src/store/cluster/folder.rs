//! The data folder: what lies where in it, whose it is, and that only one process has it.
//!
//! ```text
//! <data folder>/          0700, or 0711 when root starts peil: the server's account must pass through
//!   peil.lock             held by whoever uses the folder; its presence says that the folder is ours
//!   postgresql/           0700, PostgreSQL's own; appears in one step when it is complete
//!   postgresql.new/       a cluster being made; what a crash leaves of it is thrown away
//!   socket/               0700: who may enter this folder may enter the cluster, nobody else
//!   postgresql.log        of this start; postgresql.log.1 of the one before
//! ```

use std::fs::{self, DirBuilder, File, OpenOptions, Permissions, TryLockError};
use std::io::{self, Read, Seek, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt, chown};
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::account::{Account, barrier, current_user, server_account};
use super::error::ClusterError;

/// Longest path of a Unix socket in bytes, without the closing zero.
const LONGEST_SOCKET_PATH: usize = 107;
const LOCK: &str = "peil.lock";
/// How long we wait for the server of a process that has just died: its watch is stopping it in order.
const LEAVING_TRIES: u32 = 300;
/// How often this process waits for what it let go of itself.
const OWN_TRIES: u32 = 20;
const LEAVING_PAUSE: Duration = Duration::from_millis(100);

/// A data folder that is ours for as long as this value, and the watch that shares its lock, live.
#[derive(Debug)]
pub(super) struct DataFolder {
    root: PathBuf,
    pub(super) account: Option<Account>,
    lock: File,
}

impl DataFolder {
    /// Makes or checks the folder and takes its lock.
    pub(super) async fn claim(path: &Path) -> Result<Self, ClusterError> {
        make_root(path)?;
        let root = fs::canonicalize(path).map_err(failed("find", path))?;
        check_socket_path(&root)?;
        if !root.join(LOCK).exists() && !is_empty(&root)? {
            return Err(ClusterError::ForeignFolder { folder: root });
        }
        let account = server_account(&root.join("postgresql"))?;
        let lock = take_lock(&root).await?;
        let folder = Self { root, account, lock };
        folder.open_way()?;
        folder.make_private(&folder.socket())?;
        Ok(folder)
    }

    /// PostgreSQL's own folder.
    pub(super) fn data(&self) -> PathBuf {
        self.root.join("postgresql")
    }

    /// Where the socket lies.
    pub(super) fn socket(&self) -> PathBuf {
        self.root.join("socket")
    }

    /// The server's log.
    pub(super) fn log(&self) -> PathBuf {
        self.root.join("postgresql.log")
    }

    /// The lock once more, for the watch: the folder is free only when the server is gone, too.
    pub(super) fn share_lock(&self) -> Result<File, ClusterError> {
        self.lock.try_clone().map_err(failed("share", &self.root.join(LOCK)))
    }

    /// Major version that wrote the data, `None` when there are none yet.
    pub(super) fn written_by(&self) -> Result<Option<u32>, ClusterError> {
        if !self.data().exists() {
            return Ok(None);
        }
        let version = fs::read_to_string(self.data().join("PG_VERSION"));
        let major = version.ok().and_then(|version| version.trim().parse().ok());
        major.map(Some).ok_or_else(|| ClusterError::BrokenFolder {
            folder: self.root.clone(),
            what: "postgresql/PG_VERSION is missing or holds no version".to_owned(),
        })
    }

    /// An empty folder for a cluster to be made in, without what a crash may have left there.
    pub(super) fn begin_data(&self) -> Result<PathBuf, ClusterError> {
        let new = self.root.join("postgresql.new");
        if new.exists() {
            fs::remove_dir_all(&new).map_err(failed("remove", &new))?;
        }
        self.make_private(&new)?;
        Ok(new)
    }

    /// Declares the new cluster complete.
    pub(super) fn finish_data(&self, new: &Path) -> Result<(), ClusterError> {
        fs::rename(new, self.data()).map_err(failed("rename", new))
    }

    /// A new log; the one before is kept beside it.
    pub(super) fn begin_log(&self) -> Result<File, ClusterError> {
        let log = self.log();
        if log.exists() {
            let before = self.root.join("postgresql.log.1");
            fs::rename(&log, &before).map_err(failed("rename", &log))?;
        }
        let mut options = OpenOptions::new();
        let opened = options.create(true).append(true).mode(0o600).open(&log);
        opened.map_err(failed("write", &log))
    }

    /// A folder that only the server's account, and root, may enter.
    fn make_private(&self, path: &Path) -> Result<(), ClusterError> {
        match DirBuilder::new().mode(0o700).create(path) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => {
                return Err(failed("make", path)(error));
            }
            _ => {}
        }
        let private = Permissions::from_mode(0o700);
        fs::set_permissions(path, private).map_err(failed("close to others", path))?;
        match &self.account {
            Some(account) => chown(path, Some(account.user), Some(account.group)).map_err(failed("give away", path)),
            None => Ok(()),
        }
    }

    /// Lets the server's account pass through the data folder; what leads there is not ours to open.
    fn open_way(&self) -> Result<(), ClusterError> {
        let Some(account) = &self.account else {
            return Ok(());
        };
        let passable = Permissions::from_mode(0o711);
        fs::set_permissions(&self.root, passable).map_err(failed("open", &self.root))?;
        match barrier(&self.root, account) {
            Some(barrier) => {
                Err(ClusterError::NotReachable { account: account.name.clone(), barrier, folder: self.root.clone() })
            }
            None => Ok(()),
        }
    }
}

fn make_root(path: &Path) -> Result<(), ClusterError> {
    if path.exists() && !path.is_dir() {
        return Err(ClusterError::ForeignFolder { folder: path.to_path_buf() });
    }
    let mode = if current_user() == 0 { 0o711 } else { 0o700 };
    let mut builder = DirBuilder::new();
    let made = builder.recursive(true).mode(mode).create(path);
    made.map_err(failed("make", path))
}

fn is_empty(folder: &Path) -> Result<bool, ClusterError> {
    let mut entries = fs::read_dir(folder).map_err(failed("read", folder))?;
    Ok(entries.next().is_none())
}

fn check_socket_path(root: &Path) -> Result<(), ClusterError> {
    let socket = root.join("socket/.s.PGSQL.5432");
    let length = socket.as_os_str().len();
    if length <= LONGEST_SOCKET_PATH {
        return Ok(());
    }
    Err(ClusterError::SocketPathTooLong { folder: root.to_path_buf(), excess: length - LONGEST_SOCKET_PATH })
}

/// The lock goes with the process that holds it, however that ends; so it is never stale. Its content is for people.
async fn take_lock(root: &Path) -> Result<File, ClusterError> {
    let path = root.join(LOCK);
    let mut options = OpenOptions::new();
    let opened = options.read(true).write(true).create(true).mode(0o600);
    let mut lock = opened.open(&path).map_err(failed("write", &path))?;
    for attempt in 0..LEAVING_TRIES {
        match lock.try_lock() {
            Ok(()) => {
                let write = lock
                    .set_len(0)
                    .and_then(|()| lock.rewind())
                    .and_then(|()| writeln!(lock, "{}", std::process::id()));
                write.map_err(failed("write", &path))?;
                return Ok(lock);
            }
            Err(TryLockError::WouldBlock) if is_held(&holder(&mut lock), attempt) => break,
            Err(TryLockError::WouldBlock) => tokio::time::sleep(LEAVING_PAUSE).await,
            Err(TryLockError::Error(error)) => return Err(failed("lock", &path)(error)),
        }
    }
    Err(ClusterError::InUse { folder: root.to_path_buf(), process: holder(&mut lock) })
}

fn holder(lock: &mut File) -> String {
    let mut text = String::new();
    let read = lock.rewind().and_then(|()| lock.read_to_string(&mut text));
    match (read, text.trim()) {
        (Ok(_), process) if !process.is_empty() => process.to_owned(),
        _ => "?".to_owned(),
    }
}

/// Whether a process that lives holds the lock. What this one let go of can be held a moment longer by a program that is just
/// being started from it, until that has closed what is not its own.
fn is_held(process: &str, attempt: u32) -> bool {
    let is_own = process == std::process::id().to_string();
    Path::new("/proc").join(process).exists() && (!is_own || attempt >= OWN_TRIES)
}

/// Names the act and the place in the error.
pub(super) fn failed(action: &'static str, path: &Path) -> impl FnOnce(io::Error) -> ClusterError {
    let path = path.to_path_buf();
    move |source| ClusterError::NotWritable { action, path, source }
}
