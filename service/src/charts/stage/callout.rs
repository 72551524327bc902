//! Words inside a plot about one of its points, where they hide least.

use plotters::{
    element::{PathElement, Text},
    style::{Color as _, text_anchor::HPos},
};

use super::{Stage, fine};
use crate::charts::{
    canvas::{lettering, tenths},
    error::ChartError,
    font::Weight,
    glyph,
    placement::{Area, Crowd, Spot},
    sheet::BODY,
    theme::{FAINT, Token},
    view::Glyph,
};

/// Words further than this from their score, in pixels, get a line to it.
const FAR: f64 = 14.0;

/// Words to place, and where they would like to stand.
pub(crate) struct Wanted<'a> {
    pub(crate) text: &'a str,
    pub(crate) weight: Weight,
    pub(crate) token: Token,
    pub(crate) shape: Option<Glyph>,
    /// The score it is about; words that stand away from it get a thin line to it.
    pub(crate) about: Option<Spot>,
    /// Left edges and middles, with what each costs by itself.
    pub(crate) places: Vec<(Spot, f64)>,
}

/// Places around a dot, near ones first; above it or under it by preference.
pub(crate) fn around((x, y): Spot, width: f64, above: bool) -> Vec<(Spot, f64)> {
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

/// Places and writes words.
///
/// # Errors
/// When the drawing is refused.
pub(crate) fn settle<V>(stage: &Stage<'_, V>, crowd: &mut Crowd, wanted: &Wanted<'_>) -> Result<(), ChartError> {
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
        let stroke = wanted.token.paint().mix(FAINT).stroke_width(10);
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
