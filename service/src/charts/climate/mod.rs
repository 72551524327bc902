//! The climate of a group: how those who were present rated each session, beside what is usual for this group.
//!
//! Drawn from the back: rules, the band of what was usual, the spread within the group as a bar a session, the mean, the
//! therapists' own ratings, what stood out. A session without ratings is a gap.

mod other_forms;
mod parts;
mod view;

use std::rc::Rc;

use super::{
    axis::session_ticks,
    error::ChartError,
    font::Typeface,
    sheet::Naming,
    size::Size,
    stage::{self, Setting, axes, column},
    theme::Theme,
};
pub use other_forms::{ClimatePhrases, ClimateRow, ClimateTable, Newest, climate_sentences};
pub use view::{Climate, ClimateSession, Event, EventKind, Rating};

/// Room under the plot for the numbers of who answered, in pixels.
const STRIP: f64 = 22.0;

/// Draws the climate of a group as SVG. The same view, theme and size give the same text.
///
/// # Errors
/// When the size is too small for the words, or the scale has no length.
pub fn climate_svg(view: &Climate, theme: Theme, size: Size) -> Result<String, ChartError> {
    let typeface = Rc::new(Typeface::load()?);
    let mut texts = vec![
        (view.session_label.as_str(), false),
        (view.answered_label.as_str(), false),
        (view.group_label.as_str(), false),
        (view.usual_label.as_str(), false),
    ];
    texts.extend(view.therapists.iter().map(|name| (name.as_str(), true)));
    let column = column::width(&texts, &typeface, size);
    let stage = Stage::set(view, setting(view, column), typeface, theme, size)?;
    let ticks = session_ticks(stage.setting.places.max(1), stage.frame.step(), 24.0);
    let name = |place: u32| view.sessions.get(place as usize - 1).map_or(String::new(), |session| session.name.clone());
    let ticks: Vec<(u32, String)> = ticks.into_iter().map(|place| (place, name(place))).collect();
    axes::heading(&stage)?;
    axes::draw(&stage, &ticks)?;
    if view.is_empty() {
        axes::nothing_yet(&stage)?;
    } else {
        parts::usual(&stage)?;
        parts::spread(&stage)?;
        parts::mean(&stage)?;
        parts::therapists(&stage)?;
        parts::answered(&stage, &ticks)?;
        parts::names(&stage)?;
        parts::events(&stage)?;
    }
    Ok(stage.finish())
}

type Stage<'a> = stage::Stage<'a, Climate>;

fn setting(view: &Climate, column: f64) -> Setting<'_> {
    Setting {
        naming: Naming { id: &view.id, title: &view.title, description: &view.description },
        subtitle: &view.subtitle,
        scale: view.scale,
        scale_label: &view.scale_label,
        places: u32::try_from(view.sessions.len()).unwrap_or(u32::MAX),
        positions: None,
        place_label: &view.session_label,
        cut_off: None,
        nothing_yet: &view.nothing_yet,
        numerals: view.numerals,
        column,
        strip: STRIP,
    }
}
