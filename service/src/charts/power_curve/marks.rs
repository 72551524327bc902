//! What stands beside the line: the power to reach, the design, what was simulated, and their names.

use plotters::{
    element::{Circle, PathElement, Polygon, Text},
    style::{Color as _, text_anchor::HPos},
};

use super::Stage;
use crate::charts::{
    canvas::{lettering, tenths},
    error::ChartError,
    font::Weight,
    labels::{Wish, spread},
    sheet::{BODY, Group},
    stage::fine,
    theme::{FAINT, Token},
};

/// Height of a name with its air, in pixels.
const NAME: f64 = 19.0;
/// A name moved further than this gets a thin line back to what it names.
const NEAR: f64 = 2.5;
/// Half of a mark, in pixels.
const MARK: f64 = 5.0;

/// The power to reach, dashed from side to side.
pub(super) fn target(stage: &Stage<'_>) -> Result<(), ChartError> {
    let (plot, (_, y)) = (stage.frame.plot, stage.spot(1, stage.view.target));
    let path = fine(&[(plot.left, y), (plot.right, y)]);
    let group = Group { dash: Some("6 5"), ..Group::of("target") };
    stage.sheet.group(&group, || Ok(stage.area.draw(&PathElement::new(path, Token::Good.paint().stroke_width(13)))?))
}

/// The design on the line, with a thin line down to its size.
pub(super) fn design(stage: &Stage<'_>) -> Result<(), ChartError> {
    let design = stage.view.design;
    let (x, y) = stage.spot(design.size, design.power);
    let down = fine(&[(x, y), (x, stage.frame.plot.bottom)]);
    let group = Group { dash: Some("2 4"), ..Group::of("design") };
    stage.sheet.group(&group, || {
        Ok::<(), ChartError>(stage.area.draw(&PathElement::new(down, Token::Soft.paint().stroke_width(11)))?)
    })?;
    let dot = Circle::new((tenths(x), tenths(y)), tenths(MARK), Token::Accent.paint().filled());
    stage.sheet.group(&Group::of("design"), || Ok(stage.area.draw(&dot)?))
}

/// A diamond with its interval, where there was a simulation.
pub(super) fn simulated(stage: &Stage<'_>) -> Result<(), ChartError> {
    let Some((power, lower, upper)) = stage.view.simulated else {
        return Ok(());
    };
    let size = stage.view.design.size;
    let ((x, y), (_, low), (_, high)) = (stage.spot(size, power), stage.spot(size, lower), stage.spot(size, upper));
    let stroke = Token::Ink.paint().stroke_width(15);
    let ends = [[(x, low), (x, high)], [(x - 4.0, low), (x + 4.0, low)], [(x - 4.0, high), (x + 4.0, high)]];
    let diamond = fine(&[(x, y - MARK), (x + MARK, y), (x, y + MARK), (x - MARK, y)]);
    stage.sheet.group(&Group::of("simulated"), || {
        for end in ends {
            stage.area.draw(&PathElement::new(fine(&end), stroke))?;
        }
        Ok(stage.area.draw(&Polygon::new(diamond, Token::Ink.paint().filled()))?)
    })
}

/// Each name at its height, or as near as the others allow.
pub(super) fn names(stage: &Stage<'_>) -> Result<(), ChartError> {
    let (plot, left) = (stage.frame.plot, stage.frame.names);
    let named: Vec<(String, f64)> =
        stage.view.names().into_iter().map(|(words, power)| (words, stage.spot(1, power).1)).collect();
    let wishes: Vec<Wish> = named.iter().map(|(_, middle)| Wish { middle: *middle, height: NAME }).collect();
    let middles = spread(&wishes, plot.top - 8.0, plot.bottom + 6.0);
    let tokens = [Token::Good, Token::Accent, Token::Ink];
    stage.sheet.group(&Group::of("names"), || {
        for (((words, y), middle), token) in named.iter().zip(middles).zip(tokens) {
            if (y - middle).abs() > NEAR {
                let leader = fine(&[(plot.right + 2.0, *y), (left - 3.0, middle)]);
                stage.area.draw(&PathElement::new(leader, token.paint().mix(FAINT).stroke_width(9)))?;
            }
            let words = stage.typeface.fit(words, BODY, Weight::SemiBold, stage.frame.names_room);
            let style = lettering(BODY, Weight::SemiBold, token, HPos::Left);
            stage.area.draw(&Text::new(words, (tenths(left), tenths(middle)), style))?;
        }
        Ok(())
    })
}
