//! Totals: the items that hold a score, with the rule as far as it is a plain sum.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::fhir::import::extensions::Extensions;
use crate::fhir::import::outline::{Entry, Kind};
use crate::fhir::import::question;
use crate::fhir::import::sum::{Sum, Variables};
use crate::fhir::import::wording::{Base, Words};
use crate::fhir::members::Members;
use crate::fhir::refusal::Refusal;
use crate::fhir::report::{Reason, Report};
use crate::fhir::urls;

/// An item that holds a score.
pub(super) struct Total {
    pub(super) text: Words,
    pub(super) loinc: Option<String>,
    pub(super) rule: Rule,
}

/// How the score comes about.
pub(super) enum Rule {
    /// By an expression that is a plain sum.
    Sum(Sum),
    /// All marked questions in the group that the total stands in.
    Section,
    /// All marked questions.
    Whole,
    /// By nothing that is known here: why.
    Unknown(Reason),
}

/// Whether the item holds a score and is not asked.
pub(super) fn is_total(entry: &Entry<'_>) -> Result<bool, Refusal> {
    let numeric = matches!(entry.kind, Kind::Decimal | Kind::Integer | Kind::Quantity);
    if !numeric {
        return Ok(false);
    }
    let mut item = question::open(entry)?;
    let computed = Extensions::of(&mut item)?.take(urls::CALCULATED).is_some();
    let formula = question::codes(&mut item, &mut Report::default())?.formula;
    let coded = matches!(formula.as_deref(), Some("SS" | "TS"));
    Ok(computed || coded || entry.kind == Kind::Quantity || item.truth("readOnly")? == Some(true))
}

/// Reads a total.
pub(super) fn read(entry: &Entry<'_>, base: &Base, report: &mut Report) -> Result<Total, Refusal> {
    // Remarks about the parts of a total that is kept as a whole say nothing new.
    let mut remarks = Report::default();
    let mut item = question::open(entry)?;
    let mut extensions = Extensions::of(&mut item)?;
    let codes = question::codes(&mut item, &mut remarks)?;
    let variables = variables(&mut extensions, &mut remarks)?;
    let calculation = extensions.take(urls::CALCULATED).map(|one| expression(one, &mut remarks)).transpose()?;
    let rule = match (calculation, codes.formula.as_deref()) {
        (Some(text), _) => Sum::recognise(&text, &variables).map_or(Rule::Unknown(Reason::Expression), Rule::Sum),
        (None, Some("SS")) => Rule::Section,
        (None, Some("TS")) => Rule::Whole,
        (None, _) => Rule::Unknown(Reason::NoRule),
    };
    if matches!(rule, Rule::Unknown(_)) {
        return Ok(Total { text: Words::new(), loinc: None, rule });
    }
    for name in ["required", "repeats", "readOnly"] {
        item.truth(name)?;
    }
    let total = Total { text: base.read(&mut item, "text", "_text", &mut remarks)?, loinc: codes.loinc, rule };
    question::conditions(&mut item, &mut remarks);
    extensions.leave(&mut remarks);
    item.leave(&mut remarks);
    report.append(remarks);
    Ok(total)
}

/// The named expressions of an item.
fn variables(extensions: &mut Extensions<'_>, report: &mut Report) -> Result<Variables, Refusal> {
    let mut texts = BTreeMap::new();
    for mut one in extensions.take_all(urls::VARIABLE) {
        let value = one.any("valueExpression");
        let name = value.and_then(|value| value.get("name")).and_then(Value::as_str);
        let text = expression(one, report)?;
        if let Some(name) = name {
            // A name given twice could mean either: then it means nothing here.
            texts.entry(name.to_owned()).and_modify(|text: &mut String| text.clear()).or_insert(text);
        }
    }
    Ok(Variables::read(&texts))
}

/// The text of an expression in FHIRPath; an empty one, which nothing recognises, for any other language.
fn expression(mut one: Members<'_>, report: &mut Report) -> Result<String, Refusal> {
    let Some(value) = one.any("valueExpression") else {
        return Ok(String::new());
    };
    let mut value = Members::of(value, one.path_of("valueExpression"))?;
    value.text("name")?;
    let fhirpath = value.text("language")? == Some("text/fhirpath");
    let text = value.text("expression")?.filter(|_| fhirpath).unwrap_or_default();
    value.leave(report);
    one.leave(report);
    Ok(text.to_owned())
}
