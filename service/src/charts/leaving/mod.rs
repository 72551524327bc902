//! How stays in groups ended: a staircase for each way of ending, session by session.
//!
//! Each staircase has its name and its height at its own end, and a pattern of dashes of its own; dropping out has its
//! interval as a band. Under the plot stands how many stays each part of the picture rests on.

mod stairs;
mod table;
mod view;

#[cfg(test)]
pub(super) mod tests;

use std::rc::Rc;

use plotters::{element::Text, style::text_anchor::HPos};

use super::{
    axis::{Direction, Scale, session_ticks},
    canvas::{lettering, tenths},
    error::ChartError,
    font::{Typeface, Weight},
    sheet::{BODY, Group, Naming},
    size::Size,
    stage::{self, Setting, axes},
    theme::{Theme, Token},
};
pub use table::{LeavingRow, LeavingTable};
pub use view::{Leaving, LeavingCurve, LeavingPoint, Way};

/// Room under the plot for the numbers of stays, in pixels.
const STRIP: f64 = 22.0;

type Stage<'a> = stage::Stage<'a, Leaving>;

/// Draws how stays ended as SVG. The same view, theme and size give the same text.
///
/// # Errors
/// When the size is too small for the words.
pub fn leaving_svg(view: &Leaving, theme: Theme, size: Size) -> Result<String, ChartError> {
    let typeface = Rc::new(Typeface::load()?);
    let column = column(view, &typeface);
    let stage = Stage::set(view, setting(view, column), typeface, theme, size)?;
    let ticks = session_ticks(view.sessions().max(1), stage.frame.step(), 34.0);
    let named: Vec<(u32, String)> = ticks.iter().map(|session| (*session, session.to_string())).collect();
    axes::heading(&stage)?;
    axes::draw(&stage, &named)?;
    if view.curves.is_empty() {
        axes::nothing_yet(&stage)?;
    } else {
        stairs::bands(&stage)?;
        stairs::lines(&stage)?;
        stairs::names(&stage)?;
        at_risk(&stage, &ticks)?;
    }
    Ok(stage.finish())
}

fn setting(view: &Leaving, column: f64) -> Setting<'_> {
    let points = view.curves.iter().flat_map(|curve| &curve.points);
    let values = points.map(|point| point.interval.map_or(point.share, |(_, upper)| upper)).chain([0.0]);
    Setting {
        naming: Naming { id: &view.id, title: &view.title, description: &view.description },
        subtitle: &view.subtitle,
        // More is not better here; it only stands higher.
        scale: Scale::covering((0.0, 100.0), Direction::HigherIsBetter, values),
        scale_label: &view.scale_label,
        places: view.sessions(),
        positions: None,
        place_label: &view.session_label,
        cut_off: None,
        nothing_yet: &view.nothing_yet,
        numerals: view.numerals,
        column,
        strip: STRIP,
    }
}

fn column(view: &Leaving, typeface: &Typeface) -> f64 {
    let names = view.curves.iter().map(|curve| typeface.width(&curve.end_label(view.numerals), BODY, Weight::SemiBold));
    let others = [&view.session_label, &view.at_risk_label].map(|label| typeface.width(label, BODY, Weight::Regular));
    names.chain(others).fold(0.0, f64::max) + 2.0
}

/// How many stays lasted so long, under the sessions that are named.
fn at_risk(stage: &Stage<'_>, ticks: &[u32]) -> Result<(), ChartError> {
    let middle = tenths(stage.frame.plot.bottom + STRIP / 2.0 + 1.0);
    stage.sheet.group(&Group::of("at-risk"), || {
        for session in ticks {
            let (x, _) = stage.spot(*session, stage.setting.scale.min);
            let style = lettering(11.0, Weight::Regular, Token::Soft, HPos::Center);
            stage.area.draw(&Text::new(stage.view.at_risk(*session).to_string(), (tenths(x), middle), style))?;
        }
        let style = lettering(11.0, Weight::Regular, Token::Soft, HPos::Left);
        let label = stage.view.at_risk_label.as_str();
        Ok(stage.area.draw(&Text::new(label, (tenths(stage.frame.names), middle), style))?)
    })
}
