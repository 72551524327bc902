//! The course of a client, read back from its SVG, its table and its sentences.
#![allow(clippy::unwrap_used)]

mod any_view;
mod other_forms;
mod picture;
pub(in crate::charts) mod sample;
mod snapshots;

use resvg::usvg::roxmltree::{Document, Node};

use super::*;
use crate::charts::{
    CSS, ChartError, Direction, Scale, png,
    tests::words::{boxes, collision},
};

fn draw(view: &ClientCourse) -> String {
    client_course_svg(view, Theme::Inherit, Size::CARD).unwrap()
}

fn of_class<'a>(document: &'a Document<'a>, class: &str) -> Vec<Node<'a, 'a>> {
    document.descendants().filter(|node| node.attribute("class") == Some(class)).collect()
}

fn number(node: Node<'_, '_>, name: &str) -> f64 {
    node.attribute(name).unwrap().parse().unwrap()
}
