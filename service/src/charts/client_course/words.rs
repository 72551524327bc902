//! Words inside the plot: the first and the newest score, sudden changes, the planned end; each where it hides least.

use plotters::{
    element::{PathElement, Text},
    style::{Color as _, text_anchor::HPos},
};

use super::{Stage, band, lines, scores, view::Standing};
use crate::charts::{
    canvas::{lettering, tenths},
    error::ChartError,
    font::Weight,
    glyph,
    placement::{Area, Crowd, Spot},
    runs::unbroken,
    sheet::{BODY, Group},
    stage::{axes, fine},
    theme::Token,
    view::Glyph,
};

/// Words further than this from their score, in pixels, get a line to it.
const FAR: f64 = 14.0;

/// From a score's middle to where words may begin, in pixels.
const EDGE: f64 = 4.5;

/// Words to place, and where they would like to stand.
struct Wanted<'a> {
    text: &'a str,
    weight: Weight,
    token: Token,
    shape: Option<Glyph>,
    /// The score it is about; words that stand away from it get a thin line to it.
    about: Option<Spot>,
    /// Left edges and middles, with what each costs by itself.
    places: Vec<(Spot, f64)>,
}

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

/// Places around a dot, near ones first; above it or under it by preference.
fn around((x, y): Spot, width: f64, above: bool) -> Vec<(Spot, f64)> {
    let sign = if above { -1.0 } else { 1.0 };
    let mut places = Vec::new();
    for (step, far) in [15.0, 22.0, 30.0, 40.0, 52.0, 66.0, 84.0, 104.0].into_iter().enumerate() {
        let price = 0.4 * step as f64;
        for (dy, worse) in [(sign * far, 0.0), (-sign * far, 0.2)] {
            for left in [x - width / 2.0, x - 6.0, x - width + 6.0] {
                places.push(((left, y + dy), price + worse));
            }
        }
        if step < 3 {
            for dy in [0.0, -8.0, 8.0] {
                places.push(((x + far - 6.0, y + dy), price + 0.3));
                places.push(((x - far + 6.0 - width, y + dy), price + 0.3));
            }
        }
    }
    places
}

fn settle(stage: &Stage<'_>, crowd: &mut Crowd, wanted: &Wanted<'_>) -> Result<(), ChartError> {
    let words = stage.typeface.width(wanted.text, BODY, wanted.weight);
    let shape = if wanted.shape.is_some() { glyph::WIDTH + 6.0 } else { 0.0 };
    let areas: Vec<(Area, f64)> = wanted
        .places
        .iter()
        .map(|((left, middle), price)| (Area::of_words(*left, *middle, words + shape), *price))
        .collect();
    let Some(chosen) = crowd.settle(&areas, &stage.frame.plot) else {
        return Ok(());
    };
    let ((left, middle), _) = wanted.places[chosen];
    if let Some(line) = wanted.about.and_then(|spot| leader(spot, &areas[chosen].0)) {
        let stroke = wanted.token.paint().mix(0.6).stroke_width(10);
        stage.area.draw(&PathElement::new(fine(&line), stroke))?;
    }
    let style = lettering(BODY, wanted.weight, wanted.token, HPos::Left);
    stage.area.draw(&Text::new(wanted.text, (tenths(left + shape), tenths(middle)), style))?;
    wanted.shape.map_or(Ok(()), |shape| glyph::draw(&stage.area, shape, wanted.token, (left, middle)))
}

/// From a score to the nearest edge of its words, when they stand away from it.
fn leader((x, y): Spot, words: &Area) -> Option<[Spot; 2]> {
    let near = (x.clamp(words.left, words.right), y.clamp(words.top + 2.0, words.bottom - 2.0));
    let (dx, dy) = (near.0 - x, near.1 - y);
    let far = dx.hypot(dy);
    (far > FAR).then(|| [(x + dx / far * 7.0, y + dy / far * 7.0), near])
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
