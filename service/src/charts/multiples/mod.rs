//! Small multiples: the course of a group once more, one small panel a member, so that a course can be read that a bundle
//! of lines hides.
//!
//! All panels have the same axes. Behind each member's own course runs the group's mean, pale: who is ahead of it and who
//! is behind is seen without reading a number.

mod layout;
mod panel;

use std::rc::Rc;

use plotters::style::text_anchor::HPos;

use super::{
    board::{Board, Ink},
    course::switches,
    error::ChartError,
    font::{Typeface, Weight},
    heading::Heading,
    sheet::{BODY, Group, Naming},
    size::Size,
    theme::{Theme, Token},
    view::GroupCourse,
};
use layout::Layout;

/// Draws the members of a group each in a panel of their own, as SVG. The picture is as high as its rows need.
///
/// # Errors
/// When the size is too small for the words, or the scale has no length.
pub fn group_panels_svg(view: &GroupCourse, theme: Theme, size: Size) -> Result<String, ChartError> {
    let shown = switches::shown(view);
    let view = shown.as_ref();
    view.scale.check()?;
    let typeface = Rc::new(Typeface::load()?);
    let heading = Heading::lay_out(&view.title, &view.subtitle, &typeface, size);
    let layout = Layout::of(view, &heading, &typeface, size)?;
    let naming = Naming { id: &view.id, title: &view.title, description: &view.description };
    let board = Board::set(&naming, &heading, typeface, theme, size.of_height(layout.bottom))?;
    key(&board, view, &layout)?;
    if view.members.is_empty() {
        let middle = (layout.width / 2.0, layout.top + 40.0);
        board.write(&view.nothing_yet, middle, Ink::of(Token::Soft).ending(HPos::Center))?;
    }
    for (index, member) in view.members.iter().enumerate() {
        let group = Group { label: Some(&member.label), ..Group::of("member") };
        board.sheet.group(&group, || panel::draw(&board, view, member, &layout.panel(index)))?;
    }
    Ok(board.finish())
}

/// Over the panels: which way is better, what the dashed line and the pale line are; from the right, as far as there is
/// room.
fn key(board: &Board, view: &GroupCourse, layout: &Layout) -> Result<(), ChartError> {
    board.sheet.group(&Group::of("axes"), || {
        let y = layout.top - 18.0;
        board.upwards(&view.scale_label, (layout.left + 5.0, y))?;
        let said = board.typeface.width(&view.scale_label, BODY, Weight::Regular) + layout.left + 24.0;
        let cut_off = view.cut_off.as_ref().map(|cut_off| (cut_off.label.as_str(), Token::Good, false));
        let mut right = layout.width - layout.side;
        for (label, token, is_group) in
            [Some((view.group_label.as_str(), Token::Accent, true)), cut_off].into_iter().flatten()
        {
            let ink = if is_group { Ink::of(token).bold() } else { Ink::of(token) };
            let left = right - board.typeface.width(label, BODY, ink.weight) - 28.0;
            if left < said {
                break;
            }
            let line = [(left, y), (left + 20.0, y)];
            if is_group {
                board.stroke(&line, token, panel::PALE, panel::GROUP)?;
            } else {
                let dashed = Group { dash: Some("4 4"), ..Group::of("cut-off") };
                board.sheet.group(&dashed, || board.stroke(&line, token, 0.8, 1.1))?;
            }
            board.write(label, (right, y), ink.ending(HPos::Right))?;
            right = left - 18.0;
        }
        Ok(())
    })
}
