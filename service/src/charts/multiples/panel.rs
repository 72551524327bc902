//! One member's panel.

use plotters::{
    element::Rectangle,
    style::{Color as _, text_anchor::HPos},
};

use super::layout::Place;
use crate::charts::{
    board::{Board, Ink, Plane},
    canvas::tenths,
    error::ChartError,
    font::Weight,
    glyph,
    placement::{Area, Spot},
    runs::unbroken,
    sheet::{BODY, Group},
    theme::{FAINT, Token},
    view::{GroupCourse, Member},
};

/// How pale the group's mean is, and how wide.
pub(super) const PALE: f64 = FAINT;
pub(super) const GROUP: f64 = 2.4;
/// Size of the numbers.
const SMALL: f64 = BODY - 1.0;
/// Air between the plot's edges and the first and last session.
const AIR: f64 = 5.0;
/// Radius of a dot.
const DOT: f64 = 2.4;

pub(super) fn draw(board: &Board, view: &GroupCourse, member: &Member, place: &Place) -> Result<(), ChartError> {
    let plane = plane(view, place);
    names(board, member, place)?;
    ground(board, view, place, &plane)?;
    let sessions = || 1..=view.sessions;
    let group = sessions().map(|at| view.group_at(at).map(|point| plane.spot(view.position(at), point.mean)));
    stretches(board, group, Token::Accent, PALE, GROUP)?;
    let token = if member.status.is_lifted() { member.status.token() } else { Token::Ink };
    let line = sessions().map(|at| member.line_at(at).map(|score| plane.spot(view.position(at), score)));
    stretches(board, line, token, 0.9, 1.7)?;
    let group = Group { fill: Some((token, 0.75)), ..Group::of("dots") };
    board.sheet.group(&group, || {
        let fill = token.paint().mix(0.75).filled();
        for (at, score) in sessions().filter_map(|at| member.point(at).map(|score| (at, score))) {
            glyph::dot(&board.area, plane.spot(view.position(at), score), DOT, member.status.glyph(), fill)?;
        }
        Ok(())
    })
}

fn plane(view: &GroupCourse, place: &Place) -> Plane {
    let plot = place.plot;
    let (first, last) = (view.position(1), view.position(view.sessions.max(1)));
    let across = if last > first { (first, last) } else { (first - 1.0, first + 1.0) };
    let area = Area { left: plot.left + AIR, right: plot.right - AIR, ..plot };
    Plane { area, across, up: view.scale.bottom_and_top() }
}

/// The name, and under it what is said of the member.
fn names(board: &Board, member: &Member, place: &Place) -> Result<(), ChartError> {
    let (left, room) = (place.plot.left, place.plot.right - place.plot.left);
    let name = board.typeface.fit(&member.label, BODY, Weight::SemiBold, room);
    board.write(&name, (left, place.names + 8.0), Ink::of(Token::Ink).bold())?;
    let middle = place.names + 25.0;
    let token = member.status.token();
    let sign = member.status.glyph();
    let indent = if sign.is_some() { glyph::WIDTH + 5.0 } else { 0.0 };
    if let Some(sign) = sign {
        glyph::draw(&board.area, sign, token, (left, middle))?;
    }
    let note = member.left.as_ref().map(|left| left.note.as_str()).filter(|note| !note.is_empty());
    let said: Vec<&str> = note.into_iter().chain(Some(member.word.as_str()).filter(|word| !word.is_empty())).collect();
    let said = board.typeface.fit(&said.join(" · "), SMALL, Weight::Regular, room - indent);
    board.write(&said, (left + indent, middle), Ink { size: SMALL, ..Ink::of(token) })
}

/// The functional side, rules with their numbers, the cut-off, the first and the last session.
fn ground(board: &Board, view: &GroupCourse, place: &Place, plane: &Plane) -> Result<(), ChartError> {
    let plot = place.plot;
    let height = |value: f64| plane.spot(plane.across.0, value).1;
    let cut_off = view.cut_off.as_ref().map(|cut_off| cut_off.value).filter(|value| view.scale.clamp(*value) == *value);
    if let Some(y) = cut_off.map(height) {
        let corners = [(tenths(plot.left), tenths(plot.top)), (tenths(plot.right), tenths(y))];
        board.area.draw(&Rectangle::new(corners, Token::GoodSoft.paint().mix(0.5).filled()))?;
    }
    let small = Ink { size: SMALL, ..Ink::of(Token::Soft) };
    let decimals = view.scale.decimals(plot.bottom - plot.top);
    for tick in view.scale.ticks((plot.bottom - plot.top).max(120.0) - 1.0) {
        let y = height(tick);
        board.stroke(&[(plot.left, y), (plot.right, y)], Token::Line, 1.0, 1.0)?;
        if place.has_scores {
            let number = view.numerals.write(tick, decimals);
            board.write(&number, (plot.left - 7.0, y), small.ending(HPos::Right))?;
        }
    }
    if let Some(y) = cut_off.map(height) {
        let group = Group { dash: Some("4 4"), ..Group::of("cut-off") };
        board.sheet.group(&group, || board.stroke(&[(plot.left, y), (plot.right, y)], Token::Good, 0.8, 1.1))?;
    }
    if place.has_sessions {
        let y = plot.bottom + 14.0;
        let ends = [(1, HPos::Left, plot.left + 1.0), (view.sessions, HPos::Right, plot.right - 1.0)];
        for (session, end, x) in ends.into_iter().take(if view.sessions > 1 { 2 } else { 1 }) {
            let words = view.place_name(session);
            let words = if session == 1 { format!("{} {words}", view.session_label) } else { words };
            board.write(&words, (x, y), small.ending(end))?;
        }
    }
    Ok(())
}

/// A course with its gaps; a single session becomes a short dash.
fn stretches(
    board: &Board,
    spots: impl Iterator<Item = Option<Spot>>,
    token: Token,
    alpha: f64,
    width: f64,
) -> Result<(), ChartError> {
    for run in unbroken(spots) {
        match run.as_slice() {
            [(x, y)] => board.stroke(&[(x - 4.0, *y), (x + 4.0, *y)], token, alpha, width)?,
            run => board.stroke(run, token, alpha, width)?,
        }
    }
    Ok(())
}
