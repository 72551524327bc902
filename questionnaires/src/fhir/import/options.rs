//! Options: what can be chosen, with the weight the file itself gives.

use serde_json::Value;

use crate::decimal::Decimal;
use crate::fhir::import::extensions::Extensions;
use crate::fhir::import::wording::{Base, Words};
use crate::fhir::members::Members;
use crate::fhir::refusal::Refusal;
use crate::fhir::report::{Reason, Report};
use crate::fhir::urls;

/// One option as the file gives it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct FoundOption {
    pub(super) code: Option<String>,
    pub(super) system: Option<String>,
    pub(super) title: Words,
    pub(super) weight: Option<Weight>,
}

/// A weight with the name of the extension it was read from: expressions ask for one by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Weight {
    pub(super) value: Decimal,
    pub(super) url: &'static str,
}

/// Reads one `answerOption`; none for an option that is not a coding.
pub(super) fn answer_option(
    mut option: Members<'_>,
    base: &Base,
    report: &mut Report,
) -> Result<Option<FoundOption>, Refusal> {
    let mut extensions = Extensions::of(&mut option)?;
    let outer = weight(&mut extensions, option.path(), report)?;
    let Some(coding) = option.any("valueCoding") else {
        return Ok(None);
    };
    let mut found = coding_option(coding, option.path_of("valueCoding"), base, report)?;
    found.weight = agreed(outer, found.weight, option.path())?;
    if option.any("initialSelected").is_some() {
        report.keep(option.path_of("initialSelected"), Reason::PresetAnswer);
    }
    extensions.leave(report);
    option.leave(report);
    Ok(Some(found))
}

fn coding_option(coding: &Value, path: String, base: &Base, report: &mut Report) -> Result<FoundOption, Refusal> {
    let mut coding = Members::of(coding, path)?;
    let mut extensions = Extensions::of(&mut coding)?;
    let found = FoundOption {
        code: coding.text("code")?.map(str::to_owned),
        system: coding.text("system")?.map(str::to_owned),
        title: base.read(&mut coding, "display", "_display", report)?,
        weight: weight(&mut extensions, coding.path(), report)?,
    };
    extensions.leave(report);
    coding.leave(report);
    Ok(found)
}

/// Reads one concept of a value set.
pub(super) fn concept(
    mut concept: Members<'_>,
    system: Option<&str>,
    base: &Base,
    report: &mut Report,
) -> Result<FoundOption, Refusal> {
    let mut extensions = Extensions::of(&mut concept)?;
    let mut title = base.read(&mut concept, "display", "_display", report)?;
    for mut designation in concept.objects("designation")? {
        let language = match designation.text("language")? {
            Some(tag) => Base::named(tag, report),
            None => Base::Unnamed,
        };
        let value = designation.needed_text("value")?;
        language.sort(value, designation.path(), &mut title, report);
        designation.leave(report);
    }
    let found = FoundOption {
        code: Some(concept.needed_text("code")?.to_owned()),
        system: system.map(str::to_owned),
        title,
        weight: weight(&mut extensions, concept.path(), report)?,
    };
    extensions.leave(report);
    concept.leave(report);
    Ok(found)
}

/// The weight that extensions carry, under the name of R4 or that of R5.
fn weight(extensions: &mut Extensions<'_>, path: &str, report: &mut Report) -> Result<Option<Weight>, Refusal> {
    let mut weight = None;
    for url in [urls::ORDINAL_VALUE, urls::ITEM_WEIGHT] {
        while let Some(value) = extensions.number(url, report)? {
            weight = agreed(weight, Some(Weight { value, url }), path)?;
        }
    }
    Ok(weight)
}

/// One weight out of two places. Two that differ are refused: nobody could say which one counts.
fn agreed(first: Option<Weight>, second: Option<Weight>, path: &str) -> Result<Option<Weight>, Refusal> {
    match (first, second) {
        (Some(one), Some(other)) if one.value != other.value => Err(Refusal::WeightsDisagree { path: path.to_owned() }),
        (first, second) => Ok(first.or(second)),
    }
}
