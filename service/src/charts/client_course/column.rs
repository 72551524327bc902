//! The names of the lines right of the plot.

use super::{Stage, view::ClientCourse};
use crate::charts::{
    error::ChartError,
    font::Typeface,
    size::Size,
    stage::column::{self, Label},
    theme::Token,
    view::Glyph,
};

/// Room that the words need, in pixels.
pub(super) fn width(view: &ClientCourse, typeface: &Typeface, size: Size) -> f64 {
    let mut texts = vec![(view.visit_label.as_str(), false), (view.mark_label.as_str(), false)];
    texts.extend(view.cut_off.iter().map(|cut_off| (cut_off.label.as_str(), false)));
    if let Some(reliable) = &view.reliable {
        texts.extend([(reliable.better.label.as_str(), true), (reliable.worse.label.as_str(), true)]);
    }
    if let Some(expected) = &view.expected {
        let names = [&expected.label, &expected.outer_label, &expected.far_label];
        texts.extend(names.map(|name| (name.as_str(), false)));
    }
    column::width(&texts, typeface, size)
}

/// Writes every name beside the end of its line, or as near as the others allow.
pub(super) fn draw(stage: &Stage<'_>) -> Result<(), ChartError> {
    column::draw(stage, &labels(stage))
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
        if let Some(far) = point.far {
            labels.push(Label { text: &expected.far_label, token: Token::Warn, shape: None, end: end(far) });
        }
    }
    labels
}
