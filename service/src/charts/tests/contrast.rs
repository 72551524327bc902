//! Every word and every line of every picture, against what lies under it (WCAG 2.2, 1.4.3 and 1.4.11): words 4.5 : 1,
//! lines and marks 3 : 1. On paper, on a dark sheet, and on the card of a page, light (which is print, too) and dark.
//!
//! Left out: hairlines (`Token::Line`), which nothing hangs on, and pale areas, whose edges are lines and whose numbers
//! stand in the table.

use std::collections::BTreeSet;

use resvg::{
    tiny_skia::{Color, Pixmap, Transform},
    usvg::roxmltree::{Document, Node},
};

use super::*;
use crate::charts::{
    client_course::tests::sample as clients,
    font::{Typeface, Weight},
    svg_tree,
    theme::tests::contrast,
};

/// A colour by its parts, 0 to 255.
type Rgb = [u8; 3];

/// Where a picture lies, and on which colour.
const GROUNDS: [(&str, Theme, &str); 4] = [
    ("light sheet", Theme::Light, "#f7f6f2"),
    ("dark sheet", Theme::Dark, "#11191e"),
    ("light card and print", Theme::Inherit, "#ffffff"),
    ("dark card", Theme::Dark, "#18232a"),
];

/// A colour under a word counts when it fills so much of the word's box.
const SHARE: usize = 10;
/// Paler than this is an area.
const AREA: f64 = 0.3;

fn rgb(hex: &str) -> Rgb {
    [1, 3, 5].map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap())
}

fn hex([red, green, blue]: Rgb) -> String {
    format!("#{red:02x}{green:02x}{blue:02x}")
}

fn over(top: Rgb, alpha: f64, under: Rgb) -> Rgb {
    std::array::from_fn(|at| (f64::from(top[at]) * alpha + f64::from(under[at]) * (1.0 - alpha)).round() as u8)
}

fn ratio(top: Rgb, alpha: f64, under: Rgb) -> f64 {
    contrast(&hex(over(top, alpha, under)), &hex(under))
}

/// The attribute of the node or of what is around it.
fn inherited<'a>(node: Node<'a, '_>, name: &str) -> Option<&'a str> {
    node.ancestors().find_map(|around| around.attribute(name))
}

/// The paint of a node and how strong it is.
fn paint(node: Node<'_, '_>, kind: &str) -> Option<(Rgb, f64)> {
    let colour = inherited(node, kind).filter(|colour| *colour != "none")?;
    let strength = inherited(node, &format!("{kind}-opacity")).map_or(1.0, |share| share.parse().unwrap());
    Some((rgb(colour), strength))
}

fn number(node: Node<'_, '_>, name: &str) -> Option<f64> {
    inherited(node, name)?.parse().ok()
}

/// The picture without its words, as pixels on its ground.
fn without_words(svg: &str, ground: Rgb) -> Pixmap {
    let mut pieces = svg.split("<text");
    let mut bare = pieces.next().unwrap().to_owned();
    pieces.for_each(|piece| bare.push_str(piece.split_once("</text>").unwrap().1));
    let tree = svg_tree::read(&bare).unwrap();
    let (drawn, size) = (Document::parse(svg).unwrap(), tree.size());
    let wide: f64 = drawn.root_element().attribute("viewBox").unwrap().split(' ').nth(2).unwrap().parse().unwrap();
    let shrink = wide as f32 / size.width();
    let mut pixels = Pixmap::new(wide as u32, (size.height() * shrink).ceil() as u32).unwrap();
    pixels.fill(Color::from_rgba8(ground[0], ground[1], ground[2], 255));
    resvg::render(&tree, Transform::from_scale(shrink, shrink), &mut pixels.as_mut());
    pixels
}

/// The colours that lie under a word.
fn grounds_of(word: Node<'_, '_>, pixels: &Pixmap, typeface: &Typeface) -> Vec<Rgb> {
    let size = number(word, "font-size").unwrap();
    let weight = if word.attribute("font-weight") == Some("600") { Weight::SemiBold } else { Weight::Regular };
    let (x, bottom) = (number(word, "x").unwrap(), number(word, "y").unwrap());
    let wide = typeface.width(word.text().unwrap_or_default(), size, weight);
    let left = match word.attribute("text-anchor") {
        Some("middle") => x - wide / 2.0,
        Some(_) => x - wide,
        None => x,
    };
    let end = |value: f64, most: u32| (value.max(0.0) as u32).min(most);
    let across = end(left, pixels.width())..end(left + wide + 1.0, pixels.width());
    let rows = end(bottom - typeface.cap_height(size), pixels.height())..end(bottom + 1.0, pixels.height());
    let under = rows.flat_map(|y| across.clone().filter_map(move |x| pixels.pixel(x, y)));
    let under: Vec<Rgb> = under.map(|pixel| [pixel.red(), pixel.green(), pixel.blue()]).collect();
    let different: BTreeSet<Rgb> = under.iter().copied().collect();
    let fills = |colour: &Rgb| under.iter().filter(|other| *other == colour).count() * SHARE >= under.len();
    different.into_iter().filter(fills).collect()
}

