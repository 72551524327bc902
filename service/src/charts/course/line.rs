//! The group: its band and its line.

use plotters::{
    element::{PathElement, Polygon},
    style::Color as _,
};

use super::{Stage, names::Names};
use crate::charts::{
    error::ChartError, placement::Spot, runs::unbroken, sheet::Group, stage::fine, theme::Token, view::ValueAxis,
};

/// The 95 % band, cut where the line is cut.
pub(super) fn band(stage: &Stage<'_>) -> Result<(), ChartError> {
    let sessions = 1..=stage.view.sessions;
    let points = sessions.map(|session| stage.view.group_at(session).map(|point| (session, point)));
    let fill = Token::Accent.paint().mix(0.13).filled();
    stage.sheet.group(&Group::of("band"), || {
        // Without an interval there is no band.
        let points = points.map(|point| point.filter(|(_, point)| point.upper > point.lower));
        for run in unbroken(points) {
            let upper: Vec<_> = run.iter().map(|(session, point)| (*session, point.upper)).collect();
            let lower: Vec<_> = run.iter().map(|(session, point)| (*session, point.lower)).collect();
            let mut edge = stage.stretch(&upper);
            edge.extend(stage.stretch(&lower).into_iter().rev());
            stage.area.draw(&Polygon::new(fine(&edge), fill))?;
        }
        Ok(())
    })
}

/// The line itself, with its name.
pub(super) fn draw(stage: &Stage<'_>, names: &Names) -> Result<(), ChartError> {
    let group = Group { label: Some(&stage.view.group_label), ..Group::of("group") };
    stage.sheet.group(&group, || {
        for run in runs(stage) {
            stage.area.draw(&PathElement::new(fine(&run), Token::Accent.paint().stroke_width(32)))?;
        }
        names.group(stage)
    })
}

/// The stretches of the line in pixels.
pub(super) fn runs(stage: &Stage<'_>) -> Vec<Vec<Spot>> {
    let sessions = 1..=stage.view.sessions;
    let points = sessions.map(|session| stage.view.group_at(session).map(|point| (session, point.mean)));
    unbroken(points).iter().map(|run| stage.stretch(run)).collect()
}

/// The height of no change, where improvement is drawn.
pub(super) fn zero_height(stage: &Stage<'_>) -> Option<f64> {
    stage.height_of(0.0).filter(|_| stage.view.switches.value == ValueAxis::Improvement)
}

/// The line of no change; its words come later, where there is room.
pub(super) fn zero(stage: &Stage<'_>) -> Result<(), ChartError> {
    let (Some(y), plot) = (zero_height(stage), stage.frame.plot) else {
        return Ok(());
    };
    let path =
        PathElement::new(fine(&[(plot.left, y), (plot.right, y)]), Token::Soft.paint().mix(0.9).stroke_width(14));
    stage.sheet.group(&Group::of("zero"), || Ok(stage.area.draw(&path)?))
}
