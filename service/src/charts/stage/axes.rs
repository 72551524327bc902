//! Heading, rules, numbers, the functional side and the cut-off.

use plotters::{
    element::{PathElement, Rectangle, Text},
    style::{Color as _, text_anchor::HPos},
};

use super::{Stage, fine};
use crate::charts::{
    canvas::{lettering, tenths},
    error::ChartError,
    font::Weight,
    sheet::{BODY, Group},
    theme::Token,
};

/// Title and subtitle, when the picture carries them.
pub(crate) fn heading<V>(stage: &Stage<'_, V>) -> Result<(), ChartError> {
    stage.frame.heading.draw(&stage.sheet, &stage.area)
}

/// Horizontal rules with their numbers, the names of the places that `ticks` gives, and the two labels.
pub(crate) fn draw<V>(stage: &Stage<'_, V>, ticks: &[(u32, String)]) -> Result<(), ChartError> {
    stage.sheet.group(&Group::of("axes"), || {
        rules(stage)?;
        places(stage, ticks)?;
        direction(stage)
    })
}

fn rules<V>(stage: &Stage<'_, V>) -> Result<(), ChartError> {
    let (setting, plot) = (&stage.setting, stage.frame.plot);
    let decimals = setting.scale.decimals(stage.frame.height());
    for tick in setting.scale.ticks(stage.frame.height()) {
        let (_, y) = stage.spot(1, tick);
        let rule = fine(&[(plot.left, y), (plot.right, y)]);
        stage.area.draw(&PathElement::new(rule, Token::Line.paint().stroke_width(10)))?;
        let style = lettering(BODY, Weight::Regular, Token::Soft, HPos::Right);
        let number = setting.numerals.write(tick, decimals);
        stage.area.draw(&Text::new(number, (tenths(plot.left - 10.0), tenths(y)), style))?;
    }
    Ok(())
}

fn places<V>(stage: &Stage<'_, V>, ticks: &[(u32, String)]) -> Result<(), ChartError> {
    let middle = tenths(stage.frame.plot.bottom + stage.setting.strip + 17.0);
    for (place, name) in ticks {
        let (x, _) = stage.spot(*place, stage.setting.scale.min);
        let style = lettering(BODY, Weight::Regular, Token::Soft, HPos::Center);
        stage.area.draw(&Text::new(name.as_str(), (tenths(x), middle), style))?;
    }
    let style = lettering(BODY, Weight::Regular, Token::Soft, HPos::Left);
    Ok(stage.area.draw(&Text::new(stage.setting.place_label, (tenths(stage.frame.names), middle), style))?)
}

/// An arrow that points where improvement is, and the words with it.
fn direction<V>(stage: &Stage<'_, V>) -> Result<(), ChartError> {
    let plot = stage.frame.plot;
    let (x, y) = (plot.left + 5.0, plot.top - 16.0);
    let stroke = Token::Soft.paint().stroke_width(14);
    let shaft = [(x, y + 5.0), (x, y - 5.0)];
    let head = [(x - 3.6, y - 1.4), (x, y - 5.0), (x + 3.6, y - 1.4)];
    stage.area.draw(&PathElement::new(fine(&shaft), stroke))?;
    stage.area.draw(&PathElement::new(fine(&head), stroke))?;
    let style = lettering(BODY, Weight::Regular, Token::Soft, HPos::Left);
    let label = Text::new(stage.setting.scale_label, (tenths(x + 11.0), tenths(y)), style);
    Ok(stage.area.draw(&label)?)
}

/// The side of the cut-off where people function, very lightly.
pub(crate) fn functional_side<V>(stage: &Stage<'_, V>) -> Result<(), ChartError> {
    let Some(y) = cut_off_height(stage) else {
        return Ok(());
    };
    let plot = stage.frame.plot;
    let corners = [(tenths(plot.left), tenths(plot.top)), (tenths(plot.right), tenths(y))];
    stage.sheet.group(&Group::of("functional"), || {
        Ok(stage.area.draw(&Rectangle::new(corners, Token::GoodSoft.paint().mix(0.5).filled()))?)
    })
}

/// The dashed line; its words come later, where there is room.
pub(crate) fn cut_off<V>(stage: &Stage<'_, V>) -> Result<(), ChartError> {
    let Some(y) = cut_off_height(stage) else {
        return Ok(());
    };
    let plot = stage.frame.plot;
    let line = fine(&[(plot.left, y), (plot.right, y)]);
    let group = Group { dash: Some("5 5"), ..Group::of("cut-off") };
    stage.sheet.group(&group, || {
        Ok(stage.area.draw(&PathElement::new(line, Token::Good.paint().mix(0.9).stroke_width(13)))?)
    })
}

/// The cut-off's height in pixels, when the drawn scale holds it.
pub(crate) fn cut_off_height<V>(stage: &Stage<'_, V>) -> Option<f64> {
    stage.setting.cut_off.and_then(|value| stage.height_of(value))
}

/// Says in words that there is nothing to see yet.
pub(crate) fn nothing_yet<V>(stage: &Stage<'_, V>) -> Result<(), ChartError> {
    let plot = stage.frame.plot;
    let room = (plot.right - plot.left) * 0.7;
    let lines = stage.typeface.balance(stage.setting.nothing_yet, 15.0, Weight::Regular, room);
    let first = (plot.top + plot.bottom) / 2.0 - (lines.len() as f64 - 1.0) * 12.0;
    let x = tenths((plot.left + plot.right) / 2.0);
    let group = Group { fill: Some((Token::Soft, 1.0)), halo: Some(8.0), ..Group::of("nothing-yet") };
    stage.sheet.group(&group, || {
        for (index, line) in lines.iter().enumerate() {
            let style = lettering(15.0, Weight::Regular, Token::Soft, HPos::Center);
            let middle = tenths(first + index as f64 * 24.0);
            stage.area.draw(&Text::new(line.as_str(), (x, middle), style))?;
        }
        Ok(())
    })
}
