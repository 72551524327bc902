//! Scores of a draft: totals whose rule is a plain sum over questions that the draft asks.

use std::collections::BTreeSet;

use crate::decimal::Decimal;
use crate::fhir::import::definition::NamedQuestion;
use crate::fhir::import::options::FoundOption;
use crate::fhir::import::outline::Entry;
use crate::fhir::import::question::{FoundScale, Range};
use crate::fhir::import::sum::{Addends, Sum};
use crate::fhir::import::total::Rule;
use crate::fhir::import::wording::Words;
use crate::fhir::report::Reason;
use crate::fhir::urls;

/// A score of the draft.
pub(super) struct FoundScore {
    pub(super) id: String,
    pub(super) title: Words,
    pub(super) loinc: Option<String>,
    pub(super) items: Vec<String>,
    pub(super) range: (Decimal, Decimal),
}

/// The questions of a draft with their places in the document.
pub(super) struct Asked<'a> {
    pub(super) entries: &'a [Entry<'a>],
    /// For each question its place among the entries.
    pub(super) places: &'a [usize],
    pub(super) questions: &'a [NamedQuestion],
    /// Whether a question that the draft does not ask may carry ordinal values.
    pub(super) ordinals_left: bool,
}

impl Asked<'_> {
    /// The items that a rule adds up, and whether the file also adds up incomplete forms.
    pub(super) fn addends(&self, total: usize, rule: &Rule) -> Result<(Vec<String>, bool), Reason> {
        let (items, also_incomplete) = match rule {
            Rule::Unknown(reason) => return Err(reason.clone()),
            Rule::Sum(Sum { addends, also_incomplete }) => (self.of_sum(addends)?, *also_incomplete),
            Rule::Section => (self.counted(self.entries.get(total).and_then(|one| one.parent))?, true),
            Rule::Whole => (self.counted(None)?, true),
        };
        if items.is_empty() { Err(Reason::NoRule) } else { Ok((items, also_incomplete)) }
    }

    /// The lowest and the highest sum of these items.
    pub(super) fn range(&self, items: &[String]) -> Option<(Decimal, Decimal)> {
        let (mut lowest, mut highest) = (0_i128, 0_i128);
        for one in self.questions.iter().filter(|one| items.contains(&one.id)) {
            let (min, max) = ends(&one.question.scale)?;
            lowest += i128::from(min.millionths());
            highest += i128::from(max.millionths());
        }
        Some((Decimal::from_millionths(lowest)?, Decimal::from_millionths(highest)?))
    }

    fn of_sum(&self, addends: &Addends) -> Result<Vec<String>, Reason> {
        match addends {
            Addends::AllOrdinals if self.ordinals_left => Err(Reason::Expression),
            Addends::AllOrdinals => {
                let all = self.questions.iter().filter(|one| weighed_by(&one.question.scale, urls::ORDINAL_VALUE));
                Ok(all.map(|one| one.id.clone()).collect())
            }
            Addends::Weights(weighings) => weighings
                .iter()
                .map(|one| {
                    // The expression looks among the options that stand in the item itself.
                    self.root(&one.link_id, |scale| inline(scale) && weighed_by(scale, &one.url))
                })
                .collect(),
            Addends::Answers { link_ids, ordinal } => {
                let fits = |scale: &FoundScale| match scale {
                    FoundScale::Choice { .. } => *ordinal && weighed_by(scale, urls::ORDINAL_VALUE),
                    FoundScale::Line(_) | FoundScale::Number(_) => !*ordinal,
                    FoundScale::Words { .. } => false,
                };
                link_ids.iter().map(|link_id| self.root(link_id, fits)).collect()
            }
        }
    }

    /// The id of the question at the root of the document with this linkId, if its scale is the one the sum is about.
    fn root(&self, link_id: &str, fits: impl Fn(&FoundScale) -> bool) -> Result<String, Reason> {
        let found = self.places.iter().zip(self.questions).find(|(place, one)| {
            let entry = self.entries.get(**place);
            entry.is_some_and(|entry| entry.link_id == link_id && entry.parent.is_none()) && fits(&one.question.scale)
        });
        found.map(|(_, one)| one.id.clone()).ok_or(Reason::Expression)
    }

    /// The questions marked as counting, below this entry or everywhere. A section within the section is part of it.
    fn counted(&self, section: Option<usize>) -> Result<Vec<String>, Reason> {
        let inside = |place: &usize| section.is_none_or(|section| self.is_below(*place, section));
        let counted = self.places.iter().zip(self.questions);
        let counted = counted.filter(|(place, one)| one.question.counts_in_sections && inside(place));
        let (items, scales): (Vec<String>, Vec<&FoundScale>) =
            counted.map(|(_, one)| (one.id.clone(), &one.question.scale)).unzip();
        // A marked question that the draft does not ask would be missing from the sum.
        let marked = self.marked_places();
        let all = marked.iter().filter(|place| inside(place)).count() == items.len();
        let ordinal = scales.iter().all(|scale| weighed_by(scale, urls::ORDINAL_VALUE));
        if all && ordinal { Ok(items) } else { Err(Reason::Expression) }
    }

    fn marked_places(&self) -> BTreeSet<usize> {
        let marked = |entry: &Entry<'_>| {
            let codes = entry.value.get("code").and_then(serde_json::Value::as_array);
            codes.into_iter().flatten().any(|coding| {
                let is = |name: &str, text: &str| coding.get(name).and_then(serde_json::Value::as_str) == Some(text);
                is("system", urls::SCORING_FORMULAS) && is("code", "QS")
            })
        };
        self.entries.iter().enumerate().filter(|(_, entry)| marked(entry)).map(|(place, _)| place).collect()
    }

    fn is_below(&self, place: usize, ancestor: usize) -> bool {
        let mut above = self.entries.get(place).and_then(|entry| entry.parent);
        while let Some(parent) = above {
            if parent == ancestor {
                return true;
            }
            above = self.entries.get(parent).and_then(|entry| entry.parent);
        }
        false
    }
}

fn inline(scale: &FoundScale) -> bool {
    matches!(scale, FoundScale::Choice { inline: true, .. })
}

/// Whether every option carries its weight under this name.
fn weighed_by(scale: &FoundScale, url: &str) -> bool {
    match scale {
        FoundScale::Choice { options, .. } => options.iter().all(|one| one.weight.is_some_and(|one| one.url == url)),
        FoundScale::Line(_) | FoundScale::Number(_) | FoundScale::Words { .. } => false,
    }
}

fn ends(scale: &FoundScale) -> Option<(Decimal, Decimal)> {
    match scale {
        FoundScale::Choice { options, .. } => {
            let weight = |one: &FoundOption| one.weight.map(|one| one.value);
            Some((options.iter().filter_map(weight).min()?, options.iter().filter_map(weight).max()?))
        }
        FoundScale::Line(Range { min, max, .. }) | FoundScale::Number(Range { min, max, .. }) => Some((*min, *max)),
        FoundScale::Words { .. } => None,
    }
}
