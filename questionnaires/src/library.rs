//! The library: every instrument that may be used, checked.

use std::collections::BTreeMap;

use thiserror::Error;

use crate::check::{Finding, Severity, check};
use crate::definition::{DefinitionError, Instrument, Status, Wording, WordingError};
use crate::language::Language;
use crate::shipped::SHIPPED;
use crate::version::Version;

/// Instruments by id and version. Nothing unchecked gets in, and a version, once in, is never another; only what was
/// checked and pinned elsewhere, long ago perhaps, comes in as it is.
#[derive(Clone, Debug, Default)]
pub struct Library {
    by_id: BTreeMap<String, BTreeMap<Version, Instrument>>,
}

/// Why a definition file is refused.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum LibraryError {
    /// The file is not a definition.
    #[error("{path}: {source}")]
    Definition {
        /// The file.
        path: String,
        /// What is wrong with it.
        source: DefinitionError,
    },
    /// The check found errors.
    #[error("{path}: {}", first_of(.findings))]
    Findings {
        /// The file.
        path: String,
        /// The errors, at least one.
        findings: Vec<Finding>,
    },
    /// The file does not lie where its id and version say.
    #[error("{path}: holds {id} {version}, expected in {id}/{version}.toml")]
    Misplaced {
        /// The file.
        path: String,
        /// The id in the file.
        id: String,
        /// The version in the file.
        version: Version,
    },
    /// The file is not wording for its definition.
    #[error("{path}: {source}")]
    Wording {
        /// The file.
        path: String,
        /// What is wrong with it.
        source: WordingError,
    },
    /// The wording does not lie beside its definition, or is named after another language.
    #[error("{path}: holds wording for {id} {version}, expected in {id}/{version}.text.{language}.toml")]
    MisplacedWording {
        /// The file.
        path: String,
        /// The id in the file.
        id: String,
        /// The version in the file.
        version: Version,
        /// The language in the file.
        language: Language,
    },
    /// There is no definition for the wording.
    #[error("{path}: {id} {version} is not in the library; add its definition first")]
    NothingToWord {
        /// The file.
        path: String,
        /// The id in the file.
        id: String,
        /// The version in the file.
        version: Version,
    },
    /// Another file has the same id and version.
    #[error("{path}: {id} {version} is already there; a changed definition needs a new version")]
    Duplicate {
        /// The file.
        path: String,
        /// The id in the file.
        id: String,
        /// The version in the file.
        version: Version,
    },
}

fn first_of(findings: &[Finding]) -> String {
    match findings {
        [] => "refused".to_owned(),
        [only] => only.to_string(),
        [first, rest @ ..] => format!("{first} (and {} more)", rest.len()),
    }
}

impl Library {
    /// The instruments that ship with Peil.
    ///
    /// # Errors
    ///
    /// [`LibraryError`] for the first file that is refused. A test holds that none is.
    pub fn embedded() -> Result<Self, LibraryError> {
        Self::from_files(SHIPPED)
    }

    /// Reads and checks definition files given as path (`<id>/<version>.toml`) and content.
    ///
    /// # Errors
    ///
    /// [`LibraryError`] for the first file that is refused.
    pub fn from_files<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<Self, LibraryError> {
        let mut library = Self::default();
        for (path, text) in files {
            library.add(path, text)?;
        }
        Ok(library)
    }

    /// The instrument with this id and version.
    pub fn get(&self, id: &str, version: Version) -> Option<&Instrument> {
        self.by_id.get(id)?.get(&version)
    }

    /// The newest active version of an instrument: the one to assign.
    pub fn latest(&self, id: &str) -> Option<&Instrument> {
        let versions = self.by_id.get(id)?.values();
        versions.rev().find(|instrument| instrument.status() == Status::Active)
    }

    /// All instruments, by id and from old to new.
    pub fn iter(&self) -> impl Iterator<Item = &Instrument> {
        self.by_id.values().flat_map(BTreeMap::values)
    }

    /// Lays wording that the site brings along over its definition, given as path (`<id>/<version>.text.<language>.toml`)
    /// and content.
    ///
    /// # Errors
    ///
    /// [`LibraryError`] when the file lies in the wrong place, has no definition, or does not fit it; the library is then
    /// unchanged.
    pub fn add_wording(&mut self, path: &str, text: &str) -> Result<(), LibraryError> {
        let path = path.to_owned();
        let refused = |source| LibraryError::Wording { path: path.clone(), source };
        let wording = Wording::parse(text).map_err(refused)?;
        let (id, version, language) = (wording.id().to_owned(), wording.version(), wording.language());
        if path != format!("{id}/{version}.text.{language}.toml") {
            return Err(LibraryError::MisplacedWording { path, id, version, language });
        }
        let known = self.by_id.get_mut(&id).and_then(|versions| versions.get_mut(&version));
        let Some(instrument) = known else {
            return Err(LibraryError::NothingToWord { path, id, version });
        };
        *instrument = instrument.with_wording(&wording).map_err(refused)?;
        Ok(())
    }

