//! Why a command about questionnaires stops.

use std::{io, path::PathBuf};

use peil_questionnaires::{
    Language, LibraryError, Version, WriteError,
    fhir::{ExportError, Refusal},
};

use crate::{
    cli::table::CsvError,
    collect::AddError,
    store::{DatabaseError, StoreError, cluster::ClusterError},
};

/// Most faults of one file of answers that are told.
const MOST_TOLD: usize = 20;

/// Why a command about questionnaires stops. Each text names the place and what to do, and repeats no answer.
#[derive(Debug, thiserror::Error)]
pub enum QuestionnaireError {
    /// A file cannot be read.
    #[error("{}: {source}; is the name right?", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// A file cannot be written.
    #[error("{}: {source}; nothing was written", path.display())]
    WriteFile {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// The file is there already.
    #[error("{} is there already; choose another name with --output, or move it away", path.display())]
    Exists {
        /// The file.
        path: PathBuf,
    },
    /// A folder without definitions.
    #[error("{}: there is no .toml file in this folder", path.display())]
    NothingToCheck {
        /// The folder.
        path: PathBuf,
    },
    /// Neither a file nor an id.
    #[error("`{source_name}` is no file, and no questionnaire that ships with Peil; those are {known}")]
    UnknownSource {
        /// What was typed.
        source_name: String,
        /// The ids that are known.
        known: String,
    },
    /// A version that does not ship.
    #[error("{id} has no version `{found}`; it has {known}")]
    UnknownVersion {
        /// The id.
        id: String,
        /// What was typed.
        found: String,
        /// The versions that are known.
        known: String,
    },
    /// The definition has errors.
    #[error("{}\nMend these first; `peil questionnaire check` shows them again.", .findings.join("\n"))]
    Unsound {
        /// The findings, each with its place.
        findings: Vec<String>,
    },
    /// Another language than the form has.
    #[error("{id} {version} is not offered in {}; it is in {offered}", .language.tag())]
    NotOffered {
        /// The id.
        id: String,
        /// The version.
        version: Version,
        /// What was asked.
        language: Language,
        /// What there is.
        offered: String,
    },
    /// The file of answers is no table.
    #[error(transparent)]
    Csv(#[from] CsvError),
    /// Columns are missing, or would stand twice.
    #[error("{path}, line 1: {message}")]
    Header {
        /// The file.
        path: String,
        /// What is wrong, and what to do.
        message: String,
    },
    /// Fields that are no answers.
    #[error("{}", told(.0))]
    Fields(Vec<String>),
    /// A document in FHIR that is not taken over.
    #[error("{}: refused: {source}", path.display())]
    Refused {
        /// The file.
        path: PathBuf,
        /// Why.
        source: Box<Refusal>,
    },
    /// Answers to a questionnaire that nobody named.
    #[error("{}: these are answers; say to which questionnaire with --questionnaire FILE|ID", path.display())]
    NoQuestionnaire {
        /// The file.
        path: PathBuf,
    },
    /// Answers go out as FHIR only.
    #[error("--answers: answers are exported with --format fhir")]
    AnswersNeedFhir,
    /// An id that cannot be one.
    #[error("`{0}` is no id: use lower-case letters, digits, - and _, starting with a letter, at most 60 characters")]
    Id(String),
    /// A file that an organisation may not add.
    #[error("{file}: {source}; nothing was added")]
    NotAdded {
        /// The file.
        file: String,
        /// Why.
        source: Box<AddError>,
    },
    /// No such organisation.
    #[error("there is no organisation `{0}`")]
    UnknownOrganisation(String),
    /// The database.
    #[error(transparent)]
    Database(#[from] DatabaseError),
    /// The rows.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The private cluster did not stop.
    #[error(transparent)]
    Cluster(#[from] ClusterError),
    /// The system gives no threads.
    #[error("the command cannot start: {0}")]
    Runtime(#[source] io::Error),
    /// What ships is broken.
    #[error(transparent)]
    Library(#[from] LibraryError),
    /// A definition that was read cannot be written.
    #[error(transparent)]
    Definition(#[from] WriteError),
    /// A definition that was read cannot be exported.
    #[error(transparent)]
    Export(#[from] ExportError),
    /// The answer is no JSON.
    #[error("the result cannot be written: {0}")]
    Json(#[from] serde_json::Error),
    /// The answer is no CSV.
    #[error("the result cannot be written: {0}")]
    WriteCsv(#[from] csv::Error),
    /// The page cannot be drawn.
    #[error("the result cannot be written: {0}")]
    Page(#[from] askama::Error),
    /// Standard output is gone.
    #[error("the result cannot be written: {0}")]
    Write(#[source] io::Error),
}

fn told(faults: &[String]) -> String {
    let mut lines: Vec<String> = faults.iter().take(MOST_TOLD).cloned().collect();
    if let more @ 1.. = faults.len().saturating_sub(MOST_TOLD) {
        lines.push(format!("… and {more} more"));
    }
    let plural = if faults.len() == 1 { "" } else { "s" };
    lines.push(format!("Nothing was written: {} field{plural} to mend.", faults.len()));
    lines.join("\n")
}

impl QuestionnaireError {
    /// The exit status of the process: 2 for what the user can mend, 1 for the rest.
    #[must_use]
    pub fn exit_status(&self) -> u8 {
        match self {
            Self::Write(_) | Self::Library(_) | Self::Definition(_) | Self::Export(_) | Self::Json(_) => 1,
            Self::WriteCsv(_) | Self::Page(_) | Self::Runtime(_) => 1,
            Self::Database(_) | Self::Store(_) | Self::Cluster(_) => 1,
            Self::NotAdded { source, .. } if matches!(**source, AddError::Store(_)) => 1,
            _ => 2,
        }
    }
}
