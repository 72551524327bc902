//! Questionnaire: an instrument as other systems can use it, with the whole definition attached.

use crate::decimal::Decimal;
use crate::definition::{Calculation, Fill, Instrument, Item, Parts, Scale, Score, Status};
use crate::fhir::export::codes;
use crate::fhir::export::wire::{self, Extension, ExtensionValue, Words};
use crate::fhir::import::complete_sum;
use crate::fhir::urls;
use crate::language::Text;

/// The native half of a questionnaire: everything but the attached definition.
pub(super) fn project(instrument: &Instrument) -> wire::Questionnaire {
    let own = |name: &str| instrument.own_texts().into_iter().find(|(one, _)| *one == name).map(|(_, text)| text);
    let mut item = Vec::new();
    for name in ["recall", "intro"] {
        item.extend(own(name).map(|text| instruction(name, text, instrument)));
    }
    item.extend(instrument.items().iter().enumerate().map(|(index, one)| question(index + 1, one, instrument)));
    item.extend(instrument.scores().iter().map(|one| total(one, instrument)));
    wire::Questionnaire {
        resource_type: "Questionnaire",
        id: format!("{}-{}", instrument.id(), instrument.version()),
        language: instrument.source_language().tag(),
        extension: Vec::new(),
        url: codes::questionnaire_url(instrument),
        version: instrument.version().to_string(),
        name: machine_name(instrument.id()),
        title: Words::of(own("title"), instrument),
        status: match instrument.status() {
            Status::Draft => "draft",
            Status::Active => "active",
            Status::Retired => "retired",
        },
        subject_type: vec!["Patient"],
        publisher: instrument.licence().holder().to_owned(),
        copyright: Words::of(own("licence.notice"), instrument),
        code: codes::loinc(instrument.loinc()),
        item,
    }
}

/// A name that programs can use: letters, digits and underscores, a capital first.
fn machine_name(id: &str) -> String {
    let parts = id.split(|letter: char| !letter.is_ascii_alphanumeric());
    let capitalised = parts.map(|part| {
        let (first, rest) = part.split_at_checked(1).unwrap_or_default();
        format!("{}{rest}", first.to_ascii_uppercase())
    });
    capitalised.collect()
}

fn instruction(name: &str, text: &Text, instrument: &Instrument) -> wire::Item {
    let category = wire::CodeableConcept::coded(urls::DISPLAY_CATEGORY_SYSTEM, "instructions");
    wire::Item {
        link_id: codes::words_link_id(name),
        extension: vec![Extension::new(urls::DISPLAY_CATEGORY, ExtensionValue::CodeableConcept(category))],
        text: Words::of(Some(text), instrument),
        kind: "display",
        ..wire::Item::default()
    }
}

fn question(number: usize, item: &Item, instrument: &Instrument) -> wire::Item {
    let text = |name: &str| item.texts().find(|(one, _)| *one == name).map(|(_, text)| text);
    let mut question = wire::Item {
        link_id: item.id().to_owned(),
        code: codes::loinc(item.loinc()),
        prefix: Some(number.to_string()),
        text: Words::of(text("text"), instrument),
        required: Some(item.required()),
        ..wire::Item::default()
    };
    match item.scale() {
        Scale::Choice { options } => {
            question.kind = "choice";
            question.answer_option = options.iter().map(|one| codes::answer_option(one, instrument)).collect();
        }
        Scale::Vas { min, max, step, .. } => {
            question.kind = "decimal";
            question.extension = vec![Extension::item_control("slider")];
            question.extension.extend(range(*min, *max, *step));
            for (name, control) in [("low", "lower"), ("high", "upper")] {
                question.item.extend(text(name).map(|text| anchor(item.id(), name, control, text, instrument)));
            }
        }
        Scale::Number { min, max, step } => {
            question.kind = "decimal";
            question.extension = range(*min, *max, *step);
        }
        Scale::Text { max_length } => {
            question.kind = "text";
            question.max_length = Some(*max_length);
        }
    }
    question
}

/// The ends of a line or number and its step. R4 knows only whole steps; a step of 0.1 is said in decimal places.
fn range(min: Decimal, max: Decimal, step: Decimal) -> Vec<Extension> {
    let step_text = step.to_string();
    let stepping = match (step_text.parse::<i64>(), step_text.split_once('.')) {
        (Ok(whole), _) => Some((urls::SLIDER_STEP, whole)),
        (Err(_), Some((_, places))) => i64::try_from(places.len()).ok().map(|count| (urls::MAX_DECIMAL_PLACES, count)),
        (Err(_), None) => None,
    };
    let ends = [(urls::MIN_VALUE, min), (urls::MAX_VALUE, max)];
    let mut range: Vec<Extension> = ends.into_iter().map(|(url, end)| Extension::decimal(url, end)).collect();
    range.extend(stepping.map(|(url, whole)| Extension::new(url, ExtensionValue::Integer(whole))));
    range
}

fn anchor(item: &str, name: &str, control: &str, text: &Text, instrument: &Instrument) -> wire::Item {
    wire::Item {
        link_id: codes::anchor_link_id(item, name),
        extension: vec![Extension::item_control(control)],
        text: Words::of(Some(text), instrument),
        kind: "display",
        ..wire::Item::default()
    }
}

fn total(score: &Score, instrument: &Instrument) -> wire::Item {
    let unit = wire::Coding::new(urls::UCUM, "{score}");
    let mut extension = vec![
        Extension::new(urls::HIDDEN, ExtensionValue::Boolean(true)),
        Extension::new(urls::UNIT, ExtensionValue::Coding(unit)),
    ];
    extension.extend(plain_sum(score, instrument).map(|expression| {
        let expression = wire::Expression { language: "text/fhirpath", expression };
        Extension::new(urls::CALCULATED, ExtensionValue::Expression(expression))
    }));
    wire::Item {
        link_id: codes::score_link_id(score.id()),
        extension,
        code: codes::loinc(score.loinc()),
        text: Words::of(Some(score.title_text()), instrument),
        kind: "decimal",
        read_only: Some(true),
        ..wire::Item::default()
    }
}

/// The expression for a sum that everybody computes alike: every item answered, none reversed, no factor, one kind of
/// answer. Other scores are described by the attached definition alone.
fn plain_sum(score: &Score, instrument: &Instrument) -> Option<String> {
    let Ok(Calculation::Sum { parts: Parts::Items(ids), times }) = score.calculation() else {
        return None;
    };
    let fills = score.missing().is_some_and(|rule| rule.fill() != Fill::None);
    if fills || times != Decimal::from(1) || !score.reverse().is_empty() {
        return None;
    }
    let scales: Option<Vec<&Scale>> = ids.iter().map(|id| instrument.item(id).map(Item::scale)).collect();
    let scales = scales?;
    let weighed = |scale: &&Scale| !scale.options().is_empty() && scale.options().iter().all(|one| !one.missing());
    let numeric = |scale: &&Scale| matches!(scale, Scale::Vas { .. } | Scale::Number { .. });
    let ordinal = scales.iter().all(weighed);
    (ordinal || scales.iter().all(numeric)).then(|| complete_sum(ids, ordinal))
}
