//! Questions: the items of the document that the draft can ask.

use crate::decimal::Decimal;
use crate::fhir::import::extensions::Extensions;
use crate::fhir::import::options::{self, FoundOption};
use crate::fhir::import::outline::{Entry, Kind};
use crate::fhir::import::value_sets::ValueSets;
use crate::fhir::import::wording::{Base, Words};
use crate::fhir::members::Members;
use crate::fhir::refusal::Refusal;
use crate::fhir::report::{Reason, Report, Warning};
use crate::fhir::urls;

/// Room for words where the file does not say how much.
const ROOM_FOR_WORDS: u32 = 2_000;

/// A question the draft can ask.
pub(super) struct Question {
    pub(super) text: Words,
    /// The words at the ends of a line.
    pub(super) low: Words,
    pub(super) high: Words,
    pub(super) required: bool,
    pub(super) loinc: Option<String>,
    pub(super) scale: FoundScale,
    /// Whether a code says that its answer counts in the scores of its sections.
    pub(super) counts_in_sections: bool,
}

/// How a question is answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum FoundScale {
    Choice {
        options: Vec<FoundOption>,
        /// Whether the options stand in the item itself and not in a value set.
        inline: bool,
    },
    Line(Range),
    Number(Range),
    Words {
        room: u32,
    },
}

/// The ends and the step of a line or number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Range {
    pub(super) min: Decimal,
    pub(super) max: Decimal,
    pub(super) step: Decimal,
}

/// The codes of an item, as far as they mean something here.
#[derive(Default)]
pub(super) struct Codes {
    pub(super) loinc: Option<String>,
    pub(super) formula: Option<String>,
}

/// What reading an item needs to know of the document around it.
pub(super) struct Surroundings<'a> {
    pub(super) base: &'a Base,
    pub(super) value_sets: &'a ValueSets,
}

/// Reads the item; an `Err` inside says why the draft cannot ask it.
pub(super) fn read(
    entry: &Entry<'_>,
    around: &Surroundings<'_>,
    report: &mut Report,
) -> Result<Result<Question, Reason>, Refusal> {
    // Remarks about the parts of an item that is kept as a whole say nothing new.
    let mut remarks = Report::default();
    let mut item = open(entry)?;
    let mut extensions = Extensions::of(&mut item)?;
    item.truth("repeats")?;
    let scale = scale(entry.kind, &mut item, &mut extensions, around, &mut remarks)?;
    let scale = match scale {
        Ok(scale) => scale,
        Err(reason) => {
            warn_of_bare_slider(entry, report)?;
            return Ok(Err(reason));
        }
    };
    let codes = codes(&mut item, &mut remarks)?;
    let question = Question {
        text: around.base.read(&mut item, "text", "_text", &mut remarks)?,
        low: Words::new(),
        high: Words::new(),
        required: item.truth("required")?.unwrap_or(false),
        loinc: codes.loinc,
        scale,
        counts_in_sections: codes.formula.as_deref() == Some("QS"),
    };
    if item.truth("readOnly")? == Some(true) {
        return Ok(Err(Reason::NoRule));
    }
    conditions(&mut item, &mut remarks);
    if item.any("initial").is_some() {
        remarks.keep(item.path_of("initial"), Reason::PresetAnswer);
    }
    extensions.leave(&mut remarks);
    item.leave(&mut remarks);
    report.append(remarks);
    Ok(Ok(question))
}

/// The item with what the outline has already read.
pub(super) fn open<'a>(entry: &Entry<'a>) -> Result<Members<'a>, Refusal> {
    let mut item = Members::of(entry.value, entry.path.as_str())?;
    for name in ["linkId", "type", "item"] {
        item.any(name);
    }
    Ok(item)
}

/// Reports the conditions under which an item would be asked.
pub(super) fn conditions(item: &mut Members<'_>, report: &mut Report) {
    if item.any("enableWhen").is_some() {
        item.any("enableBehavior");
        report.keep(item.path_of("enableWhen"), Reason::Condition);
    }
}

/// The codes of an item; those that mean nothing here are reported.
pub(super) fn codes(item: &mut Members<'_>, report: &mut Report) -> Result<Codes, Refusal> {
    let mut codes = Codes::default();
    for mut coding in item.objects("code")? {
        let code = coding.text("code")?.map(str::to_owned);
        let slot = match coding.text("system")? {
            Some(urls::LOINC) => &mut codes.loinc,
            Some(urls::SCORING_FORMULAS) => &mut codes.formula,
            _ => {
                report.keep(coding.path(), Reason::NotUnderstood);
                continue;
            }
        };
        if slot.is_some() || code.is_none() {
            report.keep(coding.path(), Reason::NotUnderstood);
            continue;
        }
        *slot = code;
        coding.text("display")?;
        coding.leave(report);
    }
    Ok(codes)
}

