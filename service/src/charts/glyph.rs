//! The shapes beside a name, drawn rather than typed: no font has them all, and they must look the same everywhere.

use plotters::{
    coord::Shift,
    drawing::DrawingArea,
    element::{Circle, PathElement, Polygon, Rectangle},
    style::{Color as _, ShapeStyle},
};

use super::{
    canvas::{Canvas, tenths},
    error::ChartError,
    placement::Spot,
    theme::Token,
    view::Glyph,
};

/// Width of every shape in pixels.
pub(crate) const WIDTH: f64 = 9.0;

/// Draws a shape with its left edge at `x` and its middle at `y`.
///
/// # Errors
/// When the drawing is refused.
pub(crate) fn draw(
    area: &DrawingArea<Canvas, Shift>,
    glyph: Glyph,
    token: Token,
    (x, y): (f64, f64),
) -> Result<(), ChartError> {
    let spot = |dx: f64, dy: f64| (tenths(x + dx), tenths(y + dy));
    let fill = token.paint().filled();
    match glyph {
        Glyph::Up => area.draw(&Polygon::new([spot(0.0, 3.8), spot(4.5, -4.2), spot(9.0, 3.8)], fill))?,
        Glyph::Down => area.draw(&Polygon::new([spot(0.0, -3.8), spot(4.5, 4.2), spot(9.0, -3.8)], fill))?,
        Glyph::Flat => area.draw(&Rectangle::new([spot(0.0, -1.7), spot(9.0, 1.7)], fill))?,
        Glyph::Apart => {
            area.draw(&Polygon::new([spot(3.6, -3.6), spot(0.0, 0.0), spot(3.6, 3.6)], fill))?;
            area.draw(&Polygon::new([spot(5.4, -3.6), spot(9.0, 0.0), spot(5.4, 3.6)], fill))?;
        }
        Glyph::Diamond => {
            let corners = [spot(4.5, -4.8), spot(9.3, 0.0), spot(4.5, 4.8), spot(-0.3, 0.0), spot(4.5, -4.8)];
            area.draw(&PathElement::new(corners, token.paint().stroke_width(15)))?;
        }
        Glyph::Square => {
            let corners = [spot(0.6, -3.9), spot(8.4, -3.9), spot(8.4, 3.9), spot(0.6, 3.9), spot(0.6, -3.9)];
            area.draw(&PathElement::new(corners, token.paint().stroke_width(15)))?;
        }
        Glyph::Cross => {
            let stroke = token.paint().stroke_width(15);
            area.draw(&PathElement::new([spot(0.6, -3.9), spot(8.4, 3.9)], stroke))?;
            area.draw(&PathElement::new([spot(0.6, 3.9), spot(8.4, -3.9)], stroke))?;
        }
        Glyph::Check => {
            let stroke = token.paint().stroke_width(20);
            area.draw(&PathElement::new([spot(0.4, 0.4), spot(3.3, 3.4), spot(8.8, -3.8)], stroke))?;
        }
    }
    Ok(())
}

/// A score, `r` pixels from its middle to its edge. The shape follows the sign beside the name, so that a grey print still
/// tells scores apart.
///
/// # Errors
/// When the drawing is refused.
pub(crate) fn dot(
    area: &DrawingArea<Canvas, Shift>,
    (x, y): Spot,
    r: f64,
    sign: Option<Glyph>,
    fill: ShapeStyle,
) -> Result<(), ChartError> {
    let at = |dx: f64, dy: f64| (tenths(x + dx * r), tenths(y + dy * r));
    match sign {
        Some(Glyph::Down) => area.draw(&Polygon::new([at(-1.2, -0.9), at(1.2, -0.9), at(0.0, 1.2)], fill))?,
        Some(Glyph::Flat) => area.draw(&Rectangle::new([at(-0.9, -0.9), at(0.9, 0.9)], fill))?,
        _ => area.draw(&Circle::new(at(0.0, 0.0), tenths(r), fill))?,
    }
    Ok(())
}
