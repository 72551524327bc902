//! The cells.

use plotters::{
    element::{Circle, Rectangle},
    style::{Color as _, text_anchor::HPos},
};

use super::view::GridCell;
use crate::charts::{
    board::{Board, Ink},
    canvas::tenths,
    error::ChartError,
    glyph,
    placement::Spot,
    sheet::{BODY, Group},
    theme::Token,
    view::{Glyph, Status},
};

/// Room of a cell in the key, up to its words.
pub(super) const KEY: f64 = 24.0;
/// Height of a cell.
const HEIGHT: f64 = 20.0;

/// Every colour of ground.
pub(super) const GROUNDS: [(Token, f64); 4] =
    [(Token::GoodSoft, 1.0), (Token::Bad, 0.14), (Token::Warn, 0.16), (Token::Soft, 0.16)];
/// Every colour of sign.
pub(super) const SIGNS: [Token; 4] = [Token::Good, Token::Bad, Token::Warn, Token::Soft];

/// A cell and the point it stands around.
pub(super) type Placed<'a> = (&'a GridCell, Spot);

/// Draws cells with room for each, air included: first what they lie on, then their signs, so that what is alike shares
/// its colour; `step` is the room of one.
pub(super) fn draw(board: &Board, cells: &[Placed<'_>], step: f64) -> Result<(), ChartError> {
    let half = ((step - 2.0) / 2.0).min(11.0);
    for (token, strength) in GROUNDS {
        let alike: Vec<&Placed<'_>> =
            cells.iter().filter(|(cell, _)| ground(cell) == Some((token, strength))).collect();
        together(board, "cells", (token, strength), &alike, |(_, spot)| {
            Ok(board.area.draw(&Rectangle::new(corners(*spot, half), token.paint().mix(strength).filled()))?)
        })?;
    }
    for token in SIGNS {
        let alike: Vec<&Placed<'_>> = cells.iter().filter(|(cell, _)| sign(cell) == Some(token)).collect();
        together(board, "signs", (token, 1.0), &alike, |(cell, spot)| draw_sign(board, cell, *spot))?;
    }
    for (cell, spot) in cells {
        draw_other(board, cell, *spot, half)?;
    }
    Ok(())
}

fn together(
    board: &Board,
    class: &str,
    fill: (Token, f64),
    cells: &[&Placed<'_>],
    draw: impl Fn(&Placed<'_>) -> Result<(), ChartError>,
) -> Result<(), ChartError> {
    if cells.is_empty() {
        return Ok(());
    }
    let group = Group { fill: Some(fill), ..Group::of(class) };
    board.sheet.group(&group, || cells.iter().try_for_each(|cell| draw(cell)))
}

fn corners((x, y): Spot, half: f64) -> [(i32, i32); 2] {
    [(tenths(x - half), tenths(y - HEIGHT / 2.0)), (tenths(x + half), tenths(y + HEIGHT / 2.0))]
}

/// The colour of the sign in a cell that was answered.
fn sign(cell: &GridCell) -> Option<Token> {
    match cell {
        GridCell::Judged(status) => Some(status.token()),
        GridCell::Answered => Some(Token::Soft),
        GridCell::Unanswered | GridCell::Absent(_) | GridCell::Unknown | GridCell::Outside => None,
    }
}

fn draw_sign(board: &Board, cell: &GridCell, (x, y): Spot) -> Result<(), ChartError> {
    match cell {
        GridCell::Judged(status) => {
            let shape = status.glyph().unwrap_or(Glyph::Flat);
            glyph::draw(&board.area, shape, status.token(), (x - glyph::WIDTH / 2.0, y))
        }
        _ => Ok(board.area.draw(&Circle::new((tenths(x), tenths(y)), 26, Token::Soft.paint().filled()))?),
    }
}

/// What has no ground: an open cell, a letter, a dot.
fn draw_other(board: &Board, cell: &GridCell, (x, y): Spot, half: f64) -> Result<(), ChartError> {
    match cell {
        GridCell::Unanswered => {
            let edge = Token::Soft.paint().mix(0.8).stroke_width(12);
            let [(left, top), (right, bottom)] = corners((x, y), half);
            let inside = [(left + 6, top + 6), (right - 6, bottom - 6)];
            Ok(board.area.draw(&Rectangle::new(inside, edge))?)
        }
        GridCell::Absent(letter) => {
            let ink = Ink { size: BODY - 1.0, ..Ink::of(Token::Ink).ending(HPos::Center) };
            board.write(letter, (x, y), ink)
        }
        GridCell::Unknown => {
            Ok(board.area.draw(&Circle::new((tenths(x), tenths(y)), 14, Token::Soft.paint().mix(0.7).filled()))?)
        }
        GridCell::Judged(_) | GridCell::Answered | GridCell::Outside => Ok(()),
    }
}

/// The pale ground under a sign.
fn ground(cell: &GridCell) -> Option<(Token, f64)> {
    match cell {
        GridCell::Judged(Status::Good | Status::Recovered) => Some((Token::GoodSoft, 1.0)),
        GridCell::Judged(Status::Bad) => Some((Token::Bad, 0.14)),
        GridCell::Judged(Status::Warn) => Some((Token::Warn, 0.16)),
        GridCell::Judged(Status::Normal) | GridCell::Answered => Some((Token::Soft, 0.16)),
        GridCell::Unanswered | GridCell::Absent(_) | GridCell::Unknown | GridCell::Outside => None,
    }
}
