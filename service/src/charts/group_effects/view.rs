//! What groups beside each other show: plain data, every word already in the reader's language.

use crate::charts::numerals::Numerals;

/// Groups of one kind in an order that says nothing about how they did.
#[derive(Debug, Clone, PartialEq)]
pub struct GroupEffects {
    /// Id of the SVG element, unique in the page (letters, digits, hyphens).
    pub id: String,
    /// What is seen, as a sentence.
    pub title: String,
    /// How to read it.
    pub subtitle: String,
    /// The text alternative.
    pub description: String,
    /// Printed over the vertical axis: "points better than the mean".
    pub scale_label: String,
    /// Printed behind the groups: "group".
    pub place_label: String,
    /// Name of the line at zero: "mean".
    pub zero_label: String,
    /// The groups, numbered from 1 in order.
    pub groups: Vec<EffectSpot>,
    /// Said in the middle of the chart without any group.
    pub nothing_yet: String,
    /// How numbers are written.
    pub numerals: Numerals,
}

/// One group. Points are counted so that more is better.
#[derive(Debug, Clone, PartialEq)]
pub struct EffectSpot {
    /// Its number in the table and under the chart.
    pub number: u32,
    /// Its name.
    pub name: String,
    /// Points from the mean.
    pub effect: f64,
    /// Lower end of the interval.
    pub lower: f64,
    /// Upper end.
    pub upper: f64,
}

impl EffectSpot {
    /// Whether the interval lies wholly on one side of the mean.
    #[must_use]
    pub fn is_apart(&self) -> bool {
        self.lower > 0.0 || self.upper < 0.0
    }
}

impl GroupEffects {
    /// Places on the horizontal axis.
    pub(crate) fn places(&self) -> u32 {
        self.groups.last().map_or(1, |group| group.number.max(1))
    }

    /// The end of the vertical axis, the same on both sides.
    pub(crate) fn farthest(&self) -> f64 {
        let ends = self.groups.iter().flat_map(|group| [group.lower.abs(), group.upper.abs()]);
        1.08 * ends.fold(1.0, f64::max)
    }
}
