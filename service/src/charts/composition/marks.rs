//! Rules, mean and spread, the cut-off, the members and their names.

use plotters::{
    element::Rectangle,
    style::{Color as _, text_anchor::HPos},
};

use super::{
    Ground, NAME,
    view::{CompositionChart, CompositionDot},
};
use crate::charts::{
    board::{Board, Ink},
    canvas::tenths,
    error::ChartError,
    font::Weight,
    glyph,
    labels::{Wish, spread},
    placement::Spot,
    sheet::{BODY, Group},
    theme::{FAINT, Token},
    view::Glyph,
};

/// Radius of a dot, and between dots at one place.
const DOT: f64 = 4.6;
const APART: f64 = 10.5;
/// Half the width of the mark of mean and spread.
pub(super) const HALF: f64 = 20.0;

impl Ground {
    fn height(&self, value: f64) -> f64 {
        self.plane.spot(0.0, value).1
    }
}

pub(super) fn axes(board: &Board, view: &CompositionChart, ground: &Ground) -> Result<(), ChartError> {
    let plot = ground.plane.area;
    let height = plot.bottom - plot.top;
    let (decimals, soft) = (view.scale.decimals(height), Ink::of(Token::Soft));
    board.sheet.group(&Group::of("axes"), || {
        for tick in view.scale.ticks(height) {
            let y = ground.height(tick);
            board.stroke(&[(plot.left, y), (plot.right, y)], Token::Line, 1.0, 1.0)?;
            board.write(&view.numerals.write(tick, decimals), (plot.left - 8.0, y), soft.ending(HPos::Right))?;
        }
        let room = plot.right - plot.left - 20.0;
        let words = board.typeface.fit(&view.scale_label, BODY, Weight::Regular, room);
        board.upwards(&words, (plot.left + 5.0, plot.top - 18.0))?;
        // Each ends or begins at its column's inner edge: however near the columns, the two never meet.
        let (ink, y) = (Ink::of(Token::Ink).bold(), plot.bottom + 18.0);
        board.write(&view.start_label, (ground.columns.0 + HALF, y), ink.ending(HPos::Right))?;
        board.write(&view.now_label, (ground.columns.1 - HALF, y), ink)
    })
}

/// One standard deviation to both sides of the mean, and the mean, behind the dots.
pub(super) fn spreads(board: &Board, view: &CompositionChart, ground: &Ground) -> Result<(), ChartError> {
    board.sheet.group(&Group::of("spread"), || {
        for (found, x) in [(view.start, ground.columns.0), (view.now, ground.columns.1)] {
            let Some((mean, sd)) = found else { continue };
            let ends = [(x - HALF, ground.height(mean - sd)), (x + HALF, ground.height(mean + sd))];
            let corners = ends.map(|(x, y)| (tenths(x), tenths(y)));
            board.area.draw(&Rectangle::new(corners, Token::Accent.paint().mix(0.16).filled()))?;
            let y = ground.height(mean);
            board.stroke(&[(x - HALF, y), (x + HALF, y)], Token::Accent, 1.0, 2.2)?;
        }
        Ok(())
    })
}

pub(super) fn cut_off(board: &Board, view: &CompositionChart, ground: &Ground) -> Result<(), ChartError> {
    let Some(said) = view.cut_off.as_ref().filter(|said| view.scale.clamp(said.value) == said.value) else {
        return Ok(());
    };
    let (plot, y) = (ground.plane.area, ground.height(said.value));
    let dashed = Group { dash: Some("5 5"), ..Group::of("cut-off") };
    board.sheet.group(&dashed, || board.stroke(&[(plot.left, y), (plot.right, y)], Token::Good, 0.9, 1.3))?;
    // Between the columns, where neither dots nor names stand; without room there the key tells it alone.
    let room = ground.columns.1 - ground.columns.0 - 2.0 * HALF - 4.0;
    if board.typeface.width(&said.label, BODY, Weight::Regular) > room {
        return Ok(());
    }
    let middle = f64::midpoint(ground.columns.0, ground.columns.1);
    let y = if y - 24.0 < plot.top { y + 12.0 } else { y - 11.0 };
    let halo = Group { halo: Some(4.0), ..Group::of("words") };
    board.sheet.group(&halo, || board.write(&said.label, (middle, y), Ink::of(Token::Good).ending(HPos::Center)))
}

