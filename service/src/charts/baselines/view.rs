//! What a chart of a multiple baseline shows: plain data, every word already in the reader's language.

use crate::charts::{axis::Scale, numerals::Numerals};

/// The courses of those who take part, one over the other, in the order in which they are drawn.
#[derive(Debug, Clone, PartialEq)]
pub struct Baselines {
    /// Id of the SVG element, unique in the page (letters, digits, hyphens).
    pub id: String,
    /// What is seen, as a sentence.
    pub title: String,
    /// How to read it.
    pub subtitle: String,
    /// The text alternative.
    pub description: String,
    /// The part of the instrument's scale that is drawn, and which way is better.
    pub scale: Scale,
    /// Printed over the highest panel: "PHQ-9, omhoog is beter".
    pub scale_label: String,
    /// Printed behind the numbers of the moments: "meetmoment".
    pub moment_label: String,
    /// Planned moments, from 1.
    pub moments: u32,
    /// Printed in the first part of the highest panel: "wacht".
    pub waiting_label: String,
    /// Printed in its second part: "in de groep".
    pub group_label: String,
    /// One panel each.
    pub lines: Vec<BaselineLine>,
    /// Said where there is nothing to draw.
    pub nothing_yet: String,
    /// How numbers are written.
    pub numerals: Numerals,
}

/// One member.
#[derive(Debug, Clone, PartialEq)]
pub struct BaselineLine {
    /// The name in the group.
    pub label: String,
    /// Printed behind the name, such as "begon op moment 6"; may be empty.
    pub note: String,
    /// By moment (index 0 is moment 1): the score, none where it is missing, and whether it was measured in the group.
    pub points: Vec<(Option<f64>, bool)>,
    /// The first moment in the group, as it was; none as long as it has not begun.
    pub began: Option<u32>,
    /// The same as it was drawn.
    pub drawn: u32,
}

impl BaselineLine {
    /// The first moment in the group, as it was or is planned, and whether it has begun.
    pub(super) fn start(&self) -> (u32, bool) {
        (self.began.unwrap_or(self.drawn), self.began.is_some())
    }
}
