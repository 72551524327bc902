//! FHIR R4: questionnaires, answers and scores in the form in which other systems hold them, out and in.
//!
//! *Out*: an instrument becomes a Questionnaire with two halves: a native one that any system can use, and the whole
//! definition attached ([`questionnaire`]); answers become a QuestionnaireResponse ([`response`]), scores Observations
//! ([`observations`]).
//!
//! *In*: [`import_questionnaire`] takes our own exports back without loss and refuses one of which a half was edited. A
//! foreign document becomes a [`Draft`]: weights only where the file itself gives them, totals only where they are plain
//! sums, everything else kept in the original and listed in the [`Report`]. What is dangerous is refused by name
//! ([`Refusal`]). [`import_response`] reads answers and recomputes the totals that stand beside them.
//!
//! ```
//! use peil_questionnaires::Library;
//! use peil_questionnaires::fhir::{self, Beside, Import};
//!
//! let library = Library::embedded()?;
//! let session = library.latest("peil-session").ok_or("not shipped")?;
//! let exported = fhir::questionnaire(session)?.to_string();
//! let Import::Own(own) = fhir::import_questionnaire(&exported, &Beside::default())? else {
//!     return Err("not our own".into());
//! };
//! assert_eq!(own.instrument().hashes(), session.hashes());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod base64;
mod document;
mod export;
mod import;
mod members;
mod number;
mod refusal;
mod report;
mod sha256;
mod urls;

use crate::definition::Instrument;

pub use export::{
    ExportError, KeptScore, ObservationDetails, ResponseDetails, draft_questionnaire, kept_observation, mark_waiting,
    observations, questionnaire, response,
};
pub use import::{Beside, Draft, Import, LinkIds, Own, Questionnaire, Response, Target, Total};
pub use refusal::Refusal;
pub use report::{Imported, Kept, Part, Reason, Report, Warning};

/// The canonical URL of an instrument, without its version: its own, or one below ours.
pub fn canonical_url(instrument: &Instrument) -> String {
    export::questionnaire_url(instrument)
}

/// The system of the codes of scores, which are spelled `<instrument>.<score>`.
pub fn score_system() -> String {
    urls::code_system("score")
}

/// Reads a Questionnaire (FHIR R4, JSON), our own or somebody else's.
///
/// # Errors
///
/// [`Refusal`] says what is wrong and where.
pub fn import_questionnaire(text: &str, beside: &Beside<'_>) -> Result<Import, Refusal> {
    import::questionnaire(text, beside)
}

/// Reads a QuestionnaireResponse (FHIR R4, JSON) against the questionnaire it answers. Totals that stand in it are
/// recomputed and never count as answers.
///
/// # Errors
///
/// [`Refusal`] says what is wrong and where.
pub fn import_response(text: &str, questionnaire: &Questionnaire<'_>) -> Result<Response, Refusal> {
    import::response(text, questionnaire)
}
