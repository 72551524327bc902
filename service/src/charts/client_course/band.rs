//! What was to be expected: a band, its limits on the wrong side, and the line in its middle.

use plotters::{
    element::{PathElement, Polygon},
    style::Color as _,
};

use super::{Stage, view::ExpectedPoint};
use crate::charts::{
    axis::Direction, error::ChartError, placement::Spot, runs::unbroken, sheet::Group, stage::fine, theme::Token,
};

/// Draws band, strip, limits and line; nothing when nothing can be expected.
pub(super) fn draw(stage: &Stage<'_>) -> Result<(), ChartError> {
    for run in unbroken(stage.view.expectations()) {
        stage.sheet.group(&Group::of("band"), || {
            let inside = between(stage, &run, |point| point.better, |point| point.inner);
            stage.area.draw(&Polygon::new(fine(&inside), Token::Accent.paint().mix(0.13).filled()))?;
            let strip = between(stage, &run, |point| worse(stage, point.inner), |point| worse(stage, point.outer));
            stage.area.draw(&Polygon::new(fine(&strip), Token::Warn.paint().mix(0.12).filled()))
        })?;
        let line = path(stage, &run, |point| point.expected);
        let accent = Token::Accent.paint().mix(0.75).stroke_width(14);
        stage.sheet.group(&Group::of("expected"), || stage.area.draw(&PathElement::new(fine(&line), accent)))?;
        let limits = Group { dash: Some("2 3"), ..Group::of("limits") };
        let warn = Token::Warn.paint().mix(0.85).stroke_width(12);
        stage.sheet.group(&limits, || {
            stage.area.draw(&PathElement::new(fine(&path(stage, &run, |point| point.outer)), warn))
        })?;
        if let Some(far) = far(stage, &run) {
            // Thinner dashes further apart: of two limits the outer one is the fainter.
            let group = Group { dash: Some("1 5"), ..Group::of("far-limit") };
            stage.sheet.group(&group, || stage.area.draw(&PathElement::new(fine(&far), warn)))?;
        }
    }
    Ok(())
}

/// The limit further out in pixels, where it is to be drawn all along.
pub(super) fn far(stage: &Stage<'_>, run: &[(u32, ExpectedPoint)]) -> Option<Vec<Spot>> {
    let far: Option<Vec<(u32, f64)>> = run.iter().map(|(place, point)| Some((*place, point.far?))).collect();
    far.map(|far| stage.stretch(&far))
}

/// One edge in pixels.
pub(super) fn path(stage: &Stage<'_>, run: &[(u32, ExpectedPoint)], edge: impl Fn(&ExpectedPoint) -> f64) -> Vec<Spot> {
    let points: Vec<(u32, f64)> = run.iter().map(|(place, point)| (*place, edge(point))).collect();
    stage.stretch(&points)
}

fn between(
    stage: &Stage<'_>,
    run: &[(u32, ExpectedPoint)],
    upper: impl Fn(&ExpectedPoint) -> f64,
    lower: impl Fn(&ExpectedPoint) -> f64,
) -> Vec<Spot> {
    let mut edge = path(stage, run, upper);
    edge.extend(path(stage, run, lower).into_iter().rev());
    edge
}

/// A limit, kept on the clinical side of the cut-off.
fn worse(stage: &Stage<'_>, limit: f64) -> f64 {
    match (stage.setting.cut_off, stage.setting.scale.direction) {
        (None, _) => limit,
        (Some(cut_off), Direction::LowerIsBetter) => limit.max(cut_off),
        (Some(cut_off), Direction::HigherIsBetter) => limit.min(cut_off),
    }
}
