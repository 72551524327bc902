//! The course of a group, read back from its SVG.

use resvg::usvg::roxmltree::Document;

use super::*;

#[test]
fn every_picture_is_well_formed_small_and_named() {
    for view in all_groups() {
        for theme in [Theme::Light, Theme::Dark, Theme::Inherit] {
            for size in [Size::CARD, Size::TABLET, Size::PHONE, Size::SHEET] {
                let svg = group_course_svg(&view, theme, size).unwrap();
                let document = Document::parse(&svg).unwrap();
                let root = document.root_element();
                assert_eq!(root.attribute("role"), Some("img"));
                for id in root.attribute("aria-labelledby").unwrap().split(' ') {
                    assert!(document.descendants().any(|node| node.attribute("id") == Some(id)));
                }
                assert!(svg.len() < 60_000, "{} bytes", svg.len());
                assert!(!svg.contains("style=") && !svg.contains("NaN") && !svg.contains("inf"));
            }
        }
    }
}

#[test]
fn the_same_view_gives_the_same_text() {
    assert_eq!(draw(&sample::long_group()), draw(&sample::long_group()));
}

#[test]
fn names_are_text_and_never_markup() {
    let mut view = sample::tuesday();
    view.members[0].label = "<script>&\"'".to_owned();
    view.title = "</title><script>".to_owned();
    let svg = draw(&view);
    let document = Document::parse(&svg).unwrap();
    assert!(!document.descendants().any(|node| node.has_tag_name("script")));
    assert!(document.descendants().any(|node| node.attribute("aria-label") == Some("<script>&\"'")));
}

#[test]
fn no_stroke_bridges_a_session_without_a_line() {
    let mut view = sample::tuesday();
    view.members.truncate(1);
    view.group = vec![None; 14];
    view.members[0].line[6] = None;
    let svg = draw(&view);
    let document = Document::parse(&svg).unwrap();
    let member = of_class(&document, "chart-member")[0];
    let seen: Vec<_> =
        member.children().filter(|node| node.has_tag_name("path") && node.attribute("stroke").is_some()).collect();
    assert_eq!(seen.len(), 2);
    let steps: Vec<usize> = seen.iter().map(|path| path.attribute("d").unwrap().matches('l').count()).collect();
    assert_eq!(steps, [5, 6]);
}

#[test]
fn a_missed_session_has_no_dot() {
    let view = sample::tuesday();
    let svg = draw(&view);
    let document = Document::parse(&svg).unwrap();
    for member in of_class(&document, "chart-member") {
        let name = member.attribute("aria-label").unwrap();
        let answered = view.members.iter().find(|member| member.label == name).unwrap().points.iter().flatten().count();
        let dots = member.descendants().find(|node| node.attribute("class") == Some("chart-dots")).unwrap();
        let shapes = dots.descendants().filter(|node| ["circle", "rect", "path"].contains(&node.tag_name().name()));
        assert_eq!(shapes.count(), answered, "{name}");
    }
}

#[test]
fn improvement_goes_up_whatever_the_instrument_counts() {
    for (direction, from, to) in [(Direction::LowerIsBetter, 20.0, 5.0), (Direction::HigherIsBetter, 5.0, 20.0)] {
        let mut view = sample::group(2, vec![sample::member(0, 2, from, to, Status::Normal)]);
        view.scale = Scale { min: 0.0, max: 27.0, direction };
        view.members[0].points = vec![Some(from), Some(to)];
        let svg = draw(&view);
        let document = Document::parse(&svg).unwrap();
        let heights: Vec<f64> = document
            .descendants()
            .filter(|node| node.has_tag_name("circle"))
            .map(|node| node.attribute("cy").unwrap().parse().unwrap())
            .collect();
        assert!(heights[1] < heights[0] - 50.0, "{direction:?}: {heights:?}");
    }
}

#[test]
fn equal_scores_stand_side_by_side() {
    let mut view = sample::group(5, (0..4).map(|index| sample::member(index, 5, 12.0, 12.0, Status::Normal)).collect());
    for member in &mut view.members {
        member.points = vec![Some(12.0); 5];
    }
    let svg = draw(&view);
    let document = Document::parse(&svg).unwrap();
    let mut places: Vec<&str> = document
        .descendants()
        .filter(|node| node.has_tag_name("circle"))
        .map(|node| node.attribute("cx").unwrap())
        .collect();
    places.sort_unstable();
    places.dedup();
    assert_eq!(places.len(), 20);
}

#[test]
fn names_in_the_column_never_touch() {
    for view in all_groups() {
        for size in [Size::CARD, Size::PHONE] {
            let svg = group_course_svg(&view, Theme::Inherit, size).unwrap();
            let document = Document::parse(&svg).unwrap();
            let groups = of_class(&document, "chart-member").into_iter().chain(of_class(&document, "chart-group"));
            let mut baselines: Vec<f64> = groups
                .flat_map(|group| group.children().filter(|node| node.has_tag_name("text")).collect::<Vec<_>>())
                .map(|text| text.attribute("y").unwrap().parse().unwrap())
                .collect();
            baselines.sort_by(f64::total_cmp);
            assert!(baselines.windows(2).all(|pair| pair[1] - pair[0] >= 16.8), "{baselines:?}");
        }
    }
}

#[test]
fn who_left_ends_where_the_line_ends() {
    let svg = draw(&sample::long_group());
    let document = Document::parse(&svg).unwrap();
    let words = of_class(&document, "chart-words")[0];
    let texts: Vec<&str> = words.descendants().filter_map(|node| node.text()).collect();
    assert!(texts.contains(&"Den · gestopt") && texts.contains(&"klinische grens 10"), "{texts:?}");
}

#[test]
fn an_empty_chart_says_so() {
    let view = sample::group(14, Vec::new());
    let svg = draw(&view);
    assert!(svg.contains("Nog geen antwoorden.") && !svg.contains("<circle"));
    assert_eq!(view.table().members.len(), 0);
}

#[test]
fn numbers_that_are_none_are_gaps() {
    let mut view = sample::tuesday();
    view.members[0].points[3] = Some(f64::NAN);
    view.members[1].line[3] = Some(f64::INFINITY);
    view.group[2] = Some(GroupPoint { mean: 10.0, lower: f64::NAN, upper: 12.0 });
    let svg = draw(&view);
    assert!(!svg.contains("NaN") && !svg.contains("inf"));
}

#[test]
fn too_small_is_an_error_and_no_panic() {
    let size = Size { width: 90, height: 60, ..Size::SHEET };
    assert!(matches!(group_course_svg(&sample::tuesday(), Theme::Light, size), Err(ChartError::TooSmall { .. })));
}
