//! Finds PostgreSQL's server programs. Debian does not put them on the search path.

use std::collections::BTreeSet;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use tokio::process::Command;

use super::error::ClusterError;

/// The oldest major version that the migrations and the tests are made for (Debian 12 has it).
pub(super) const OLDEST_MAJOR: u32 = 15;

/// Folders with one folder per major version: Debian's, then Red Hat's (`/usr/pgsql-17/bin`).
const DEBIAN: &str = "/usr/lib/postgresql";
const RED_HAT: (&str, &str) = ("/usr", "pgsql-");

/// One installation of the server programs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Programs {
    folder: PathBuf,
    pub(super) major: u32,
}

impl Programs {
    /// The first installation that fits, in the order `PG_BIN`, `pg_config`, the system's folders with the newest
    /// version first, the search path. Data that were `written` by a major version need that very version.
    pub(super) async fn find(data: &Path, written: Option<u32>) -> Result<Self, ClusterError> {
        let mut installed = BTreeSet::new();
        let candidates = candidates().await;
        for folder in &candidates {
            let Some(major) = major_of(folder).await else {
                continue;
            };
            if major >= OLDEST_MAJOR && written.is_none_or(|written| written == major) {
                return Ok(Self { folder: folder.clone(), major });
            }
            installed.insert(major);
        }
        match written {
            Some(written) if !installed.is_empty() => Err(ClusterError::WrongVersion {
                folder: data.to_path_buf(),
                written,
                installed: joined(installed.iter()),
            }),
            _ => Err(ClusterError::NoPrograms {
                looked: if installed.is_empty() {
                    format!("looked in {}", joined(candidates.iter().map(|folder| folder.display())))
                } else {
                    format!("found version {}", joined(installed.iter()))
                },
            }),
        }
    }

    /// Path of `initdb`, `postgres` or `pg_ctl`.
    pub(super) fn path(&self, program: &str) -> PathBuf {
        self.folder.join(program)
    }
}

async fn candidates() -> Vec<PathBuf> {
    if let Some(named) = env::var_os("PG_BIN").filter(|named| !named.is_empty()) {
        return vec![PathBuf::from(named)];
    }
    let mut folders = Vec::new();
    if let Ok(told) = Command::new("pg_config").arg("--bindir").output().await {
        let told = String::from_utf8_lossy(&told.stdout).trim().to_owned();
        folders.extend((!told.is_empty()).then(|| PathBuf::from(told)));
    }
    let mut versions = versioned(Path::new(DEBIAN), "");
    versions.extend(versioned(Path::new(RED_HAT.0), RED_HAT.1));
    versions.sort_by_key(|(major, _)| std::cmp::Reverse(*major));
    folders.extend(versions.into_iter().map(|(_, folder)| folder.join("bin")));
    // Links are followed: wrappers on the search path may refuse to run for root.
    let search_path = env::var_os("PATH").unwrap_or_default();
    folders.extend(env::split_paths(&search_path).filter_map(|folder| {
        let initdb = fs::canonicalize(folder.join("initdb")).ok()?;
        initdb.parent().map(Path::to_path_buf)
    }));
    if folders.is_empty() {
        folders.push(Path::new(DEBIAN).join("*/bin"));
    }
    folders
}

/// Folders in `parent` named `prefix` and a number.
fn versioned(parent: &Path, prefix: &str) -> Vec<(u32, PathBuf)> {
    let entries = fs::read_dir(parent).into_iter().flatten().flatten();
    entries
        .filter_map(|entry| {
            let name = entry.file_name();
            let major = name.to_str()?.strip_prefix(prefix)?.parse().ok()?;
            Some((major, entry.path()))
        })
        .collect()
}

/// Major version of a folder that has all programs: `pg_config` may belong to a machine with the client part only.
async fn major_of(folder: &Path) -> Option<u32> {
    let complete = ["initdb", "postgres", "pg_ctl"].iter().all(|program| folder.join(program).is_file());
    if !complete {
        return None;
    }
    let told = Command::new(folder.join("postgres")).arg("--version").output().await.ok()?;
    major_in(&String::from_utf8_lossy(&told.stdout))
}

/// `postgres (PostgreSQL) 15.12 (Debian 15.12-0+deb12u2)` → 15; `… 19beta1` → 19.
fn major_in(version: &str) -> Option<u32> {
    let number = version.split_once("(PostgreSQL)")?.1.trim_start();
    let digits = number.split(|sign: char| !sign.is_ascii_digit()).next()?;
    digits.parse().ok()
}

fn joined(parts: impl Iterator<Item = impl ToString>) -> String {
    let parts: Vec<String> = parts.map(|part| part.to_string()).collect();
    parts.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_major_version_is_read_from_every_kind_of_release() {
        let debian = "postgres (PostgreSQL) 15.12 (Debian 15.12-0+deb12u2)\n";
        assert_eq!(major_in(debian), Some(15));
        assert_eq!(major_in("postgres (PostgreSQL) 19beta1"), Some(19));
        assert_eq!(major_in("initdb: command not found"), None);
    }
}
