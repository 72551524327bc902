//! The line at zero, and each group with its interval.

use plotters::{
    element::{Circle, PathElement, Polygon, Text},
    style::{Color as _, text_anchor::HPos},
};

use super::{Stage, view::EffectSpot};
use crate::charts::{
    canvas::{lettering, tenths},
    error::ChartError,
    font::Weight,
    sheet::{BODY, Group},
    stage::fine,
    theme::Token,
};

/// Half of a mark where there is room, and at least.
const MARK: (f64, f64) = (4.6, 1.2);

/// The mean of the groups, with its name.
pub(super) fn zero(stage: &Stage<'_>) -> Result<(), ChartError> {
    let (plot, (_, y)) = (stage.frame.plot, stage.spot(1, 0.0));
    let path = fine(&[(plot.left, y), (plot.right, y)]);
    stage.sheet.group(&Group::of("zero"), || {
        stage.area.draw(&PathElement::new(path, Token::Ink.paint().stroke_width(13)))?;
        let words = stage.typeface.fit(&stage.view.zero_label, BODY, Weight::SemiBold, stage.frame.names_room);
        let style = lettering(BODY, Weight::SemiBold, Token::Ink, HPos::Left);
        Ok(stage.area.draw(&Text::new(words, (tenths(stage.frame.names), tenths(y)), style))?)
    })
}

/// The 95 % intervals.
pub(super) fn intervals(stage: &Stage<'_>) -> Result<(), ChartError> {
    let width = if half(stage) < 3.0 { 8 } else { 16 };
    stage.sheet.group(&Group::of("intervals"), || {
        for group in &stage.view.groups {
            let path = fine(&[stage.spot(group.number, group.lower), stage.spot(group.number, group.upper)]);
            stage.area.draw(&PathElement::new(path, Token::Accent.paint().stroke_width(width)))?;
        }
        Ok(())
    })
}

/// The effects: round where the interval holds the mean, a diamond where it does not.
pub(super) fn effects(stage: &Stage<'_>) -> Result<(), ChartError> {
    stage.sheet.group(&Group::of("effects"), || stage.view.groups.iter().try_for_each(|group| effect(stage, group)))
}

fn effect(stage: &Stage<'_>, group: &EffectSpot) -> Result<(), ChartError> {
    let ((x, y), half) = (stage.spot(group.number, group.effect), half(stage));
    if group.is_apart() {
        let half = half * 1.4;
        let corners = fine(&[(x, y - half), (x + half, y), (x, y + half), (x - half, y)]);
        return Ok(stage.area.draw(&Polygon::new(corners, Token::Ink.paint().filled()))?);
    }
    let dot = Circle::new((tenths(x), tenths(y)), tenths(half), Token::Accent.paint().filled());
    Ok(stage.area.draw(&dot)?)
}

/// Half of a mark, in pixels: as much as the neighbours leave.
fn half(stage: &Stage<'_>) -> f64 {
    (stage.frame.step() * 0.35).clamp(MARK.1, MARK.0)
}