fn pictures() -> Vec<(String, Draw)> {
    let mut all = every_picture();
    for (at, view) in clients::all().into_iter().enumerate() {
        all.push((format!("client-{at}"), Box::new(move |theme, size| client_course_svg(&view, theme, size))));
    }
    let group = sample::tuesday();
    all.push(("course".to_owned(), Box::new(move |theme, size| group_course_svg(&group, theme, size))));
    let view = crate::charts::baselines::tests::view();
    all.push(("baselines".to_owned(), Box::new(move |theme, size| baselines_svg(&view, theme, size))));
    let view = crate::charts::leaving::tests::view();
    all.push(("leaving".to_owned(), Box::new(move |theme, size| leaving_svg(&view, theme, size))));
    let view = crate::charts::group_effects::tests::view(7);
    all.push(("group-effects".to_owned(), Box::new(move |theme, size| group_effects_svg(&view, theme, size))));
    let view = crate::charts::funnel::tests::view();
    all.push(("funnel".to_owned(), Box::new(move |theme, size| funnel_svg(&view, theme, size))));
    let view = crate::charts::composition::tests::view();
    all.push(("composition".to_owned(), Box::new(move |theme, size| composition_svg(&view, theme, size))));
    let view = crate::charts::power_curve::tests::view();
    all.push(("power".to_owned(), Box::new(move |theme, size| power_curve_svg(&view, theme, size))));
    for (name, view) in [("growth", growth::tests::view()), ("growth, English", growth::tests::english())] {
        all.push((name.to_owned(), Box::new(move |theme, size| growth_svg(&view, theme, size))));
    }
    let view = crate::charts::ratings::tests::view(false);
    all.push(("ratings".to_owned(), Box::new(move |theme, _| rating_rows_svg(&view, theme))));
    let view = crate::charts::fifths::tests::view();
    all.push(("fifths".to_owned(), Box::new(move |theme, size| fifths_svg(&view, theme, size))));
    all
}

/// What is too weak in a picture.
fn weak(svg: &str, theme: Theme, ground: Rgb, typeface: &Typeface) -> Vec<String> {
    let pixels = without_words(svg, ground);
    let document = Document::parse(svg).unwrap();
    let exempt = [Token::Line, Token::GoodSoft].map(|token| rgb(theme.hex(token)));
    let mut found = Vec::new();
    for node in document.descendants().filter(Node::is_element) {
        match node.tag_name().name() {
            "text" => {
                let (ink, strength) = paint(node, "fill").unwrap();
                // A halo in the colour of the ground lies under it.
                let under = match inherited(node, "paint-order") {
                    Some(_) => vec![ground],
                    None => grounds_of(node, &pixels, typeface),
                };
                let lowest = under.iter().map(|under| ratio(ink, strength, *under)).fold(f64::MAX, f64::min);
                let said = node.text().unwrap_or_default();
                found.extend((lowest < 4.5).then(|| format!("{said:?} {} {lowest:.2}", hex(ink))));
            }
            "path" | "circle" | "rect" => {
                let fill = paint(node, "fill").filter(|(_, strength)| *strength > AREA);
                for (ink, strength) in [paint(node, "stroke"), fill].into_iter().flatten() {
                    let reached = ratio(ink, strength, ground);
                    if reached < 3.0 && ink != ground && !exempt.contains(&ink) {
                        let class = inherited(node, "class").unwrap_or_default();
                        found.push(format!("{class}: {} at {strength}: {reached:.2}", hex(ink)));
                    }
                }
            }
            _ => {}
        }
    }
    found
}

#[test]
fn every_word_and_every_line_stands_out_from_what_lies_under_it() {
    let typeface = Typeface::load().unwrap();
    let mut all = BTreeSet::new();
    for (place, theme, ground) in GROUNDS {
        for (chart, draw) in pictures() {
            let svg = draw(theme, Size::CARD).unwrap().replace(theme.hex(Token::Ground), ground);
            let found = weak(&svg, theme, rgb(ground), &typeface);
            all.extend(found.into_iter().map(|what| format!("{place}, {chart}: {what}")));
        }
    }
    assert!(all.is_empty(), "{}", all.into_iter().collect::<Vec<_>>().join("\n"));
}

#[test]
fn what_is_too_weak_is_found() {
    let of = |inside: &str| {
        let svg = format!(
            r##"<svg xmlns="http://www.w3.org/2000/svg" width="90" height="40" viewBox="0 0 90 40" font-size="13" fill="#17242c">{inside}</svg>"##
        );
        weak(&svg, Theme::Light, [255; 3], &Typeface::load().unwrap()).len()
    };
    let dark = r##"<rect width="90" height="40" fill="#11191e"/>"##;
    assert_eq!(of("<text x=\"5\" y=\"30\">woorden</text>"), 0);
    assert_eq!(of(&format!("{dark}<text x=\"5\" y=\"30\">woorden</text>")), 1, "dark on dark");
    assert_eq!(of("<text x=\"5\" y=\"30\" fill-opacity=\"0.5\">woorden</text>"), 1, "pale on paper");
    let line = |alpha: f64| format!(r##"<path d="M0 0l9 9" fill="none" stroke="#51616b" stroke-opacity="{alpha}"/>"##);
    assert_eq!((of(&line(0.5)), of(&line(0.7))), (1, 0));
}