    /// Reads one more definition, of which the caller knows that it is what was added and checked once, with answers that
    /// point to it. It stays readable whatever is checked by now, and takes the place of another one of its id and version.
    ///
    /// # Errors
    ///
    /// [`LibraryError::Definition`] when it cannot be read at all; the library is then unchanged.
    pub fn add_pinned(&mut self, path: &str, text: &str) -> Result<(), LibraryError> {
        let instrument =
            Instrument::parse(text).map_err(|source| LibraryError::Definition { path: path.to_owned(), source })?;
        let versions = self.by_id.entry(instrument.id().to_owned()).or_default();
        versions.insert(instrument.version(), instrument);
        Ok(())
    }

    /// Reads and checks one more definition file, given as path (`<id>/<version>.toml`) and content.
    ///
    /// # Errors
    ///
    /// [`LibraryError`] when the file is refused; the library is then unchanged.
    pub fn add(&mut self, path: &str, text: &str) -> Result<(), LibraryError> {
        let instrument =
            Instrument::parse(text).map_err(|source| LibraryError::Definition { path: path.to_owned(), source })?;
        let (id, version) = (instrument.id().to_owned(), instrument.version());
        let path = path.to_owned();
        if path != format!("{id}/{version}.toml") {
            return Err(LibraryError::Misplaced { path, id, version });
        }
        let mut findings = check(&instrument);
        findings.retain(|finding| finding.severity() == Severity::Error);
        if !findings.is_empty() {
            return Err(LibraryError::Findings { path, findings });
        }
        let versions = self.by_id.entry(id.clone()).or_default();
        if versions.contains_key(&version) {
            return Err(LibraryError::Duplicate { path, id, version });
        }
        versions.insert(version, instrument);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::fixture::MOOD;

    const PATH: &str = "mood/1.0.0.toml";

    #[test]
    fn two_files_with_one_id_and_version_are_refused() {
        let changed = MOOD.replace("op = \"lt\", value = \"5\"", "op = \"lt\", value = \"4\"");
        let error = Library::from_files([(PATH, MOOD), (PATH, &changed)]).unwrap_err();
        assert!(matches!(error, LibraryError::Duplicate { .. }), "{error}");
    }

    #[test]
    fn a_file_in_the_wrong_place_is_refused() {
        let error = Library::from_files([("mood/2.0.0.toml", MOOD)]).unwrap_err();
        let message = "mood/2.0.0.toml: holds mood 1.0.0, expected in mood/1.0.0.toml";
        assert_eq!(error.to_string(), message);
    }

    #[test]
    fn a_file_with_findings_is_refused_and_the_first_is_told() {
        let wrong = MOOD.replace("range = [\"0\", \"30\"]", "range = [\"0\", \"40\"]");
        let error = Library::from_files([(PATH, wrong.as_str())]).unwrap_err();
        let text = error.to_string();
        assert!(text.contains("score total: the range 0 to 40"), "{text}");
        assert!(text.contains("line "), "{text}");
    }

    #[test]
    fn a_file_that_does_not_parse_is_refused_with_its_line() {
        let error = Library::from_files([(PATH, "schema = 1")]).unwrap_err();
        assert!(error.to_string().starts_with("mood/1.0.0.toml: line 1: "), "{error}");
    }

    #[test]
    fn what_was_pinned_stays_readable_and_comes_first() {
        let wrong = MOOD.replace("range = [\"0\", \"30\"]", "range = [\"0\", \"40\"]");
        let mut library = Library::from_files([(PATH, MOOD)]).unwrap();
        library.add_pinned(PATH, &wrong).unwrap();
        let found = library.get("mood", "1.0.0".parse().unwrap()).unwrap();
        assert_eq!(found.hashes(), Instrument::parse(&wrong).unwrap().hashes());
        assert_eq!(library.iter().count(), 1);
        assert!(library.add_pinned(PATH, "schema = 1").is_err());
    }

    #[test]
    fn a_warning_does_not_keep_a_file_out() {
        let unconfirmed = MOOD.replace("{ nl = \"confirmed\"", "{ nl = \"unconfirmed\"");
        assert!(Library::from_files([(PATH, unconfirmed.as_str())]).is_ok());
    }

    #[test]
    fn the_latest_is_the_newest_active_version() {
        let as_version = |version: &str, status: &str| {
            MOOD.replace("\"1.0.0\"", &format!("\"{version}\""))
                .replace("status = \"active\"", &format!("status = \"{status}\""))
        };
        let (newer, draft) = (as_version("1.10.0", "active"), as_version("2.0.0", "draft"));
        let files = [("mood/2.0.0.toml", draft.as_str()), ("mood/1.10.0.toml", &newer), (PATH, MOOD)];
        let library = Library::from_files(files).unwrap();
        let version = |text: &str| text.parse::<Version>().unwrap();
        assert_eq!(library.latest("mood").unwrap().version(), version("1.10.0"));
        assert_eq!(library.get("mood", version("2.0.0")).unwrap().status(), Status::Draft);
        assert!(library.get("mood", version("3.0.0")).is_none());
        assert!(library.latest("ghost").is_none());
        assert_eq!(library.iter().count(), 3);
    }
}
