//! Observation: one score, or the reason why there is none.

use crate::decimal::Decimal;
use crate::definition::{Band, Instrument, Score};
use crate::fhir::export::codes;
use crate::fhir::export::wire::{self, CodeableConcept, Coding, Extension, Words};
use crate::fhir::urls;
use crate::language::Language;
use crate::scoring::{NotScored, Outcome, ScoreOutcome};

/// What the observations of one response have in common.
#[derive(Clone, Copy, Debug)]
pub struct ObservationDetails<'a> {
    /// The response the scores come from, such as `QuestionnaireResponse/9`; none for scores without their answers.
    pub response: Option<&'a str>,
    /// Whom they are about, such as `Patient/7`.
    pub subject: Option<&'a str>,
    /// When the form was filled in (FHIR dateTime).
    pub effective: Option<&'a str>,
    /// The language of titles and notes.
    pub language: Language,
}

/// A score as it was kept when it was computed, beside its answers or without them.
#[derive(Clone, Copy, Debug)]
pub struct KeptScore<'a> {
    /// The score's id.
    pub score: &'a str,
    /// The value; none when there was no score.
    pub value: Option<Decimal>,
    /// Whether open items were filled in.
    pub prorated: bool,
    /// Why there was no score, in words.
    pub reason: Option<&'a str>,
    /// The hash of the rules that computed it.
    pub scoring: &'a str,
}

/// What an observation says of a score, wherever it was computed.
struct Said<'a> {
    value: Option<Decimal>,
    absent: Option<CodeableConcept>,
    band: Option<&'a Band>,
    note: Option<String>,
    scoring: String,
}

pub(super) fn project(
    instrument: &Instrument,
    score: &Score,
    outcome: &ScoreOutcome,
    details: &ObservationDetails<'_>,
) -> wire::Observation {
    let said = Said {
        value: outcome.value(),
        absent: absence(outcome),
        band: outcome.band().and_then(|id| score.bands().iter().find(|band| band.id() == id)),
        note: note(outcome, instrument.offered(details.language)),
        scoring: instrument.hashes().scoring().to_string(),
    };
    observation(instrument, score, said, details)
}

/// The same for a kept score. It was written with four decimals, and its band is the one that holds what was written.
pub(super) fn project_kept(
    instrument: &Instrument,
    score: &Score,
    kept: &KeptScore<'_>,
    details: &ObservationDetails<'_>,
) -> wire::Observation {
    let unknown = || CodeableConcept {
        text: kept.reason.map(str::to_owned),
        ..CodeableConcept::coded(urls::DATA_ABSENT_SYSTEM, "unknown")
    };
    let in_band = |value: Decimal| score.bands().iter().find(|band| value >= band.from() && value < band.below());
    let note = match instrument.offered(details.language) {
        Language::Nl => "Geschat: niet alle vragen beantwoord, de rest aangevuld.",
        _ => "Prorated: not all items answered, the others filled in.",
    };
    let said = Said {
        value: kept.value,
        absent: kept.value.is_none().then(unknown),
        band: kept.value.and_then(in_band),
        note: kept.prorated.then(|| note.to_owned()),
        scoring: kept.scoring.to_owned(),
    };
    observation(instrument, score, said, details)
}

fn observation(
    instrument: &Instrument,
    score: &Score,
    said: Said<'_>,
    details: &ObservationDetails<'_>,
) -> wire::Observation {
    let language = instrument.offered(details.language);
    let derived_from = details.response.map(|reference| wire::Reference { reference: reference.to_owned() });
    wire::Observation {
        resource_type: "Observation",
        id: None,
        language: language.tag(),
        extension: vec![method(instrument, score, said.scoring)],
        status: "final",
        category: vec![CodeableConcept::coded(urls::OBSERVATION_CATEGORY_SYSTEM, "survey")],
        code: code(instrument, score, language),
        subject: details.subject.map(|reference| wire::Reference { reference: reference.to_owned() }),
        effective_date_time: details.effective.map(str::to_owned),
        value_quantity: said.value.map(wire::Quantity::score),
        data_absent_reason: said.absent,
        interpretation: said.band.map(|band| interpretation(instrument, score, band, language)).into_iter().collect(),
        note: said.note.map(|text| wire::Annotation { text }).into_iter().collect(),
        derived_from: derived_from.into_iter().collect(),
    }
}

/// Which version of which rule computed the score.
fn method(instrument: &Instrument, score: &Score, scoring: String) -> Extension {
    let parts = [
        ("instrument", format!("{}|{}", codes::questionnaire_url(instrument), instrument.version())),
        ("score", score.id().to_owned()),
        ("scoring", scoring),
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

/// The band that a score lies in.
fn interpretation(instrument: &Instrument, score: &Score, band: &Band, language: Language) -> CodeableConcept {
    let code = format!("{}.{}.{}", instrument.id(), score.id(), band.id());
    let text = Some(band.title(language).to_owned());
    CodeableConcept { text, ..CodeableConcept::coded(&urls::code_system("band"), &code) }
}

/// Says in words that open items were filled.
fn note(outcome: &ScoreOutcome, language: Language) -> Option<String> {
    let Outcome::Prorated { answered, items, .. } = outcome.outcome() else {
        return None;
    };
    Some(match language {
        Language::Nl => format!("Geschat: {answered} van {items} vragen beantwoord, de rest aangevuld."),
        // The note is ours, and we speak two languages.
        _ => format!("Prorated: {answered} of {items} items answered, the others filled in."),
    })
}
