//! The pictures as a whole.
#![allow(clippy::unwrap_used)]

mod any_view;
mod course;
mod looking;
mod other_forms;
mod paper;
mod small;

use resvg::usvg::roxmltree::{Document, Node};

use super::{sample, *};

fn all_groups() -> Vec<GroupCourse> {
    let crowd = (0..9).map(|index| {
        let status = if index % 4 == 0 { Status::Bad } else { Status::Normal };
        sample::member(index, 12, 17.0, 11.0 + index as f64 * 0.05, status)
    });
    let young = (0..5).map(|index| sample::member(index, 2, 14.0 + index as f64, 13.0 + index as f64, Status::Normal));
    vec![
        sample::tuesday(),
        sample::long_group(),
        sample::group(12, crowd.collect()),
        sample::group(2, young.collect()),
        sample::group(1, vec![sample::member(0, 1, 12.0, 12.0, Status::Normal)]),
        sample::group(14, Vec::new()),
    ]
}

fn draw(view: &GroupCourse) -> String {
    group_course_svg(view, Theme::Light, Size::CARD).unwrap()
}

fn of_class<'a>(document: &'a Document<'a>, class: &str) -> Vec<Node<'a, 'a>> {
    document.descendants().filter(|node| node.attribute("class") == Some(class)).collect()
}
