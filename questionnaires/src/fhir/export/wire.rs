//! The wire: FHIR's data types and our three resources, as far as we write them.

use serde::Serialize;
use serde_json::Value;

use crate::decimal::Decimal;
use crate::definition::Instrument;
use crate::fhir::number;
use crate::fhir::urls;
use crate::language::Text;

#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Questionnaire {
    pub(super) resource_type: &'static str,
    pub(super) id: String,
    pub(super) language: &'static str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) extension: Vec<Extension>,
    pub(super) url: String,
    pub(super) version: String,
    pub(super) name: String,
    #[serde(flatten)]
    pub(super) title: Words<Title>,
    pub(super) status: &'static str,
    pub(super) subject_type: Vec<&'static str>,
    pub(super) publisher: String,
    #[serde(flatten)]
    pub(super) copyright: Words<Copyright>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) code: Vec<Coding>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) item: Vec<Item>,
}

#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Item {
    pub(super) link_id: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) extension: Vec<Extension>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) code: Vec<Coding>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) prefix: Option<String>,
    #[serde(flatten)]
    pub(super) text: Words<ItemText>,
    #[serde(rename = "type")]
    pub(super) kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) required: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) read_only: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) max_length: Option<u32>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) answer_option: Vec<AnswerOption>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) item: Vec<Item>,
}

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct AnswerOption {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) extension: Vec<Extension>,
    pub(super) value_coding: Coding,
}

#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct QuestionnaireResponse {
    pub(super) resource_type: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) id: Option<String>,
    pub(super) language: &'static str,
    pub(super) extension: Vec<Extension>,
    pub(super) questionnaire: String,
    pub(super) status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) subject: Option<Reference>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) authored: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) item: Vec<ResponseItem>,
}

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ResponseItem {
    pub(super) link_id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) text: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) answer: Vec<Answer>,
}

#[derive(Clone, Debug, Serialize)]
pub(super) enum Answer {
    #[serde(rename = "valueCoding")]
    Coding(Coding),
    #[serde(rename = "valueDecimal")]
    Decimal(Value),
    #[serde(rename = "valueString")]
    String(String),
}

#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Observation {
    pub(super) resource_type: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) id: Option<String>,
    pub(super) language: &'static str,
    pub(super) extension: Vec<Extension>,
    pub(super) status: &'static str,
    pub(super) category: Vec<CodeableConcept>,
    pub(super) code: CodeableConcept,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) subject: Option<Reference>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) effective_date_time: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) value_quantity: Option<Quantity>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) data_absent_reason: Option<CodeableConcept>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) interpretation: Vec<CodeableConcept>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) note: Vec<Annotation>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) derived_from: Vec<Reference>,
}

#[derive(Clone, Debug, Default, Serialize)]
pub(super) struct Coding {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) extension: Vec<Extension>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) system: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) code: Option<String>,
    #[serde(flatten)]
    pub(super) display: Words<Display>,
}

#[derive(Clone, Debug, Default, Serialize)]
pub(super) struct CodeableConcept {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) coding: Vec<Coding>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) text: Option<String>,
}

#[derive(Clone, Debug, Serialize)]
pub(super) struct Quantity {
    pub(super) value: Value,
    pub(super) unit: &'static str,
    pub(super) system: &'static str,
    pub(super) code: &'static str,
}

#[derive(Clone, Debug, Serialize)]
pub(super) struct Reference {
    pub(super) reference: String,
}

#[derive(Clone, Debug, Serialize)]
pub(super) struct Annotation {
    pub(super) text: String,
}

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Attachment {
    pub(super) extension: Vec<Extension>,
    pub(super) content_type: &'static str,
    pub(super) data: String,
    pub(super) size: usize,
}

#[derive(Clone, Debug, Serialize)]
pub(super) struct Extension {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) extension: Vec<Extension>,
    pub(super) url: String,
    #[serde(flatten)]
    pub(super) value: Option<ExtensionValue>,
}

#[derive(Clone, Debug, Serialize)]
pub(super) enum ExtensionValue {
    #[serde(rename = "valueAttachment")]
    Attachment(Attachment),
    #[serde(rename = "valueBoolean")]
    Boolean(bool),
    #[serde(rename = "valueCode")]
    Code(String),
    #[serde(rename = "valueCodeableConcept")]
    CodeableConcept(CodeableConcept),
    #[serde(rename = "valueCoding")]
    Coding(Coding),
    #[serde(rename = "valueDecimal")]
    Decimal(Value),
    #[serde(rename = "valueExpression")]
    Expression(Expression),
    #[serde(rename = "valueInteger")]
    Integer(i64),
    #[serde(rename = "valueString")]
    String(String),
}

