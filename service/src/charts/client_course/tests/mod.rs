//! The course of a client, read back from its SVG, its table and its sentences.
#![allow(clippy::unwrap_used)]

mod any_view;
mod other_forms;
mod picture;
mod sample;
mod snapshots;

use resvg::usvg::roxmltree::{Document, Node};

use super::*;
use crate::charts::{CSS, ChartError, Direction, Scale, png};

fn draw(view: &ClientCourse) -> String {
    client_course_svg(view, Theme::Inherit, Size::CARD).unwrap()
}

fn of_class<'a>(document: &'a Document<'a>, class: &str) -> Vec<Node<'a, 'a>> {
    document.descendants().filter(|node| node.attribute("class") == Some(class)).collect()
}

fn number(node: Node<'_, '_>, name: &str) -> f64 {
    node.attribute(name).unwrap().parse().unwrap()
}

/// The boxes of all words that are drawn: left, top, right, bottom, and what stands in them.
fn boxes(document: &Document<'_>) -> Vec<(f64, f64, f64, f64, String)> {
    let typeface = Typeface::load().unwrap();
    let texts = document.descendants().filter(|node| node.has_tag_name("text"));
    texts
        .map(|node| {
            let text = node.text().unwrap_or_default();
            let size = node.attribute("font-size").map_or(BODY, |size| size.parse().unwrap());
            let weight = if node.attribute("font-weight").is_some() { Weight::SemiBold } else { Weight::Regular };
            let (width, height) = (typeface.width(text, size, weight), typeface.cap_height(size));
            let left = number(node, "x")
                - match node.attribute("text-anchor") {
                    Some("middle") => width / 2.0,
                    Some("end") => width,
                    _ => 0.0,
                };
            let baseline = number(node, "y");
            (left, baseline - height, left + width, baseline, text.to_owned())
        })
        .collect()
}

/// Two words of which one covers a part of the other.
fn collision(document: &Document<'_>) -> Option<(String, String)> {
    let boxes = boxes(document);
    let meet = |one: &(f64, f64, f64, f64, String), other: &(f64, f64, f64, f64, String)| {
        one.0 < other.2 && other.0 < one.2 && one.1 < other.3 && other.1 < one.3
    };
    let pairs = boxes.iter().enumerate().flat_map(|(at, one)| boxes[at + 1..].iter().map(move |other| (one, other)));
    pairs.filter(|(one, other)| meet(one, other)).map(|(one, other)| (one.4.clone(), other.4.clone())).next()
}
