//! How a session was for a group, question by question: each a line of five parts, in which the middle half of the answers
//! and their middle are filled. Never more than that: what may be told stands in `domain::wall`.
//!
//! The wall itself draws the same parts as elements of its page, so that their words break where the screen does. This is
//! the picture of its own: for a document, with its words beside it.

use std::rc::Rc;

use plotters::{
    element::Rectangle,
    style::{Color as _, text_anchor::HPos},
};

use super::{
    board::{Board, Ink},
    canvas::tenths,
    error::ChartError,
    font::{Typeface, Weight},
    glyph,
    heading::Heading,
    placement::Spot,
    sheet::{BODY, Group, Naming},
    size::Size,
    theme::{Theme, Token},
};

/// What one part of a line carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Nothing.
    Empty,
    /// A piece of the middle half.
    Half,
    /// The middle.
    Middle,
}

/// One question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FifthsRow {
    /// The question, as it was asked.
    pub text: String,
    /// The words at the worse end, left.
    pub worse: String,
    /// The words at the better end, right.
    pub better: String,
    /// From worse to better.
    pub parts: [Part; 5],
}

/// The questions of one session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fifths {
    /// Id of the SVG element, unique in the page.
    pub id: String,
    /// What is seen, as a sentence.
    pub title: String,
    /// Of how many answers it is.
    pub subtitle: String,
    /// Every row in a sentence.
    pub description: String,
    /// What the filled parts mean: the middle, the middle half.
    pub key: [String; 2],
    /// Which way is better.
    pub way: String,
    /// From top to bottom.
    pub rows: Vec<FifthsRow>,
}

/// From one line of a question to the next.
const LEADING: f64 = 18.0;
/// Height of a line of parts.
const PARTS: f64 = 20.0;
/// Between two parts.
const GAP: f64 = 4.0;
/// Air under a row.
const AIR: f64 = 18.0;
/// Height of the key.
const KEY: f64 = 26.0;

/// Draws the questions of a session as SVG, as high as its rows need. The same view, theme and size give the same text.
///
/// # Errors
/// When the drawing is refused.
pub fn fifths_svg(view: &Fifths, theme: Theme, size: Size) -> Result<String, ChartError> {
    let typeface = Rc::new(Typeface::load()?);
    let heading = Heading::lay_out(&view.title, &view.subtitle, &typeface, size);
    let (side, top) = (heading.side(), heading.height() + 8.0);
    let width = f64::from(size.drawn().0);
    // The question left, its line right of it.
    let middle = width / 2.0;
    let rows: Vec<(Vec<String>, &FifthsRow)> = view
        .rows
        .iter()
        .map(|row| (typeface.wrap(&row.text, BODY, Weight::Regular, middle - side - 16.0), row))
        .collect();
    let height = top + rows.iter().map(|(lines, _)| high(lines)).sum::<f64>() + KEY + side;
    let naming = Naming { id: &view.id, title: &view.title, description: &view.description };
    let board = Board::set(&naming, &heading, Rc::clone(&typeface), theme, size.of_height(height))?;
    let mut y = top;
    for (lines, row) in &rows {
        board
            .sheet
            .group(&Group::of("question"), || question(&board, (lines, row), (side, y), (middle, width - side)))?;
        y += high(lines);
    }
    key(&board, view, (side, y + KEY / 2.0), width - side)?;
    Ok(board.finish())
}

/// Height of a row with its air: of its question, or of its parts and the words at their ends.
fn high(lines: &[String]) -> f64 {
    (lines.len() as f64 * LEADING).max(PARTS + LEADING) + AIR
}

fn question(
    board: &Board,
    (lines, row): (&[String], &FifthsRow),
    (left, top): Spot,
    (from, to): (f64, f64),
) -> Result<(), ChartError> {
    for (at, line) in lines.iter().enumerate() {
        board.write(line, (left, top + LEADING * (at as f64 + 0.5)), Ink::of(Token::Ink))?;
    }
    let wide = (to - from + GAP) / 5.0;
    for (at, part) in row.parts.iter().enumerate() {
        let x = from + wide * at as f64;
        box_of(board, *part, ((x, top), (x + wide - GAP, top + PARTS)))?;
    }
    let words = top + PARTS + LEADING / 2.0 + 2.0;
    let room = (to - from) / 2.0 - 8.0;
    let fit = |text: &str| board.typeface.fit(text, BODY, Weight::Regular, room);
    board.write(&fit(&row.worse), (from, words), Ink::of(Token::Soft))?;
    board.write(&fit(&row.better), (to, words), Ink::of(Token::Soft).ending(HPos::Right))
}

