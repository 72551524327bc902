//! A member's course in a table row.

use std::rc::Rc;

use plotters::{
    drawing::IntoDrawingArea,
    element::{Circle, PathElement},
    style::Color as _,
};

use super::{
    axis::Scale,
    canvas::{Canvas, tenths},
    error::ChartError,
    font::Typeface,
    runs::unbroken,
    sheet::{Group, Naming, Sheet},
    theme::{FAINT, Theme, Token},
    view::Status,
};

/// A small course: measured scores only, gaps stay gaps, the last score is a dot.
#[derive(Debug, Clone, PartialEq)]
pub struct Sparkline {
    /// Id of the SVG element, unique in the page.
    pub id: String,
    /// What is seen, as a sentence: "Eik: van 19 naar 9 in 14 sessies".
    pub title: String,
    /// The scale, the same for all members of a table.
    pub scale: Scale,
    /// Measured scores by session.
    pub points: Vec<Option<f64>>,
    /// Colours the last dot.
    pub status: Status,
    /// The cut-off as a hairline, when wished.
    pub cut_off: Option<f64>,
}

/// Width of a sparkline in pixels.
const WIDTH: u32 = 120;
/// Height of a sparkline in pixels.
const HEIGHT: u32 = 32;

/// Draws a sparkline of 120 × 32 pixels.
///
/// # Errors
/// When the scale has no length.
pub fn sparkline_svg(view: &Sparkline, theme: Theme) -> Result<String, ChartError> {
    let scale = view.scale.check()?;
    let sheet = Sheet::new(WIDTH, HEIGHT, theme, &Naming { id: &view.id, title: &view.title, description: "" });
    let area = Canvas::new(sheet.clone(), Rc::new(Typeface::load()?), WIDTH, HEIGHT).into_drawing_area();
    let (bottom, top) = scale.bottom_and_top();
    let step = (f64::from(WIDTH) - 12.0) / (view.points.len().max(2) - 1) as f64;
    let height = |score: f64| 5.0 + (scale.clamp(score) - top) / (bottom - top) * (f64::from(HEIGHT) - 10.0);
    let spot = |index: usize, score: f64| (tenths(6.0 + index as f64 * step), tenths(height(score)));

    if let Some(y) = view.cut_off.filter(|value| scale.clamp(*value) == *value).map(|value| tenths(height(value))) {
        let group = Group { dash: Some("3 3"), ..Group::of("cut-off") };
        let line = PathElement::new(
            [(tenths(1.0), y), (tenths(f64::from(WIDTH) - 1.0), y)],
            Token::Good.paint().mix(FAINT).stroke_width(10),
        );
        sheet.group(&group, || area.draw(&line))?;
    }
    let finite = |value: &Option<f64>| value.filter(|value| value.is_finite());
    let spots: Vec<_> = view.points.iter().map(finite).enumerate().map(|(i, v)| v.map(|v| spot(i, v))).collect();
    for run in unbroken(spots.iter().copied()) {
        match run.as_slice() {
            [alone] => area.draw(&Circle::new(*alone, 14, Token::Soft.paint().filled()))?,
            _ => area.draw(&PathElement::new(run, Token::Soft.paint().stroke_width(16)))?,
        }
    }
    if let Some(last) = spots.iter().rev().flatten().next() {
        let token = if view.status.is_lifted() { view.status.token() } else { Token::Ink };
        area.draw(&Circle::new(*last, 30, token.paint().filled()))?;
    }
    drop(area);
    Ok(sheet.finish())
}
