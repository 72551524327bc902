//! The same facts as a table and as sentences.

use super::view::{Climate, EventKind};

/// The table behind the chart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClimateTable {
    /// Names of the therapists whose ratings are shown.
    pub therapists: Vec<String>,
    /// One row a session.
    pub rows: Vec<ClimateRow>,
}

/// One session in numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClimateRow {
    /// The session, as on the axis.
    pub name: String,
    /// Mean of those present.
    pub mean: Option<String>,
    /// Their spread: lower and upper end.
    pub spread: Option<(String, String)>,
    /// What was usual: lower and upper edge.
    pub usual: Option<(String, String)>,
    /// How many answered.
    pub answered: u32,
    /// What stood out, in words.
    pub events: Vec<String>,
    /// The therapists' own ratings.
    pub therapists: Vec<Option<String>>,
}

/// The newest session beside what was usual; numbers already written for the reader.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Newest {
    /// The session, as on the axis.
    pub name: String,
    /// Mean of those present.
    pub mean: String,
    /// What was usual: lower and upper edge.
    pub usual: Option<(String, String)>,
    /// How many answered.
    pub answered: u32,
}

/// The caller's sentences.
pub trait ClimatePhrases {
    /// The newest session that was rated.
    fn newest(&self, newest: &Newest) -> String;
    /// Sessions in which something stood out.
    fn events(&self, kind: EventKind, sessions: &[String]) -> String;
    /// How many of the sessions have no rating.
    fn unrated(&self, sessions: usize) -> String;
}

impl Climate {
    /// The table behind the chart.
    pub fn table(&self) -> ClimateTable {
        let write = |value: f64| self.numerals.write(value, 1);
        let pair = |(low, high): (f64, f64)| (write(low), write(high));
        let rows = self.sessions.iter().map(|session| ClimateRow {
            name: session.name.clone(),
            mean: session.rating().map(|rating| write(rating.mean)),
            spread: session.rating().map(|rating| pair((rating.lower, rating.upper))),
            usual: session.usual().map(pair),
            answered: session.answered,
            events: session.events.iter().map(|event| event.label.clone()).collect(),
            therapists: (0..self.therapists.len()).map(|at| session.own(at).map(write)).collect(),
        });
        ClimateTable { therapists: self.therapists.clone(), rows: rows.collect() }
    }
}

/// The chart's sentences: the newest session, what stood out, what is missing.
pub fn climate_sentences(view: &Climate, phrases: &dyn ClimatePhrases) -> Vec<String> {
    let write = |value: f64| view.numerals.write(value, 1);
    let newest = view.sessions.iter().rev().find_map(|session| Some((session, session.rating()?)));
    let Some((session, rating)) = newest else { return vec![view.nothing_yet.clone()] };
    let mut out = vec![phrases.newest(&Newest {
        name: session.name.clone(),
        mean: write(rating.mean),
        usual: session.usual().map(|(low, high)| (write(low), write(high))),
        answered: session.answered,
    })];
    for kind in [EventKind::Rupture, EventKind::Fallen, EventKind::Split] {
        let there = view.sessions.iter().filter(|session| session.events.iter().any(|event| event.kind == kind));
        let names: Vec<String> = there.map(|session| session.name.clone()).collect();
        if !names.is_empty() {
            out.push(phrases.events(kind, &names));
        }
    }
    let unrated = view.sessions.iter().filter(|session| session.rating().is_none()).count();
    if unrated > 0 {
        out.push(phrases.unrated(unrated));
    }
    out
}
