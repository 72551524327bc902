//! The staircases, their band and their names.

use plotters::{
    element::{PathElement, Polygon, Text},
    style::{Color as _, text_anchor::HPos},
};

use super::{
    Stage,
    view::{LeavingCurve, Way},
};
use crate::charts::{
    canvas::{lettering, tenths},
    error::ChartError,
    font::Weight,
    labels::{Wish, spread},
    placement::Spot,
    sheet::{BODY, Group},
    stage::fine,
    theme::FAINT,
};

/// Height of a name with its air, in pixels.
const NAME: f64 = 19.0;
/// A name moved further than this gets a thin line back to its staircase.
const NEAR: f64 = 2.5;

/// The interval of dropping out, behind all lines.
pub(super) fn bands(stage: &Stage<'_>) -> Result<(), ChartError> {
    for curve in stage.view.curves.iter().filter(|curve| curve.way == Way::Dropout) {
        let edge = |end: fn((f64, f64)) -> f64| {
            stairs(stage, curve.points.iter().map(|point| (point.session, point.interval.map_or(point.share, end))))
        };
        let mut outline = edge(|(_, upper)| upper);
        outline.extend(edge(|(lower, _)| lower).into_iter().rev());
        let fill = curve.way.token().paint().mix(0.14).filled();
        stage.sheet.group(&Group::of("band"), || stage.area.draw(&Polygon::new(fine(&outline), fill)))?;
    }
    Ok(())
}

/// The staircases; dropping out, which the picture is about, on top.
pub(super) fn lines(stage: &Stage<'_>) -> Result<(), ChartError> {
    for curve in stage.view.curves.iter().rev() {
        let wide = if curve.way == Way::Dropout { 24 } else { 16 };
        let path = fine(&stairs(stage, curve.points.iter().map(|point| (point.session, point.share))));
        let group = Group { dash: curve.way.dash(), ..Group::of("curve") };
        let stroke = curve.way.token().paint().stroke_width(wide);
        stage.sheet.group(&group, || stage.area.draw(&PathElement::new(path, stroke)))?;
    }
    Ok(())
}

/// Each name beside the end of its staircase, or as near as the others allow.
pub(super) fn names(stage: &Stage<'_>) -> Result<(), ChartError> {
    let (plot, left) = (stage.frame.plot, stage.frame.names);
    let end =
        |curve: &LeavingCurve| stage.spot(stage.view.sessions(), curve.points.last().map_or(0.0, |point| point.share));
    let wishes: Vec<Wish> = stage.view.curves.iter().map(|curve| Wish { middle: end(curve).1, height: NAME }).collect();
    let middles = spread(&wishes, plot.top - 8.0, plot.bottom + 6.0);
    stage.sheet.group(&Group::of("names"), || {
        for (curve, middle) in stage.view.curves.iter().zip(middles) {
            let ((x, y), token) = (end(curve), curve.way.token());
            if (y - middle).abs() > NEAR {
                let leader = fine(&[(x + 2.0, y), (left - 3.0, middle)]);
                stage.area.draw(&PathElement::new(leader, token.paint().mix(FAINT).stroke_width(9)))?;
            }
            let weight = if curve.way == Way::Dropout { Weight::SemiBold } else { Weight::Regular };
            // Where there is little room the name gives way, never the number.
            let number = format!(" {}", curve.end_number(stage.setting.numerals));
            let room = stage.frame.names_room - stage.typeface.width(&number, BODY, weight);
            let label = stage.typeface.fit(&curve.label, BODY, weight, room) + &number;
            let style = lettering(BODY, weight, token, HPos::Left);
            stage.area.draw(&Text::new(label, (tenths(left), tenths(middle)), style))?;
        }
        Ok(())
    })
}

/// Level until a session, then up at it; level again to the last session of the picture.
fn stairs(stage: &Stage<'_>, steps: impl Iterator<Item = (u32, f64)>) -> Vec<Spot> {
    let mut height = 0.0;
    let mut path = vec![stage.spot(1, height)];
    for (session, share) in steps {
        path.push(stage.spot(session, height));
        path.push(stage.spot(session, share));
        height = share;
    }
    path.push(stage.spot(stage.view.sessions(), height));
    path.dedup();
    path
}
