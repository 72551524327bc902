//! The words right of a plot: at the end of each line its own name, never over another.

use plotters::{
    element::{PathElement, Text},
    style::{Color as _, text_anchor::HPos},
};

use super::{Stage, column_width, fine};
use crate::charts::{
    canvas::{lettering, tenths},
    error::ChartError,
    font::{Typeface, Weight},
    glyph,
    labels::{Wish, spread},
    placement::Spot,
    sheet::{BODY, Group},
    size::Size,
    theme::{FAINT, Token},
    view::Glyph,
};

/// The most room that a line of words takes, in pixels: longer ones are broken.
const WIDEST: f64 = 112.0;
/// From one line of a label to the next.
const LEADING: f64 = 15.0;
/// Air around a label.
const AIR: f64 = 5.0;
/// A label moved further than this gets a thin line back to its own.
const NEAR: f64 = 2.5;
/// Room of a shape before the words.
const SHAPE: f64 = glyph::WIDTH + 6.0;

/// A name of a line.
pub(crate) struct Label<'a> {
    pub(crate) text: &'a str,
    pub(crate) token: Token,
    pub(crate) shape: Option<Glyph>,
    /// The end of its line.
    pub(crate) end: Spot,
}

/// Room that these words need, in pixels; with each whether a shape stands before it.
pub(crate) fn width(texts: &[(&str, bool)], typeface: &Typeface, size: Size) -> f64 {
    let room = WIDEST.min(column_width(size));
    let widest = |(text, has_shape): &(&str, bool)| {
        let shape = if *has_shape { SHAPE } else { 0.0 };
        let lines = typeface.balance(text, BODY, Weight::Regular, room - shape).into_iter();
        lines.map(|line| typeface.width(&line, BODY, Weight::Regular) + shape).fold(0.0, f64::max)
    };
    texts.iter().map(widest).fold(0.0, f64::max) + 2.0
}

/// Writes every name beside the end of its line, or as near as the others allow. Among ends at the same height the earlier
/// label stands higher.
///
/// # Errors
/// When the drawing is refused.
pub(crate) fn draw<V>(stage: &Stage<'_, V>, labels: &[Label<'_>]) -> Result<(), ChartError> {
    let lines: Vec<Vec<String>> = labels.iter().map(|label| broken(stage, label)).collect();
    let wishes: Vec<Wish> = labels
        .iter()
        .zip(&lines)
        .map(|(label, lines)| Wish { middle: label.end.1, height: lines.len() as f64 * LEADING + AIR })
        .collect();
    let plot = stage.frame.plot;
    let middles = spread(&wishes, plot.top - 12.0, plot.bottom + 2.0);
    stage.sheet.group(&Group::of("names"), || {
        for ((label, lines), middle) in labels.iter().zip(&lines).zip(middles) {
            write(stage, label, lines, middle)?;
        }
        Ok(())
    })
}

fn broken<V>(stage: &Stage<'_, V>, label: &Label<'_>) -> Vec<String> {
    let room = stage.frame.names_room - if label.shape.is_some() { SHAPE } else { 0.0 };
    let lines = stage.typeface.balance(label.text, BODY, Weight::Regular, room);
    lines.iter().map(|line| stage.typeface.fit(line, BODY, Weight::Regular, room)).collect()
}

fn write<V>(stage: &Stage<'_, V>, label: &Label<'_>, lines: &[String], middle: f64) -> Result<(), ChartError> {
    let ((x, y), left) = (label.end, stage.frame.names);
    if (y - middle).abs() > NEAR {
        let leader = fine(&[(x + 2.0, y), (left - 4.0, middle)]);
        stage.area.draw(&PathElement::new(leader, label.token.paint().mix(FAINT).stroke_width(9)))?;
    }
    let first = middle - (lines.len() as f64 - 1.0) * LEADING / 2.0;
    let words = left + if label.shape.is_some() { SHAPE } else { 0.0 };
    for (index, line) in lines.iter().enumerate() {
        let style = lettering(BODY, Weight::Regular, label.token, HPos::Left);
        let at = (tenths(words), tenths(first + index as f64 * LEADING));
        stage.area.draw(&Text::new(line.as_str(), at, style))?;
    }
    label.shape.map_or(Ok(()), |shape| glyph::draw(&stage.area, shape, label.token, (left, first)))
}
