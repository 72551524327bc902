//! Who runs the server: ourselves, or an unprivileged account when root starts peil.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use super::error::ClusterError;

/// Accounts that may run the server for root, the best first. `nobody` is shared by more programs, and everyone who
/// runs as the same account may enter the cluster, so it is only the second choice.
const UNPRIVILEGED: [&str; 2] = ["postgres", "nobody"];

/// An account of this machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Account {
    pub(super) name: String,
    pub(super) user: u32,
    pub(super) group: u32,
}

/// Number of the user as whom we run. (`/proc/self` belongs to it; asking the system itself would need unsafe code.)
pub(super) fn current_user() -> u32 {
    fs::metadata("/proc/self").map_or(u32::MAX, |process| process.uid())
}

/// The account that must run the server, or `None` when we can do so ourselves. Data that exist are run by their owner.
pub(super) fn server_account(data: &Path) -> Result<Option<Account>, ClusterError> {
    let user = current_user();
    let owner = fs::metadata(data).ok().map(|data| (data.uid(), data.gid()));
    match owner {
        Some((owner, group)) if user == 0 && owner != 0 => {
            Ok(Some(Account { name: account_name(owner), user: owner, group }))
        }
        Some((owner, _)) if user != 0 && owner != user && user != u32::MAX => {
            Err(ClusterError::OtherOwner { folder: data.to_path_buf(), owner, user })
        }
        _ if user == 0 => unprivileged().ok_or(ClusterError::NoAccount).map(Some),
        _ => Ok(None),
    }
}

/// The first of [`UNPRIVILEGED`] that this machine has.
pub(super) fn unprivileged() -> Option<Account> {
    let passwd = fs::read_to_string("/etc/passwd").ok()?;
    UNPRIVILEGED.iter().find_map(|name| accounts(&passwd).find(|account| account.name == *name))
}

fn account_name(user: u32) -> String {
    let passwd = fs::read_to_string("/etc/passwd").unwrap_or_default();
    accounts(&passwd).find(|account| account.user == user).map_or_else(|| user.to_string(), |account| account.name)
}

/// The accounts in the text of `/etc/passwd` (`name:password:user:group:…`), without root.
fn accounts(passwd: &str) -> impl Iterator<Item = Account> {
    passwd.lines().filter_map(|line| {
        let mut fields = line.split(':');
        let account = Account {
            name: fields.next()?.to_owned(),
            user: fields.nth(1)?.parse().ok()?,
            group: fields.next()?.parse().ok()?,
        };
        (account.user != 0).then_some(account)
    })
}

/// The first folder on the way to `folder`, the folder itself included, that `account` may not enter. Folders that do
/// not exist yet are no barrier: we shall make them.
pub(super) fn barrier(folder: &Path, account: &Account) -> Option<PathBuf> {
    let mut way: Vec<&Path> = folder.ancestors().collect();
    way.reverse();
    way.into_iter().find(|step| fs::metadata(step).is_ok_and(|step| !may_enter(&step, account))).map(Path::to_path_buf)
}

fn may_enter(folder: &fs::Metadata, account: &Account) -> bool {
    let bit = if folder.uid() == account.user {
        0o100
    } else if folder.gid() == account.group {
        0o010
    } else {
        0o001
    };
    folder.mode() & bit != 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn root_and_half_lines_are_no_account() {
        let passwd = "root:x:0:0::/root:/bin/sh\npostgres:x:101:104:,,,:/var/lib/postgresql:/bin/bash\nbroken:x\n";
        let found: Vec<Account> = accounts(passwd).collect();
        assert_eq!(found, [Account { name: "postgres".to_owned(), user: 101, group: 104 }]);
    }

    #[test]
    fn a_closed_folder_is_a_barrier_to_others_and_not_to_its_owner() {
        let closed = std::env::temp_dir().join(format!("peil-barrier-{}", std::process::id()));
        fs::create_dir_all(closed.join("within")).unwrap();
        fs::set_permissions(&closed, std::os::unix::fs::PermissionsExt::from_mode(0o700)).unwrap();
        let owner = fs::metadata(&closed).unwrap();
        let as_account = |user: u32, group: u32| Account { name: "x".to_owned(), user, group };
        let other = as_account(owner.uid() + 1, owner.gid() + 1);
        assert_eq!(barrier(&closed.join("within"), &other).as_deref(), Some(closed.as_path()));
        assert_eq!(barrier(&closed.join("within"), &as_account(owner.uid(), owner.gid())), None);
        fs::remove_dir_all(&closed).unwrap();
    }
}
