//! A multiple baseline: a panel for each member, one over the other on the same axes, and one staggered line through all of
//! them where waiting ends and the group begins.
//!
//! Who begins later is below: a change that comes with the group walks down the stairs with the line, and one that comes
//! from outside falls on the same moment in every panel. Dots of the waiting time are squares, those of the group round.

mod panel;
mod view;

#[cfg(test)]
pub(super) mod tests;

use std::rc::Rc;

use plotters::style::text_anchor::HPos;

use super::{
    axis::session_ticks,
    board::{Board, Ink, Plane},
    error::ChartError,
    font::{Typeface, Weight},
    heading::Heading,
    placement::Area,
    sheet::{BODY, Group, Naming},
    size::Size,
    theme::{Theme, Token},
};
pub use view::{BaselineLine, Baselines};

/// Height of a name over its panel.
const NAME: f64 = 22.0;
/// Height of a panel's plot.
const PLOT: f64 = 62.0;
/// From one panel to the next name.
const GAP: f64 = 6.0;
/// Under the lowest panel: numbers of moments, and what they are.
const FOOT: f64 = 44.0;
/// A plot is no narrower than this.
const NARROWEST: f64 = 132.0;

/// Draws a multiple baseline as SVG. The picture is as high as its panels need.
///
/// # Errors
/// When the size is too small for the words, or the scale has no length.
pub fn baselines_svg(view: &Baselines, theme: Theme, size: Size) -> Result<String, ChartError> {
    view.scale.check()?;
    let typeface = Rc::new(Typeface::load()?);
    let heading = Heading::lay_out(&view.title, &view.subtitle, &typeface, size);
    let (width, side) = (f64::from(size.drawn().0), heading.side());
    let left = side + numbers(view, &typeface) + 10.0;
    if width - side - left < NARROWEST {
        return Err(ChartError::TooSmall { width: size.width, height: size.height });
    }
    let top = heading.height() + 34.0;
    let panels = view.lines.len().max(1) as f64;
    let bottom = top + panels * (NAME + PLOT) + (panels - 1.0) * GAP + FOOT + side / 2.0;
    let naming = Naming { id: &view.id, title: &view.title, description: &view.description };
    let board = Board::set(&naming, &heading, typeface, theme, size.of_height(bottom))?;
    board.sheet.group(&Group::of("axes"), || board.upwards(&view.scale_label, (left + 5.0, top - 18.0)))?;
    if view.lines.is_empty() {
        board.write(&view.nothing_yet, (width / 2.0, top + 40.0), Ink::of(Token::Soft).ending(HPos::Center))?;
        return Ok(board.finish());
    }
    let planes: Vec<Plane> = (0..view.lines.len())
        .map(|index| {
            let over = top + index as f64 * (NAME + PLOT + GAP) + NAME;
            let area = Area { left, top: over, right: width - side, bottom: over + PLOT };
            Plane { area, across: (0.5, f64::from(view.moments.max(1)) + 0.5), up: view.scale.bottom_and_top() }
        })
        .collect();
    for (line, plane) in view.lines.iter().zip(&planes) {
        let group = Group { label: Some(&line.label), ..Group::of("member") };
        board.sheet.group(&group, || panel::draw(&board, view, line, plane))?;
    }
    staggered(&board, view, &planes)?;
    // Over the staggered line, which runs between the panels where the names stand.
    for (index, (line, plane)) in view.lines.iter().zip(&planes).enumerate() {
        panel::names(&board, view, line, plane, index == 0)?;
    }
    moments(&board, view, planes.last())?;
    Ok(board.finish())
}

/// Room that the numbers of the scale need.
fn numbers(view: &Baselines, typeface: &Typeface) -> f64 {
    let decimals = view.scale.decimals(PLOT);
    let texts = panel::ticks(view).into_iter().map(|tick| view.numerals.write(tick, decimals));
    texts.map(|text| typeface.width(&text, BODY - 1.0, Weight::Regular)).fold(0.0, f64::max)
}

/// Down each panel where its group begins, and across to where that of the next does. Where it has still to begin the line is
/// dotted.
fn staggered(board: &Board, view: &Baselines, planes: &[Plane]) -> Result<(), ChartError> {
    let at = |line: &BaselineLine, plane: &Plane| plane.spot(f64::from(line.start().0) - 0.5, 0.0).0;
    for (index, (line, plane)) in view.lines.iter().zip(planes).enumerate() {
        let x = at(line, plane);
        let (top, bottom) = (plane.area.top - 4.0, plane.area.bottom + GAP);
        let mut stroke = vec![(x, top), (x, bottom)];
        if let Some((next, below)) = view.lines.get(index + 1).zip(planes.get(index + 1)) {
            let across = at(next, below);
            stroke.extend([(across, bottom), (across, below.area.top - 4.0)]);
        }
        let dash = if line.start().1 { "6 3" } else { "1 4" };
        let group = Group { dash: Some(dash), ..Group::of("phase") };
        board.sheet.group(&group, || board.stroke(&stroke, Token::Ink, 0.9, 1.5))?;
    }
    Ok(())
}

/// The numbers of the moments under the lowest panel, and what they count.
fn moments(board: &Board, view: &Baselines, lowest: Option<&Plane>) -> Result<(), ChartError> {
    let Some(plane) = lowest else { return Ok(()) };
    let Area { left, right, bottom, .. } = plane.area;
    let count = view.moments.max(1);
    board.sheet.group(&Group::of("axes"), || {
        for moment in session_ticks(count, (right - left) / f64::from(count), 30.0) {
            let (x, _) = plane.spot(f64::from(moment), 0.0);
            let ink = Ink::of(Token::Soft).ending(HPos::Center);
            board.write(&moment.to_string(), (x, bottom + 15.0), Ink { size: BODY - 1.0, ..ink })?;
        }
        let ink = Ink { size: BODY - 1.0, ..Ink::of(Token::Soft) };
        board.write(&view.moment_label, (left, bottom + 33.0), ink)
    })
}