/// The dots of both columns with their names.
pub(super) fn members(board: &Board, view: &CompositionChart, ground: &Ground) -> Result<(), ChartError> {
    let started: Vec<(&CompositionDot, f64)> = view.members.iter().filter_map(|dot| Some((dot, dot.start?))).collect();
    let now: Vec<(&CompositionDot, f64)> = view.members.iter().map(|dot| (dot, dot.now)).collect();
    let first = spots(ground, &started, (ground.columns.0, 1.0));
    let newest = spots(ground, &now, (ground.columns.1, -1.0));
    names(board, ground, (&started, &first), HPos::Right)?;
    names(board, ground, (&now, &newest), HPos::Left)?;
    let halo = Group { halo: Some(1.6), ..Group::of("dots") };
    board.sheet.group(&halo, || {
        for ((dot, _), spot) in started.iter().zip(&first) {
            let group = Group { label: Some(&dot.label), ..Group::of("member") };
            let fill = Token::Soft.paint().filled();
            board.sheet.group(&group, || glyph::dot(&board.area, *spot, DOT, None, fill))?;
        }
        now.iter().zip(&newest).try_for_each(|((dot, _), spot)| newest_dot(board, dot, *spot))
    })
}

fn newest_dot(board: &Board, dot: &CompositionDot, (x, y): Spot) -> Result<(), ChartError> {
    let group = Group { label: Some(&dot.label), ..Group::of(if dot.waits() { "newcomer" } else { "member" }) };
    board.sheet.group(&group, || {
        if dot.waits() {
            return glyph::draw(&board.area, Glyph::Diamond, Token::Ink, (x - glyph::WIDTH / 2.0, y));
        }
        glyph::dot(&board.area, (x, y), DOT, dot.status.glyph(), dot.status.token().paint().filled())
    })
}

/// Dots at the same height stand side by side towards the middle of the picture: none hides another.
fn spots(ground: &Ground, dots: &[(&CompositionDot, f64)], (column, inwards): (f64, f64)) -> Vec<Spot> {
    let room = (ground.columns.1 - ground.columns.0) / 2.0 - DOT;
    let mut spots: Vec<Spot> = Vec::with_capacity(dots.len());
    for (_, value) in dots {
        let y = ground.height(*value);
        let before = spots.iter().filter(|(_, other)| (other - y).abs() < 2.0 * DOT).count() as f64;
        spots.push((column + inwards * (before * APART).min(room), y));
    }
    spots
}

/// The names of a column outside it, with a thin line to the dot where they were pushed aside.
fn names(
    board: &Board,
    ground: &Ground,
    (dots, spots): (&[(&CompositionDot, f64)], &[Spot]),
    end: HPos,
) -> Result<(), ChartError> {
    let plot = ground.plane.area;
    let wishes: Vec<Wish> = spots.iter().map(|(_, y)| Wish { middle: *y, height: NAME }).collect();
    let middles = spread(&wishes, plot.top - NAME / 2.0, plot.bottom + NAME / 2.0);
    let at_start = matches!(end, HPos::Right);
    let (edge, away) = if at_start { (plot.left + ground.names, 3.0) } else { (plot.right - ground.names, -3.0) };
    let halo = Group { halo: Some(3.0), ..Group::of("names") };
    board.sheet.group(&Group::of("leaders"), || {
        let leader =
            |(spot, middle): (&Spot, &f64)| board.stroke(&[*spot, (edge + away, *middle)], Token::Soft, FAINT, 0.8);
        spots.iter().zip(&middles).try_for_each(leader)
    })?;
    board.sheet.group(&halo, || {
        for ((dot, _), middle) in dots.iter().zip(&middles) {
            let lifted = !at_start && (dot.status.is_lifted() || dot.waits());
            let weight = if lifted { Weight::SemiBold } else { Weight::Regular };
            let token = match (at_start, dot.waits()) {
                (true, _) => Token::Soft,
                (false, true) => Token::Ink,
                (false, false) => dot.status.token(),
            };
            let room = ground.names - glyph::WIDTH - 6.0;
            let text = board.typeface.fit(&dot.label, BODY, weight, room);
            board.write(&text, (edge, *middle), Ink { weight, ..Ink::of(token) }.ending(end))?;
            let sign = if dot.waits() { Some(Glyph::Diamond) } else { dot.status.glyph() };
            if let Some(sign) = sign.filter(|_| !at_start) {
                let x = edge + board.typeface.width(&text, BODY, weight) + 5.0;
                glyph::draw(&board.area, sign, token, (x, *middle))?;
            }
        }
        Ok(())
    })
}
