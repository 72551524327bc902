//! Export: definitions, answers and scores as resources.

mod attachment;
mod codes;
mod observation;
mod questionnaire;
mod response;
mod waiting;
mod wire;

use serde::Serialize;
use serde_json::Value;
use thiserror::Error;

use crate::definition::{Instrument, WriteError};
use crate::fhir::import::Draft;
use crate::fhir::urls;
use crate::scoring::{Answers, ScoreOutcome};

pub(super) use codes::{anchor_link_id, option_code, questionnaire_url, score_link_id, words_link_id};
pub use observation::{KeptScore, ObservationDetails};
pub use response::ResponseDetails;
pub use waiting::mark_waiting;

/// Why something cannot be exported. Nothing that was read or imported should be refused.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ExportError {
    /// The definition cannot be written.
    #[error(transparent)]
    Definition(#[from] WriteError),
    /// The resource cannot be written.
    #[error("the resource cannot be written: {message}")]
    Resource {
        /// What is wrong with it.
        message: String,
    },
}

/// The instrument as a Questionnaire: a native half that any system can use, and the whole definition attached.
///
/// Wording that the site has a licence for ([`Instrument::with_wording`]) is in neither half.
///
/// # Errors
///
/// [`ExportError`]; an instrument that was read can be exported.
pub fn questionnaire(instrument: &Instrument) -> Result<Value, ExportError> {
    written(&own_questionnaire(instrument)?)
}

/// The draft as a Questionnaire, with the documents it came from attached: nothing of that is lost on the way.
///
/// # Errors
///
/// As [`questionnaire`].
pub fn draft_questionnaire(draft: &Draft) -> Result<Value, ExportError> {
    let mut resource = own_questionnaire(draft.instrument())?;
    let originals = std::iter::once(draft.original()).chain(draft.value_sets().iter().map(String::as_str));
    let attached = originals.map(|text| attachment::attach(urls::ORIGINAL, "application/fhir+json", text));
    resource.extension.extend(attached);
    written(&resource)
}

/// The answers to a form as a QuestionnaireResponse. An item that was left open carries no answer.
///
/// # Errors
///
/// As [`questionnaire`].
pub fn response(
    instrument: &Instrument,
    answers: &Answers,
    details: &ResponseDetails<'_>,
) -> Result<Value, ExportError> {
    written(&response::project(instrument, answers, details))
}

/// The scores of a form as Observations, in the order given; a score that is not one of the instrument is left out.
///
/// # Errors
///
/// As [`questionnaire`].
pub fn observations(
    instrument: &Instrument,
    outcomes: &[ScoreOutcome],
    details: &ObservationDetails<'_>,
) -> Result<Vec<Value>, ExportError> {
    let known = outcomes.iter().filter_map(|outcome| Some((instrument.score(outcome.score())?, outcome)));
    known.map(|(score, outcome)| written(&observation::project(instrument, score, outcome, details))).collect()
}

/// A kept score as an Observation; none when the instrument has no such score.
///
/// # Errors
///
/// As [`questionnaire`].
pub fn kept_observation(
    instrument: &Instrument,
    kept: &KeptScore<'_>,
    details: &ObservationDetails<'_>,
) -> Result<Option<Value>, ExportError> {
    let score = instrument.score(kept.score);
    score.map(|score| written(&observation::project_kept(instrument, score, kept, details))).transpose()
}

fn own_questionnaire(instrument: &Instrument) -> Result<wire::Questionnaire, ExportError> {
    let definition = instrument.to_json()?;
    // Read back, it holds only what may leave: not the wording that the site brought along.
    let bare =
        Instrument::from_json(&definition).map_err(|error| ExportError::Resource { message: error.to_string() })?;
    let mut resource = questionnaire::project(&bare);
    resource.extension.push(attachment::attach(urls::DEFINITION, "application/json", &definition));
    Ok(resource)
}

fn written(resource: &impl Serialize) -> Result<Value, ExportError> {
    serde_json::to_value(resource).map_err(|error| ExportError::Resource { message: error.to_string() })
}
