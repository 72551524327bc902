#![allow(clippy::unwrap_used)]

use resvg::usvg::roxmltree::Document;

use super::{CompositionChart, CompositionDot, composition_svg};
use crate::charts::{
    ChartError, CutOff, Direction, Numerals, Scale, Size, Status, Theme, pdf, png, tests::snapshots::compare,
};

/// A group in Dutch, with somebody who waits.
pub(in crate::charts) fn view() -> CompositionChart {
    let dot = |label: &str, status, start: f64, now| CompositionDot {
        label: label.to_owned(),
        status,
        start: Some(start),
        now,
    };
    let waiting = CompositionDot { label: "Zilver".to_owned(), status: Status::Normal, start: None, now: 19.0 };
    CompositionChart {
        id: "composition".to_owned(),
        title: "Zeven leden en <een> nieuwe".to_owned(),
        subtitle: "Elk lid één stip. Vlak: gemiddelde en spreiding.".to_owned(),
        description: "Zeven leden.".to_owned(),
        scale: Scale { min: 0.0, max: 24.0, direction: Direction::LowerIsBetter },
        scale_label: "PHQ-9, omhoog is beter".to_owned(),
        start_label: "bij de start".to_owned(),
        now_label: "nu".to_owned(),
        cut_off: Some(CutOff { value: 10.0, label: "klinische grens 10".to_owned() }),
        start: Some((15.0, 3.2)),
        now: Some((11.0, 4.4)),
        members: vec![
            dot("Berk", Status::Recovered, 15.0, 6.0),
            dot("Beuk", Status::Normal, 15.0, 11.0),
            dot("Eik", Status::Normal, 15.0, 11.0),
            dot("Iep", Status::Bad, 10.0, 18.0),
            dot("Linde <met een lange naam>", Status::Good, 20.0, 12.0),
            dot("Wilg", Status::Normal, 16.0, 11.0),
            dot("Els", Status::Normal, 14.0, 8.0),
            waiting,
        ],
        nothing_yet: "Nog geen scores.".to_owned(),
        numerals: Numerals::Comma,
    }
}

pub(in crate::charts) fn english() -> CompositionChart {
    CompositionChart {
        title: "Seven members".to_owned(),
        subtitle: "One dot a member.".to_owned(),
        description: "Seven members.".to_owned(),
        scale_label: "PHQ-9, up is better".to_owned(),
        start_label: "at the start".to_owned(),
        now_label: "now".to_owned(),
        cut_off: Some(CutOff { value: 10.0, label: "clinical cut-off 10".to_owned() }),
        numerals: Numerals::Point,
        ..view()
    }
}

/// Heights of the names, with where each begins.
fn names(svg: &str) -> Vec<(String, f64)> {
    let document = Document::parse(svg).unwrap();
    let groups = document.descendants().filter(|node| node.attribute("class") == Some("chart-names"));
    let texts =
        groups.flat_map(|group| group.descendants().filter(|node| node.has_tag_name("text")).collect::<Vec<_>>());
    let height = |node: &resvg::usvg::roxmltree::Node<'_, '_>| node.attribute("y").unwrap().parse::<f64>().unwrap();
    texts.map(|node| (node.attribute("text-anchor").unwrap_or("start").to_owned(), height(&node))).collect()
}

#[test]
fn names_never_overlap_and_a_crowd_makes_the_picture_higher() {
    let one = view().members[1].clone();
    let crowd = CompositionChart { members: vec![one; 30], ..view() };
    for (view, count) in [(view(), 15), (crowd, 60)] {
        for size in [Size::CARD, Size::PHONE, Size::SHEET] {
            let svg = composition_svg(&view, Theme::Light, size).unwrap();
            let names = names(&svg);
            assert_eq!(names.len(), count, "{svg}");
            for (at, (side, y)) in names.iter().enumerate() {
                let near = names[at + 1..].iter().filter(|(other, height)| other == side && (height - y).abs() < 15.8);
                assert_eq!(near.count(), 0, "{y} of {names:?}");
            }
        }
    }
}

#[test]
fn who_waits_has_a_shape_and_belongs_to_no_column_of_starts() {
    let svg = composition_svg(&view(), Theme::Inherit, Size::CARD).unwrap();
    assert_eq!(svg.matches(">Zilver</text>").count(), 1, "named now, and at no start");
    assert_eq!(svg.matches("chart-newcomer").count(), 1);
    assert!(svg.contains("&lt;een&gt;") && !svg.contains("style=") && !svg.contains("NaN"));
}

#[test]
fn without_scores_it_says_so_and_without_room_it_is_refused() {
    let empty = CompositionChart { members: Vec::new(), start: None, now: None, ..view() };
    assert!(composition_svg(&empty, Theme::Light, Size::PHONE).unwrap().contains("Nog geen scores"));
    let small = Size { width: 90, height: 60, ..Size::PHONE };
    assert!(matches!(composition_svg(&view(), Theme::Light, small), Err(ChartError::TooSmall { .. })));
    let none = Scale { min: 3.0, max: 3.0, direction: Direction::LowerIsBetter };
    assert!(composition_svg(&CompositionChart { scale: none, ..view() }, Theme::Light, Size::CARD).is_err());
}

#[test]
fn the_chart_is_the_one_that_was_looked_at() {
    let sheet = composition_svg(&view(), Theme::Light, Size::SHEET).unwrap();
    compare("composition.svg", &composition_svg(&view(), Theme::Inherit, Size::CARD).unwrap());
    compare("composition-sheet.svg", &sheet);
    compare("composition-phone.svg", &composition_svg(&english(), Theme::Dark, Size::PHONE).unwrap());
    assert!(png(&sheet, 1.0).is_ok() && pdf(&sheet, "nl").is_ok());
}
