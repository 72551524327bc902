//! The outline: every item of a questionnaire in the order of the document, with what holds it together.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::fhir::members::Members;
use crate::fhir::refusal::Refusal;

const MOST_ITEMS: usize = 2_000;

/// One item, at any depth.
pub(super) struct Entry<'a> {
    pub(super) path: String,
    pub(super) link_id: &'a str,
    pub(super) kind: Kind,
    pub(super) value: &'a Value,
    pub(super) parent: Option<usize>,
}

/// The types of item in FHIR R4, as far as they differ for us.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Group,
    Display,
    Choice,
    Decimal,
    Integer,
    Quantity,
    Words,
    /// A type the form does not have.
    Other(&'static str),
}

const KINDS: [(&str, Kind); 17] = [
    ("group", Kind::Group),
    ("display", Kind::Display),
    ("choice", Kind::Choice),
    ("decimal", Kind::Decimal),
    ("integer", Kind::Integer),
    ("quantity", Kind::Quantity),
    ("string", Kind::Words),
    ("text", Kind::Words),
    ("boolean", Kind::Other("boolean")),
    ("date", Kind::Other("date")),
    ("dateTime", Kind::Other("dateTime")),
    ("time", Kind::Other("time")),
    ("url", Kind::Other("url")),
    ("open-choice", Kind::Other("open-choice")),
    ("attachment", Kind::Other("attachment")),
    ("reference", Kind::Other("reference")),
    ("question", Kind::Other("question")),
];

/// The items below the root. Refuses linkIds used twice, conditions on nothing and conditions in a circle.
pub(super) fn outline<'a>(root: &mut Members<'a>) -> Result<Vec<Entry<'a>>, Refusal> {
    let mut entries = Vec::new();
    let mut seen = BTreeSet::new();
    collect(root.objects("item")?, None, &mut entries, &mut seen)?;
    refuse_circles(&entries)?;
    Ok(entries)
}

fn collect<'a>(
    items: Vec<Members<'a>>,
    parent: Option<usize>,
    entries: &mut Vec<Entry<'a>>,
    seen: &mut BTreeSet<&'a str>,
) -> Result<(), Refusal> {
    for mut item in items {
        let link_id = item.needed_text("linkId")?;
        if !seen.insert(link_id) {
            return Err(Refusal::DuplicateLinkId { path: item.path().to_owned(), link_id: link_id.to_owned() });
        }
        if entries.len() == MOST_ITEMS {
            return Err(Refusal::TooLarge { what: "items", most: MOST_ITEMS });
        }
        let found = item.needed_text("type")?;
        let kind = KINDS.iter().find(|(name, _)| *name == found).map(|(_, kind)| *kind);
        let kind =
            kind.ok_or_else(|| Refusal::UnknownItemType { path: item.path_of("type"), found: found.to_owned() })?;
        let below = item.objects("item")?;
        let place = entries.len();
        entries.push(Entry { path: item.path().to_owned(), link_id, kind, value: item.value(), parent });
        collect(below, Some(place), entries, seen)?;
    }
    Ok(())
}

/// An item waits for the questions its conditions ask for, and for the item it stands in.
fn refuse_circles(entries: &[Entry<'_>]) -> Result<(), Refusal> {
    let places: BTreeMap<&str, usize> = entries.iter().enumerate().map(|(place, one)| (one.link_id, place)).collect();
    let mut waits_for: Vec<Vec<usize>> = Vec::with_capacity(entries.len());
    for entry in entries {
        let mut targets: Vec<usize> = entry.parent.into_iter().collect();
        for mut condition in Members::of(entry.value, entry.path.as_str())?.objects("enableWhen")? {
            let link_id = condition.needed_text("question")?;
            let place = places.get(link_id).copied();
            targets.push(place.ok_or_else(|| Refusal::UnknownQuestion {
                path: condition.path().to_owned(),
                link_id: link_id.to_owned(),
            })?);
        }
        waits_for.push(targets);
    }
    let stuck = never_asked(&waits_for);
    if stuck.is_empty() {
        return Ok(());
    }
    let link_ids = stuck.into_iter().filter_map(|place| entries.get(place)).map(|one| one.link_id.to_owned());
    Err(Refusal::CyclicConditions { link_ids: link_ids.collect() })
}

/// The items that lie on a circle or behind one: what is left when whatever waits for nothing is taken away in turn.
fn never_asked(waits_for: &[Vec<usize>]) -> Vec<usize> {
    let mut waiting: Vec<usize> = waits_for.iter().map(Vec::len).collect();
    let mut waited_by: Vec<Vec<usize>> = vec![Vec::new(); waits_for.len()];
    for (place, targets) in waits_for.iter().enumerate() {
        for target in targets {
            if let Some(list) = waited_by.get_mut(*target) {
                list.push(place);
            }
        }
    }
    let mut free: Vec<usize> = (0..waiting.len()).filter(|place| waiting.get(*place) == Some(&0)).collect();
    while let Some(place) = free.pop() {
        for freed in waited_by.get(place).into_iter().flatten() {
            if let Some(count) = waiting.get_mut(*freed) {
                *count -= 1;
                if *count == 0 {
                    free.push(*freed);
                }
            }
        }
    }
    waiting.iter().enumerate().filter(|(_, count)| **count > 0).map(|(place, _)| place).collect()
}
