//! Foreign questionnaires: a document of somebody else becomes a draft.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::fhir::import::definition::{self, NamedQuestion};
use crate::fhir::import::draft::Draft;
use crate::fhir::import::extensions::Extensions;
use crate::fhir::import::ids::{self, Ids, LinkIds, Target};
use crate::fhir::import::outline::{Entry, Kind, outline};
use crate::fhir::import::question::{self, FoundScale, Surroundings};
use crate::fhir::import::scores::{Asked, FoundScore};
use crate::fhir::import::total::{self, Total};
use crate::fhir::import::value_sets::ValueSets;
use crate::fhir::import::wording::{Base, Words};
use crate::fhir::members::Members;
use crate::fhir::refusal::Refusal;
use crate::fhir::report::{Part, Reason, Report, Warning};
use crate::fhir::urls;
use crate::language::Language;
use crate::version::Version;

/// A draft goes out with all it came from, and must come in again.
const MOST_BYTES: usize = 2 * 1024 * 1024;

/// What the importer is told beside the document.
#[derive(Clone, Copy, Debug, Default)]
pub struct Beside<'a> {
    /// The value sets that the document points to and does not contain (FHIR JSON).
    pub value_sets: &'a [&'a str],
    /// The language of texts for which the document names none; unnamed texts stay in the original otherwise.
    pub unnamed_language: Option<Language>,
}

/// What the document says about itself.
pub(super) struct Header {
    pub(super) id: String,
    pub(super) version: String,
    /// The version as the document spells it.
    pub(super) named_version: Option<String>,
    pub(super) url: Option<String>,
    pub(super) loinc: Option<String>,
    pub(super) title: Words,
    pub(super) name: String,
    pub(super) holder: String,
    pub(super) notice: Words,
    pub(super) base: Base,
}

/// The parts of a draft while they are collected, in the order of the document.
#[derive(Default)]
struct Found {
    intro: Option<Words>,
    questions: Vec<NamedQuestion>,
    question_places: Vec<usize>,
    totals: Vec<(usize, Total)>,
    /// Whether a question that the draft does not ask may carry ordinal values.
    ordinals_left: bool,
    link_ids: LinkIds,
}

/// Reads a questionnaire of somebody else.
pub(super) fn import(text: &str, value: &Value, beside: &Beside<'_>) -> Result<Draft, Refusal> {
    let size = text.len() + beside.value_sets.iter().map(|text| text.len()).sum::<usize>();
    if size > MOST_BYTES {
        return Err(Refusal::TooLarge { what: "bytes", most: MOST_BYTES });
    }
    let mut report = Report::default();
    let mut root = Members::of(value, "")?;
    let header = header(&mut root, beside, &mut report)?;
    let mut value_sets = ValueSets::default();
    value_sets.add_contained(root.objects("contained")?, &header.base, &mut report)?;
    for given in beside.value_sets {
        value_sets.add_given(given, beside.unnamed_language)?;
    }
    let entries = outline(&mut root)?;
    Extensions::of(&mut root)?.leave(&mut report);
    root.leave(&mut report);
    let around = Surroundings { base: &header.base, value_sets: &value_sets };
    let mut ids = Ids::default();
    let mut found = read_entries(&entries, &around, &mut ids, &mut report)?;
    let scores = scores(&entries, &mut found, &mut ids, &mut report);
    if found.questions.is_empty() {
        report.warn(Warning::NoItems);
    }
    report.warn(Warning::TermsUnread);
    report.warn(Warning::NoAlerts);
    let (definition, instrument) = definition::write(&header, found.intro.as_ref(), &found.questions, &scores)?;
    Ok(Draft {
        instrument,
        definition,
        link_ids: found.link_ids,
        url: header.url,
        version: header.named_version,
        original: text.to_owned(),
        value_sets: beside.value_sets.iter().map(|text| (*text).to_owned()).collect(),
        report,
    })
}

