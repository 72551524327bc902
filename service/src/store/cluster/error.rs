//! Why the private PostgreSQL server could not be had: one line each, with the place and the remedy.

use std::io;
use std::path::PathBuf;

use super::programs::OLDEST_MAJOR;

/// Every way in which the private cluster can fail.
#[derive(Debug, thiserror::Error)]
pub enum ClusterError {
    /// No server programs on this machine, or only old ones.
    #[error(
        "no server programs of PostgreSQL {OLDEST_MAJOR} or newer found ({looked}): \
         install them with `apt-get install postgresql`, name their folder in PG_BIN, or set DATABASE_URL"
    )]
    NoPrograms {
        /// Where was looked, for the reader.
        looked: String,
    },
    /// The data were written by another major version than any that is installed.
    #[error(
        "the data in {} were written by PostgreSQL {written}, and only {installed} is installed: \
         install it with `apt-get install postgresql-{written}` or choose another data folder", folder.display()
    )]
    WrongVersion {
        /// PostgreSQL's own folder.
        folder: PathBuf,
        /// Major version in `PG_VERSION`.
        written: u32,
        /// Major versions found.
        installed: String,
    },
    /// The folder holds something that no earlier run of peil has put there.
    #[error("{} is not empty and not a data folder of peil: choose an empty or a new folder", folder.display())]
    ForeignFolder {
        /// The data folder.
        folder: PathBuf,
    },
    /// The folder is ours, but damaged.
    #[error(
        "the data folder {} is broken ({what}): restore it from a backup, or move it away to begin with an empty one",
        folder.display()
    )]
    BrokenFolder {
        /// The data folder.
        folder: PathBuf,
        /// What is wrong with it.
        what: String,
    },
    /// Another process of peil has the folder.
    #[error("the data folder {} is in use by process {process}: stop that one first, or choose another folder", folder.display())]
    InUse {
        /// The data folder.
        folder: PathBuf,
        /// Its process number, or a question mark.
        process: String,
    },
    /// The data belong to somebody else.
    #[error(
        "the data in {} belong to user number {owner}, and peil runs as {user}: start it as that user or choose another folder",
        folder.display()
    )]
    OtherOwner {
        /// PostgreSQL's own folder.
        folder: PathBuf,
        /// Whose it is.
        owner: u32,
        /// Who we are.
        user: u32,
    },
    /// A folder or file could not be made, read or written.
    #[error("cannot {action} {}: {source}: give the user who starts peil the right to, or choose another data folder", path.display())]
    NotWritable {
        /// What was tried.
        action: &'static str,
        /// Where.
        path: PathBuf,
        /// What the system answered.
        source: io::Error,
    },
    /// Root cannot run PostgreSQL, and the account that can may not pass through a folder on the way.
    #[error(
        "user {account} runs PostgreSQL when root starts peil, and may not enter {}, so {} is out of its reach: \
         choose a data folder elsewhere (such as /var/lib/peil) or start peil as an ordinary user",
        barrier.display(), folder.display()
    )]
    NotReachable {
        /// The unprivileged account.
        account: String,
        /// The folder that keeps it out.
        barrier: PathBuf,
        /// The data folder.
        folder: PathBuf,
    },
    /// Started by root, and there is nobody else to run PostgreSQL as.
    #[error(
        "PostgreSQL refuses to run as root and /etc/passwd has neither postgres nor nobody: start peil as an ordinary user"
    )]
    NoAccount,
    /// A Unix socket's path has at most 107 bytes.
    #[error(
        "the path of the data folder {} is too long for a Unix socket (by {excess} bytes): choose a shorter one",
        folder.display()
    )]
    SocketPathTooLong {
        /// The data folder.
        folder: PathBuf,
        /// How many bytes to save.
        excess: usize,
    },
    /// A program could not be started at all.
    #[error("cannot start {}: {source}: check the installation of PostgreSQL", program.display())]
    Program {
        /// The program.
        program: PathBuf,
        /// What the system answered.
        source: io::Error,
    },
    /// `initdb` gave up.
    #[error("PostgreSQL could not lay out a new cluster in {}: {reason}", folder.display())]
    Creation {
        /// PostgreSQL's own folder.
        folder: PathBuf,
        /// The last line that it printed.
        reason: String,
    },
    /// The server ended, or did not answer in time.
    #[error("PostgreSQL did not start: {reason} (more in {})", log.display())]
    Start {
        /// Its last fatal line.
        reason: String,
        /// Its log.
        log: PathBuf,
    },
    /// The server did not end in time.
    #[error("PostgreSQL did not stop within {seconds} s; it goes on stopping by itself (see {})", log.display())]
    Stop {
        /// How long was waited.
        seconds: u64,
        /// Its log.
        log: PathBuf,
    },
    /// A database's name that would need quoting, or is too long.
    #[error("{name:?} is no name for a database: use up to 63 letters a-z, digits and underscores, a letter first")]
    DatabaseName {
        /// The name as given.
        name: String,
    },
    /// The running server refused.
    #[error("PostgreSQL refused to create the database {name}: {source}")]
    Database {
        /// The database.
        name: String,
        /// What it answered.
        source: tokio_postgres::Error,
    },
}
