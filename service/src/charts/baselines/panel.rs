//! One member's panel.

use plotters::style::{Color as _, text_anchor::HPos};

use super::view::{BaselineLine, Baselines};
use crate::charts::{
    board::{Board, Ink, Plane},
    error::ChartError,
    font::Weight,
    glyph,
    placement::Spot,
    runs::unbroken,
    sheet::{BODY, Group},
    theme::Token,
    view::Glyph,
};

/// Size of the small words.
const SMALL: f64 = BODY - 1.0;
/// Radius of a dot.
const DOT: f64 = 3.0;

/// The numbers at the rules of a panel: few, for it is low.
pub(super) fn ticks(view: &Baselines) -> Vec<f64> {
    view.scale.ticks(119.0)
}

pub(super) fn draw(board: &Board, view: &Baselines, line: &BaselineLine, plane: &Plane) -> Result<(), ChartError> {
    ground(board, view, plane)?;
    for treated in [false, true] {
        let token = if treated { Token::Accent } else { Token::Soft };
        // A course is not drawn through where the phase changes, nor through what is missing.
        let spots: Vec<Option<Spot>> = line
            .points
            .iter()
            .zip(1_u32..)
            .map(|((score, group), moment)| {
                score.filter(|_| *group == treated).map(|v| plane.spot(f64::from(moment), v))
            })
            .collect();
        for run in unbroken(spots.iter().copied()).iter().filter(|run| run.len() > 1) {
            board.stroke(run, token, 0.9, 1.7)?;
        }
        let group = Group { fill: Some((token, 1.0)), ..Group::of("dots") };
        board.sheet.group(&group, || {
            let (shape, fill) = (if treated { None } else { Some(Glyph::Flat) }, token.paint().filled());
            for spot in spots.iter().flatten() {
                glyph::dot(&board.area, *spot, DOT, shape, fill)?;
            }
            Ok::<(), ChartError>(())
        })?;
    }
    Ok(())
}

/// Rules with their numbers.
fn ground(board: &Board, view: &Baselines, plane: &Plane) -> Result<(), ChartError> {
    let decimals = view.scale.decimals(plane.area.bottom - plane.area.top);
    for tick in ticks(view) {
        let (_, y) = plane.spot(1.0, tick);
        board.stroke(&[(plane.area.left, y), (plane.area.right, y)], Token::Line, 1.0, 1.0)?;
        let ink = Ink { size: SMALL, ..Ink::of(Token::Soft) };
        board.write(&view.numerals.write(tick, decimals), (plane.area.left - 7.0, y), ink.ending(HPos::Right))?;
    }
    Ok(())
}

/// The name over the panel with what is said of the member; over the highest also the names of the phases, at the right.
pub(super) fn names(
    board: &Board,
    view: &Baselines,
    line: &BaselineLine,
    plane: &Plane,
    names_phases: bool,
) -> Result<(), ChartError> {
    let (left, right, y) = (plane.area.left, plane.area.right, plane.area.top - 11.0);
    let key =
        if names_phases { format!("■ {}   ● {}", view.waiting_label, view.group_label) } else { String::new() };
    let room = right - left - board.typeface.width(&key, SMALL, Weight::Regular) - 12.0;
    let name = board.typeface.fit(&line.label, BODY, Weight::SemiBold, room);
    let after = board.typeface.width(&name, BODY, Weight::SemiBold) + 10.0;
    let halo = |token| Group { fill: Some((token, 1.0)), halo: Some(6.0), ..Group::of("names") };
    board.sheet.group(&halo(Token::Ink), || board.write(&name, (left, y), Ink::of(Token::Ink).bold()))?;
    if room - after > 40.0 && !line.note.is_empty() {
        let note = board.typeface.fit(&line.note, SMALL, Weight::Regular, room - after);
        let ink = Ink { size: SMALL, ..Ink::of(Token::Soft) };
        board.sheet.group(&halo(Token::Soft), || board.write(&note, (left + after, y), ink))?;
    }
    if names_phases {
        keys(board, view, (right, y))?;
    }
    Ok(())
}

/// What square and round dots are, ending at a point.
fn keys(board: &Board, view: &Baselines, (right, y): Spot) -> Result<(), ChartError> {
    let mut end = right;
    for (label, token, shape) in
        [(&view.group_label, Token::Accent, None), (&view.waiting_label, Token::Soft, Some(Glyph::Flat))]
    {
        let ink = Ink { size: SMALL, ..Ink::of(token) };
        board.write(label, (end, y), ink.ending(HPos::Right))?;
        let dot = end - board.typeface.width(label, SMALL, Weight::Regular) - 9.0;
        let group = Group { fill: Some((token, 1.0)), ..Group::of("dots") };
        board.sheet.group(&group, || glyph::dot(&board.area, (dot, y), DOT, shape, token.paint().filled()))?;
        end = dot - 16.0;
    }
    Ok(())
}
