//! What can stop an export.

use crate::{analyse::AnalyseError, store::StoreError};

/// Why there is no export. No text holds a row of it.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The instrument or its scale is not in the library.
    #[error("instrument `{instrument}` has no scale `{scale}` here")]
    UnknownScale {
        /// The instrument.
        instrument: String,
        /// The scale.
        scale: String,
    },
    /// No client who agreed to research has a score on this scale.
    #[error("there is nothing to export: no client who agreed to research has a score on this scale")]
    Empty,
    /// Two clients drew the same pseudonym; another key will not do that.
    #[error("two pseudonyms are the same; export again")]
    Collision,
    /// The model failed in an unforeseen way.
    #[error(transparent)]
    Analyse(#[from] AnalyseError),
    /// A table could not be written.
    #[error("a table could not be written")]
    Table(#[from] csv::Error),
    /// The archive could not be written.
    #[error("the archive could not be written")]
    Archive(#[from] zip::result::ZipError),
    /// Bytes could not be written.
    #[error("the export could not be written")]
    Write(#[from] std::io::Error),
    /// The rows cannot be reached.
    #[error(transparent)]
    Store(#[from] StoreError),
}
