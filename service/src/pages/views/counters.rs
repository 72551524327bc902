//! The page of policy counters.

use askama::Template;

use super::{FileLink, Layout, PowerChoice};

/// The whole page.
#[derive(Template)]
#[template(path = "counters.html")]
pub struct CountersPage<'a> {
    /// The frame.
    pub layout: Layout<'a>,
    /// Years, the newest first.
    pub years: Vec<YearChoice>,
    /// Classes of settings.
    pub classes: Vec<PowerChoice>,
    /// Counters whose growth can be seen.
    pub measures: Vec<PowerChoice>,
    /// Whether nothing was counted.
    pub is_empty: bool,
    /// Whether contacts were imported.
    pub has_contacts: bool,
    /// What the counts rest on.
    pub rests_on: Vec<String>,
    /// Over the table: which year and settings.
    pub heading: String,
    /// The figures.
    pub rows: Vec<CounterRow>,
    /// What the signs of hidden figures mean.
    pub hidden: String,
    /// Where the file is.
    pub csv: String,
    /// Where the sheet is.
    pub pdf: String,
    /// Growth, as a sentence.
    pub growth: String,
    /// Whether growth is measured from what Peil itself counted.
    pub counted_baseline: bool,
    /// Growth, as a picture.
    pub picture: Option<GrowthPicture>,
    /// Whether the reader enters figures of the baseline year.
    pub may_enter: bool,
    /// Whether a figure was just refused.
    pub not_saved: bool,
    /// The year.
    pub year: i16,
    /// The class of settings.
    pub class: &'static str,
    /// The counter of growth.
    pub measure: &'static str,
    /// What a figure can be of, the year first.
    pub periods: Vec<&'static str>,
    /// Figures that were entered.
    pub entered: Vec<EnteredFigure>,
    /// The number of the version of the definitions.
    pub version: &'static str,
    /// What is counted.
    pub definitions: Vec<CounterDefinition>,
}

/// A year to choose.
pub struct YearChoice {
    /// Which.
    pub year: i16,
    /// Whether it is chosen.
    pub chosen: bool,
}

/// A counter's figures.
pub struct CounterRow {
    /// In addresses and texts.
    pub word: &'static str,
    /// Whether it is a part of the one above.
    pub part: bool,
    /// What it is a number of.
    pub unit: String,
    /// Quarters and the year; none where it is not known.
    pub cells: Vec<Option<String>>,
}

/// Growth, drawn.
pub struct GrowthPicture {
    /// How to read it.
    pub key: String,
    /// The chart.
    pub svg: String,
    /// The chart on a telephone.
    pub small_svg: String,
    /// Where the picture is downloaded.
    pub files: Vec<FileLink>,
    /// Its numbers.
    pub rows: Vec<GrowthRow>,
}

/// A year of the picture.
pub struct GrowthRow {
    /// Which, or which goal.
    pub year: String,
    /// The figure.
    pub value: String,
    /// What it is compared with.
    pub against: String,
    /// In a hundred of the baseline.
    pub percent: String,
}

/// A figure that was entered.
pub struct EnteredFigure {
    /// Of which counter.
    pub counter: &'static str,
    /// Of which part of the year.
    pub period: &'static str,
    /// Of which settings.
    pub class: &'static str,
    /// The figure.
    pub value: String,
    /// Who, and when.
    pub by: String,
}

/// What is counted.
pub struct CounterDefinition {
    /// In addresses and texts.
    pub word: &'static str,
    /// What it is a number of.
    pub unit: String,
}
