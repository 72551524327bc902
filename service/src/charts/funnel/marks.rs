//! The limits with their names, and the groups with their numbers.

use plotters::{
    element::{Circle, PathElement, Polygon, Text},
    style::{Color as _, text_anchor::HPos},
};

use super::{Stage, view::FunnelLimit};
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
/// A name moved further than this gets a thin line back to what it names.
const NEAR: f64 = 2.5;
/// Half of a mark, in pixels.
const MARK: f64 = 4.6;
/// Size of a group's number.
const NUMBER: f64 = 11.0;

/// Zero as a line, the inner limits dashed, the outer limits whole.
pub(super) fn limits(stage: &Stage<'_>) -> Result<(), ChartError> {
    let (plot, (_, y)) = (stage.frame.plot, stage.spot(1, 0.0));
    let zero = fine(&[(plot.left, y), (plot.right, y)]);
    stage.sheet.group(&Group::of("zero"), || {
        Ok::<(), ChartError>(stage.area.draw(&PathElement::new(zero, Token::Ink.paint().stroke_width(13)))?)
    })?;
    let inner: fn(&FunnelLimit) -> f64 = |limit| limit.inner;
    let outer: fn(&FunnelLimit) -> f64 = |limit| limit.outer;
    for (of, dash) in [(inner, Some("6 4")), (outer, None)] {
        let group = Group { dash, ..Group::of("limit") };
        stage.sheet.group(&group, || {
            for side in [1.0, -1.0] {
                let path = fine(&curve(stage, |limit| side * of(limit)));
                stage.area.draw(&PathElement::new(path, Token::Soft.paint().stroke_width(13)))?;
            }
            Ok::<(), ChartError>(())
        })?;
    }
    Ok(())
}

fn curve(stage: &Stage<'_>, of: impl Fn(&FunnelLimit) -> f64) -> Vec<Spot> {
    (1..).zip(&stage.view.limits).map(|(place, limit)| stage.spot(place, of(limit))).collect()
}

/// Each name at the end of its line, or as near as the others allow.
pub(super) fn names(stage: &Stage<'_>) -> Result<(), ChartError> {
    let (plot, left) = (stage.frame.plot, stage.frame.names);
    let named: Vec<(String, f64)> =
        stage.view.names().into_iter().map(|(words, value)| (words, stage.spot(1, value).1)).collect();
    let wishes: Vec<Wish> = named.iter().map(|(_, middle)| Wish { middle: *middle, height: NAME }).collect();
    let middles = spread(&wishes, plot.top - 8.0, plot.bottom + 6.0);
    stage.sheet.group(&Group::of("names"), || {
        for ((words, y), middle) in named.iter().zip(middles) {
            if (y - middle).abs() > NEAR {
                let leader = fine(&[(plot.right + 2.0, *y), (left - 3.0, middle)]);
                stage.area.draw(&PathElement::new(leader, Token::Soft.paint().mix(FAINT).stroke_width(9)))?;
            }
            let words = stage.typeface.fit(words, BODY, Weight::Regular, stage.frame.names_room);
            let style = lettering(BODY, Weight::Regular, Token::Soft, HPos::Left);
            stage.area.draw(&Text::new(words, (tenths(left), tenths(middle)), style))?;
        }
        Ok(())
    })
}

/// Round inside the inner limits, a diamond beyond; the number beside it where no other number stands.
pub(super) fn groups(stage: &Stage<'_>) -> Result<(), ChartError> {
    let view = stage.view;
    // Who lies outside is named first, so that a number is left out where it is missed least.
    let mut order: Vec<_> = view.groups.iter().map(|group| (view.beyond(group).0, group)).collect();
    order.sort_by_key(|(beyond, group)| (!beyond, group.number));
    let spots: Vec<Spot> =
        order.iter().map(|(_, group)| stage.spot(view.place(group.clients), group.difference)).collect();
    stage.sheet.group(&Group::of("groups"), || {
        for ((beyond, _), (x, y)) in order.iter().zip(&spots) {
            if *beyond {
                let half = MARK * 1.3;
                let corners = fine(&[(*x, y - half), (x + half, *y), (*x, y + half), (x - half, *y)]);
                stage.area.draw(&Polygon::new(corners, Token::Ink.paint().filled()))?;
            } else {
                let dot = Circle::new((tenths(*x), tenths(*y)), tenths(MARK), Token::Accent.paint().filled());
                stage.area.draw(&dot)?;
            }
        }
        Ok::<(), ChartError>(())
    })?;
    let numbers: Vec<String> = order.iter().map(|(_, group)| group.number.to_string()).collect();
    stage.sheet.group(&Group { halo: Some(3.0), ..Group::of("numbers") }, || written(stage, &spots, &numbers))
}

fn written(stage: &Stage<'_>, spots: &[Spot], numbers: &[String]) -> Result<(), ChartError> {
    let mut taken: Vec<(f64, f64, f64)> = Vec::new();
    for ((x, y), number) in spots.iter().zip(numbers) {
        let (left, width) = (x + MARK + 4.0, stage.typeface.width(number, NUMBER, Weight::Regular));
        let free = |(from, to, middle): &(f64, f64, f64)| {
            left > to + 2.0 || left + width < from - 2.0 || (y - middle).abs() > NUMBER + 3.0
        };
        let on_a_dot = spots.iter().any(|(other, middle)| {
            other != x && *other > left - MARK && *other < left + width + MARK && (middle - y).abs() < NUMBER
        });
        if on_a_dot || left + width > stage.frame.plot.right || !taken.iter().all(free) {
            continue;
        }
        taken.push((left, left + width, *y));
        let style = lettering(NUMBER, Weight::Regular, Token::Ink, HPos::Left);
        stage.area.draw(&Text::new(number.as_str(), (tenths(left), tenths(*y)), style))?;
    }
    Ok(())
}