fn header(root: &mut Members<'_>, beside: &Beside<'_>, report: &mut Report) -> Result<Header, Refusal> {
    root.text("resourceType")?;
    let base = Base::of(root.text("language")?, beside.unnamed_language, report);
    let url = root.text("url")?.map(str::to_owned);
    if url.is_none() {
        report.warn(Warning::NoUrl);
    }
    let named_version = root.text("version")?;
    let version = version(named_version, report);
    let status = root.needed_text("status")?;
    if !matches!(status, "draft" | "active") {
        report.warn(Warning::Status { status: status.to_owned() });
    }
    let own_title = root.text("title")?.map(str::to_owned);
    let machine_name = root.text("name")?.map(str::to_owned);
    let title = base.read(root, "title", "_title", report)?;
    let found_id = root.text("id")?;
    let tail = url.as_deref().and_then(|url| url.rsplit('/').next());
    let id = ids::spelled(found_id.or(machine_name.as_deref()).or(own_title.as_deref()).or(tail).unwrap_or("draft"));
    if let Some(found) = found_id.filter(|found| !valid_id(found)) {
        report.warn(Warning::InvalidId { found: found.to_owned(), id: id.clone() });
    }
    let codes = question::codes(root, report)?;
    Ok(Header {
        name: own_title.or(machine_name).unwrap_or_else(|| id.clone()),
        id,
        version,
        named_version: named_version.map(str::to_owned),
        url,
        loinc: codes.loinc,
        title,
        holder: root.text("publisher")?.unwrap_or("not stated in the file").to_owned(),
        notice: base.read(root, "copyright", "_copyright", report)?,
        base,
    })
}

/// The version of the draft; 0.0.0 where the document has none that is spelled like ours.
fn version(found: Option<&str>, report: &mut Report) -> String {
    match found {
        None => report.warn(Warning::NoVersion),
        Some(found) if found.parse::<Version>().is_ok() => return found.to_owned(),
        Some(found) => report.warn(Warning::OtherVersion { found: found.to_owned() }),
    }
    "0.0.0".to_owned()
}

/// Whether FHIR allows this id.
fn valid_id(id: &str) -> bool {
    (1..=64).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-.".contains(&byte))
}

