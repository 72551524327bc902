//! Where stored answers lie: some in the repository, the whole collection beside it (`../shared/reference`, or in the folder
//! that `PEIL_SHARED` names).

use std::path::{Path, PathBuf};

use serde_json::Value;

use super::answer::read;

/// The sets that the repository carries.
pub fn carried() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/reference")
}

/// The folder of the whole collection, where it is.
pub fn collection() -> Option<PathBuf> {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared");
    let folder = std::env::var_os("PEIL_SHARED").map_or_else(beside, PathBuf::from).join("reference");
    if !folder.is_dir() {
        println!("skipped: the collection is not at {}", folder.display());
        return None;
    }
    Some(folder)
}

/// Every stored answer of a folder by its name.
pub fn answers(folder: &Path) -> Vec<(String, Value)> {
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(folder.join("fits")).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files.iter().map(|file| (file.file_stem().unwrap().to_string_lossy().into_owned(), read(file))).collect()
}
