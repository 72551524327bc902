//! Our own drawing backend for plotters: writes SVG in tenths of a pixel.
//!
//! Plotters counts in whole pixels, which puts kinks in shallow lines. The canvas therefore says that it is ten times as
//! large as it is, and prints tenths; lengths such as stroke widths and radii are tenths too. Font sizes pass unchanged.

use std::{convert::Infallible, fmt::Write as _, rc::Rc};

use plotters::style::{
    FontDesc, FontFamily, FontStyle, TextStyle,
    text_anchor::{HPos, Pos, VPos},
};
use plotters_backend::{BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind};

use super::{
    font::{FAMILY, Typeface, Weight},
    sheet::{BODY, Sheet, escape, short},
    theme::Token,
};

/// Tenths in a pixel.
const FINE: f64 = 10.0;

/// A length in pixels as plotters must hear it.
pub(crate) fn tenths(pixels: f64) -> i32 {
    (pixels * FINE).round() as i32
}

/// How a text looks: size in pixels, weight, colour, and which end stands at its point. Always centred vertically on the
/// height of its capitals.
pub(crate) fn lettering(size: f64, weight: Weight, token: Token, end: HPos) -> TextStyle<'static> {
    let style = if weight == Weight::SemiBold { FontStyle::Bold } else { FontStyle::Normal };
    let font = FontDesc::new(FontFamily::Name(FAMILY), size, style);
    font.color(&token.paint()).pos(Pos::new(end, VPos::Center))
}

/// The backend: a sheet and the font it measures with.
pub(crate) struct Canvas {
    sheet: Sheet,
    typeface: Rc<Typeface>,
    size: (u32, u32),
}

type Drawn = Result<(), DrawingErrorKind<Infallible>>;

impl Canvas {
    /// A canvas of `width` × `height` pixels that writes to the sheet.
    pub(crate) fn new(sheet: Sheet, typeface: Rc<Typeface>, width: u32, height: u32) -> Self {
        Self { sheet, typeface, size: (width * FINE as u32, height * FINE as u32) }
    }

    fn fill(&self, colour: BackendColor) -> String {
        self.sheet.fill(Token::hidden_in(colour.rgb), colour.alpha)
    }

    fn stroke<S: BackendStyle>(&self, style: &S) -> String {
        let colour = style.color();
        let line = self.sheet.line(Token::hidden_in(colour.rgb), colour.alpha);
        format!(r#"{line} stroke-width="{}""#, short(f64::from(style.stroke_width()) / FINE))
    }
}

/// The path as `M x y l dx dy …` in tenths: relative steps are shorter and add up exactly.
fn outline(points: impl IntoIterator<Item = BackendCoord>) -> String {
    let mut out = String::new();
    let mut last: Option<BackendCoord> = None;
    for (x, y) in points {
        let (dx, dy) = last.map_or((x, y), |(x0, y0)| (x - x0, y - y0));
        let step = if last.is_none() { "M" } else { "l" };
        let _ = write!(out, "{step}{} {}", tenth(dx), tenth(dy));
        last = Some((x, y));
    }
    out
}

/// A number of tenths as pixels, written exactly.
fn tenth(value: i32) -> String {
    let sign = if value < 0 { "-" } else { "" };
    match (value.abs() / 10, value.abs() % 10) {
        (whole, 0) => format!("{sign}{whole}"),
        (0, rest) => format!("{sign}.{rest}"),
        (whole, rest) => format!("{sign}{whole}.{rest}"),
    }
}

impl DrawingBackend for Canvas {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        self.size
    }

    fn ensure_prepared(&mut self) -> Drawn {
        Ok(())
    }

    fn present(&mut self) -> Drawn {
        Ok(())
    }

