//! The path to what is to be reached, what was reached, and their names.

use plotters::{
    element::{Circle, PathElement, Polygon, Text},
    style::{Color as _, text_anchor::HPos},
};

use super::{Stage, view::GrowthMark};
use crate::charts::{
    canvas::{lettering, tenths},
    error::ChartError,
    font::Weight,
    labels::{Wish, spread},
    placement::Spot,
    sheet::{BODY, Group},
    stage::fine,
    theme::{FAINT, Token},
};

/// Height of a name with its air, in pixels.
const NAME: f64 = 19.0;
/// Half of a mark, in pixels.
const MARK: f64 = 5.0;

/// From the first year through the targets, dashed, each target a diamond.
pub(super) fn path(stage: &Stage<'_>) -> Result<(), ChartError> {
    let mut way = vec![stage.spot(1, 100.0)];
    way.extend(stage.view.targets.iter().map(|mark| spot(stage, mark)));
    let group = Group { dash: Some("6 5"), ..Group::of("target") };
    let stroke = Token::Good.paint().stroke_width(13);
    stage.sheet.group(&group, || Ok::<(), ChartError>(stage.area.draw(&PathElement::new(fine(&way), stroke))?))?;
    stage.sheet.group(&Group::of("targets"), || {
        for mark in &stage.view.targets {
            let (x, y) = spot(stage, mark);
            let diamond = fine(&[(x, y - MARK), (x + MARK, y), (x, y + MARK), (x - MARK, y)]);
            stage.area.draw(&Polygon::new(diamond, Token::Good.paint().filled()))?;
        }
        Ok(())
    })
}

/// From the first year through the years, each a dot.
pub(super) fn reached(stage: &Stage<'_>) -> Result<(), ChartError> {
    let mut way = vec![stage.spot(1, 100.0)];
    way.extend(stage.view.reached.iter().map(|mark| spot(stage, mark)));
    let stroke = Token::Accent.paint().stroke_width(22);
    stage.sheet.group(&Group::of("curve"), || {
        stage.area.draw(&PathElement::new(fine(&way), stroke))?;
        let hollow = stage.view.reached.iter().map(|mark| mark.unfinished);
        for ((x, y), hollow) in way.into_iter().zip([false].into_iter().chain(hollow)) {
            let place = (tenths(x), tenths(y));
            stage.area.draw(&Circle::new(place, tenths(MARK), Token::Accent.paint().filled()))?;
            if hollow {
                stage.area.draw(&Circle::new(place, tenths(MARK - 2.4), Token::Ground.paint().filled()))?;
            }
        }
        Ok(())
    })
}

/// Each name at the height of its mark, or as near as the others allow, with a thin line to it.
pub(super) fn names(stage: &Stage<'_>) -> Result<(), ChartError> {
    let (plot, left) = (stage.frame.plot, stage.frame.names);
    let named: Vec<&GrowthMark> = stage.view.named().collect();
    let wishes: Vec<Wish> = named.iter().map(|mark| Wish { middle: spot(stage, mark).1, height: NAME }).collect();
    let middles = spread(&wishes, plot.top - 8.0, plot.bottom + 6.0);
    stage.sheet.group(&Group::of("names"), || {
        for (at, (mark, middle)) in named.iter().zip(middles).enumerate() {
            let (x, y) = spot(stage, mark);
            let token = if at < stage.view.targets.len() { Token::Good } else { Token::Accent };
            let leader = fine(&[(x + MARK + 2.0, y), (left - 3.0, middle)]);
            stage.area.draw(&PathElement::new(leader, token.paint().mix(FAINT).stroke_width(9)))?;
            let words = stage.typeface.fit(&mark.label, BODY, Weight::SemiBold, stage.frame.names_room);
            let style = lettering(BODY, Weight::SemiBold, token, HPos::Left);
            stage.area.draw(&Text::new(words, (tenths(left), tenths(middle)), style))?;
        }
        Ok(())
    })
}

fn spot(stage: &Stage<'_>, mark: &GrowthMark) -> Spot {
    stage.spot(stage.view.place(mark.year), mark.percent)
}
