//! The words right of the plot: at the end of each line its own name, never over another.

use plotters::{
    element::{PathElement, Text},
    style::{Color as _, text_anchor::HPos},
};

use super::{Stage, view::ClientCourse};
use crate::charts::{
    canvas::{lettering, tenths},
    error::ChartError,
    font::{Typeface, Weight},
    glyph,
    labels::{Wish, spread},
    placement::Spot,
    sheet::{BODY, Group},
    size::Size,
    stage::{column_width, fine},
    theme::Token,
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
struct Label<'a> {
    text: &'a str,
    token: Token,
    shape: Option<Glyph>,
    /// The end of its line.
    end: Spot,
}

/// Room that the words need, in pixels.
pub(super) fn width(view: &ClientCourse, typeface: &Typeface, size: Size) -> f64 {
    let mut texts = vec![(view.visit_label.as_str(), 0.0), (view.mark_label.as_str(), 0.0)];
    texts.extend(view.cut_off.iter().map(|cut_off| (cut_off.label.as_str(), 0.0)));
    if let Some(reliable) = &view.reliable {
        texts.extend([(reliable.better.label.as_str(), SHAPE), (reliable.worse.label.as_str(), SHAPE)]);
    }
    if let Some(expected) = &view.expected {
        texts.extend([(expected.label.as_str(), 0.0), (expected.outer_label.as_str(), 0.0)]);
    }
    let room = WIDEST.min(column_width(size));
    let widest = |(text, shape): (&str, f64)| {
        let lines = typeface.balance(text, BODY, Weight::Regular, room - shape).into_iter();
        lines.map(|line| typeface.width(&line, BODY, Weight::Regular) + shape).fold(0.0, f64::max)
    };
    texts.into_iter().map(widest).fold(0.0, f64::max) + 2.0
}

/// Writes every name beside the end of its line, or as near as the others allow.
pub(super) fn draw(stage: &Stage<'_>) -> Result<(), ChartError> {
    let labels = labels(stage);
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

fn broken(stage: &Stage<'_>, label: &Label<'_>) -> Vec<String> {
    let room = stage.frame.names_room - if label.shape.is_some() { SHAPE } else { 0.0 };
    let lines = stage.typeface.balance(label.text, BODY, Weight::Regular, room);
    lines.iter().map(|line| stage.typeface.fit(line, BODY, Weight::Regular, room)).collect()
}

fn write(stage: &Stage<'_>, label: &Label<'_>, lines: &[String], middle: f64) -> Result<(), ChartError> {
    let ((x, y), left) = (label.end, stage.frame.names);
    if (y - middle).abs() > NEAR {
        let leader = fine(&[(x + 2.0, y), (left - 4.0, middle)]);
        stage.area.draw(&PathElement::new(leader, label.token.paint().mix(0.45).stroke_width(9)))?;
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

/// The names in the order of drawing; among ends at the same height the earlier stands higher.
fn labels<'a>(stage: &Stage<'a>) -> Vec<Label<'a>> {
    let (view, right) = (stage.view, stage.frame.plot.right);
    let mut labels = Vec::new();
    let mut across = |text: &'a str, value: f64, token: Token, shape: Option<Glyph>| {
        if let Some(y) = stage.height_of(value) {
            labels.push(Label { text, token, shape, end: (right, y) });
        }
    };
    if let Some(cut_off) = &view.cut_off {
        across(&cut_off.label, cut_off.value, Token::Good, None);
    }
    if let Some(reliable) = &view.reliable {
        across(&reliable.better.label, reliable.better.value, Token::Good, Some(Glyph::Up));
        across(&reliable.worse.label, reliable.worse.value, Token::Bad, Some(Glyph::Down));
    }
    if let (Some(expected), Some((place, point))) = (&view.expected, view.expectations().into_iter().flatten().last()) {
        let end = |value: f64| (stage.spot(place, value).0, stage.spot(place, value).1);
        labels.push(Label { text: &expected.label, token: Token::Accent, shape: None, end: end(point.expected) });
        labels.push(Label { text: &expected.outer_label, token: Token::Warn, shape: None, end: end(point.outer) });
    }
    labels
}