    fn draw_pixel(&mut self, (x, y): BackendCoord, colour: BackendColor) -> Drawn {
        let fill = self.fill(colour);
        self.sheet.push(&format!(r#"<rect x="{}" y="{}" width=".1" height=".1"{fill}/>"#, tenth(x), tenth(y)));
        Ok(())
    }

    fn draw_line<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, style: &S) -> Drawn {
        self.draw_path([from, to], style)
    }

    fn draw_rect<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, style: &S, fill: bool) -> Drawn {
        let (x, y) = (from.0.min(to.0), from.1.min(to.1));
        let (width, height) = ((to.0 - from.0).abs(), (to.1 - from.1).abs());
        let paint = if fill { self.fill(style.color()) } else { format!(r#" fill="none"{}"#, self.stroke(style)) };
        let (x, y, width, height) = (tenth(x), tenth(y), tenth(width), tenth(height));
        self.sheet.push(&format!(r#"<rect x="{x}" y="{y}" width="{width}" height="{height}"{paint}/>"#));
        Ok(())
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, path: I, style: &S) -> Drawn {
        let path = outline(path);
        // No ink at all: a wide, invisible path that only feels the pointer.
        let paint = if style.color().alpha <= 0.0 {
            format!(r#" stroke-width="{}" pointer-events="stroke""#, short(f64::from(style.stroke_width()) / FINE))
        } else {
            format!(r#"{} stroke-linecap="round" stroke-linejoin="round""#, self.stroke(style))
        };
        self.sheet.push(&format!(r#"<path d="{path}" fill="none"{paint}/>"#));
        Ok(())
    }

    fn draw_circle<S: BackendStyle>(&mut self, (x, y): BackendCoord, radius: u32, style: &S, fill: bool) -> Drawn {
        let paint = if fill { self.fill(style.color()) } else { format!(r#" fill="none"{}"#, self.stroke(style)) };
        let radius = short(f64::from(radius) / FINE);
        self.sheet.push(&format!(r#"<circle cx="{}" cy="{}" r="{radius}"{paint}/>"#, tenth(x), tenth(y)));
        Ok(())
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, vert: I, style: &S) -> Drawn {
        let path = outline(vert);
        let fill = self.fill(style.color());
        self.sheet.push(&format!(r#"<path d="{path}z"{fill}/>"#));
        Ok(())
    }

    fn draw_text<T: BackendTextStyle>(&mut self, text: &str, style: &T, (x, y): BackendCoord) -> Drawn {
        let size = style.size();
        let baseline = match style.anchor().v_pos {
            VPos::Top => f64::from(y) / FINE + self.typeface.cap_height(size),
            VPos::Center => f64::from(y) / FINE + self.typeface.cap_height(size) / 2.0,
            VPos::Bottom => f64::from(y) / FINE,
        };
        let mut attributes = self.fill(style.color());
        match style.anchor().h_pos {
            HPos::Left => {}
            HPos::Center => attributes.push_str(r#" text-anchor="middle""#),
            HPos::Right => attributes.push_str(r#" text-anchor="end""#),
        }
        if matches!(style.style(), FontStyle::Bold) {
            attributes.push_str(r#" font-weight="600""#);
        }
        if (size - BODY).abs() > 1e-9 {
            let _ = write!(attributes, r#" font-size="{}""#, short(size));
        }
        let (x, y) = (tenth(x), short(baseline));
        self.sheet.push(&format!(r#"<text x="{x}" y="{y}"{attributes}>{}</text>"#, escape(text)));
        Ok(())
    }

    fn estimate_text_size<T: BackendTextStyle>(
        &self,
        text: &str,
        style: &T,
    ) -> Result<(u32, u32), DrawingErrorKind<Infallible>> {
        let weight = if matches!(style.style(), FontStyle::Bold) { Weight::SemiBold } else { Weight::Regular };
        let width = self.typeface.width(text, style.size(), weight);
        Ok(((width * FINE).ceil() as u32, (self.typeface.cap_height(style.size()) * FINE).ceil() as u32))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tenths_are_written_exactly() {
        for (value, text) in [(0, "0"), (7, ".7"), (-7, "-.7"), (120, "12"), (-123, "-12.3")] {
            assert_eq!(tenth(value), text);
        }
    }

    #[test]
    fn an_outline_is_relative_and_comes_back_to_its_points() {
        assert_eq!(outline([(100, 205), (115, 200), (115, 230)]), "M10 20.5l1.5 -.5l0 3");
    }
}
