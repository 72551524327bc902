//! What a change plot shows: plain data, every word already in the reader's language.

use crate::charts::{axis::Scale, numerals::Numerals, view::CutOff, view::Status};

/// The start of each member against now.
#[derive(Debug, Clone, PartialEq)]
pub struct ChangePlot {
    /// Id of the SVG element, unique in the page (letters, digits, hyphens).
    pub id: String,
    /// What is seen, as a sentence.
    pub title: String,
    /// Scale, direction and reading key.
    pub subtitle: String,
    /// The text alternative; see [`super::change_sentences`].
    pub description: String,
    /// The part of the instrument's scale that both axes show, and which way is better.
    pub scale: Scale,
    /// Over the vertical axis: "nu, PHQ-9: omhoog is beter".
    pub now_label: String,
    /// Under the horizontal axis: "bij de start: naar rechts is beter".
    pub start_label: String,
    /// The clinical cut-off, when the instrument has one.
    pub cut_off: Option<CutOff>,
    /// How many points are a reliable change, when the instrument says so.
    pub reliable: Option<f64>,
    /// The words of the parts of the plot.
    pub parts: PartWords,
    /// The members with a start and a newer score, in the order of the table.
    pub members: Vec<ChangeDot>,
    /// Said in the middle of the chart when nobody has two scores.
    pub nothing_yet: String,
    /// How numbers are written.
    pub numerals: Numerals,
}

/// One member.
#[derive(Debug, Clone, PartialEq)]
pub struct ChangeDot {
    /// Pseudonym.
    pub label: String,
    /// What the change means.
    pub status: Status,
    /// The same in words, for the table.
    pub word: String,
    /// The first score.
    pub start: f64,
    /// The newest score.
    pub now: f64,
}

/// The words that stand in the parts of the plot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartWords {
    /// Reliably better, and over the cut-off: "hersteld".
    pub recovered: String,
    /// Reliably better: "verbeterd".
    pub improved: String,
    /// In the band: "geen betrouwbaar verschil".
    pub unchanged: String,
    /// Reliably worse: "verslechterd".
    pub worse: String,
    /// At the diagonal when there is no band: "geen verschil".
    pub no_change: String,
}

/// The table behind the chart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangeTable {
    /// One row a member, in the order of the view.
    pub rows: Vec<ChangeRow>,
}

/// A member's change in numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangeRow {
    /// Pseudonym.
    pub label: String,
    /// The first score, raw.
    pub start: String,
    /// The newest score, raw.
    pub now: String,
    /// Points of improvement; negative when worse.
    pub improvement: String,
    /// What the change means.
    pub status: Status,
    /// The same in words.
    pub word: String,
}

/// The caller's sentences.
pub trait ChangePhrases {
    /// How many members of how many are in one part.
    fn part(&self, status: Status, names: &[String], of: usize) -> String;
}

impl ChangeDot {
    fn is_finite(&self) -> bool {
        self.start.is_finite() && self.now.is_finite()
    }
}

impl ChangePlot {
    /// The members with numbers that are numbers.
    pub(super) fn dots(&self) -> impl Iterator<Item = &ChangeDot> {
        self.members.iter().filter(|member| member.is_finite())
    }

    /// The table behind the chart: raw scores, and the change with improvement as positive.
    pub fn table(&self) -> ChangeTable {
        let write = |value: f64| self.numerals.write(value, 1);
        let rows = self.dots().map(|member| ChangeRow {
            label: member.label.clone(),
            start: write(member.start),
            now: write(member.now),
            improvement: write(self.scale.improvement(member.start, member.now)),
            status: member.status,
            word: member.word.clone(),
        });
        ChangeTable { rows: rows.collect() }
    }
}

/// The chart's sentences: a sentence for each meaning that occurs, worse first.
pub fn change_sentences(view: &ChangePlot, phrases: &dyn ChangePhrases) -> Vec<String> {
    let all: Vec<&ChangeDot> = view.dots().collect();
    if all.is_empty() {
        return vec![view.nothing_yet.clone()];
    }
    let order = [Status::Bad, Status::Warn, Status::Normal, Status::Good, Status::Recovered];
    let part = |status: Status| {
        let names = all.iter().filter(|member| member.status == status).map(|member| member.label.clone());
        let names: Vec<String> = names.collect();
        (!names.is_empty()).then(|| phrases.part(status, &names, all.len()))
    };
    order.into_iter().filter_map(part).collect()
}
