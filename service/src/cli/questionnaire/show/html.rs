//! The form as a page that stands alone, drawn the way the tablet draws it: one question after another.

use askama::Template;
use peil_questionnaires::{Form, Input, Instrument};

use crate::cli::questionnaire::error::QuestionnaireError;

#[derive(Template)]
#[template(path = "questionnaire.html")]
struct Page<'a> {
    form: &'a Form,
    version: String,
    state: Option<&'a str>,
    /// The same rules as the tablet's.
    style: &'static str,
}

const STYLE: &str = concat!(
    include_str!("../../../../assets/css/tokens.css"),
    include_str!("../../../../assets/css/base.css"),
    include_str!("../../../../assets/css/tablet.css"),
    include_str!("../../../../assets/css/tablet-answers.css"),
);

/// The whole page.
pub(super) fn draw(instrument: &Instrument, form: &Form, state: Option<&str>) -> Result<String, QuestionnaireError> {
    let page = Page { form, version: instrument.version().to_string(), state, style: STYLE };
    Ok(page.render()?)
}

/// Whether a question is long enough for a smaller letter, as on the tablet.
fn long(text: &str) -> bool {
    text.chars().count() > 110
}
