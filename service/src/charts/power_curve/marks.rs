//! What stands beside the line: the power to reach, the design, what was simulated, and their names.

use plotters::{
    element::{Circle, PathElement, Polygon, Text},
    style::{Color as _, text_anchor::HPos},
};

use super::{Stage, view::Named};
use crate::charts::{
    canvas::{lettering, tenths},
    error::ChartError,
    font::{Typeface, Weight},
    labels::{Wish, spread},
    sheet::{BODY, Group},
    stage::fine,
    theme::{FAINT, Token},
};

/// Height of a name with its air, in pixels.
const NAME: f64 = 19.0;
/// From one line of a name to the next.
const LEADING: f64 = 16.0;
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

/// Each name at its height, or as near as the others allow; where it is too wide its number stands under it.
pub(super) fn names(stage: &Stage<'_>) -> Result<(), ChartError> {
    let (plot, left, room) = (stage.frame.plot, stage.frame.names, stage.frame.names_room);
    let named: Vec<(Vec<String>, f64)> = stage
        .view
        .names()
        .into_iter()
        .map(|name| (lines(&name, &stage.typeface, room), stage.spot(1, name.power).1))
        .collect();
    let wish = |(lines, middle): &(Vec<String>, f64)| Wish { middle: *middle, height: NAME + LEADING * below(lines) };
    let wishes: Vec<Wish> = named.iter().map(wish).collect();
    let middles = spread(&wishes, plot.top - 8.0, plot.bottom + 6.0);
    let tokens = [Token::Good, Token::Accent, Token::Ink];
    stage.sheet.group(&Group::of("names"), || {
        for (((lines, y), middle), token) in named.iter().zip(middles).zip(tokens) {
            if (y - middle).abs() > NEAR {
                let leader = fine(&[(plot.right + 2.0, *y), (left - 3.0, middle)]);
                stage.area.draw(&PathElement::new(leader, token.paint().mix(FAINT).stroke_width(9)))?;
            }
            let style = lettering(BODY, Weight::SemiBold, token, HPos::Left);
            let mut at = middle - LEADING * below(lines) / 2.0;
            for line in lines {
                let words = stage.typeface.fit(line, BODY, Weight::SemiBold, room);
                stage.area.draw(&Text::new(words, (tenths(left), tenths(at)), style.clone()))?;
                at += LEADING;
            }
        }
        Ok(())
    })
}

/// A name on one line, or on two.
fn lines(name: &Named<'_>, typeface: &Typeface, room: f64) -> Vec<String> {
    let whole = name.words();
    if on_page(&whole, typeface) <= room { vec![whole] } else { vec![name.label.to_owned(), name.number.clone()] }
}

/// Lines below the first.
fn below(lines: &[String]) -> f64 {
    lines.len().saturating_sub(1) as f64
}

/// Width of words on a page, where every digit is as wide as the widest.
pub(super) fn on_page(words: &str, typeface: &Typeface) -> f64 {
    let digits = |of: char| if of.is_ascii_digit() { '0' } else { of };
    1.02 * typeface.width(&words.chars().map(digits).collect::<String>(), BODY, Weight::SemiBold)
}
