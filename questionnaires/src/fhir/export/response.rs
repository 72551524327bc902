//! QuestionnaireResponse: the answers of one client to one form, with what the client saw.

use crate::definition::{Instrument, Item};
use crate::fhir::export::codes;
use crate::fhir::export::wire::{self, Extension};
use crate::fhir::number;
use crate::fhir::urls;
use crate::language::Language;
use crate::scoring::{Answer, Answers};

/// What a response says beside the answers.
#[derive(Clone, Copy, Debug)]
pub struct ResponseDetails<'a> {
    /// The id of the response.
    pub id: Option<&'a str>,
    /// Whom it is about, such as `Patient/7`.
    pub subject: Option<&'a str>,
    /// When it was filled in (FHIR dateTime).
    pub authored: Option<&'a str>,
    /// The language the client saw.
    pub language: Language,
    /// Whether the form was handed in.
    pub submitted: bool,
}

pub(super) fn project(
    instrument: &Instrument,
    answers: &Answers,
    details: &ResponseDetails<'_>,
) -> wire::QuestionnaireResponse {
    let language = instrument.offered(details.language);
    // Wording that the site has a licence for does not leave with the answers: the hash says which it was.
    let shown_in = instrument.licence().class().ships_wording().then_some(language);
    let items = instrument.items().iter().map(|item| response_item(item, answers, instrument, shown_in));
    wire::QuestionnaireResponse {
        resource_type: "QuestionnaireResponse",
        id: details.id.map(str::to_owned),
        language: language.tag(),
        extension: vec![hashes(instrument, language)],
        questionnaire: format!("{}|{}", codes::questionnaire_url(instrument), instrument.version()),
        status: if details.submitted { "completed" } else { "in-progress" },
        subject: details.subject.map(|reference| wire::Reference { reference: reference.to_owned() }),
        authored: details.authored.map(str::to_owned),
        item: items.collect(),
    }
}

/// Which items were asked, and in which words.
fn hashes(instrument: &Instrument, language: Language) -> Extension {
    let hashes = instrument.hashes();
    let mut parts = vec![Extension::text("items", hashes.items().to_string())];
    parts.extend(hashes.text_in(language).map(|text| Extension::text("text", text.to_string())));
    Extension::nested(urls::extension(urls::HASHES), parts)
}

fn response_item(
    item: &Item,
    answers: &Answers,
    instrument: &Instrument,
    shown_in: Option<Language>,
) -> wire::ResponseItem {
    let answer = answers.answer(item.id()).map(|answer| match answer {
        Answer::Text(words) => wire::Answer::String(words.clone()),
        Answer::Number(value) => match item.scale().options().iter().find(|option| option.value() == *value) {
            Some(option) => wire::Answer::Coding(codes::chosen(option, instrument, shown_in)),
            None => wire::Answer::Decimal(number::to_json(*value)),
        },
    });
    wire::ResponseItem {
        link_id: item.id().to_owned(),
        text: shown_in.and_then(|language| item.text(language)).map(str::to_owned),
        answer: answer.into_iter().collect(),
    }
}
