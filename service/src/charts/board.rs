//! What charts stand on that have no sessions on their axis: sheet, heading, and short ways to write and to draw.

use std::rc::Rc;

use plotters::{
    coord::Shift,
    drawing::{DrawingArea, IntoDrawingArea},
    element::{PathElement, Text},
    style::{Color as _, text_anchor::HPos},
};

use super::{
    canvas::{Canvas, lettering, tenths},
    error::ChartError,
    font::{Typeface, Weight},
    heading::Heading,
    placement::{Area, Spot},
    sheet::{BODY, Naming, Sheet},
    size::Size,
    stage::fine,
    theme::{Theme, Token},
};

/// All that a part of such a chart needs to draw itself.
pub(crate) struct Board {
    pub(crate) sheet: Sheet,
    pub(crate) typeface: Rc<Typeface>,
    /// The whole picture, in pixels.
    pub(crate) area: DrawingArea<Canvas, Shift>,
}

/// How words look.
#[derive(Clone, Copy)]
pub(crate) struct Ink {
    pub(crate) token: Token,
    pub(crate) weight: Weight,
    pub(crate) size: f64,
    pub(crate) end: HPos,
}

impl Ink {
    /// Ordinary words that begin at their point.
    pub(crate) fn of(token: Token) -> Self {
        Self { token, weight: Weight::Regular, size: BODY, end: HPos::Left }
    }

    pub(crate) fn bold(self) -> Self {
        Self { weight: Weight::SemiBold, ..self }
    }

    pub(crate) fn ending(self, end: HPos) -> Self {
        Self { end, ..self }
    }
}

impl Board {
    /// A board of this size with its heading on it.
    ///
    /// # Errors
    /// When the drawing is refused.
    pub(crate) fn set(
        naming: &Naming<'_>,
        heading: &Heading,
        typeface: Rc<Typeface>,
        theme: Theme,
        size: Size,
    ) -> Result<Self, ChartError> {
        let (width, height) = size.drawn();
        let sheet = Sheet::magnified((size.width, size.height), (width, height), theme, naming);
        let area = Canvas::new(sheet.clone(), Rc::clone(&typeface), width, height).into_drawing_area();
        heading.draw(&sheet, &area)?;
        Ok(Self { sheet, typeface, area })
    }

    /// Words at a point, centred on its height.
    ///
    /// # Errors
    /// When the drawing is refused.
    pub(crate) fn write(&self, text: &str, (x, middle): Spot, ink: Ink) -> Result<(), ChartError> {
        let style = lettering(ink.size, ink.weight, ink.token, ink.end);
        Ok(self.area.draw(&Text::new(text, (tenths(x), tenths(middle)), style))?)
    }

    /// A stroke through these points.
    ///
    /// # Errors
    /// When the drawing is refused.
    pub(crate) fn stroke(&self, spots: &[Spot], token: Token, alpha: f64, width: f64) -> Result<(), ChartError> {
        let style = token.paint().mix(alpha).stroke_width(tenths(width).unsigned_abs());
        Ok(self.area.draw(&PathElement::new(fine(spots), style))?)
    }

    /// The arrow that points where improvement is, with its words behind it; its middle at a point.
    ///
    /// # Errors
    /// When the drawing is refused.
    pub(crate) fn upwards(&self, text: &str, (x, y): Spot) -> Result<(), ChartError> {
        self.stroke(&[(x, y + 5.0), (x, y - 5.0)], Token::Soft, 1.0, 1.4)?;
        self.stroke(&[(x - 3.6, y - 1.4), (x, y - 5.0), (x + 3.6, y - 1.4)], Token::Soft, 1.0, 1.4)?;
        self.write(text, (x + 11.0, y), Ink::of(Token::Soft))
    }

    /// The picture as text.
    pub(crate) fn finish(self) -> String {
        let Self { sheet, area, .. } = self;
        drop(area);
        sheet.finish()
    }
}

/// The way from two values to pixels.
#[derive(Clone, Copy)]
pub(crate) struct Plane {
    pub(crate) area: Area,
    /// The values at the left and the right edge.
    pub(crate) across: (f64, f64),
    /// The values at the bottom and the top edge.
    pub(crate) up: (f64, f64),
}

impl Plane {
    /// Values past an edge stand at the edge.
    pub(crate) fn spot(&self, x: f64, y: f64) -> Spot {
        let share = |value: f64, (from, to): (f64, f64)| ((value - from) / (to - from)).clamp(0.0, 1.0);
        let Area { left, top, right, bottom } = self.area;
        (left + share(x, self.across) * (right - left), bottom - share(y, self.up) * (bottom - top))
    }
}
