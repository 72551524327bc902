//! What a chart of growth shows: plain data, every word already in the reader's language.

use crate::charts::numerals::Numerals;

/// How something grew since a first year, and where it is to go.
#[derive(Debug, Clone, PartialEq)]
pub struct GrowthChart {
    /// Id of the SVG element, unique in the page (letters, digits, hyphens).
    pub id: String,
    /// What is seen, as a sentence.
    pub title: String,
    /// How to read it.
    pub subtitle: String,
    /// The text alternative.
    pub description: String,
    /// Printed over the vertical axis: "2025 is 100".
    pub scale_label: String,
    /// Printed behind the years: "year".
    pub year_label: String,
    /// The year that is 100; the first of the picture.
    pub first_year: i16,
    /// What is to be reached, in order of years; the last is the last of the picture.
    pub targets: Vec<GrowthMark>,
    /// What was reached, in order of years.
    pub reached: Vec<GrowthMark>,
    /// How numbers are written.
    pub numerals: Numerals,
}

/// A place in the picture.
#[derive(Debug, Clone, PartialEq)]
pub struct GrowthMark {
    /// The year.
    pub year: i16,
    /// In a hundred of the first year.
    pub percent: f64,
    /// Its name, the number first: "+6 % in 2027".
    pub label: String,
    /// Whether the year is not over: drawn hollow.
    pub unfinished: bool,
}

impl GrowthChart {
    /// Years in the picture.
    pub(crate) fn years(&self) -> u32 {
        let all = self.targets.iter().chain(&self.reached).map(|mark| self.place(mark.year));
        all.max().unwrap_or(1).max(2)
    }

    /// Where a year stands, from 1.
    pub(crate) fn place(&self, year: i16) -> u32 {
        u32::try_from(year - self.first_year).unwrap_or(0) + 1
    }

    /// Everything that is named: what is to be reached, then the newest that was.
    pub(crate) fn named(&self) -> impl Iterator<Item = &GrowthMark> {
        self.targets.iter().chain(self.reached.last())
    }
}
