//! Where words stand in a picture, read back from it.

use resvg::usvg::roxmltree::{Document, Node};

use crate::charts::{
    font::{Typeface, Weight},
    sheet::BODY,
};

fn number(node: Node<'_, '_>, name: &str) -> f64 {
    node.attribute(name).unwrap().parse().unwrap()
}

/// The boxes of all words that are drawn: left, top, right, bottom, and what stands in them.
pub(in crate::charts) fn boxes(document: &Document<'_>) -> Vec<(f64, f64, f64, f64, String)> {
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
pub(in crate::charts) fn collision(document: &Document<'_>) -> Option<(String, String)> {
    let boxes = boxes(document);
    let meet = |one: &(f64, f64, f64, f64, String), other: &(f64, f64, f64, f64, String)| {
        one.0 < other.2 && other.0 < one.2 && one.1 < other.3 && other.1 < one.3
    };
    let pairs = boxes.iter().enumerate().flat_map(|(at, one)| boxes[at + 1..].iter().map(move |other| (one, other)));
    pairs.filter(|(one, other)| meet(one, other)).map(|(one, other)| (one.4.clone(), other.4.clone())).next()
}
