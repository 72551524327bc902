//! The page that says how large a study must be.

use askama::Template;

use super::{FileLink, Layout};
use crate::charts::PowerRow;

/// The whole page.
#[derive(Template)]
#[template(path = "power.html")]
pub struct PowerPage<'a> {
    /// The frame.
    pub layout: Layout<'a>,
    /// The numbers that can be moved.
    pub fields: Vec<PowerSlider>,
    /// The other arm, and which is chosen.
    pub arms: Vec<PowerChoice>,
    /// What the curve runs over, and which is chosen.
    pub sizes: Vec<PowerChoice>,
    /// The answer; none where a number cannot be used.
    pub result: Option<PowerResult>,
}

/// A slider with its number.
pub struct PowerSlider {
    /// In addresses and texts.
    pub name: &'static str,
    /// What stands in the field: as typed where it cannot be used.
    pub value: String,
    /// Where the slider stands, with a point.
    pub place: String,
    /// The least, with a point.
    pub least: String,
    /// The most, with a point.
    pub most: String,
    /// A step, with a point.
    pub step: String,
    /// Why the number cannot be used, and what to do.
    pub problem: Option<String>,
}

/// One of a list.
pub struct PowerChoice {
    /// In addresses and texts.
    pub word: &'static str,
    /// Whether it is chosen.
    pub chosen: bool,
}

/// The answer.
pub struct PowerResult {
    /// The power, in one sentence.
    pub sentence: String,
    /// How it was found, and what that is worth.
    pub how: Vec<String>,
    /// The smallest designs.
    pub smallest: Vec<String>,
    /// By what they were found, and what simulating makes of it.
    pub smallest_how: String,
    /// What is assumed.
    pub assumed: Vec<String>,
    /// How to read the chart.
    pub key: String,
    /// The chart.
    pub svg: String,
    /// The chart on a telephone.
    pub small_svg: String,
    /// Where the picture is downloaded.
    pub files: Vec<FileLink>,
    /// Its sizes: "Groups".
    pub size: String,
    /// Its numbers.
    pub rows: Vec<PowerRow>,
    /// What the page's script asks for next; none where there is nothing more to learn.
    pub next: Option<&'static str>,
    /// How long it waits with that, in milliseconds.
    pub rest: u32,
}
