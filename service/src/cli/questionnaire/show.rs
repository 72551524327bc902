//! `peil questionnaire show`: the form as the client will see it, without scoring.

mod html;
mod text;

use peil_questionnaires::{Instrument, Language, WordingStatus, form};

use super::{
    arguments::{ShowArguments, ShowFormat},
    error::QuestionnaireError,
    source,
};

/// Draws the form.
///
/// # Errors
///
/// [`QuestionnaireError`]: no such definition, or another language than it has.
pub(super) fn run(arguments: &ShowArguments) -> Result<String, QuestionnaireError> {
    let instrument = source::instrument(&arguments.source)?;
    let language = source::language(&instrument, arguments.language.map(Language::from))?;
    let (form, state) = (form(&instrument, language), state(&instrument, language));
    match arguments.format {
        ShowFormat::Text => Ok(text::draw(&instrument, &form, state)),
        ShowFormat::Html => html::draw(&instrument, &form, state),
    }
}

/// What a reader must know about the words; nothing when they are the holder's.
fn state(instrument: &Instrument, language: Language) -> Option<&'static str> {
    match instrument.wording_status(language) {
        WordingStatus::Confirmed => None,
        WordingStatus::Unconfirmed => Some(
            "This wording was not compared with the holder's yet. An administrator does so before the first client.",
        ),
        WordingStatus::Absent => Some(
            "Peil ships no wording here: the licence does not allow it. An organisation adds the wording it has a \
             licence for. These are the ids of the items and how they are answered.",
        ),
    }
}
