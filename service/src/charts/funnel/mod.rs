//! Groups against their number of clients: how far the clients ended from what was expected, and how far chance and
//! ordinary differences between groups would bring them. No order, and no colour of good or bad.

mod marks;
mod view;

#[cfg(test)]
pub(super) mod tests;

use std::rc::Rc;

use super::{
    axis::{Direction, Scale, session_ticks},
    error::ChartError,
    font::{Typeface, Weight},
    sheet::{BODY, Naming},
    size::Size,
    stage::{self, Setting, axes},
    theme::Theme,
};
pub use view::{Funnel, FunnelLimit, FunnelSpot};

type Stage<'a> = stage::Stage<'a, Funnel>;

/// Draws a funnel as SVG. The same view, theme and size give the same text.
///
/// # Errors
/// When the size is too small for the words.
pub fn funnel_svg(view: &Funnel, theme: Theme, size: Size) -> Result<String, ChartError> {
    let typeface = Rc::new(Typeface::load()?);
    let column = column(view, &typeface);
    let clients = view.clients();
    let stage = Stage::set(view, setting(view, &clients, column), typeface, theme, size)?;
    axes::heading(&stage)?;
    axes::draw(&stage, &ticks(&stage))?;
    if view.groups.is_empty() || view.limits.is_empty() {
        axes::nothing_yet(&stage)?;
    } else {
        marks::limits(&stage)?;
        marks::names(&stage)?;
        marks::groups(&stage)?;
    }
    Ok(stage.finish())
}

fn setting<'a>(view: &'a Funnel, clients: &'a [f64], column: f64) -> Setting<'a> {
    let far = view.farthest();
    Setting {
        naming: Naming { id: &view.id, title: &view.title, description: &view.description },
        subtitle: &view.subtitle,
        scale: Scale { min: -far, max: far, direction: Direction::HigherIsBetter },
        scale_label: &view.scale_label,
        places: view.limits.len() as u32,
        positions: (!clients.is_empty()).then_some(clients),
        place_label: &view.clients_label,
        cut_off: None,
        nothing_yet: &view.nothing_yet,
        numerals: view.numerals,
        column,
        strip: 0.0,
    }
}

fn column(view: &Funnel, typeface: &Typeface) -> f64 {
    let names = view.names();
    let names = names.iter().map(|(words, _)| typeface.width(words, BODY, Weight::SemiBold));
    names.chain([typeface.width(&view.clients_label, BODY, Weight::Regular)]).fold(0.0, f64::max) + 2.0
}

/// Numbers of clients, as many as there is room for.
fn ticks(stage: &Stage<'_>) -> Vec<(u32, String)> {
    let places = session_ticks(stage.view.limits.len() as u32, stage.frame.step(), 34.0);
    let named = places.into_iter().filter_map(|place| {
        let limit = stage.view.limits.get((place as usize).checked_sub(1)?)?;
        Some((place, limit.clients.to_string()))
    });
    named.collect()
}
