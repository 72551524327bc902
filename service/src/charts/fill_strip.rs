//! Which sessions were answered: a box a session.

use std::rc::Rc;

use plotters::{drawing::IntoDrawingArea, element::Rectangle, style::Color as _};

use super::{
    canvas::{Canvas, tenths},
    error::ChartError,
    font::Typeface,
    sheet::{Naming, Sheet},
    theme::{FAINT, Theme, Token},
};

/// What a session brought.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fill {
    /// Answered: a full box.
    Answered,
    /// A member, but no answer: an empty box.
    Missed,
    /// Not (yet, or any more) a member: a short stroke.
    Outside,
}

/// The boxes of one member.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FillStrip {
    /// Id of the SVG element, unique in the page.
    pub id: String,
    /// What is seen, as a sentence: "Eik vulde 11 van 14 keer in".
    pub title: String,
    /// One by session.
    pub sessions: Vec<Fill>,
}

/// Height of a strip in pixels.
const HEIGHT: u32 = 16;

/// Draws a strip of 16 pixels high; boxes are 8 pixels wide, narrower past 20 sessions.
///
/// # Errors
/// When the drawing is refused.
pub fn fill_strip_svg(view: &FillStrip, theme: Theme) -> Result<String, ChartError> {
    let count = view.sessions.len().max(1);
    let step = (200.0 / count as f64).clamp(3.0, 10.0);
    let width = (step * count as f64).ceil() as u32;
    let sheet = Sheet::new(width, HEIGHT, theme, &Naming { id: &view.id, title: &view.title, description: "" });
    let area = Canvas::new(sheet.clone(), Rc::new(Typeface::load()?), width, HEIGHT).into_drawing_area();
    for (index, fill) in view.sessions.iter().enumerate() {
        let (left, right) = (index as f64 * step, (index + 1) as f64 * step - step * 0.2);
        let corners = |inset: f64, top: f64, bottom: f64| {
            [(tenths(left + inset), tenths(top)), (tenths(right - inset), tenths(bottom))]
        };
        let shape = match fill {
            Fill::Answered => Rectangle::new(corners(0.0, 2.0, 14.0), Token::Accent.paint().mix(0.8).filled()),
            Fill::Missed => Rectangle::new(corners(0.5, 2.5, 13.5), Token::Soft.paint().mix(FAINT).stroke_width(10)),
            Fill::Outside => Rectangle::new(corners(0.5, 7.4, 8.6), Token::Soft.paint().mix(FAINT).filled()),
        };
        area.draw(&shape)?;
    }
    drop(area);
    Ok(sheet.finish())
}
