//! The same course seen otherwise.

use resvg::usvg::roxmltree::Document;

use super::*;

/// A group of one member, who is drawn with circles.
fn alone(direction: Direction, points: Vec<Option<f64>>, switches: Switches) -> GroupCourse {
    let mut view = sample::group(4, vec![sample::member(0, 4, 20.0, 8.0, Status::Normal)]);
    view.scale = Scale { min: 0.0, max: 27.0, direction };
    view.members[0].points = points;
    view.group = vec![None; 4];
    GroupCourse { switches, ..view }
}

fn dots(view: &GroupCourse) -> Vec<(f64, f64)> {
    let svg = draw(view);
    let document = Document::parse(&svg).unwrap();
    let circles = document.descendants().filter(|node| node.has_tag_name("circle"));
    let at = |node: Node<'_, '_>, name: &str| node.attribute(name).unwrap().parse::<f64>().unwrap();
    circles.map(|node| (at(node, "cx"), at(node, "cy"))).collect()
}

#[test]
fn a_pause_takes_room_on_an_axis_of_weeks() {
    let switches = Switches { time: TimeAxis::Week, ..Switches::default() };
    let mut view = alone(Direction::LowerIsBetter, vec![Some(20.0); 4], switches);
    view.weeks = vec![0.0, 1.0, 2.0, 6.0];
    let dots = dots(&view);
    let steps: Vec<f64> = dots.windows(2).map(|pair| pair[1].0 - pair[0].0).collect();
    assert!((steps[2] / steps[0] - 4.0).abs() < 0.05, "{steps:?}");
    let svg = draw(&view);
    assert!(svg.contains(">0</text>") && svg.contains(">6</text>") && !svg.contains(">4</text>"));
    view.weeks = vec![0.0, 1.0];
    assert!(draw(&view).contains(">4</text>"), "without a week for every session they stand evenly");
}

#[test]
fn improvement_counts_from_the_own_start_and_goes_up() {
    for (direction, from, to) in [(Direction::LowerIsBetter, 20.0, 8.0), (Direction::HigherIsBetter, 8.0, 20.0)] {
        let switches = Switches { value: ValueAxis::Improvement, ..Switches::default() };
        let view = alone(direction, vec![None, Some(from), Some(from), Some(to)], switches);
        let dots = dots(&view);
        assert!((dots[0].1 - dots[1].1).abs() < 0.2 && dots[2].1 < dots[0].1 - 50.0, "{direction:?}: {dots:?}");
        let svg = draw(&view);
        let document = Document::parse(&svg).unwrap();
        let zero = of_class(&document, "chart-zero")[0].first_element_child().unwrap();
        let y: f64 = zero.attribute("d").unwrap().split(['M', ' ', 'l']).nth(2).unwrap().parse().unwrap();
        assert!((y - dots[0].1).abs() < 0.2, "the start lies on the line of no change");
        assert!(!svg.contains("klinische grens") && svg.contains("zoals bij de start"));
        assert_eq!(view.table().members[0].scores[1].as_deref(), Some(if from > 10.0 { "20" } else { "8" }));
    }
}

#[test]
fn observed_lines_stop_where_nothing_was_measured() {
    let switches = Switches { lines: LineKind::Observed, ..Switches::default() };
    let view = alone(Direction::LowerIsBetter, vec![Some(20.0), Some(15.0), None, Some(12.0)], switches);
    let svg = draw(&view);
    let document = Document::parse(&svg).unwrap();
    let member = of_class(&document, "chart-member")[0];
    let lines = member.children().filter(|node| node.has_tag_name("path") && node.attribute("stroke").is_some());
    assert_eq!(lines.count(), 2, "two scores joined, and one alone as a short dash");
}
