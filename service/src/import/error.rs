//! What can stop an import that was read without findings.

use super::{Finding, MappingError};
use crate::{collect::InstrumentError, store::StoreError};

/// Why nothing was imported. No text names a client.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The same file, byte for byte, is in the organisation already.
    #[error("this file was imported into this organisation before")]
    AlreadyImported,
    /// A group of that name exists, and its members are not known by their names in the file.
    #[error("a group named `{name}` exists already; choose another `prefix` under [group] in the mapping")]
    GroupExists {
        /// The name.
        name: String,
    },
    /// A group cannot have this name.
    #[error("a group needs a name of 1 to 200 characters; line {line} gives another")]
    GroupName {
        /// Line of the file where the group is first named.
        line: u64,
    },
    /// A name in a group could not be made.
    #[error("a member could not be named")]
    Member(#[from] crate::domain::PseudonymError),
    /// What a group was measured with is more than a plan holds.
    #[error("what one group was measured with is no measurement plan: {0}")]
    Plan(#[from] crate::domain::PlanError),
    /// The instruments could not be registered.
    #[error(transparent)]
    Instruments(#[from] InstrumentError),
    /// The rows cannot be reached.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Why the files do not make a plan.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The mapping names a scale that is not in the library.
    #[error("the mapping names instrument `{id}` {version}, scale `{scale}`, which is not in the library")]
    UnknownScale {
        /// The instrument.
        id: String,
        /// Its version.
        version: String,
        /// Its scale.
        scale: String,
    },
    /// Mapping and second file do not go together.
    #[error(transparent)]
    Mapping(#[from] MappingError),
    /// Everything that is wrong with the files, by file, line and column.
    #[error("{} places in the files are wrong", .0.len())]
    Findings(Vec<Finding>),
}
