//! Growth since a first year: a dashed path through what is to be reached, and a line of what was.
//!
//! What is to be reached is a diamond, what was reached a round dot, hollow for a year that is not over; the targets and the
//! newest year have their names beside the plot.

mod marks;
mod view;

#[cfg(test)]
pub(super) mod tests;

use std::rc::Rc;

use super::{
    axis::{Direction, Scale},
    error::ChartError,
    font::{Typeface, Weight},
    sheet::{BODY, Naming},
    size::Size,
    stage::{self, Setting, axes},
    theme::Theme,
};
pub use view::{GrowthChart, GrowthMark};

type Stage<'a> = stage::Stage<'a, GrowthChart>;

/// Draws growth as SVG. The same view, theme and size give the same text.
///
/// # Errors
/// When the size is too small for the words.
pub fn growth_svg(view: &GrowthChart, theme: Theme, size: Size) -> Result<String, ChartError> {
    let typeface = Rc::new(Typeface::load()?);
    let column = column(view, &typeface);
    let stage = Stage::set(view, setting(view, column), typeface, theme, size)?;
    let places = 1..=view.years();
    let named: Vec<(u32, String)> =
        places.zip(view.first_year..).map(|(place, year)| (place, year.to_string())).collect();
    // Years that would touch are named every other one.
    let every = if stage.frame.step() < 40.0 { 2 } else { 1 };
    let named: Vec<(u32, String)> = named.into_iter().step_by(every).collect();
    axes::heading(&stage)?;
    axes::draw(&stage, &named)?;
    marks::path(&stage)?;
    marks::reached(&stage)?;
    marks::names(&stage)?;
    Ok(stage.finish())
}

fn setting(view: &GrowthChart, column: f64) -> Setting<'_> {
    let heights = view.targets.iter().chain(&view.reached).map(|mark| mark.percent).chain([100.0]);
    let (low, high) = heights.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), h| (low.min(h), high.max(h)));
    // Room of a tenth above and below, so that no mark lies on an edge.
    let air = ((high - low) * 0.1).max(1.0);
    Setting {
        naming: Naming { id: &view.id, title: &view.title, description: &view.description },
        subtitle: &view.subtitle,
        scale: Scale { min: (low - air).max(0.0), max: high + air, direction: Direction::HigherIsBetter },
        scale_label: &view.scale_label,
        places: view.years(),
        positions: None,
        place_label: &view.year_label,
        cut_off: None,
        nothing_yet: "",
        numerals: view.numerals,
        column,
        strip: 0.0,
    }
}

fn column(view: &GrowthChart, typeface: &Typeface) -> f64 {
    let names = view.named().map(|mark| typeface.width(&mark.label, BODY, Weight::SemiBold));
    names.chain([typeface.width(&view.year_label, BODY, Weight::Regular)]).fold(0.0, f64::max) + 2.0
}
