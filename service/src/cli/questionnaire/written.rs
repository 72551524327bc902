//! Results in files: whole or not at all, and never over something else.

use std::{
    fs::{self, OpenOptions},
    io::{self, Write},
    path::Path,
};

use super::error::QuestionnaireError;

/// Writes a new file.
///
/// # Errors
///
/// [`QuestionnaireError::Exists`] when there is one, or the system's own; a file that was half written is taken away.
pub(super) fn new_file(path: &Path, text: &str) -> Result<(), QuestionnaireError> {
    let failed = |source| QuestionnaireError::WriteFile { path: path.to_owned(), source };
    let mut file = match OpenOptions::new().write(true).create_new(true).open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            return Err(QuestionnaireError::Exists { path: path.to_owned() });
        }
        Err(error) => return Err(failed(error)),
    };
    file.write_all(text.as_bytes()).and_then(|()| file.sync_all()).map_err(|error| {
        // Whatever is there is worth less than nothing; that it cannot be taken away changes no advice.
        let _ = fs::remove_file(path);
        failed(error)
    })
}

/// Writes to the file that was named and says so, or hands the text on to standard output.
///
/// # Errors
///
/// As [`new_file`].
pub(super) fn to_file_or_out(path: Option<&Path>, text: String) -> Result<String, QuestionnaireError> {
    match path {
        None => Ok(text),
        Some(path) => {
            new_file(path, &text)?;
            Ok(format!("Wrote {}.\n", path.display()))
        }
    }
}
