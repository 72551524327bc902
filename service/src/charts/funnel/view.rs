//! What a funnel shows: plain data, every word already in the reader's language.

use crate::charts::numerals::Numerals;

/// Groups of one kind against their numbers of clients.
#[derive(Debug, Clone, PartialEq)]
pub struct Funnel {
    /// Id of the SVG element, unique in the page (letters, digits, hyphens).
    pub id: String,
    /// What is seen, as a sentence.
    pub title: String,
    /// How to read it.
    pub subtitle: String,
    /// The text alternative.
    pub description: String,
    /// Printed over the vertical axis: "points better than expected".
    pub scale_label: String,
    /// Printed behind the numbers of clients: "clients".
    pub clients_label: String,
    /// Name of the line at zero: "as expected".
    pub zero_label: String,
    /// Names of the limits: "95 %", "99.8 %".
    pub limit_labels: (String, String),
    /// The groups.
    pub groups: Vec<FunnelSpot>,
    /// The limits for each number of clients from the smallest to the largest that is drawn, one by one.
    pub limits: Vec<FunnelLimit>,
    /// Said in the middle of the chart without any group.
    pub nothing_yet: String,
    /// How numbers are written.
    pub numerals: Numerals,
}

/// One group.
#[derive(Debug, Clone, PartialEq)]
pub struct FunnelSpot {
    /// Its number in the table.
    pub number: u32,
    /// Clients.
    pub clients: u32,
    /// Points from what was expected; more is better.
    pub difference: f64,
}

/// How far from zero the limits lie at a number of clients.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FunnelLimit {
    /// Clients.
    pub clients: u32,
    /// The inner limit.
    pub inner: f64,
    /// The outer limit.
    pub outer: f64,
}

impl Funnel {
    /// The numbers of clients on the horizontal axis.
    pub(super) fn clients(&self) -> Vec<f64> {
        self.limits.iter().map(|limit| f64::from(limit.clients)).collect()
    }

    /// The end of the vertical axis, the same on both sides.
    pub(super) fn farthest(&self) -> f64 {
        let groups = self.groups.iter().map(|group| group.difference.abs());
        1.08 * groups.chain(self.limits.iter().map(|limit| limit.outer)).fold(1.0, f64::max)
    }

    /// The place of a group on the horizontal axis, from 1.
    pub(super) fn place(&self, clients: u32) -> u32 {
        let first = self.limits.first().map_or(1, |limit| limit.clients);
        clients.saturating_sub(first) + 1
    }

    /// Whether a group lies beyond the inner and beyond the outer limit of its number of clients.
    #[must_use]
    pub fn beyond(&self, group: &FunnelSpot) -> (bool, bool) {
        let at = self.limits.iter().find(|limit| limit.clients == group.clients);
        at.map_or((false, false), |limit| (group.difference.abs() > limit.inner, group.difference.abs() > limit.outer))
    }

    /// What is named at the right end: words and height.
    pub(super) fn names(&self) -> Vec<(String, f64)> {
        let Some(last) = self.limits.last() else { return Vec::new() };
        let (inner, outer) = &self.limit_labels;
        vec![
            (outer.clone(), last.outer),
            (inner.clone(), last.inner),
            (self.zero_label.clone(), 0.0),
            (inner.clone(), -last.inner),
            (outer.clone(), -last.outer),
        ]
    }
}
