//! The power of a study by its size: a line, the power that is asked for, and where the design stands.
//!
//! What is by the formula is a line with a round dot; what is simulated is a diamond with its interval.

mod marks;
mod view;

#[cfg(test)]
pub(super) mod tests;

use std::rc::Rc;

use plotters::{element::PathElement, style::Color as _};

use super::{
    axis::{Direction, Scale, session_ticks},
    error::ChartError,
    font::{Typeface, Weight},
    sheet::{BODY, Group, Naming},
    size::Size,
    stage::{self, Setting, axes, fine},
    theme::{Theme, Token},
};
pub use view::{PowerCurve, PowerRow, PowerSpot};

type Stage<'a> = stage::Stage<'a, PowerCurve>;

/// Draws a power curve as SVG. The same view, theme and size give the same text.
///
/// # Errors
/// When the size is too small for the words.
pub fn power_curve_svg(view: &PowerCurve, theme: Theme, size: Size) -> Result<String, ChartError> {
    let typeface = Rc::new(Typeface::load()?);
    let column = column(view, &typeface);
    let stage = Stage::set(view, setting(view, column), typeface, theme, size)?;
    let ticks = session_ticks(view.largest(), stage.frame.step(), 34.0);
    let named: Vec<(u32, String)> = ticks.iter().map(|size| (*size, size.to_string())).collect();
    axes::heading(&stage)?;
    axes::draw(&stage, &named)?;
    marks::target(&stage)?;
    line(&stage)?;
    marks::design(&stage)?;
    marks::simulated(&stage)?;
    marks::names(&stage)?;
    Ok(stage.finish())
}

fn setting(view: &PowerCurve, column: f64) -> Setting<'_> {
    Setting {
        naming: Naming { id: &view.id, title: &view.title, description: &view.description },
        subtitle: &view.subtitle,
        scale: Scale { min: 0.0, max: 100.0, direction: Direction::HigherIsBetter },
        scale_label: &view.scale_label,
        places: view.largest(),
        positions: None,
        place_label: &view.size_label,
        cut_off: None,
        nothing_yet: "",
        numerals: view.numerals,
        column,
        strip: 0.0,
    }
}

fn column(view: &PowerCurve, typeface: &Typeface) -> f64 {
    let names = view.names();
    let names = names.iter().map(|name| marks::on_page(&name.words(), typeface));
    names.chain([typeface.width(&view.size_label, BODY, Weight::Regular)]).fold(0.0, f64::max) + 2.0
}

fn line(stage: &Stage<'_>) -> Result<(), ChartError> {
    let spots: Vec<(f64, f64)> = stage.view.points.iter().map(|point| stage.spot(point.size, point.power)).collect();
    let stroke = Token::Accent.paint().stroke_width(22);
    stage.sheet.group(&Group::of("curve"), || Ok(stage.area.draw(&PathElement::new(fine(&spots), stroke))?))
}
