//! Words inside the plot: the first and the newest score, sudden changes, the planned end; each where it hides least.

use super::{Stage, band, lines, scores, view::Standing};
use crate::charts::{
    error::ChartError,
    font::Weight,
    glyph,
    placement::Crowd,
    runs::unbroken,
    sheet::{BODY, Group},
    stage::{
        axes,
        callout::{Wanted, around, settle},
    },
    theme::Token,
    view::Glyph,
};

/// From a score's middle to where words may begin, in pixels.
const EDGE: f64 = 4.5;

/// Places and writes them all: the newest score first, for it must stand nearest.
pub(super) fn inside_the_plot(stage: &Stage<'_>) -> Result<(), ChartError> {
    let mut crowd = crowd(stage);
    let group = Group { halo: Some(4.0), ..Group::of("words") };
    stage.sheet.group(&group, || {
        for wanted in wanted(stage) {
            settle(stage, &mut crowd, &wanted)?;
        }
        Ok(())
    })
}

fn wanted<'a>(stage: &Stage<'a>) -> Vec<Wanted<'a>> {
    let mut all = Vec::new();
    let (mut labels, mut shifts) = (Vec::new(), Vec::new());
    for (place, visit) in stage.view.places() {
        let Some(score) = visit.score() else { continue };
        let spot = stage.spot(place, score);
        if let Some(text) = &visit.label {
            let token = visit.standing.token();
            let weight = Weight::SemiBold;
            let width = stage.typeface.width(text, BODY, weight);
            let places = around(spot, width, true);
            labels.push(Wanted { text, weight, token, shape: None, about: Some(spot), places });
        }
        if let Some(shift) = &visit.shift {
            let (token, shape) = if shift.is_gain { (Token::Good, Glyph::Up) } else { (Token::Bad, Glyph::Down) };
            let width = stage.typeface.width(&shift.label, BODY, Weight::Regular) + glyph::WIDTH + 6.0;
            let places = around(spot, width, shift.is_gain);
            let (text, weight) = (shift.label.as_str(), Weight::Regular);
            shifts.push(Wanted { text, weight, token, shape: Some(shape), about: Some(spot), places });
        }
    }
    all.extend(labels.into_iter().rev());
    all.extend(shifts);
    if let (Some(end), Some(x)) = (&stage.view.planned_end, lines::planned_end(stage)) {
        let width = stage.typeface.width(&end.label, BODY, Weight::Regular);
        let plot = stage.frame.plot;
        let heights = (0..12).map(|step| plot.top + 12.0 + f64::from(step) * (plot.bottom - plot.top - 24.0) / 11.0);
        let places = heights.enumerate().flat_map(|(step, y)| {
            let price = 0.1 * step as f64;
            [((x - width - 6.0, y), price), ((x + 6.0, y), price)]
        });
        let places = places.collect();
        let (text, weight, token) = (end.label.as_str(), Weight::Regular, Token::Soft);
        all.push(Wanted { text, weight, token, shape: None, about: None, places });
    }
    all
}

/// What the words should not hide: scores most, then their line, then the lines that mean something.
fn crowd(stage: &Stage<'_>) -> Crowd {
    let (view, plot) = (stage.view, stage.frame.plot);
    let mut crowd = Crowd::default();
    for (place, visit) in view.places() {
        if let Some(score) = visit.score() {
            let weight = if visit.standing > Standing::AsExpected { 9.0 } else { 7.0 };
            let (x, y) = stage.spot(place, score);
            crowd.dot((x, y), weight);
            // A dot has a size: words may not touch its edge either.
            for (dx, dy) in [(EDGE, 0.0), (-EDGE, 0.0), (0.0, EDGE), (0.0, -EDGE)] {
                crowd.dot((x + dx, y + dy), weight / 3.0);
            }
        }
    }
    scores::runs(stage).iter().for_each(|run| crowd.stroke(run, 4.0));
    for run in unbroken(view.expectations()) {
        crowd.stroke(&band::path(stage, &run, |point| point.expected), 1.0);
        crowd.stroke(&band::path(stage, &run, |point| point.outer), 0.5);
        band::far(stage, &run).iter().for_each(|far| crowd.stroke(far, 0.5));
    }
    let reliable = view.reliable.iter().flat_map(|lines| [&lines.better, &lines.worse]);
    let heights = reliable.filter_map(|line| stage.height_of(line.value)).chain(axes::cut_off_height(stage));
    for y in heights {
        crowd.stroke(&[(plot.left, y), (plot.right, y)], 1.0);
    }
    if let Some(x) = lines::planned_end(stage) {
        crowd.stroke(&[(x, plot.top), (x, plot.bottom)], 1.0);
    }
    crowd
}