/// One part; not by colour alone: the middle carries a mark, and the half has an edge of its own.
fn box_of(board: &Board, part: Part, ((left, top), (right, bottom)): (Spot, Spot)) -> Result<(), ChartError> {
    let corners =
        |inset: f64| [(tenths(left + inset), tenths(top + inset)), (tenths(right - inset), tenths(bottom - inset))];
    let edge = |token: Token| Rectangle::new(corners(0.7), token.paint().stroke_width(14));
    match part {
        Part::Empty => Ok(board.area.draw(&edge(Token::Soft))?),
        Part::Half => {
            board.area.draw(&Rectangle::new(corners(0.0), Token::Accent.paint().mix(0.2).filled()))?;
            Ok(board.area.draw(&edge(Token::Accent))?)
        }
        Part::Middle => {
            board.area.draw(&Rectangle::new(corners(0.0), Token::Accent.paint().filled()))?;
            let spot = ((left + right) / 2.0, (top + bottom) / 2.0);
            glyph::dot(&board.area, spot, 4.0, None, Token::Ground.paint().filled())
        }
    }
}

/// What the parts mean, and which way is better at the right end where there is room.
fn key(board: &Board, view: &Fifths, (left, middle): Spot, right: f64) -> Result<(), ChartError> {
    let mut x = left;
    for (part, words) in [Part::Middle, Part::Half].into_iter().zip(&view.key) {
        box_of(board, part, ((x, middle - 8.0), (x + 34.0, middle + 8.0)))?;
        board.write(words, (x + 42.0, middle), Ink::of(Token::Soft))?;
        x += 42.0 + board.typeface.width(words, BODY, Weight::Regular) + 24.0;
    }
    let way = format!("→ {}", view.way);
    if x + board.typeface.width(&way, BODY, Weight::Regular) <= right {
        board.write(&way, (right, middle), Ink::of(Token::Soft).ending(HPos::Right))?;
    }
    Ok(())
}

#[cfg(test)]
pub(super) mod tests {
    #![allow(clippy::unwrap_used)]
    use resvg::usvg::roxmltree::Document;

    use super::*;

    pub(in crate::charts) fn view() -> Fifths {
        let row = |text: &str, parts| FifthsRow {
            text: text.to_owned(),
            worse: "helemaal niet".to_owned(),
            better: "helemaal".to_owned(),
            parts,
        };
        let (none, half, middle) = (Part::Empty, Part::Half, Part::Middle);
        Fifths {
            id: "wall-items".to_owned(),
            title: "De meesten voelden zich er <bij>".to_owned(),
            subtitle: "5 van de 6 hebben geantwoord.".to_owned(),
            description: "Erbij horen: het midden in vak 4 van 5.".to_owned(),
            key: ["het midden".to_owned(), "de middelste helft".to_owned()],
            way: "naar rechts is beter".to_owned(),
            rows: vec![
                row("Ik hoorde er vandaag bij", [none, none, half, middle, half]),
                row(&"Ik kon zeggen wat er in mij omging ".repeat(5), [middle, none, none, none, none]),
            ],
        }
    }

    #[test]
    fn each_question_has_five_parts_and_the_middle_a_mark() {
        for size in [Size::CARD, Size::TABLET, Size::PHONE, Size::SHEET] {
            let svg = fifths_svg(&view(), Theme::Light, size).unwrap();
            let document = Document::parse(&svg).unwrap();
            let questions: Vec<_> =
                document.descendants().filter(|node| node.attribute("class") == Some("chart-question")).collect();
            assert_eq!(questions.len(), 2);
            for (question, (filled, marks)) in questions.iter().zip([(3, 1), (1, 1)]) {
                let count = |tag: &str| question.descendants().filter(|node| node.has_tag_name(tag)).count();
                let ways = question.descendants().filter(|node| node.has_tag_name("rect"));
                let areas = ways.filter(|node| node.attribute("fill") != Some("none")).count();
                assert_eq!((areas, count("circle")), (filled, marks));
            }
            assert_eq!(svg, fifths_svg(&view(), Theme::Light, size).unwrap());
            assert!(!svg.contains("style="));
        }
        let sheet = fifths_svg(&view(), Theme::Light, Size::SHEET).unwrap();
        assert!(sheet.contains("er &lt;bij&gt;") && sheet.contains("naar rechts is beter"), "{sheet}");
        assert!(crate::charts::png(&sheet, 2.0).is_ok() && crate::charts::pdf(&sheet, "nl").is_ok());
    }
}