fn read_entries(
    entries: &[Entry<'_>],
    around: &Surroundings<'_>,
    ids: &mut Ids,
    report: &mut Report,
) -> Result<Found, Refusal> {
    let mut found = Found::default();
    let mut repeated = BTreeSet::new();
    for (place, entry) in entries.iter().enumerate() {
        let inside = entry.parent.is_some_and(|parent| repeated.contains(&parent));
        if inside || entry.value.get("repeats") == Some(&Value::Bool(true)) {
            // Whatever stands in it may be answered as often as it is.
            repeated.insert(place);
            report.keep(entry.path.as_str(), Reason::SeveralAnswers);
            found.link_ids.insert(entry.link_id, Target::NotTaken);
            found.ordinals_left = true;
            continue;
        }
        match entry.kind {
            Kind::Display if read_anchor(entry, &mut found, around.base, report)? => {
                found.link_ids.insert(entry.link_id, Target::NotTaken);
            }
            Kind::Group | Kind::Display => {
                let words = read_words(entry, place == 0, around.base, report)?;
                found.intro = found.intro.take().or(words);
                found.link_ids.insert(entry.link_id, Target::NotTaken);
            }
            _ if total::is_total(entry)? => {
                found.totals.push((place, total::read(entry, around.base, report)?));
            }
            _ => match question::read(entry, around, report)? {
                Ok(question) => {
                    let id = ids.give(entry.link_id);
                    report.import(entry.path.as_str(), Part::Item, &id);
                    found.link_ids.insert(entry.link_id, Target::Item(id.clone()));
                    found.questions.push(NamedQuestion { id, question });
                    found.question_places.push(place);
                }
                Err(reason) => {
                    let could_choose = matches!(entry.kind, Kind::Choice | Kind::Other("open-choice"));
                    found.ordinals_left |= could_choose && reason != Reason::NoWeights;
                    report.keep(entry.path.as_str(), reason);
                    found.link_ids.insert(entry.link_id, Target::NotTaken);
                }
            },
        }
    }
    Ok(found)
}

/// Reads the words at one end of the line that they stand in; false for any other words.
fn read_anchor(entry: &Entry<'_>, found: &mut Found, base: &Base, report: &mut Report) -> Result<bool, Refusal> {
    let line = found.question_places.iter().position(|place| Some(*place) == entry.parent);
    let line = line.and_then(|place| found.questions.get_mut(place));
    let Some(line) = line.filter(|line| matches!(line.question.scale, FoundScale::Line(_))) else {
        return Ok(false);
    };
    let mut item = question::open(entry)?;
    let mut extensions = Extensions::of(&mut item)?;
    let end = if extensions.says(urls::ITEM_CONTROL, "lower", report)? {
        &mut line.question.low
    } else if extensions.says(urls::ITEM_CONTROL, "upper", report)? {
        &mut line.question.high
    } else {
        return Ok(false);
    };
    *end = base.read(&mut item, "text", "_text", report)?;
    report.import(entry.path.as_str(), Part::Anchor, &line.id);
    question::conditions(&mut item, report);
    extensions.leave(report);
    item.leave(report);
    Ok(true)
}

/// Reads words that ask nothing. Those at the very beginning are the intro, those between the items are kept.
fn read_words(entry: &Entry<'_>, first: bool, base: &Base, report: &mut Report) -> Result<Option<Words>, Refusal> {
    let mut item = question::open(entry)?;
    let mut words = None;
    if first {
        words = Some(base.read(&mut item, "text", "_text", report)?).filter(|words| !words.is_empty());
        if words.is_some() {
            report.import(entry.path.as_str(), Part::Intro, "intro");
        }
    } else if item.any("text").is_some() {
        item.any("_text");
        report.keep(item.path_of("text"), Reason::Words);
    }
    for name in ["required", "repeats", "readOnly"] {
        if item.truth(name)? == Some(true) {
            report.keep(item.path_of(name), Reason::NotUnderstood);
        }
    }
    let mut extensions = Extensions::of(&mut item)?;
    if words.is_some() {
        extensions.says(urls::DISPLAY_CATEGORY, "instructions", report)?;
    }
    question::conditions(&mut item, report);
    extensions.leave(report);
    item.leave(report);
    Ok(words)
}

/// The totals that are plain sums over questions of the draft; the others are kept.
fn scores(entries: &[Entry<'_>], found: &mut Found, ids: &mut Ids, report: &mut Report) -> Vec<FoundScore> {
    let asked = Asked {
        entries,
        places: &found.question_places,
        questions: &found.questions,
        ordinals_left: found.ordinals_left,
    };
    let mut scores = Vec::new();
    for (place, total) in found.totals.drain(..) {
        let Some(entry) = entries.get(place) else {
            continue;
        };
        let added = asked.addends(place, &total.rule);
        let added = added.and_then(|(items, also)| Ok((asked.range(&items).ok_or(Reason::Expression)?, items, also)));
        match added {
            Ok((range, items, also_incomplete)) => {
                let id = ids.give(entry.link_id);
                report.import(entry.path.as_str(), Part::Score, &id);
                report.warn(Warning::DirectionUnknown { score: id.clone() });
                if also_incomplete {
                    report.warn(Warning::IncompleteSums { score: id.clone() });
                }
                found.link_ids.insert(entry.link_id, Target::Score(id.clone()));
                let (title, loinc) = (total.text, total.loinc);
                scores.push(FoundScore { id, title, loinc, items, range });
            }
            Err(reason) => {
                report.keep(entry.path.as_str(), reason);
                found.link_ids.insert(entry.link_id, Target::NotTaken);
            }
        }
    }
    scores
}
