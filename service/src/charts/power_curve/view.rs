//! What a power curve shows: plain data, every word already in the reader's language.

use crate::charts::numerals::Numerals;

/// The power of a study by the size of its design.
#[derive(Debug, Clone, PartialEq)]
pub struct PowerCurve {
    /// Id of the SVG element, unique in the page (letters, digits, hyphens).
    pub id: String,
    /// What is seen, as a sentence.
    pub title: String,
    /// How to read it.
    pub subtitle: String,
    /// The text alternative.
    pub description: String,
    /// Printed over the vertical axis: "power (%)".
    pub scale_label: String,
    /// Printed behind the sizes: "groups".
    pub size_label: String,
    /// The line, in order of sizes.
    pub points: Vec<PowerSpot>,
    /// The power to reach, in a hundred.
    pub target: f64,
    /// Its name: "goal".
    pub target_label: String,
    /// The design that is asked about; a size of the line.
    pub design: PowerSpot,
    /// Its name: "your design".
    pub design_label: String,
    /// What the simulation of that design found, with its interval, in a hundred.
    pub simulated: Option<(f64, f64, f64)>,
    /// Its name: "simulated".
    pub simulated_label: String,
    /// How numbers are written.
    pub numerals: Numerals,
}

/// A place on the line.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PowerSpot {
    /// Groups, members or sessions.
    pub size: u32,
    /// The power in a hundred.
    pub power: f64,
}

/// A name beside the plot.
pub(crate) struct Named<'a> {
    /// "your design".
    pub(crate) label: &'a str,
    /// "85 %".
    pub(crate) number: String,
    /// Where it belongs.
    pub(crate) power: f64,
}

impl Named<'_> {
    /// On one line: "your design 85 %".
    pub(crate) fn words(&self) -> String {
        format!("{} {}", self.label, self.number)
    }
}

/// One row of the table behind the chart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PowerRow {
    /// Groups, members or sessions.
    pub size: u32,
    /// The power in a hundred, written out.
    pub power: String,
    /// Whether that is enough.
    pub enough: bool,
    /// Whether this is the design that is asked about.
    pub own: bool,
}

impl PowerCurve {
    /// The largest size.
    pub(crate) fn largest(&self) -> u32 {
        self.points.last().map_or(1, |point| point.size.max(1))
    }

    /// The table behind the chart.
    pub fn table(&self) -> Vec<PowerRow> {
        let row = |point: &PowerSpot| PowerRow {
            size: point.size,
            power: self.numerals.write(point.power, 1),
            enough: point.power >= self.target,
            own: point.size == self.design.size,
        };
        self.points.iter().map(row).collect()
    }

    /// Everything that is named beside the plot.
    pub(crate) fn names(&self) -> Vec<Named<'_>> {
        let named = |label, power| Named { label, number: format!("{} %", self.numerals.write(power, 0)), power };
        let simulated = self.simulated.map(|(power, ..)| named(&self.simulated_label, power));
        let always = [named(&self.target_label, self.target), named(&self.design_label, self.design.power)];
        always.into_iter().chain(simulated).collect()
    }
}
