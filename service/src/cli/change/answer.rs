//! What is told: the numbers with their sources, each client by every method, and how many by each.

use std::collections::BTreeMap;

use peil_stats::change::{Category, Direction};
use serde::Serialize;

use super::{
    ChangeCommandError, MethodName,
    long_file::LongFile,
    measure::Measure,
    methods::{Judged, Judges},
    numbers::Numbers,
    pair::PairAnswer,
};

/// All that is told.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct Answer {
    pub(super) data: String,
    pub(super) measure: String,
    pub(super) direction: Direction,
    pub(super) numbers: Numbers,
    /// The methods that were used; the first one counts, the others are cross-checks.
    pub(super) methods: Vec<MethodName>,
    pub(super) clients: Vec<ClientRow>,
    /// Clients with fewer than two scores.
    pub(super) left_out: usize,
    /// Clients of whom a method says otherwise than the one that counts.
    pub(super) differ: usize,
    pub(super) counts: Vec<CountRow>,
    /// None where the file has not both questionnaires.
    pub(super) pair: Option<PairAnswer>,
    pub(super) cautions: Vec<String>,
}

/// A client's change.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct ClientRow {
    pub(super) client: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) group: Option<String>,
    pub(super) start: f64,
    pub(super) last: f64,
    /// Positive is improvement.
    pub(super) change: f64,
    /// Reliably worse, from the functional into the clinical range.
    pub(super) fell_into_the_clinical_range: bool,
    pub(super) by: Vec<Judged>,
    /// The methods that say otherwise than the one that counts.
    pub(super) differ: Vec<MethodName>,
}

/// How many clients a method puts where.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub(super) struct CountRow {
    pub(super) method: MethodName,
    pub(super) recovered: usize,
    pub(super) improved: usize,
    pub(super) unchanged: usize,
    pub(super) deteriorated: usize,
    /// Clients of whom it can say nothing.
    pub(super) unknown: usize,
}

impl Answer {
    /// Puts it together.
    ///
    /// # Errors
    /// [`ChangeCommandError`] as the pair gives it.
    pub(super) fn of(
        measure: Measure,
        file: LongFile,
        numbers: Numbers,
        judges: &Judges,
    ) -> Result<Self, ChangeCommandError> {
        let pair = PairAnswer::of(&file)?;
        let ends = file.clients.iter().enumerate().filter_map(|(place, client)| Some((place, client, client.ends()?)));
        let clients: Vec<ClientRow> = ends
            .map(|(place, client, (start, last))| {
                let by = judges.judged(place, (start, last));
                let clinical = |score| numbers.cutoff.map(|cutoff| cutoff.is_clinical(score, measure.direction));
                let worse = by.first().and_then(|first| first.category) == Some(Category::Deteriorated);
                ClientRow {
                    client: client.client.clone(),
                    group: client.group.clone(),
                    start,
                    last,
                    change: measure.direction.improvement(start, last),
                    fell_into_the_clinical_range: worse
                        && clinical(start) == Some(false)
                        && clinical(last) == Some(true),
                    differ: differing(&by),
                    by,
                }
            })
            .collect();
        let methods: Vec<MethodName> = judges.methods().collect();
        let mut cautions: Vec<String> = numbers.lacks.iter().chain(&judges.lacks).cloned().collect();
        if !file.timed {
            cautions.push("there is no column `week` or `session`: the rows were taken in their order".to_owned());
        }
        if file.paired && pair.is_none() {
            cautions.push(
                "nobody gave PHQ-9 and GAD-7 together at two moments: there is no summary of the pair".to_owned(),
            );
        }
        Ok(Self {
            data: file.path.clone(),
            direction: measure.direction,
            left_out: file.clients.len() - clients.len(),
            differ: clients.iter().filter(|client| !client.differ.is_empty()).count(),
            counts: methods.iter().enumerate().map(|(place, method)| counted(*method, place, &clients)).collect(),
            measure: measure.name,
            numbers,
            methods,
            clients,
            pair,
            cautions,
        })
    }
}

/// The methods that say otherwise than the first one, as far as they say anything.
fn differing(by: &[Judged]) -> Vec<MethodName> {
    let Some(first) = by.first().and_then(|first| first.category) else { return Vec::new() };
    let others = by.iter().filter(|judged| judged.category.is_some_and(|category| category != first));
    others.map(|judged| judged.method).collect()
}

fn counted(method: MethodName, place: usize, clients: &[ClientRow]) -> CountRow {
    let mut counts: BTreeMap<Option<&str>, usize> = BTreeMap::new();
    for client in clients {
        let category = client.by.get(place).and_then(|judged| judged.category);
        *counts.entry(category.map(word)).or_default() += 1;
    }
    let of = |category: Option<Category>| counts.get(&category.map(word)).copied().unwrap_or_default();
    CountRow {
        method,
        recovered: of(Some(Category::Recovered)),
        improved: of(Some(Category::Improved)),
        unchanged: of(Some(Category::Unchanged)),
        deteriorated: of(Some(Category::Deteriorated)),
        unknown: of(None),
    }
}

/// A category in a word.
pub(super) fn word(category: Category) -> &'static str {
    match category {
        Category::Recovered => "recovered",
        Category::Improved => "improved",
        Category::Unchanged => "unchanged",
        Category::Deteriorated => "deteriorated",
    }
}
