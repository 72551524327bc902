//! Title and subtitle of a picture that stands alone.

use plotters::{coord::Shift, drawing::DrawingArea, element::Text, style::text_anchor::HPos};

use super::{
    canvas::{Canvas, lettering, tenths},
    error::ChartError,
    font::{Typeface, Weight},
    sheet::{BODY, Group, Sheet},
    size::{Distance, Size},
    theme::Token,
};

/// Size of the title in pixels.
const TITLE: f64 = 18.0;
/// From one line of body text to the next.
const LEADING: f64 = 19.0;
/// Margin of a picture that stands alone, and of one in a page.
const MARGINS: (f64, f64) = (24.0, 4.0);

/// The lines of title and subtitle; none in a page, whose own heading says it.
pub(crate) struct Heading {
    title: Vec<String>,
    subtitle: Vec<String>,
    is_drawn: bool,
}

impl Heading {
    pub(crate) fn lay_out(title: &str, subtitle: &str, typeface: &Typeface, size: Size) -> Self {
        if !size.heading {
            return Self { title: Vec::new(), subtitle: Vec::new(), is_drawn: false };
        }
        let room = f64::from(size.drawn().0) - 2.0 * MARGINS.0;
        // Few words on a wall: of the subtitle the first sentence.
        let first = subtitle.split_inclusive(". ").next().unwrap_or_default();
        let subtitle = if size.distance == Distance::Room { first } else { subtitle };
        Self {
            title: typeface.wrap(title, TITLE, Weight::SemiBold, room),
            subtitle: typeface.wrap(subtitle, BODY, Weight::Regular, room.min(720.0)),
            is_drawn: true,
        }
    }

    /// Margin of the whole picture, in pixels.
    pub(crate) fn side(&self) -> f64 {
        if self.is_drawn { MARGINS.0 } else { MARGINS.1 }
    }

    /// Height from the picture's top, air under it included.
    pub(crate) fn height(&self) -> f64 {
        let lines = self.title.len() as f64 * (TITLE + 6.0) + self.subtitle.len() as f64 * LEADING;
        if self.is_drawn { MARGINS.0 + lines + 14.0 } else { 0.0 }
    }

    /// # Errors
    /// When the drawing is refused.
    pub(crate) fn draw(&self, sheet: &Sheet, area: &DrawingArea<Canvas, Shift>) -> Result<(), ChartError> {
        let left = tenths(MARGINS.0);
        let mut middle = MARGINS.0 + TITLE / 2.0;
        sheet.group(&Group::of("heading"), || {
            for line in &self.title {
                let style = lettering(TITLE, Weight::SemiBold, Token::Ink, HPos::Left);
                area.draw(&Text::new(line.as_str(), (left, tenths(middle)), style))?;
                middle += TITLE + 6.0;
            }
            for line in &self.subtitle {
                let style = lettering(BODY, Weight::Regular, Token::Soft, HPos::Left);
                area.draw(&Text::new(line.as_str(), (left, tenths(middle)), style))?;
                middle += LEADING;
            }
            Ok(())
        })
    }
}
