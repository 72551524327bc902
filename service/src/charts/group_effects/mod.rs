//! Groups beside each other: what each adds to what was to be expected, with its interval, and a line at the mean.
//!
//! A group whose interval holds the line is a round dot, another a diamond; nothing has the colour of good or bad, and the
//! order is the caller's, which is never that of the effects.

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
pub use view::{EffectSpot, GroupEffects};

/// Pixels that a group's name needs at least to be read; with less its number stands there.
const NAME: f64 = 64.0;

type Stage<'a> = stage::Stage<'a, GroupEffects>;

/// Draws groups beside each other as SVG. The same view, theme and size give the same text.
///
/// # Errors
/// When the size is too small for the words.
pub fn group_effects_svg(view: &GroupEffects, theme: Theme, size: Size) -> Result<String, ChartError> {
    let typeface = Rc::new(Typeface::load()?);
    let column = column(view, &typeface);
    let stage = Stage::set(view, setting(view, column), typeface, theme, size)?;
    axes::heading(&stage)?;
    axes::draw(&stage, &ticks(&stage))?;
    if view.groups.is_empty() {
        axes::nothing_yet(&stage)?;
    } else {
        marks::zero(&stage)?;
        marks::intervals(&stage)?;
        marks::effects(&stage)?;
    }
    Ok(stage.finish())
}

fn setting(view: &GroupEffects, column: f64) -> Setting<'_> {
    let far = view.farthest();
    Setting {
        naming: Naming { id: &view.id, title: &view.title, description: &view.description },
        subtitle: &view.subtitle,
        scale: Scale { min: -far, max: far, direction: Direction::HigherIsBetter },
        scale_label: &view.scale_label,
        places: view.places(),
        positions: None,
        place_label: &view.place_label,
        cut_off: None,
        nothing_yet: &view.nothing_yet,
        numerals: view.numerals,
        column,
        strip: 0.0,
    }
}

fn column(view: &GroupEffects, typeface: &Typeface) -> f64 {
    let zero = typeface.width(&view.zero_label, BODY, Weight::SemiBold);
    zero.max(typeface.width(&view.place_label, BODY, Weight::Regular)) + 2.0
}

/// Names where there is room for each, else the numbers that the table has.
fn ticks(stage: &Stage<'_>) -> Vec<(u32, String)> {
    let step = stage.frame.step();
    if stage.view.groups.len() > 1 && step >= NAME {
        let name = |group: &EffectSpot| stage.typeface.fit(&group.name, BODY, Weight::Regular, step - 8.0);
        return stage.view.groups.iter().map(|group| (group.number, name(group))).collect();
    }
    let places = session_ticks(stage.view.places(), step, 34.0);
    places.into_iter().map(|place| (place, place.to_string())).collect()
}
