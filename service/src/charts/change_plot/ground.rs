//! What the dots lie on: rules, the band of no reliable change, the diagonal, the cut-off both ways, words.

use plotters::{
    element::{Polygon, Rectangle},
    style::{Color as _, text_anchor::HPos},
};

use super::view::ChangePlot;
use crate::charts::{
    board::{Board, Ink, Plane},
    canvas::tenths,
    error::ChartError,
    font::Weight,
    placement::{Area, Crowd, Spot},
    sheet::{BODY, Group},
    stage::fine,
    theme::Token,
};

pub(super) fn draw(board: &Board, view: &ChangePlot, plane: &Plane) -> Result<(), ChartError> {
    let plot = plane.area;
    board.sheet.group(&Group::of("ground"), || {
        if let Some((x, y)) = cut_off(view, plane) {
            let corners = [(tenths(plot.left), tenths(plot.top)), (tenths(x), tenths(y))];
            board.area.draw(&Rectangle::new(corners, Token::GoodSoft.paint().mix(0.5).filled()))?;
        }
        if view.reliable.is_some() {
            board.area.draw(&Polygon::new(fine(&band(view, plane)), Token::Soft.paint().mix(0.13).filled()))?;
        }
        Ok::<(), ChartError>(())
    })?;
    board.sheet.group(&Group::of("axes"), || axes(board, view, plane))?;
    let no_change = [plane.spot(plane.across.0, plane.up.0), plane.spot(plane.across.1, plane.up.1)];
    board.sheet.group(&Group::of("no-change"), || board.stroke(&no_change, Token::Soft, 0.8, 1.2))?;
    let Some((x, y)) = cut_off(view, plane) else { return Ok(()) };
    let dashed = Group { dash: Some("5 5"), ..Group::of("cut-off") };
    board.sheet.group(&dashed, || {
        board.stroke(&[(plot.left, y), (plot.right, y)], Token::Good, 0.9, 1.3)?;
        board.stroke(&[(x, plot.top), (x, plot.bottom)], Token::Good, 0.9, 1.3)
    })
}

fn axes(board: &Board, view: &ChangePlot, plane: &Plane) -> Result<(), ChartError> {
    let plot = plane.area;
    let decimals = view.scale.decimals(plot.bottom - plot.top);
    let soft = Ink::of(Token::Soft);
    for tick in view.scale.ticks(plot.bottom - plot.top) {
        let (x, y) = plane.spot(tick, tick);
        let number = view.numerals.write(tick, decimals);
        board.stroke(&[(plot.left, y), (plot.right, y)], Token::Line, 1.0, 1.0)?;
        board.stroke(&[(x, plot.top), (x, plot.bottom)], Token::Line, 0.6, 1.0)?;
        board.write(&number, (plot.left - 10.0, y), soft.ending(HPos::Right))?;
        board.write(&number, (x, plot.bottom + 15.0), soft.ending(HPos::Center))?;
    }
    board.upwards(&view.now_label, (plot.left + 5.0, plot.top - 16.0))?;
    rightwards(board, &view.start_label, plot)
}

/// The words under the horizontal axis with an arrow behind them.
fn rightwards(board: &Board, text: &str, plot: Area) -> Result<(), ChartError> {
    let (x, y) = (plot.right - 2.0, plot.bottom + 35.0);
    board.stroke(&[(x - 10.0, y), (x, y)], Token::Soft, 1.0, 1.4)?;
    board.stroke(&[(x - 3.6, y - 3.6), (x, y), (x - 3.6, y + 3.6)], Token::Soft, 1.0, 1.4)?;
    let text = board.typeface.fit(text, BODY, Weight::Regular, plot.right - 20.0);
    board.write(&text, (x - 16.0, y), Ink::of(Token::Soft).ending(HPos::Right))
}

/// The cut-off across and upwards in pixels, when the drawn scale holds it.
fn cut_off(view: &ChangePlot, plane: &Plane) -> Option<Spot> {
    let value = view.cut_off.as_ref()?.value;
    (view.scale.clamp(value) == value).then(|| plane.spot(value, value))
}

/// The band within the plot: its corners in order.
fn band(view: &ChangePlot, plane: &Plane) -> Vec<Spot> {
    let far = view.reliable.unwrap_or(0.0);
    let (worst, best) = plane.across;
    let length = (best - worst).abs();
    let far = far.min(length);
    let value = |share: f64| worst + (best - worst) * share / length;
    let corners =
        [(0.0, 0.0), (0.0, far), (length - far, length), (length, length), (length, length - far), (far, 0.0)];
    corners.iter().map(|(x, y)| plane.spot(value(*x), value(*y))).collect()
}