fn scale<'a>(
    kind: Kind,
    item: &mut Members<'a>,
    extensions: &mut Extensions<'a>,
    around: &Surroundings<'_>,
    report: &mut Report,
) -> Result<Result<FoundScale, Reason>, Refusal> {
    match kind {
        Kind::Choice => choice(item, around, report),
        Kind::Decimal | Kind::Integer => range(kind == Kind::Integer, extensions, report),
        Kind::Words => words(item),
        Kind::Other(found) => Ok(Err(Reason::ItemType { found: found.to_owned() })),
        Kind::Group | Kind::Display => Ok(Err(Reason::Words)),
        Kind::Quantity => Ok(Err(Reason::NoRule)),
    }
}

fn choice(
    item: &mut Members<'_>,
    around: &Surroundings<'_>,
    report: &mut Report,
) -> Result<Result<FoundScale, Reason>, Refusal> {
    let reference = item.text("answerValueSet")?;
    let (options, inline) = match reference {
        Some(reference) => {
            let options = around.value_sets.resolve(reference, item.path_of("answerValueSet"))?;
            (options.to_vec(), false)
        }
        None => {
            let mut options = Vec::new();
            for option in item.objects("answerOption")? {
                let Some(found) = options::answer_option(option, around.base, report)? else {
                    return Ok(Err(Reason::NotCoded));
                };
                options.push(found);
            }
            (options, true)
        }
    };
    let weights: Vec<Decimal> = options.iter().filter_map(|option| option.weight).map(|one| one.value).collect();
    if weights.is_empty() {
        return Ok(Err(Reason::NoWeights));
    }
    if weights.len() < options.len() {
        return Ok(Err(Reason::SomeWeights));
    }
    let distinct: std::collections::BTreeSet<Decimal> = weights.iter().copied().collect();
    if distinct.len() < weights.len() {
        return Ok(Err(Reason::EqualWeights));
    }
    Ok(Ok(FoundScale::Choice { options, inline }))
}

fn range(
    whole: bool,
    extensions: &mut Extensions<'_>,
    report: &mut Report,
) -> Result<Result<FoundScale, Reason>, Refusal> {
    let min = extensions.number(urls::MIN_VALUE, report)?;
    let max = extensions.number(urls::MAX_VALUE, report)?;
    let step = extensions.number(urls::SLIDER_STEP, report)?;
    let places = extensions.number(urls::MAX_DECIMAL_PLACES, report)?;
    let slider = extensions.says(urls::ITEM_CONTROL, "slider", report)?;
    let step = step.or_else(|| if whole { Some(Decimal::from(1)) } else { places.and_then(smallest_step) });
    let (Some(min), Some(max), Some(step)) = (min, max, step) else {
        let missing = match (min, max) {
            (None, _) => "the smallest answer",
            (_, None) => "the largest answer",
            _ => "the distance between two answers",
        };
        return Ok(Err(Reason::NoScale { missing }));
    };
    let range = Range { min, max, step };
    Ok(Ok(if slider { FoundScale::Line(range) } else { FoundScale::Number(range) }))
}

/// One unit in the last of so many decimal places.
fn smallest_step(places: Decimal) -> Option<Decimal> {
    ["1", "0.1", "0.01", "0.001", "0.0001", "0.00001", "0.000001"]
        .iter()
        .zip(0_i16..)
        .find(|(_, count)| Decimal::from(*count) == places)
        .and_then(|(step, _)| step.parse().ok())
}

fn words(item: &mut Members<'_>) -> Result<Result<FoundScale, Reason>, Refusal> {
    let path = item.path_of("maxLength");
    let room = match item.number("maxLength")? {
        None => ROOM_FOR_WORDS,
        Some(most) => most.to_string().parse().map_err(|_| Refusal::WrongType { path, expected: "a whole number" })?,
    };
    Ok(Ok(FoundScale::Words { room }))
}

/// Says what a slider lacks, all of it: the author must look it up.
fn warn_of_bare_slider(entry: &Entry<'_>, report: &mut Report) -> Result<(), Refusal> {
    if !matches!(entry.kind, Kind::Decimal | Kind::Integer) {
        return Ok(());
    }
    let mut extensions = Extensions::of(&mut open(entry)?)?;
    if !extensions.says(urls::ITEM_CONTROL, "slider", &mut Report::default())? {
        return Ok(());
    }
    let path = entry.path.clone();
    if extensions.take(urls::MIN_VALUE).is_none() {
        report.warn(Warning::NoMinimum { path: path.clone() });
    }
    if extensions.take(urls::MAX_VALUE).is_none() {
        report.warn(Warning::NoMaximum { path: path.clone() });
    }
    if extensions.take(urls::SLIDER_STEP).is_none() {
        report.warn(Warning::NoStep { path });
    }
    Ok(())
}
