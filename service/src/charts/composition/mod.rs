//! The composition of a group: the present members on one scale, at the start and now, with mean and spread.
//!
//! Two columns of dots, up is better in both. Each name stands beside its own dot, and names push each other aside rather
//! than overlap: where they need more height than the picture has, the picture grows.

mod marks;
#[cfg(test)]
pub(super) mod tests;
mod view;

use std::rc::Rc;

use plotters::style::text_anchor::HPos;

use super::{
    board::{Board, Ink, Plane},
    error::ChartError,
    font::{Typeface, Weight},
    glyph,
    heading::Heading,
    placement::Area,
    sheet::{BODY, Group, Naming},
    size::Size,
    theme::{Theme, Token},
};
pub use view::{CompositionChart, CompositionDot};

/// Height of a name with the air around it.
const NAME: f64 = 16.0;
/// Over and under the plot: the words of the axis, and of the columns.
const ROOM: (f64, f64) = (32.0, 34.0);
/// From a column of dots to its names.
const GAP: f64 = 28.0;

/// Where things stand.
struct Ground {
    plane: Plane,
    /// The middle of the first scores, and of the newest.
    columns: (f64, f64),
    /// Room for a name.
    names: f64,
}

/// Draws a group's composition as SVG. The same view, theme and size give the same text.
///
/// # Errors
/// When the size is too small for the words, or the scale has no length.
pub fn composition_svg(view: &CompositionChart, theme: Theme, size: Size) -> Result<String, ChartError> {
    view.scale.check()?;
    let typeface = Rc::new(Typeface::load()?);
    let heading = Heading::lay_out(&view.title, &view.subtitle, &typeface, size);
    let needed = heading.height() + ROOM.0 + NAME * view.members.len() as f64 + ROOM.1 + heading.side();
    let size = size.of_height(needed.max(f64::from(size.drawn().1)));
    let ground = ground(view, &heading, &typeface, size)?;
    let naming = Naming { id: &view.id, title: &view.title, description: &view.description };
    let board = Board::set(&naming, &heading, typeface, theme, size)?;
    marks::axes(&board, view, &ground)?;
    if view.members.is_empty() {
        let plot = ground.plane.area;
        let middle = ((plot.left + plot.right) / 2.0, (plot.top + plot.bottom) / 2.0);
        let ink = Ink { size: 15.0, ..Ink::of(Token::Soft).ending(HPos::Center) };
        let halo = Group { halo: Some(8.0), ..Group::of("nothing-yet") };
        board.sheet.group(&halo, || board.write(&view.nothing_yet, middle, ink))?;
        return Ok(board.finish());
    }
    marks::spreads(&board, view, &ground)?;
    marks::cut_off(&board, view, &ground)?;
    marks::members(&board, view, &ground)?;
    Ok(board.finish())
}

fn ground(view: &CompositionChart, heading: &Heading, typeface: &Typeface, size: Size) -> Result<Ground, ChartError> {
    let (width, height) = size.drawn();
    let (width, height, side) = (f64::from(width), f64::from(height), heading.side());
    let (top, bottom) = (heading.height() + ROOM.0, height - ROOM.1 - side);
    let decimals = view.scale.decimals(bottom - top);
    let numbers = view.scale.ticks(bottom - top).into_iter().map(|tick| view.numerals.write(tick, decimals));
    let numbers = numbers.map(|text| typeface.width(&text, BODY, Weight::Regular)).fold(0.0, f64::max);
    let (left, right) = (side + numbers + 10.0, width - side - 4.0);
    let widest = view.members.iter().map(|dot| typeface.width(&dot.label, BODY, Weight::SemiBold)).fold(0.0, f64::max);
    let names = (widest + glyph::WIDTH + 6.0).min((right - left) * 0.28);
    let columns = (left + names + GAP, right - names - GAP);
    if columns.1 - columns.0 < 2.0 * marks::HALF + 14.0 || bottom - top < 80.0 {
        return Err(ChartError::TooSmall { width: size.width, height: size.height });
    }
    let area = Area { left, top, right, bottom };
    Ok(Ground { plane: Plane { area, across: (0.0, 1.0), up: view.scale.bottom_and_top() }, columns, names })
}
