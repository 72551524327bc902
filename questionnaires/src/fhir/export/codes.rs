//! Codes: LOINC where a code is real, our own code systems everywhere else.

use crate::decimal::Decimal;
use crate::definition::{ChoiceOption, Instrument};
use crate::fhir::export::wire::{AnswerOption, Coding, Extension, Words};
use crate::fhir::urls;
use crate::language::Language;

/// The canonical URL of an instrument: its own, or one below ours.
pub(in crate::fhir) fn questionnaire_url(instrument: &Instrument) -> String {
    match instrument.url() {
        Some(url) => url.to_owned(),
        None => format!("{}/Questionnaire/{}", urls::BASE, instrument.id()),
    }
}

/// The linkId of a score. No item has it: ids hold no full stop.
pub(in crate::fhir) fn score_link_id(score: &str) -> String {
    format!("score.{score}")
}

/// The linkId of the words at one end of a line. No item and no score has it.
pub(in crate::fhir) fn anchor_link_id(item: &str, end: &str) -> String {
    format!("{item}.anchor.{end}")
}

/// The linkId of the words before the first item.
pub(in crate::fhir) fn words_link_id(name: &str) -> String {
    format!("form.{name}")
}

/// The code system and code of an option; its value in a code system of the instrument where it has none.
pub(in crate::fhir) fn option_code(option: &ChoiceOption, instrument: &Instrument) -> (Option<String>, String) {
    match option.code() {
        Some(code) => (option.system().map(str::to_owned), code.to_owned()),
        None => (Some(urls::code_system(instrument.id())), option.value().to_string()),
    }
}

pub(super) fn loinc(code: Option<&str>) -> Vec<Coding> {
    code.map(|code| Coding::new(urls::LOINC, code)).into_iter().collect()
}

pub(super) fn answer_option(option: &ChoiceOption, instrument: &Instrument) -> AnswerOption {
    let (system, code) = option_code(option, instrument);
    let display = Words::of(option.text(), instrument);
    let value_coding = Coding { system, code: Some(code), display, ..Coding::default() };
    AnswerOption { extension: weight(option), value_coding }
}

/// The chosen option, with its weight for systems that do not hold the questionnaire.
pub(super) fn chosen(option: &ChoiceOption, instrument: &Instrument, shown_in: Option<Language>) -> Coding {
    let (system, code) = option_code(option, instrument);
    let display = shown_in.and_then(|language| option.title(language)).map(Words::plain).unwrap_or_default();
    Coding { extension: weight(option), system, code: Some(code), display }
}

/// An option that says "not known" has a value to be stored by and no weight.
fn weight(option: &ChoiceOption) -> Vec<Extension> {
    let weight = (!option.missing()).then(|| option.value());
    weight.map(|value: Decimal| Extension::decimal(urls::ORDINAL_VALUE, value)).into_iter().collect()
}