#[derive(Clone, Debug, Serialize)]
pub(super) struct Expression {
    pub(super) language: &'static str,
    pub(super) expression: String,
}

/// A text in the language of the resource, with its translations: FHIR writes them as two members.
#[derive(Clone, Debug, Default, Serialize)]
pub(super) struct Words<M: Default> {
    #[serde(flatten)]
    members: M,
}

/// The two members of a text, `name` and `_name`.
pub(super) trait Member: Default {
    fn members(text: Option<String>, translations: Option<Element>) -> Self;
}

/// What an extended primitive carries beside its value.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Element {
    extension: Vec<Extension>,
}

macro_rules! member {
    ($type:ident, $name:literal, $shadow:literal) => {
        #[derive(Clone, Debug, Default, Serialize)]
        pub(super) struct $type {
            #[serde(rename = $name, skip_serializing_if = "Option::is_none")]
            text: Option<String>,
            #[serde(rename = $shadow, skip_serializing_if = "Option::is_none")]
            translations: Option<Element>,
        }

        impl Member for $type {
            fn members(text: Option<String>, translations: Option<Element>) -> Self {
                Self { text, translations }
            }
        }
    };
}

member!(Title, "title", "_title");
member!(Copyright, "copyright", "_copyright");
member!(ItemText, "text", "_text");
member!(Display, "display", "_display");

impl<M: Member> Words<M> {
    /// The text in the source language of the instrument, with its translations.
    pub(super) fn of(text: Option<&Text>, instrument: &Instrument) -> Self {
        let Some(text) = text else {
            return Self::default();
        };
        let source = instrument.source_language();
        let others = instrument.languages().iter().filter(|language| **language != source);
        let translations: Vec<Extension> = others
            .filter_map(|language| Some(Extension::translation(language.tag(), text.exact(*language)?)))
            .collect();
        let element = (!translations.is_empty()).then_some(Element { extension: translations });
        Self { members: M::members(text.exact(source).map(str::to_owned), element) }
    }

    /// A text without translations.
    pub(super) fn plain(text: impl Into<String>) -> Self {
        Self { members: M::members(Some(text.into()), None) }
    }
}

impl Extension {
    pub(super) fn new(url: impl Into<String>, value: ExtensionValue) -> Self {
        Self { extension: Vec::new(), url: url.into(), value: Some(value) }
    }

    pub(super) fn decimal(url: &str, decimal: Decimal) -> Self {
        Self::new(url, ExtensionValue::Decimal(number::to_json(decimal)))
    }

    pub(super) fn text(url: impl Into<String>, text: impl Into<String>) -> Self {
        Self::new(url, ExtensionValue::String(text.into()))
    }

    /// An extension made of others.
    pub(super) fn nested(url: impl Into<String>, parts: Vec<Self>) -> Self {
        Self { extension: parts, url: url.into(), value: None }
    }

    pub(super) fn item_control(code: &str) -> Self {
        let concept = CodeableConcept::coded(urls::ITEM_CONTROL_SYSTEM, code);
        Self::new(urls::ITEM_CONTROL, ExtensionValue::CodeableConcept(concept))
    }

    fn translation(tag: &str, content: &str) -> Self {
        let lang = Self::new("lang", ExtensionValue::Code(tag.to_owned()));
        Self::nested(urls::TRANSLATION, vec![lang, Self::text("content", content)])
    }
}

impl Coding {
    pub(super) fn new(system: impl Into<String>, code: impl Into<String>) -> Self {
        Self { system: Some(system.into()), code: Some(code.into()), ..Self::default() }
    }
}

impl CodeableConcept {
    pub(super) fn coded(system: &str, code: &str) -> Self {
        Self { coding: vec![Coding::new(system, code)], text: None }
    }
}

impl Quantity {
    /// A score in its own points.
    pub(super) fn score(value: Decimal) -> Self {
        Self { value: number::to_json(value), unit: "{score}", system: urls::UCUM, code: "{score}" }
    }
}
