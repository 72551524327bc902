//! The change plot: the start of each member across, now upwards (after Jacobson and Truax 1991).
//!
//! Both axes run so that right and up are better. Who stands on the diagonal did not change; the band around it is what
//! the questionnaire cannot tell from no change; who stands over the band is reliably better, under it reliably worse.

mod dots;
mod ground;
mod view;

use std::rc::Rc;

use plotters::style::text_anchor::HPos;

use super::{
    board::{Board, Ink, Plane},
    error::ChartError,
    font::{Typeface, Weight},
    heading::Heading,
    placement::{Area, Crowd},
    sheet::{BODY, Group, Naming},
    size::{Distance, Size},
    theme::{Theme, Token},
};
pub use view::{ChangeDot, ChangePhrases, ChangePlot, ChangeRow, ChangeTable, PartWords, change_sentences};

/// Draws a change plot as SVG. The same view, theme and size give the same text.
///
/// # Errors
/// When the size is too small for the words, or the scale has no length.
pub fn change_plot_svg(view: &ChangePlot, theme: Theme, size: Size) -> Result<String, ChartError> {
    view.scale.check()?;
    let typeface = Rc::new(Typeface::load()?);
    let heading = Heading::lay_out(&view.title, &view.subtitle, &typeface, size);
    let plane = plane(view, &heading, &typeface, size)?;
    let naming = Naming { id: &view.id, title: &view.title, description: &view.description };
    let board = Board::set(&naming, &heading, typeface, theme, size)?;
    ground::draw(&board, view, &plane)?;
    if view.dots().next().is_none() {
        let plot = plane.area;
        let middle = ((plot.left + plot.right) / 2.0, (plot.top + plot.bottom) / 2.0);
        let ink = Ink { size: 15.0, ..Ink::of(Token::Soft).ending(HPos::Center) };
        let halo = Group { halo: Some(8.0), ..Group::of("nothing-yet") };
        board.sheet.group(&halo, || board.write(&view.nothing_yet, middle, ink))?;
        return Ok(board.finish());
    }
    let mut crowd = Crowd::default();
    let spots = dots::spots(view, &plane);
    dots::occupy(&mut crowd, &spots);
    ground::occupy(&mut crowd, view, &plane);
    dots::draw(&board, view, &spots)?;
    dots::names(&board, view, &plane, &spots, &mut crowd)?;
    ground::words(&board, view, &plane, &mut crowd)?;
    Ok(board.finish())
}

/// The plot: not much wider than high, for equal steps should look about equal; on a wall the width counts more.
fn plane(view: &ChangePlot, heading: &Heading, typeface: &Typeface, size: Size) -> Result<Plane, ChartError> {
    let (width, height) = size.drawn();
    let (width, height, side) = (f64::from(width), f64::from(height), heading.side());
    let top = heading.height() + 30.0;
    let bottom = height - 46.0 - side / 2.0;
    let decimals = view.scale.decimals(bottom - top);
    let numbers = view.scale.ticks(bottom - top).into_iter().map(|tick| view.numerals.write(tick, decimals));
    let numbers = numbers.map(|text| typeface.width(&text, BODY, Weight::Regular)).fold(0.0, f64::max);
    let left = side + numbers + 10.0;
    let widest = if size.distance == Distance::Room { 3.0 } else { 1.65 };
    let right = (width - side - 8.0).min(left + (bottom - top) * widest);
    if right - left < 120.0 || bottom - top < 80.0 {
        return Err(ChartError::TooSmall { width: size.width, height: size.height });
    }
    let ends = view.scale.bottom_and_top();
    Ok(Plane { area: Area { left, top, right, bottom }, across: ends, up: ends })
}
