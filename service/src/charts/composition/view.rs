//! What a group's composition shows: plain data, every word already in the reader's language.

use crate::charts::{
    axis::Scale,
    numerals::Numerals,
    view::{CutOff, Status},
};

/// The present members of a group, each at the start and now.
#[derive(Debug, Clone, PartialEq)]
pub struct CompositionChart {
    /// Id of the SVG element, unique in the page (letters, digits, hyphens).
    pub id: String,
    /// What is seen, as a sentence.
    pub title: String,
    /// How to read it.
    pub subtitle: String,
    /// The text alternative.
    pub description: String,
    /// The scale that is drawn.
    pub scale: Scale,
    /// Printed over the vertical axis, with which way is better.
    pub scale_label: String,
    /// Under the first scores: "at the start".
    pub start_label: String,
    /// Under the newest scores: "now".
    pub now_label: String,
    /// The clinical cut-off.
    pub cut_off: Option<CutOff>,
    /// Mean and standard deviation of the first scores; none of too few.
    pub start: Option<(f64, f64)>,
    /// Mean and standard deviation of the newest scores; none of too few.
    pub now: Option<(f64, f64)>,
    /// Those with a score.
    pub members: Vec<CompositionDot>,
    /// Said in the middle of the chart without any score.
    pub nothing_yet: String,
    /// How numbers are written.
    pub numerals: Numerals,
}

/// One member, or one who waits.
#[derive(Debug, Clone, PartialEq)]
pub struct CompositionDot {
    /// The name.
    pub label: String,
    /// What the change means.
    pub status: Status,
    /// The first score; none of who waits.
    pub start: Option<f64>,
    /// The newest score.
    pub now: f64,
}

impl CompositionDot {
    /// Whether it is somebody who waits and belongs to neither mean.
    #[must_use]
    pub fn waits(&self) -> bool {
        self.start.is_none()
    }
}
