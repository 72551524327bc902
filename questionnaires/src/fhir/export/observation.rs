//! Observation: one score, or the reason why there is none.

use crate::definition::{Instrument, Score};
use crate::fhir::export::codes;
use crate::fhir::export::wire::{self, CodeableConcept, Coding, Extension, Words};
use crate::fhir::urls;
use crate::language::Language;
use crate::scoring::{NotScored, Outcome, ScoreOutcome};

/// What the observations of one response have in common.
#[derive(Clone, Copy, Debug)]
pub struct ObservationDetails<'a> {
    /// The response the scores come from, such as `QuestionnaireResponse/9`.
    pub response: &'a str,
    /// Whom they are about, such as `Patient/7`.
    pub subject: Option<&'a str>,
    /// When the form was filled in (FHIR dateTime).
    pub effective: Option<&'a str>,
    /// The language of titles and notes.
    pub language: Language,
}

pub(super) fn project(
    instrument: &Instrument,
    score: &Score,
    outcome: &ScoreOutcome,
    details: &ObservationDetails<'_>,
) -> wire::Observation {
    let language = instrument.offered(details.language);
    wire::Observation {
        resource_type: "Observation",
        id: None,
        language: language.tag(),
        extension: vec![method(instrument, score)],
        status: "final",
        category: vec![CodeableConcept::coded(urls::OBSERVATION_CATEGORY_SYSTEM, "survey")],
        code: code(instrument, score, language),
        subject: details.subject.map(|reference| wire::Reference { reference: reference.to_owned() }),
        effective_date_time: details.effective.map(str::to_owned),
        value_quantity: outcome.value().map(wire::Quantity::score),
        data_absent_reason: absence(outcome),
        interpretation: interpretation(instrument, score, outcome, language),
        note: notes(outcome, language),
        derived_from: vec![wire::Reference { reference: details.response.to_owned() }],
    }
}

/// Which version of which rule computed the score.
fn method(instrument: &Instrument, score: &Score) -> Extension {
    let parts = [
        ("instrument", format!("{}|{}", codes::questionnaire_url(instrument), instrument.version())),
        ("score", score.id().to_owned()),
        ("scoring", instrument.hashes().scoring().to_string()),
    ];
    let parts = parts.into_iter().map(|(name, text)| Extension::text(name, text)).collect();
    Extension::nested(urls::extension("rom-scoring"), parts)
}

fn code(instrument: &Instrument, score: &Score, language: Language) -> CodeableConcept {
    let title = score.title(language);
    let own = Coding {
        display: Words::plain(title),
        ..Coding::new(urls::code_system("score"), format!("{}.{}", instrument.id(), score.id()))
    };
    let mut coding = codes::loinc(score.loinc());
    coding.push(own);
    CodeableConcept { coding, text: Some(title.to_owned()) }
}

fn absence(outcome: &ScoreOutcome) -> Option<CodeableConcept> {
    let Outcome::NotScored(reason) = outcome.outcome() else {
        return None;
    };
    // FHIR has no code for "left open by the client": the reason stands in words.
    let code = match reason {
        NotScored::Empty
        | NotScored::TooFewAnswered { .. }
        | NotScored::Undecided { .. }
        | NotScored::Depends { .. } => "unknown",
        NotScored::OtherForm | NotScored::OutsideRange | NotScored::Overflow | NotScored::Unsound => "error",
    };
    let concept = CodeableConcept::coded(urls::DATA_ABSENT_SYSTEM, code);
    Some(CodeableConcept { text: Some(reason.to_string()), ..concept })
}

/// The band the exact score lies in.
fn interpretation(
    instrument: &Instrument,
    score: &Score,
    outcome: &ScoreOutcome,
    language: Language,
) -> Vec<CodeableConcept> {
    let band = outcome.band().and_then(|id| score.bands().iter().find(|band| band.id() == id));
    let concept = band.map(|band| {
        let code = format!("{}.{}.{}", instrument.id(), score.id(), band.id());
        let text = Some(band.title(language).to_owned());
        CodeableConcept { text, ..CodeableConcept::coded(&urls::code_system("band"), &code) }
    });
    concept.into_iter().collect()
}

/// Says in words that open items were filled.
fn notes(outcome: &ScoreOutcome, language: Language) -> Vec<wire::Annotation> {
    let Outcome::Prorated { answered, items, .. } = outcome.outcome() else {
        return Vec::new();
    };
    let text = match language {
        Language::Nl => format!("Geschat: {answered} van {items} vragen beantwoord, de rest aangevuld."),
        // The note is ours, and we speak two languages.
        _ => format!("Prorated: {answered} of {items} items answered, the others filled in."),
    };
    vec![wire::Annotation { text }]
}
