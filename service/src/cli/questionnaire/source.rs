//! The definition that was meant: a file, or one that ships with Peil.

use std::{
    fs,
    path::{Path, PathBuf},
};

use peil_questionnaires::{Instrument, Language, Library, Severity};

use super::{check, error::QuestionnaireError};

/// Reads a file that the user named.
pub(super) fn read(path: &Path) -> Result<String, QuestionnaireError> {
    fs::read_to_string(path).map_err(|source| QuestionnaireError::Read { path: path.to_owned(), source })
}

/// The definition of a file or of an id, checked. A draft may be looked at and scored: that is how it is finished.
///
/// # Errors
///
/// [`QuestionnaireError`] when there is none, or when it has errors.
pub(in crate::cli) fn instrument(named: &str) -> Result<Instrument, QuestionnaireError> {
    let path = PathBuf::from(named);
    if path.is_file() || named.ends_with(".toml") || named.contains(std::path::MAIN_SEPARATOR) {
        return from_file(&path);
    }
    let library = Library::embedded()?;
    let (id, version) = named.split_once('@').map_or((named, None), |(id, version)| (id, Some(version)));
    let of_this_id: Vec<&Instrument> = library.iter().filter(|known| known.id() == id).collect();
    if of_this_id.is_empty() {
        let mut known: Vec<&str> = library.iter().map(Instrument::id).collect();
        known.dedup();
        return Err(QuestionnaireError::UnknownSource { source_name: named.to_owned(), known: known.join(", ") });
    }
    let found = match version {
        None => library.latest(id).or(of_this_id.last().copied()),
        Some(version) => of_this_id.iter().find(|known| known.version().to_string() == version).copied(),
    };
    found.cloned().ok_or_else(|| QuestionnaireError::UnknownVersion {
        id: id.to_owned(),
        found: version.unwrap_or_default().to_owned(),
        known: of_this_id.iter().map(|known| known.version().to_string()).collect::<Vec<_>>().join(", "),
    })
}

/// The definition in a file, checked.
///
/// # Errors
///
/// As [`instrument`].
pub(super) fn from_file(path: &Path) -> Result<Instrument, QuestionnaireError> {
    let text = read(path)?;
    let name = path.display().to_string();
    let faults = check::faults(&name, &text);
    let unsound = |findings| QuestionnaireError::Unsound { findings };
    let Ok(instrument) = Instrument::parse(&text) else { return Err(unsound(faults)) };
    let errors: Vec<String> = peil_questionnaires::check(&instrument)
        .iter()
        .filter(|finding| finding.severity() == Severity::Error)
        .map(|finding| check::told(&name, finding))
        .collect();
    if errors.is_empty() { Ok(instrument) } else { Err(unsound(errors)) }
}

/// The language that was asked for, or the definition's first.
///
/// # Errors
///
/// [`QuestionnaireError::NotOffered`].
pub(super) fn language(instrument: &Instrument, asked: Option<Language>) -> Result<Language, QuestionnaireError> {
    let language = asked.unwrap_or_else(|| instrument.source_language());
    if instrument.languages().contains(&language) {
        return Ok(language);
    }
    Err(QuestionnaireError::NotOffered {
        id: instrument.id().to_owned(),
        version: instrument.version(),
        language,
        offered: instrument.languages().iter().map(|known| known.tag()).collect::<Vec<_>>().join(", "),
    })
}
