//! The members: a dot each, with the name beside it.

use plotters::style::Color as _;

use super::view::{ChangeDot, ChangePlot};
use crate::charts::{
    board::{Board, Ink, Plane},
    error::ChartError,
    font::Weight,
    glyph,
    placement::{Area, Crowd, Spot},
    sheet::{BODY, Group},
    theme::{FAINT, Token},
};

/// Radius of a dot.
const DOT: f64 = 4.6;
/// Between dots at one place.
const APART: f64 = 11.0;

/// Where the dots stand. Members with the same two scores stand side by side: none hides another.
pub(super) fn spots(view: &ChangePlot, plane: &Plane) -> Vec<Spot> {
    let dots: Vec<&ChangeDot> = view.dots().collect();
    let same = |one: &ChangeDot, other: &ChangeDot| {
        (one.start - other.start).abs() < 1e-9 && (one.now - other.now).abs() < 1e-9
    };
    let plot = plane.area;
    let spot = |(index, dot): (usize, &&ChangeDot)| {
        let together = dots.iter().filter(|other| same(dot, other)).count() as f64;
        let before = dots[..index].iter().filter(|other| same(dot, other)).count() as f64;
        let (x, y) = plane.spot(dot.start, dot.now);
        let apart = APART.min((plot.right - plot.left) / together);
        let wide = (together - 1.0) / 2.0 * apart;
        let middle = x.clamp(plot.left + wide.min(x - plot.left + wide), (plot.right - wide).max(plot.left + wide));
        (middle + before * apart - wide, y)
    };
    dots.iter().enumerate().map(spot).collect()
}

/// What no words should hide.
pub(super) fn occupy(crowd: &mut Crowd, spots: &[Spot]) {
    for (x, y) in spots {
        crowd.dot((*x, *y), 9.0);
        for (dx, dy) in [(DOT, 0.0), (-DOT, 0.0), (0.0, DOT), (0.0, -DOT)] {
            crowd.dot((x + dx, y + dy), 3.0);
        }
    }
}

pub(super) fn draw(board: &Board, view: &ChangePlot, spots: &[Spot]) -> Result<(), ChartError> {
    let halo = Group { halo: Some(1.6), ..Group::of("dots") };
    board.sheet.group(&halo, || {
        for (member, spot) in view.dots().zip(spots) {
            let group = Group { label: Some(&member.label), ..Group::of("member") };
            let fill = member.status.token().paint().filled();
            board.sheet.group(&group, || glyph::dot(&board.area, *spot, DOT, member.status.glyph(), fill))?;
        }
        Ok(())
    })
}

/// Each name where it hides least, with a thin line to its dot when it stands away from it. A name that finds no room of
/// its own is left out: it is in the table, and pointing at the dot shows it.
pub(super) fn names(
    board: &Board,
    view: &ChangePlot,
    plane: &Plane,
    spots: &[Spot],
    crowd: &mut Crowd,
) -> Result<(), ChartError> {
    let halo = Group { halo: Some(4.0), ..Group::of("names") };
    let room = (plane.area.right - plane.area.left) * 0.4;
    board.sheet.group(&halo, || {
        for (member, spot) in view.dots().zip(spots) {
            let lifted = member.status.is_lifted();
            let (weight, token) =
                if lifted { (Weight::SemiBold, member.status.token()) } else { (Weight::Regular, Token::Soft) };
            let text = board.typeface.fit(&member.label, BODY, weight, room);
            let words = board.typeface.width(&text, BODY, weight);
            let shape = if lifted { glyph::WIDTH + 5.0 } else { 0.0 };
            let places = around(*spot, words + shape);
            let Some(chosen) = crowd.settle_alone(&places, &plane.area, 24.0) else { continue };
            let area = places[chosen].0;
            let middle = (area.top + area.bottom) / 2.0;
            if let Some(line) = leader(*spot, &area) {
                board.stroke(&line, token, FAINT, 1.0)?;
            }
            board.write(&text, (area.left, middle), Ink { weight, ..Ink::of(token) })?;
            if let Some(sign) = member.status.glyph() {
                glyph::draw(&board.area, sign, token, (area.left + words + 5.0, middle))?;
            }
        }
        Ok(())
    })
}

/// Places around a dot, near ones first: beside it, over and under it, then ever further.
fn around((x, y): Spot, width: f64) -> Vec<(Area, f64)> {
    let mut places = Vec::new();
    for (step, far) in [9.0, 16.0, 26.0, 38.0, 54.0, 74.0, 98.0, 126.0, 160.0].into_iter().enumerate() {
        let price = 0.5 * step as f64;
        let heights = [0.0, -far * 0.8 - 4.0, far * 0.8 + 4.0, -far - 9.0, far + 9.0];
        let sides = [x + far, x - far - width];
        for dy in heights {
            places.extend(sides.map(|left| (Area::of_words(left, y + dy, width), price)));
        }
        for dy in [-far - 7.0, far + 7.0] {
            places.push((Area::of_words(x - width / 2.0, y + dy, width), price + 0.1));
        }
    }
    places
}

fn leader((x, y): Spot, words: &Area) -> Option<[Spot; 2]> {
    let near = (x.clamp(words.left, words.right), y.clamp(words.top + 2.0, words.bottom - 2.0));
    let (dx, dy) = (near.0 - x, near.1 - y);
    let far = dx.hypot(dy);
    (far > 15.0).then(|| [(x + dx / far * 7.0, y + dy / far * 7.0), near])
}
