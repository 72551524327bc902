//! Drafts: what a foreign questionnaire became.

use crate::definition::Instrument;
use crate::fhir::import::ids::LinkIds;
use crate::fhir::report::Report;

/// A foreign questionnaire as a definition that somebody must finish: status `draft`, no alerts, no norms, no examples.
/// [`crate::check()`] lists what is still to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    pub(super) instrument: Instrument,
    pub(super) definition: String,
    pub(super) link_ids: LinkIds,
    pub(super) url: Option<String>,
    pub(super) version: Option<String>,
    pub(super) original: String,
    pub(super) value_sets: Vec<String>,
    pub(super) report: Report,
}

impl Draft {
    /// The draft.
    pub fn instrument(&self) -> &Instrument {
        &self.instrument
    }

    /// The draft as a definition file (TOML), for its author to finish.
    pub fn definition(&self) -> &str {
        &self.definition
    }

    /// What the linkIds of the original are called in the draft.
    pub fn link_ids(&self) -> &LinkIds {
        &self.link_ids
    }

    /// The original, byte for byte. Whatever the draft does not have is in here.
    pub fn original(&self) -> &str {
        &self.original
    }

    /// The value sets that were given beside the original, byte for byte.
    pub fn value_sets(&self) -> &[String] {
        &self.value_sets
    }

    /// What was imported, what was kept, and what to look at.
    pub fn report(&self) -> &Report {
        &self.report
    }
}
