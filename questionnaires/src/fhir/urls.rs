//! The names that FHIR gives to things, and ours.

/// Where our own extensions, code systems and canonical URLs live.
pub(super) const BASE: &str = "https://peil.example/fhir";

pub(super) const LOINC: &str = "http://loinc.org";
pub(super) const UCUM: &str = "http://unitsofmeasure.org";
pub(super) const ITEM_CONTROL_SYSTEM: &str = "http://hl7.org/fhir/questionnaire-item-control";
pub(super) const DISPLAY_CATEGORY_SYSTEM: &str = "http://hl7.org/fhir/questionnaire-display-category";
pub(super) const OBSERVATION_CATEGORY_SYSTEM: &str = "http://terminology.hl7.org/CodeSystem/observation-category";
pub(super) const DATA_ABSENT_SYSTEM: &str = "http://terminology.hl7.org/CodeSystem/data-absent-reason";

pub(super) const TRANSLATION: &str = "http://hl7.org/fhir/StructureDefinition/translation";
pub(super) const ORDINAL_VALUE: &str = "http://hl7.org/fhir/StructureDefinition/ordinalValue";
/// The name that FHIR R5 gives to an ordinal value.
pub(super) const ITEM_WEIGHT: &str = "http://hl7.org/fhir/StructureDefinition/itemWeight";
pub(super) const ITEM_CONTROL: &str = "http://hl7.org/fhir/StructureDefinition/questionnaire-itemControl";
pub(super) const DISPLAY_CATEGORY: &str = "http://hl7.org/fhir/StructureDefinition/questionnaire-displayCategory";
pub(super) const MIN_VALUE: &str = "http://hl7.org/fhir/StructureDefinition/minValue";
pub(super) const MAX_VALUE: &str = "http://hl7.org/fhir/StructureDefinition/maxValue";
pub(super) const MAX_DECIMAL_PLACES: &str = "http://hl7.org/fhir/StructureDefinition/maxDecimalPlaces";
pub(super) const SLIDER_STEP: &str = "http://hl7.org/fhir/StructureDefinition/questionnaire-sliderStepValue";
pub(super) const HIDDEN: &str = "http://hl7.org/fhir/StructureDefinition/questionnaire-hidden";
pub(super) const UNIT: &str = "http://hl7.org/fhir/StructureDefinition/questionnaire-unit";
pub(super) const VARIABLE: &str = "http://hl7.org/fhir/StructureDefinition/variable";
pub(super) const CALCULATED: &str =
    "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-calculatedExpression";

/// The Norwegian codes that say which item is a score and what it adds up.
pub(super) const SCORING_FORMULAS: &str = "http://ehelse.no/scoringFormulas";

/// Our extension with the whole definition; see [`extension`] for its URL.
pub(super) const DEFINITION: &str = "rom-definition";
/// Our extension with the document a draft came from.
pub(super) const ORIGINAL: &str = "rom-original";
/// Our extension on an attachment: its SHA-256. FHIR's own `hash` is SHA-1, which proves nothing any more.
pub(super) const SHA_256: &str = "sha-256";
/// Our extension on a response: which items were asked, and in which words.
pub(super) const HASHES: &str = "rom-hashes";

/// Our extension on a response or a score: at which moment it was measured, where that was no session.
pub(super) const MOMENT: &str = "rom-moment";

/// One of our own extensions.
pub(super) fn extension(name: &str) -> String {
    format!("{BASE}/StructureDefinition/{name}")
}

/// One of our own code systems.
pub(super) fn code_system(name: &str) -> String {
    format!("{BASE}/CodeSystem/{name}")
}