/// What no words should hide.
pub(super) fn occupy(crowd: &mut Crowd, view: &ChangePlot, plane: &Plane) {
    let plot = plane.area;
    if let Some((x, y)) = cut_off(view, plane) {
        crowd.stroke(&[(plot.left, y), (plot.right, y)], 1.5);
        crowd.stroke(&[(x, plot.top), (x, plot.bottom)], 1.5);
    }
    crowd.stroke(&[plane.spot(plane.across.0, plane.up.0), plane.spot(plane.across.1, plane.up.1)], 1.5);
    let edges = band(view, plane);
    if view.reliable.is_some() {
        crowd.stroke(&edges[1..3], 1.0);
        crowd.stroke(&edges[4..6], 1.0);
    }
}

/// The words of the parts, each where its part has room, and those of the cut-off.
pub(super) fn words(board: &Board, view: &ChangePlot, plane: &Plane, crowd: &mut Crowd) -> Result<(), ChartError> {
    let halo = Group { halo: Some(4.0), ..Group::of("words") };
    board.sheet.group(&halo, || {
        for (text, token, part) in parts(view) {
            let width = board.typeface.width(text, BODY, Weight::Regular);
            let places: Vec<(Area, f64)> = places(plane, width)
                .filter(|(area, _)| corners(area).all(|spot| part.holds(view, plane, spot)))
                .collect();
            if let Some(chosen) = crowd.settle_alone(&places, &plane.area, 2.0) {
                let area = places[chosen].0;
                board.write(text, (area.left, (area.top + area.bottom) / 2.0), Ink::of(token))?;
            }
        }
        let (Some(said), Some((_, y))) = (&view.cut_off, cut_off(view, plane)) else { return Ok(()) };
        let width = board.typeface.width(&said.label, BODY, Weight::Regular);
        let plot = plane.area;
        let across = (0..=8).map(|part| plot.right - 6.0 - width - (plot.right - plot.left) * f64::from(part) / 10.0);
        let places: Vec<(Area, f64)> = across
            .flat_map(|left| [Area::of_words(left, y - 11.0, width), Area::of_words(left, y + 12.0, width)])
            .map(|area| (area, 0.0))
            .collect();
        crowd.settle_alone(&places, &plot, 24.0).map_or(Ok(()), |chosen| {
            let area = places[chosen].0;
            board.write(&said.label, (area.left, (area.top + area.bottom) / 2.0), Ink::of(Token::Good))
        })
    })
}

/// A part of the plot.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Recovered,
    Improved,
    Unchanged,
    Worse,
}

fn parts(view: &ChangePlot) -> Vec<(&str, Token, Part)> {
    let words = &view.parts;
    if view.reliable.is_none() {
        return vec![(&words.no_change, Token::Soft, Part::Unchanged)];
    }
    let mut parts = vec![(words.worse.as_str(), Token::Bad, Part::Worse)];
    if view.cut_off.is_some() {
        parts.push((&words.recovered, Token::Good, Part::Recovered));
    }
    parts.extend([
        (words.improved.as_str(), Token::Good, Part::Improved),
        (&words.unchanged, Token::Soft, Part::Unchanged),
    ]);
    parts
}

impl Part {
    /// Whether a spot lies in this part.
    fn holds(self, view: &ChangePlot, plane: &Plane, (x, y): Spot) -> bool {
        let plot = plane.area;
        let across = (x - plot.left) / (plot.right - plot.left);
        let up = (plot.bottom - y) / (plot.bottom - plot.top);
        let length = view.scale.max - view.scale.min;
        let change = (up - across) * length;
        let far = view.reliable.unwrap_or(0.25 * length);
        let crossed = cut_off(view, plane).is_some_and(|(cut_x, cut_y)| x < cut_x && y < cut_y);
        match self {
            Self::Recovered => change > far && crossed,
            Self::Improved => change > far && !crossed,
            Self::Unchanged => change.abs() < far,
            Self::Worse => change < -far,
        }
    }
}

/// Places all over the plot, those at the edges first.
fn places(plane: &Plane, width: f64) -> impl Iterator<Item = (Area, f64)> {
    let plot = plane.area;
    let (across, up) = ((plot.right - plot.left - width - 16.0).max(0.0), plot.bottom - plot.top - 28.0);
    (0..=24).flat_map(move |row| (0..=24).map(move |column| (column, row))).map(move |(column, row)| {
        let (x, y) = (f64::from(column) / 24.0, f64::from(row) / 24.0);
        let inwards = x.min(1.0 - x) + y.min(1.0 - y);
        (Area::of_words(plot.left + 8.0 + x * across, plot.top + 14.0 + y * up, width), inwards)
    })
}

fn corners(area: &Area) -> impl Iterator<Item = Spot> + use<> {
    let Area { left, top, right, bottom } = *area;
    [(left, top), (right, top), (left, bottom), (right, bottom)].into_iter()
}
