//! Lines right across the plot: from where a change is reliable, and where the end is planned.

use plotters::{element::PathElement, style::Color as _};

use super::Stage;
use crate::charts::{error::ChartError, sheet::Group, stage::fine, theme::Token};

/// Draws them; their words come later.
pub(super) fn draw(stage: &Stage<'_>) -> Result<(), ChartError> {
    let plot = stage.frame.plot;
    if let Some(reliable) = &stage.view.reliable {
        let group = Group { dash: Some("1 4"), ..Group::of("reliable") };
        stage.sheet.group(&group, || {
            for (line, token) in [(&reliable.better, Token::Good), (&reliable.worse, Token::Bad)] {
                if let Some(y) = stage.height_of(line.value) {
                    let path = fine(&[(plot.left, y), (plot.right, y)]);
                    stage.area.draw(&PathElement::new(path, token.paint().stroke_width(16)))?;
                }
            }
            Ok::<(), ChartError>(())
        })?;
    }
    if let Some(x) = planned_end(stage) {
        let group = Group { dash: Some("6 4"), ..Group::of("planned-end") };
        let path = fine(&[(x, plot.top), (x, plot.bottom)]);
        stage.sheet.group(&group, || {
            stage.area.draw(&PathElement::new(path, Token::Soft.paint().mix(0.8).stroke_width(11)))
        })?;
    }
    Ok(())
}

/// Where the planned end stands, in pixels from the left.
pub(super) fn planned_end(stage: &Stage<'_>) -> Option<f64> {
    let end = stage.view.planned_end.as_ref().filter(|end| end.place >= 1 && end.place <= stage.setting.places)?;
    Some(stage.spot(end.place, stage.setting.scale.min).0)
}
