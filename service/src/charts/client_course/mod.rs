//! The course of one client: what was measured, beside what was to be expected and what would be a reliable change.
//!
//! Drawn from the back: the functional side, rules, the expected band, lines that mean something, the scores, words. The
//! expected band is the calm ground of the picture: blue-green where most clients with this start are found, a paler strip
//! with a dashed edge to its outer limit on the wrong side, and beyond it a fainter limit further out. In the functional range the ground is never amber; a score
//! that lies beyond a limit there still has its mark.

mod alternative;
mod band;
mod column;
mod lines;
mod scores;
mod table;
mod view;
mod words;

#[cfg(test)]
pub(super) mod tests;

use std::rc::Rc;

use super::{
    axis::session_step,
    error::ChartError,
    font::{Typeface, Weight},
    sheet::{BODY, Naming, escape, short},
    size::Size,
    stage::{self, Setting, axes},
    theme::Theme,
};
pub use alternative::{ClientPhrases, ClientSpan, sentences};
pub use table::{ClientRow, ClientTable};
pub use view::{
    ClientCourse, Expected, ExpectedPoint, Mark, PlannedEnd, Reading, ReliableLines, Shift, Standing, ValueLine, Visit,
};

/// Room under the plot for the marks, in pixels.
const STRIP: f64 = 24.0;

/// Draws the course of a client as SVG. The same view, theme and size give the same text.
///
/// # Errors
/// When the size is too small for the words, or the scale has no length.
pub fn client_course_svg(view: &ClientCourse, theme: Theme, size: Size) -> Result<String, ChartError> {
    let typeface = Rc::new(Typeface::load()?);
    let column = column::width(view, &typeface, size);
    let stage = Stage::set(view, setting(view, column), typeface, theme, size)?;
    let ticks = ticks(&stage);
    axes::heading(&stage)?;
    if view.is_empty() {
        axes::draw(&stage, &ticks)?;
        scores::marks(&stage)?;
        axes::nothing_yet(&stage)?;
    } else {
        axes::functional_side(&stage)?;
        axes::draw(&stage, &ticks)?;
        band::draw(&stage)?;
        axes::cut_off(&stage)?;
        lines::draw(&stage)?;
        scores::marks(&stage)?;
        column::draw(&stage)?;
        scores::draw(&stage)?;
        words::inside_the_plot(&stage)?;
    }
    pointers(&stage);
    Ok(stage.finish())
}

type Stage<'a> = stage::Stage<'a, ClientCourse>;

fn setting(view: &ClientCourse, column: f64) -> Setting<'_> {
    Setting {
        naming: Naming { id: &view.id, title: &view.title, description: &view.description },
        subtitle: &view.subtitle,
        scale: view.scale,
        scale_label: &view.scale_label,
        places: u32::try_from(view.visits.len()).unwrap_or(u32::MAX),
        positions: view.weeks(),
        place_label: &view.visit_label,
        cut_off: view.cut_off.as_ref().map(|cut_off| cut_off.value),
        nothing_yet: &view.nothing_yet,
        numerals: view.numerals,
        column,
        strip: STRIP,
    }
}

/// The names on the axis: words, the first and the last always, and as many of the round numbers (of the weeks all) as
/// leave room.
fn ticks(stage: &Stage<'_>) -> Vec<(u32, String)> {
    let visits = &stage.view.visits;
    let last = u32::try_from(visits.len()).unwrap_or(u32::MAX).max(1);
    let number = |name: &str| name.parse::<u32>().ok();
    let step = session_step(last, stage.frame.step(), 24.0);
    let is_by_week = stage.view.weeks().is_some();
    let mut wanted: Vec<(u32, String, u8)> = Vec::new();
    for (place, _) in stage.view.places() {
        let name = stage.view.place_name(place);
        let rank = match number(&name) {
            _ if place == 1 || place == last => 0,
            None => 1,
            Some(number) if is_by_week || number.is_multiple_of(step) => 2,
            Some(_) => continue,
        };
        wanted.push((place, name, rank));
    }
    wanted.sort_by_key(|(place, _, rank)| (*rank, *place));
    let mut taken: Vec<(f64, f64)> = Vec::new();
    let mut ticks = Vec::new();
    for (place, name, _) in wanted {
        let (x, _) = stage.spot(place, stage.setting.scale.min);
        let half = stage.typeface.width(&name, BODY, Weight::Regular) / 2.0 + 4.0;
        if taken.iter().all(|(left, right)| x + half <= *left || x - half >= *right) {
            taken.push((x - half, x + half));
            ticks.push((place, name));
        }
    }
    ticks.sort_by_key(|(place, _)| *place);
    ticks
}

/// An invisible column over each visit that says what happened when it is pointed at.
fn pointers(stage: &Stage<'_>) {
    let (plot, half) = (stage.frame.plot, stage.frame.step().min(60.0) / 2.0);
    for (place, visit) in stage.view.places().filter(|(_, visit)| visit.mark.is_some()) {
        let (x, _) = stage.spot(place, stage.setting.scale.min);
        let score = visit.score().map(|score| format!(": {}", stage.setting.numerals.write(score, 1)));
        let said = format!(
            "{} {}{}, {}",
            stage.setting.place_label,
            stage.view.place_name(place),
            score.unwrap_or_default(),
            visit.attendance
        );
        let (left, top) = (short(x - half), short(plot.top));
        let (width, height) = (short(half * 2.0), short(plot.bottom - plot.top + STRIP));
        stage.sheet.push(&format!(
            r#"<rect x="{left}" y="{top}" width="{width}" height="{height}" fill="none" pointer-events="all"><title>{}</title></rect>"#,
            escape(&said)
        ));
    }
}
