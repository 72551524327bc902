//! One statement that several people marked: each has a row of its own, named above it, so that nothing can collide.
//!
//! Right is better: a statement of strain is turned round, and the page writes its words at the other ends.

use std::rc::Rc;

use plotters::{
    coord::Shift,
    drawing::{DrawingArea, IntoDrawingArea},
    element::{PathElement, Polygon, Rectangle},
    style::{Color as _, text_anchor::HPos},
};

use super::{
    canvas::{Canvas, lettering, tenths},
    error::ChartError,
    font::{Typeface, Weight},
    glyph,
    sheet::{BODY, Naming, Sheet},
    theme::{FAINT, Theme, Token},
};

/// One statement with every mark.
#[derive(Debug, Clone, PartialEq)]
pub struct RatingRows {
    /// Id of the SVG element, unique in the page.
    pub id: String,
    /// The statement.
    pub title: String,
    /// Every row in a sentence.
    pub description: String,
    /// The least and the highest mark.
    pub range: (f64, f64),
    /// Whether a low mark is better, and the line is turned round.
    pub turned: bool,
    /// From top to bottom.
    pub rows: Vec<RatingRow>,
}

/// One row.
#[derive(Debug, Clone, PartialEq)]
pub struct RatingRow {
    /// Who, and what was marked, in words.
    pub label: String,
    /// The mark; none leaves the line empty.
    pub mark: Option<f64>,
    /// Standard deviation around the mark: of several people together, drawn as a band. None for one person.
    pub spread: Option<f64>,
}

/// Width in pixels: of a telephone's card.
const WIDTH: u32 = 310;
/// Height of a row in pixels.
const ROW: u32 = 42;
/// From the top of a row to the middle of its words, and of its line.
const WORDS: f64 = 11.0;
const LINE: f64 = 30.0;
/// Room for half a mark at both ends.
const EDGE: f64 = 9.0;

/// Draws a statement, 310 pixels wide and 42 a row.
///
/// # Errors
/// When the range has no length.
pub fn rating_rows_svg(view: &RatingRows, theme: Theme) -> Result<String, ChartError> {
    let (least, most) = view.range;
    if !(most - least).is_finite() || most <= least {
        return Err(ChartError::Scale { min: least, max: most });
    }
    let height = ROW * u32::try_from(view.rows.len().max(1)).unwrap_or(1);
    let naming = Naming { id: &view.id, title: &view.title, description: &view.description };
    let sheet = Sheet::new(WIDTH, height, theme, &naming);
    let typeface = Rc::new(Typeface::load()?);
    let area = Canvas::new(sheet.clone(), Rc::clone(&typeface), WIDTH, height).into_drawing_area();
    let place = |value: f64| {
        let share = (value.clamp(least, most) - least) / (most - least);
        let share = if view.turned { 1.0 - share } else { share };
        EDGE + share * (f64::from(WIDTH) - 2.0 * EDGE)
    };
    for (number, row) in view.rows.iter().enumerate() {
        let top = number as f64 * f64::from(ROW);
        let words = typeface.fit(&row.label, BODY, Weight::Regular, f64::from(WIDTH));
        area.draw(&plotters::element::Text::new(
            words,
            (0, tenths(top + WORDS)),
            lettering(BODY, Weight::Regular, Token::Ink, HPos::Left),
        ))?;
        draw_row(&area, row, &place, top + LINE)?;
    }
    drop(area);
    Ok(sheet.finish())
}

fn draw_row(
    area: &DrawingArea<Canvas, Shift>,
    row: &RatingRow,
    place: &impl Fn(f64) -> f64,
    y: f64,
) -> Result<(), ChartError> {
    let line = [(tenths(EDGE), tenths(y)), (tenths(f64::from(WIDTH) - EDGE), tenths(y))];
    area.draw(&PathElement::new(line, Token::Soft.paint().mix(FAINT).stroke_width(15)))?;
    let Some(mark) = row.mark.filter(|mark| mark.is_finite()) else { return Ok(()) };
    let x = place(mark);
    let Some(spread) = row.spread.filter(|spread| spread.is_finite()) else {
        return glyph::dot(area, (x, y), 6.0, None, Token::Ink.paint().filled());
    };
    let band = [(tenths(place(mark - spread)), tenths(y - 7.0)), (tenths(place(mark + spread)), tenths(y + 7.0))];
    area.draw(&Rectangle::new(band, Token::Accent.paint().mix(0.25).filled()))?;
    let diamond = [(0.0, -8.0), (7.0, 0.0), (0.0, 8.0), (-7.0, 0.0)];
    let diamond: Vec<_> = diamond.iter().map(|(dx, dy)| (tenths(x + dx), tenths(y + dy))).collect();
    area.draw(&Polygon::new(diamond, Token::Accent.paint().filled()))?;
    Ok(())
}

#[cfg(test)]
pub(super) mod tests {
    #![allow(clippy::unwrap_used)]
    use resvg::usvg::roxmltree::Document;

    use super::*;
    use crate::charts::tests::snapshots::compare;

    pub(in crate::charts) fn view(turned: bool) -> RatingRows {
        let row = |label: &str, mark, spread| RatingRow { label: label.to_owned(), mark, spread };
        RatingRows {
            id: "rating-open".to_owned(),
            title: "Iedereen hoorde erbij".to_owned(),
            description: "Anna 2,0; Bram niets; de groep 7,0".to_owned(),
            range: (0.0, 10.0),
            turned,
            rows: vec![row("Anna 2,0", Some(2.0), None), row("Bram", None, None), row("Groep", Some(7.0), Some(1.5))],
        }
    }

    fn circle(svg: &str) -> f64 {
        let document = Document::parse(svg).unwrap();
        let circles: Vec<_> = document.descendants().filter(|node| node.has_tag_name("circle")).collect();
        assert_eq!(circles.len(), 1, "one mark of one person: {svg}");
        circles[0].attribute("cx").unwrap().parse().unwrap()
    }

    #[test]
    fn each_mark_stands_in_its_own_row_and_right_is_better() {
        let (straight, turned) =
            (rating_rows_svg(&view(false), Theme::Light), rating_rows_svg(&view(true), Theme::Light));
        let (straight, turned) = (straight.unwrap(), turned.unwrap());
        assert!((circle(&straight) - 67.4).abs() < 0.06, "{straight}");
        assert!((circle(&straight) + circle(&turned) - 310.0).abs() < 0.11, "the same line, turned round");
        assert!(straight.contains("Bram") && straight.contains("Anna 2,0; Bram niets"));
        assert!(straight.contains(r#"height="126""#));
    }

    #[test]
    fn the_marks_of_therapists_and_clients_are_the_ones_that_were_looked_at() {
        compare("ratings.svg", &rating_rows_svg(&view(false), Theme::Inherit).unwrap());
        compare("ratings-turned.svg", &rating_rows_svg(&view(true), Theme::Dark).unwrap());
    }

    #[test]
    fn a_line_without_length_is_refused() {
        let empty = RatingRows { range: (3.0, 3.0), ..view(false) };
        assert!(rating_rows_svg(&empty, Theme::Inherit).is_err());
    }
}
